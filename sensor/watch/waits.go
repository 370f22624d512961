package watch

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Waits is what of the baseline waits for a person, and what was approved and is not seen
// any more.
type Waits struct {
	Count, Stale, Unused int
	Oldest               time.Time // since when the first waits; zero for nothing
	First                []Line    // of what waits, the oldest
}

// Waits returns what waits, of which so many lines are told: stale is what has waited for
// longer, unused what was approved and not seen for longer. It is a pass over everything.
func (s *Site) Waits(stale, unused time.Duration, most int) (w Waits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock()
	s.model.Entries(func(e *baseline.Entry) bool {
		switch {
		case e.Standing == baseline.Approved && s.before(e.Last, now.Add(-unused)):
			w.Unused++
		case e.Standing == baseline.Pending:
			w.Count++
			if s.before(e.First, now.Add(-stale)) {
				w.Stale++
			}
			w.first(s.lineOf(e, cmp.Or(e.Client, e.Server)), most)
		}
		return true
	})
	if len(w.First) > 0 {
		w.Oldest = w.First[0].First
	}
	return w
}

// before reports whether a time of the model, where it is known, is before another.
func (s *Site) before(t, than time.Time) bool {
	at := s.observed(t)
	return !at.IsZero() && at.Before(than)
}

// first keeps a line when it is one of the oldest.
func (w *Waits) first(l Line, most int) {
	at, _ := slices.BinarySearchFunc(w.First, l, func(a, b Line) int { return cmp.Or(a.First.Compare(b.First), cmp.Compare(a.Subject, b.Subject)) })
	if at < most {
		w.First = slices.Insert(w.First, at, l)
		w.First = w.First[:min(len(w.First), most)]
	}
}
