package alert

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

func (b *bench) edit(after time.Duration, e Edit) What {
	b.t.Helper()
	list, err := b.Edit(start+int64(after), e)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(list) == 0 {
		return Nothing
	}
	return list[len(list)-1].What
}

// TestAltered: what nobody named did to the sensor's own knowledge is an incident of
// the top tiers, once, also among many others; what was refused is an attempt.
func TestAltered(t *testing.T) {
	for _, k := range []baseline.Kind{baseline.BaselineAltered, baseline.PolicyAltered, baseline.RecordsAltered, baseline.ForeignEdition} {
		b := newBench(t, Options{})
		e := Edit{Kind: k, What: "edition 7", By: "3f5a…", Expected: "9b01…"}
		if b.edit(0, e) != Opened {
			t.Fatalf("%s is not told", k)
		}
		if i := b.only(); i.Tier() != yardstick.Attend || i.Inputs != (Inputs{"S", "M", "M", "S", "1"}) || i.Sort != Security || i.Title == "" || i.FirstJA == "" || i.Approvable() {
			t.Errorf("%s: %s, %v", k, i.Priority, i.Inputs)
		}
		if b.edit(100*time.Hour, e) != Updated || b.only().Count != 2 {
			t.Errorf("%s is told twice", k)
		}
		e.What = "edition 8"
		if b.edit(100*time.Hour, e) != Opened {
			t.Errorf("another %s is not told", k)
		}
	}
	b := newBench(t, Options{})
	b.edit(0, Edit{Kind: baseline.ForeignEdition, What: "edition 7", By: "key", Refused: true})
	if i := b.only(); i.Inputs.Evidence != "A" || i.Inputs.Credibility != "M" {
		t.Errorf("%v", i.Inputs)
	}
	b = newBench(t, Options{})
	for n := range 20 {
		b.say(newPair, time.Duration(n)*time.Second, 100+n, 200+n)
	}
	if b.edit(21*time.Second, Edit{Kind: baseline.BaselineAltered, What: "baseline"}) != Opened {
		t.Errorf("it is hidden in a flood: %s", titles(b.Incidents()))
	}
}

// TestEdited: what people do in the way meant for it is listed, a day in one notice, of
// the lowest tier, with who and what.
func TestEdited(t *testing.T) {
	b := newBench(t, Options{})
	for n, want := range []What{Opened, Updated, Updated} {
		if what := b.edit(time.Duration(n)*time.Hour, Edit{Kind: baseline.BaselineEdited, What: "modbus 10.0.0.1", How: "baseline-approve", By: "Sato"}); what != want {
			t.Errorf("edit %d is %s", n, what)
		}
	}
	i := b.only()
	if i.Sort != Notice || i.Tier() != yardstick.Track || i.Count != 3 || len(i.Timeline) != 3 || i.Timeline[0].Seen != "Sato" ||
		i.Timeline[0].Function != "baseline-approve" || i.Timeline[0].Point != "modbus 10.0.0.1" {
		t.Errorf("%s of a %s: %+v", i.Priority, i.Sort, i.Timeline)
	}
	if b.edit(25*time.Hour, Edit{Kind: baseline.BaselineEdited, What: "x", How: "y", By: "Sato"}) != Opened || b.Quarantined(addr(1)) {
		t.Error("another day is no notice of its own")
	}
	b.Tick(start + int64(25*time.Hour+Expire+2*time.Minute))
	if n := len(b.Incidents()); n != 0 {
		t.Errorf("%d are open after a week", n)
	}
}

// TestEditFaults: an edit that makes no sense is refused, and one before anything was
// observed waits for it, also over a restart.
func TestEditFaults(t *testing.T) {
	b := newBench(t, Options{})
	for _, e := range []Edit{{}, {Kind: "new-pair"}, {Kind: baseline.Demoted(baseline.Values)}, {Kind: baseline.BaselineEdited, What: "x"}} {
		if _, err := b.Edit(start, e); err == nil {
			t.Errorf("%+v is taken", e)
		}
	}
	for range 2 * maxEdits {
		if list, err := b.Edit(0, Edit{Kind: baseline.BaselineAltered, What: "baseline"}); err != nil || len(list) != 0 {
			t.Fatalf("%v, %v", list, err)
		}
	}
	if len(b.edits) != maxEdits || b.Omitted() != maxEdits {
		t.Errorf("%d wait, %d are omitted", len(b.edits), b.Omitted())
	}
	b.edits = b.edits[:1]
	c := NewCabinet()
	if err := c.Keep(b.Desk); err != nil {
		t.Fatal(err)
	}
	var err error
	if b.Desk, err = c.GoOn(b.o); err != nil {
		t.Fatal(err)
	}
	b.say(newPair, 0, 9, 10)
	if list := b.Incidents(); len(list) != 2 || !list[0].Tier().Top() || list[0].Opened != clock(start) {
		t.Errorf("%s", titles(list))
	}
}
