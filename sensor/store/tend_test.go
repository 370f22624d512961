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

// keepOnly changes what a store keeps of a table. Of the latest incidents so few are kept in
// any case that a test need not make a thousand.
func keepOnly(s *Store, table string, f func(k *keeping)) {
	for i := range s.keepings {
		if k := &s.keepings[i]; k.table == table {
			k.may = strings.Replace(k.may, "OFFSET "+floorText, "OFFSET 2", 1)
			f(k)
		}
	}
}

// TestTendIncidents: the oldest closed ones go, by age or number, never those that are
// open, and never the latest few.
func TestTendIncidents(t *testing.T) {
	for name, test := range map[string]struct {
		closed []string
		age    time.Duration
		most   int64
		want   string // the odd ones are closed
	}{
		"no limits":      {[]string{"closed"}, 0, 0, "9 8 7 6 5 4 3 2 1"},
		"age":            {[]string{"closed"}, 5 * time.Minute, 0, "9 8 7 6 5 4 2"},
		"number":         {[]string{"closed"}, 0, 7, "9 8 7 6 5 4 2"},
		"floor":          {[]string{"closed"}, time.Second, 1, "9 8 7 6 4 2"},
		"no closed ones": {nil, time.Second, 1, "9 8 7 6 5 4 3 2 1"},
		"two states":     {[]string{"closed", "open"}, 0, 1, "9 8 7"},
	} {
		s := fresh(t)
		s.options.Closed = test.closed
		s.options.Now = func() time.Time { return epoch.Add(time.Hour) }
		keepOnly(s, tableIncidents, func(k *keeping) { k.age, k.most = test.age, test.most })
		for n := 1; n < 10; n++ {
			must(t, s.PutIncident(incident(n)))
			value[int](t)(s.AddEvidence(incident(n).ID, Evidence{Time: epoch, Text: "x"}))
		}
		must(t, s.Tend(t.Context(), epoch.Add(9*time.Minute)))
		got := strings.Join(remaining(t, s), " ")
		if got != test.want {
			t.Errorf("%s: left %s, want %s", name, got, test.want)
		}
		for _, table := range []string{"incidents", "evidence"} {
			if n := value[int64](t)(s.lines(table)); int(n) != len(strings.Fields(test.want)) {
				t.Errorf("%s: %d lines in %s are counted", name, n, table)
			}
		}
		whole(t, &s.View)
	}
}

// TestTend: contents of old versions, reviewed permits and old counters go; the chain of
// versions and the audit trail stay.
func TestTend(t *testing.T) {
	s := fresh(t)
	s.options.Now = func() time.Time { return epoch.AddDate(9, 0, 0) }
	keepOnly(s, tableContents, func(k *keeping) { k.most = 2 })
	keepOnly(s, tablePermits, func(k *keeping) { k.age = 60 * time.Hour })
	keepOnly(s, tableCounters, func(k *keeping) { k.age = 60 * time.Hour })
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
	must(t, s.Tend(t.Context(), epoch.AddDate(0, 0, 5)))
	if n := len(value[[]Permit](t)(s.AllPermits(time.Time{}))); n != 3 {
		t.Errorf("%d permits", n)
	}
	if n := len(value[[]Counter](t)(s.Counters(time.Time{}, time.Time{}))); n != 2 {
		t.Errorf("%d counters", n)
	}
	if old := value[Version](t)(s.Version(3)); old.Text != nil || old.Note != "note" {
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

// TestTendFuture: a time that is ahead of the clock lets nothing go.
func TestTendFuture(t *testing.T) {
	s := fresh(t)
	s.options.Closed = []string{"closed"}
	keepOnly(s, tableIncidents, func(k *keeping) { k.age = 24 * time.Hour })
	for n := range 9 {
		must(t, s.PutIncident(incident(n)))
	}
	must(t, s.Tend(t.Context(), epoch.AddDate(90, 0, 0)))
	if n := len(remaining(t, s)); n != 9 {
		t.Errorf("%d incidents", n)
	}
}

// TestKeepings: each table of the schema is in the report of its fill, once; each line of
// the table is a question that SQLite understands, and no two give way at once.
func TestKeepings(t *testing.T) {
	s := fresh(t)
	s.options.Closed = []string{"closed", "it's"}
	u := value[Usage](t)(s.Usage())
	reported := map[string]bool{"fills": true, "standings": true}
	for i, f := range u.Tables {
		reported[f.Table] = true
		if i < len(keepings) && f.Order != i+1 {
			t.Errorf("%s gives way as number %d", f.Table, f.Order)
		}
	}
	for _, name := range value[[]string](t)(list(&s.View, scanText, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
		if !reported[name] {
			t.Errorf("nothing tells how full %s is", name)
		}
	}
	must(t, s.Write(func(x *Tx) error {
		for i := range s.keepings {
			s.keepings[i].drop(x, 1)
			s.keepings[i].expire(x, 1)
			must(t, x.err)
		}
		return nil
	}))
}

// TestVacuum gives the room back to the disk.
func TestVacuum(t *testing.T) {
	s := fresh(t)
	s.options.Closed = []string{"closed"}
	keepOnly(s, tableIncidents, func(k *keeping) { k.most = 10 })
	for n := range 600 {
		i := incident(2*n + 1)
		i.Document = []byte(`"` + strings.Repeat("x", 10_000) + `"`)
		must(t, s.PutIncident(i))
	}
	must(t, s.Vacuum(t.Context()))
	before := value[os.FileInfo](t)(os.Stat(s.file)).Size()
	must(t, s.Tend(t.Context(), epoch))
	if n := len(remaining(t, s)); n != 10 { // in several transactions
		t.Errorf("%d left", n)
	}
	must(t, s.Vacuum(t.Context()))
	size, after := value[Size](t)(s.Size()), value[os.FileInfo](t)(os.Stat(s.file)).Size()
	if after > before/5 || size.Octets != after || size.Free != 0 {
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
