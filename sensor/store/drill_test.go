package store

import (
	"errors"
	"testing"
	"time"
)

// TestDrills: sheets are kept under numbers that are never given again, the oldest go
// beyond the bound, and those without an end are found.
func TestDrills(t *testing.T) {
	s := fresh(t)
	at := time.Unix(1000, 0).UTC()
	keep := func(do func(*Tx) error) { t.Helper(); must(t, s.Write(do)) }
	first := Drill{Scenario: "way-out", Leader: "Sato", Started: at, Document: []byte(`{"v":1}`)}
	keep(func(x *Tx) error { return x.AddDrill(&first) })
	if got := value[[]Drill](t)(s.OpenDrills()); len(got) != 1 || got[0].Number != first.Number || !got[0].Ended.IsZero() {
		t.Fatalf("%+v", got)
	}
	first.Ended, first.Document = at.Add(time.Hour), []byte(`{"v":1,"end":"over"}`)
	keep(func(x *Tx) error { return x.PutDrill(&first) })
	if got := value[Drill](t)(s.Drill(first.Number)); string(got.Document) != string(first.Document) || !got.Ended.Equal(first.Ended) {
		t.Errorf("%+v", got)
	}
	last := first
	for n := range MaxDrills {
		last = Drill{Scenario: "way-out", Started: at.Add(time.Duration(n) * time.Hour), Ended: at, Document: []byte(`{}`)}
		keep(func(x *Tx) error { return x.AddDrill(&last) })
	}
	list := value[[]Drill](t)(s.Drills(0))
	if len(list) != MaxDrills || list[0].Number != last.Number || last.Number != first.Number+MaxDrills {
		t.Errorf("%d sheets, the last is number %d", len(list), last.Number)
	}
	if _, err := s.Drill(first.Number); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if some := value[[]Drill](t)(s.Drills(3)); len(some) != 3 || some[0].Number != last.Number || len(value[[]Drill](t)(s.OpenDrills())) != 0 {
		t.Errorf("%+v", some)
	}
	for name, do := range map[string]func(*Tx) error{
		"no scenario": func(x *Tx) error { return x.AddDrill(&Drill{Started: at, Document: []byte(`{}`)}) },
		"no start":    func(x *Tx) error { return x.AddDrill(&Drill{Scenario: "x", Document: []byte(`{}`)}) },
		"no JSON":     func(x *Tx) error { return x.AddDrill(&Drill{Scenario: "x", Started: at, Document: []byte(`{`)}) },
		"too large": func(x *Tx) error {
			return x.AddDrill(&Drill{Scenario: "x", Started: at, Document: make([]byte, MaxDocument+1)})
		},
		"another number": func(x *Tx) error {
			return x.PutDrill(&Drill{Number: 1 << 40, Scenario: "x", Started: at, Document: []byte(`{}`)})
		},
	} {
		if err := s.Write(do); err == nil {
			t.Errorf("%s is kept", name)
		}
	}
}
