package main

import (
	"context"
	"testing"

	"github.com/banken-ot/banken/sensor/control"
)

// TestTalks: of a plant that was intruded upon it is told who speaks with whom, what of
// that is new, and what waits, by address and by name.
func TestTalks(t *testing.T) {
	ctx, site := context.Background(), openPlant(t, attackedSite(t))
	x, err := site.Talks(ctx)
	if err != nil || x.V != control.Version || x.Time.IsZero() || x.Omitted != 0 || len(x.Talks) < 2 {
		t.Fatalf("%+v, %v", x, err)
	}
	fresh, old := 0, 0
	for _, k := range x.Talks {
		switch {
		case k.Server != "10.0.0.20" && k.Server != "10.0.0.21" && k.Client != "10.0.0.20":
		case !k.Early && !k.New.IsZero() && k.Standing == "pending":
			fresh++
		case k.Early && k.Control && k.Days >= 3 && k.Reads > 0:
			old++
		}
		if k.First.After(k.Last) || k.Last.After(x.Time) || k.Control && k.Port == 0 {
			t.Errorf("%+v", k)
		}
	}
	if fresh == 0 || old == 0 {
		t.Errorf("%d new, %d old: %+v", fresh, old, x.Talks)
	}
	byAddress, err := site.LinesOf(ctx, "10.0.0.20")
	if err != nil || byAddress.Count == 0 || byAddress.Lines[0].Standing != "pending" || byAddress.Lines[0].Names["10.0.0.20"] != "PLC-1" || byAddress.Lines[0].ID == "" {
		t.Fatalf("%+v, %v", byAddress, err)
	}
	if byName, err := site.LinesOf(ctx, "PLC-1"); err != nil || byName.Count != byAddress.Count || byName.Address != "10.0.0.20" {
		t.Errorf("%+v, %v", byName, err)
	}
	if _, err := site.LinesOf(ctx, "nobody"); codeOf(err) != control.NotFound {
		t.Error(err)
	}
	if none, err := site.LinesOf(ctx, "10.9.9.9"); err != nil || none.Count != 0 || none.Lines == nil {
		t.Errorf("%+v, %v", none, err)
	}
}
