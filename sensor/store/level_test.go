package store

import (
	"errors"
	"testing"
	"time"
)

// TestLevels: how a site stood can be asked of any time, changes alone are kept, and
// what is too old goes, but for what still held then.
func TestLevels(t *testing.T) {
	s := fresh(t)
	if _, err := s.LevelAt(epoch); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	day := 24 * time.Hour
	for i, l := range []Level{{epoch, 1, false}, {epoch.Add(day), 4, false}, {epoch.Add(day + time.Hour), 4, false}, {epoch.Add(2 * day), 4, true}, {epoch.Add(3 * day), 2, false}} {
		if err := s.PutLevel(l); err != nil {
			t.Fatal(i, err)
		}
	}
	for _, x := range []struct {
		at   time.Time
		want Level
	}{{epoch, Level{epoch, 1, false}}, {epoch.Add(day - 1), Level{epoch, 1, false}}, {epoch.Add(day + 2*time.Hour), Level{epoch.Add(day), 4, false}},
		{epoch.Add(50 * time.Hour), Level{epoch.Add(2 * day), 4, true}}, {epoch.Add(99 * day), Level{epoch.Add(3 * day), 2, false}}} {
		if got := value[Level](t)(s.LevelAt(x.at)); got != x.want {
			t.Errorf("at %v: %+v, want %+v", x.at, got, x.want)
		}
	}
	if _, err := s.LevelAt(epoch.Add(-1)); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if all := value[[]Level](t)(s.Levels(time.Time{})); len(all) != 4 {
		t.Errorf("%+v", all)
	}
	if some := value[[]Level](t)(s.Levels(epoch.Add(50 * time.Hour))); len(some) != 2 || some[0].Level != 4 || !some[0].Blind {
		t.Errorf("%+v", some)
	}
	must(t, s.PutLevel(Level{epoch.Add(LevelAge + 60*time.Hour), 5, false}))
	if all := value[[]Level](t)(s.Levels(time.Time{})); len(all) != 3 || !all[0].From.Equal(epoch.Add(2*day)) {
		t.Errorf("%+v", all)
	}
	for _, bad := range []Level{{Level: 1}, {epoch, 0, false}, {epoch, 6, true}} {
		if err := s.PutLevel(bad); !errors.Is(err, ErrRefused) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestLevelBack: a clock that is set back loses nothing of the history.
func TestLevelBack(t *testing.T) {
	s := fresh(t)
	must(t, s.PutLevel(Level{epoch, 1, false}))
	must(t, s.PutLevel(Level{epoch.Add(48 * time.Hour), 3, false}))
	must(t, s.PutLevel(Level{epoch.Add(time.Hour), 5, false}))
	if all := value[[]Level](t)(s.Levels(epoch)); len(all) != 3 || all[2].Level != 5 {
		t.Errorf("%+v", all)
	}
	if l := value[Level](t)(s.LevelAt(epoch.Add(2 * time.Hour))); l.Level != 5 {
		t.Errorf("%+v", l)
	}
}

// TestPermitReview: what was decided of some lines is kept while the permit waits, and
// it waits no more once it is reviewed.
func TestPermitReview(t *testing.T) {
	s := fresh(t)
	must(t, s.PutPermit(&Permit{ID: "W-1", From: epoch, To: epoch.Add(time.Hour), Document: []byte("{}")}))
	decide := func(do func(*Tx) func(string, time.Time, string, string) error, diff string) error {
		return s.Write(func(tx *Tx) error { return do(tx)("W-1", epoch.Add(2*time.Hour), "Sato", diff) })
	}
	some := func(tx *Tx) func(string, time.Time, string, string) error { return tx.DecidePermit }
	all := func(tx *Tx) func(string, time.Time, string, string) error { return tx.ReviewPermit }
	if err := decide(some, "early"); !errors.Is(err, ErrRefused) {
		t.Errorf("a permit that is open is decided: %v", err)
	}
	must(t, s.ClosePermit("W-1", epoch.Add(time.Hour), "Ito", "diff"))
	must(t, decide(some, "half"))
	p := value[Permit](t)(s.Permit("W-1"))
	if !p.Reviewed.IsZero() || p.ReviewedBy != "Sato" || p.Diff != "half" || len(value[[]Permit](t)(s.UnreviewedPermits())) != 1 {
		t.Errorf("%+v", p)
	}
	must(t, decide(all, "whole"))
	p = value[Permit](t)(s.Permit("W-1"))
	if p.Reviewed.IsZero() || p.Diff != "whole" || len(value[[]Permit](t)(s.UnreviewedPermits())) != 0 {
		t.Errorf("%+v", p)
	}
}
