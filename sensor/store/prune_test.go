package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func remaining(t *testing.T, s *Store) (ids []string) {
	t.Helper()
	for _, i := range value[[]Incident](t)(s.Incidents(IncidentFilter{})) {
		ids = append(ids, strings.TrimLeft(i.ID, "i-0"))
	}
	return ids
}

// TestPruneIncidents: the oldest closed ones go, by age or number, never those that
// are open, and never the latest few.
func TestPruneIncidents(t *testing.T) {
	closed := []string{"closed"}
	for name, test := range map[string]struct {
		limits Limits
		want   string // the odd ones are closed
	}{
		"no limits":      {Limits{Closed: closed}, "9 8 7 6 5 4 3 2 1 "},
		"age":            {Limits{Closed: closed, IncidentAge: 5 * time.Minute}, "9 8 7 6 5 4 2 "},
		"number":         {Limits{Closed: closed, Incidents: 4}, "9 8 7 6 4 2 "},
		"floor":          {Limits{Closed: closed, IncidentAge: time.Second, Incidents: 1, Octets: 1, Floor: 3}, "9 8 7 6 4 2 "},
		"size":           {Limits{Closed: closed, Octets: 1}, "8 6 4 2 "},
		"no closed ones": {Limits{IncidentAge: time.Second, Incidents: 1, Octets: 1}, "9 8 7 6 5 4 3 2 1 "},
		"two states":     {Limits{Closed: []string{"closed", "open"}, Incidents: 2}, "9 8 "},
	} {
		s := fresh(t)
		for n := 1; n < 10; n++ {
			must(t, s.PutIncident(incident(n)))
			value[int](t)(s.AddEvidence(incident(n).ID, Evidence{Time: epoch, Text: "x"}))
		}
		p := value[Pruned](t)(s.Prune(t.Context(), epoch.Add(9*time.Minute), test.limits))
		var got strings.Builder
		for _, id := range remaining(t, s) {
			fmt.Fprintf(&got, "%s ", id)
		}
		if got.String() != test.want || int(p.Incidents) != 9-strings.Count(test.want, " ") {
			t.Errorf("%s: %+v, left %s, want %s", name, p, got.String(), test.want)
		}
		whole(t, &s.View)
	}
}

// TestPrune: contents of old versions, reviewed permits and old counters go; the
// chain of versions and the audit trail stay.
func TestPrune(t *testing.T) {
	s := fresh(t)
	for n := range 5 {
		must(t, s.AddVersion(next(t, s, fmt.Sprint(n))))
		value[Head](t)(s.Audit(Audit{Time: epoch.AddDate(-9, 0, 0), Who: "a", What: "b"}))
		day := epoch.AddDate(0, 0, n)
		must(t, s.Observe(day, "D1", "", 1))
		id := fmt.Sprint(n)
		must(t, s.PutPermit(&Permit{ID: id, From: day, To: day.Add(time.Hour), Document: []byte("{}")}))
		if n != 1 {
			must(t, s.ClosePermit(id, day, "a", ""))
			must(t, s.ReviewPermit(id, day, "a", ""))
		}
	}
	now := epoch.AddDate(0, 0, 5)
	p := value[Pruned](t)(s.Prune(t.Context(), now, Limits{Versions: 2, PermitAge: 60 * time.Hour, CounterAge: 60 * time.Hour}))
	if p != (Pruned{Versions: 3, Permits: 2, Counters: 3}) {
		t.Errorf("%+v", p)
	}
	if old := value[Version](t)(s.Version(2)); old.Text != nil || old.Note != "note" {
		t.Errorf("%+v", old)
	}
	if kept := value[Version](t)(s.Version(4)); string(kept.Text) != "3" {
		t.Errorf("%+v", kept)
	}
	if list := value[[]Version](t)(s.Versions()); len(list) != 5 {
		t.Errorf("%d versions", len(list))
	}
	if end := value[Head](t)(s.VerifyAudit(t.Context())); end.Seq != 5 {
		t.Errorf("%d audit lines", end.Seq)
	}
	value[Permit](t)(s.Permit("1"))
	whole(t, &s.View)
}

// TestVacuum gives the room back to the disk.
func TestVacuum(t *testing.T) {
	s := fresh(t)
	for n := range 600 {
		i := incident(2*n + 1)
		i.Document = []byte(`"` + strings.Repeat("x", 10_000) + `"`)
		must(t, s.PutIncident(i))
	}
	must(t, s.Vacuum(t.Context()))
	before := value[os.FileInfo](t)(os.Stat(s.file)).Size()
	p := value[Pruned](t)(s.Prune(t.Context(), epoch, Limits{Closed: []string{"closed"}, Incidents: 10}))
	if p.Incidents != 590 { // in several transactions
		t.Errorf("%+v", p)
	}
	must(t, s.Vacuum(t.Context()))
	size, after := value[Size](t)(s.Size()), value[os.FileInfo](t)(os.Stat(s.file)).Size()
	if after > before/10 || size.Octets != after || size.Free != 0 {
		t.Errorf("%d octets, %d after; %+v", before, after, size)
	}
	if log := value[os.FileInfo](t)(os.Stat(s.file + "-wal")).Size(); log != 0 {
		t.Errorf("a log of %d octets", log)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s.queue.turn <- struct{}{}
	if err := s.Vacuum(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	<-s.queue.turn
	whole(t, &s.View)
}
