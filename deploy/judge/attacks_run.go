package judge

import (
	"context"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
)

// Trials says how the lab's attacks are judged.
type Trials struct {
	// Works are learned, each by itself, and attacked at Places placements.
	Works  []Works
	Places int
	// Poisoned are the works in which the attacks take place while they are learned.
	Poisoned Works
	Attacks  []string // ids; nil for all
	// Progress, when set, is told what was done.
	Progress func(format string, args ...any)
}

// AllTrials are those of the report: two works over two weeks of whole days, five
// placements each.
func AllTrials() Trials {
	t := Trials{Places: 5, Poisoned: Works{Seed: 1, Start: monthsStart.Add(9 * time.Hour), Days: 10, Day: 30 * time.Minute, Poll: 2 * time.Second}}
	for seed := range uint64(2) {
		t.Works = append(t.Works, Works{Seed: seed + 1, Start: monthsStart, Days: 14, Day: 24 * time.Hour, Poll: 10 * time.Second})
	}
	return t
}

// FewTrials are those of a test of a minute: one works over ten scaled days, one
// placement.
func FewTrials() Trials {
	w := Works{Seed: 1, Start: monthsStart.Add(9 * time.Hour), Days: 10, Day: 30 * time.Minute, Poll: 6 * time.Second}
	return Trials{Works: []Works{w}, Places: 1, Poisoned: w}
}

// Trial is what came of them.
type Trial struct {
	Trials   Trials
	Learned  []*Learned
	Calm     []Calm
	Attempts []Attempt // by works, placement, scenario
	Poison   []Poison
}

// Run carries them out.
func (t Trials) Run(ctx context.Context) (*Trial, error) {
	if t.Attacks == nil {
		t.Attacks = attack.All()
	}
	if t.Progress == nil {
		t.Progress = func(string, ...any) {}
	}
	r := &Trial{Trials: t}
	for _, w := range t.Works {
		if err := r.attack(ctx, w); err != nil {
			return r, err
		}
	}
	for _, id := range t.Attacks {
		p, err := t.Poisoned.Poison(ctx, id)
		if err != nil {
			return r, err
		}
		t.Progress("poison %s: %d acts, %d listed, %d held", id, len(p.Acts), len(p.Listed), len(p.Held))
		r.Poison = append(r.Poison, p)
	}
	return r, nil
}

// attack learns works and attacks them.
func (r *Trial) attack(ctx context.Context, w Works) error {
	t := &r.Trials
	l, err := w.Learn(ctx)
	if err != nil {
		return err
	}
	t.Progress("seed %d: %d packets learned", w.Seed, l.Packets)
	r.Learned = append(r.Learned, l)
	for place := range t.Places {
		c, err := l.Calm(ctx, place, t.Attacks)
		if err != nil {
			return err
		}
		r.Calm = append(r.Calm, c)
		for _, id := range t.Attacks {
			a, err := l.Attack(ctx, id, &c)
			if err != nil {
				return err
			}
			r.Attempts = append(r.Attempts, a)
		}
		t.Progress("seed %d, placement %d: %d attacks", w.Seed, place+1, len(t.Attacks))
	}
	return nil
}
