package value

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

// TestOften: ordinary values, changed every few minutes where people did it three times a
// day, are told once, long before the day is over; the same number over days is not.
func TestOften(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	operate(w, rand.New(rand.NewPCG(1, 6)), 1, 30)
	w.kinds()
	for m := range 20 {
		w.write(w.minute(31+m/3, 300*(m%3)), 2, 20, []float64{230, 235}[m%2])
	}
	w.only("", 0)
	changes := 0
	for m := 0; m < 300 && len(w.got) == 0; m += 4 {
		w.write(w.minute(41, m), 2, 20, []float64{230, 235}[m/4%2])
		changes++
	}
	d := w.only("write-often", 1)
	t.Logf("after %d changes: expected %s, seen %s", changes, d.Expected, d.Seen)
	if changes > 30 || d.Actor != clients[2].Addr() || !strings.Contains(d.Seen, "/") || !strings.Contains(d.Expected, "/") || d.Support < 50 {
		t.Errorf("after %d changes: %+v", changes, d)
	}
	for m := 301; m < 900; m += 4 {
		w.write(w.minute(41, m), 2, 20, []float64{230, 235}[m/4%2])
	}
	w.only("", 0)
	if _, s := w.facts(writeSubject + "[20]"); s != baseline.Pending {
		t.Error(s)
	}
}

// TestOftenApproved: what a person approved is counted anew, and ordinary from then on.
func TestOftenApproved(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	operate(w, rand.New(rand.NewPCG(1, 6)), 1, 30)
	w.kinds()
	busy := func(day int) {
		for m := 0; m < 1440; m += 5 {
			w.write(w.minute(day, m), 2, 20, []float64{230, 235}[m/5%2])
		}
	}
	busy(31)
	w.only("write-often", 1)
	w.d.Decide(w.book, writeSubject+"[20]", baseline.Approved)
	for day := 32; day <= 45; day++ {
		busy(day)
	}
	if n := w.kinds()["write-often"]; n > 1 {
		t.Errorf("approved, and told %d times", n)
	}
}

// TestRamp: steps within the range that was used, all in one direction, are told, however
// slowly they come.
func TestRamp(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	operate(w, rand.New(rand.NewPCG(1, 6)), 1, 57)
	w.kinds()
	steps := 0
	for x := 205.0; x < 258 && len(w.got) == 0; x++ {
		w.write(w.minute(58+steps/4, 300*(steps%4)), 2, 20, x)
		w.got = keepKind(w.got, "write-ramp")
		steps++
	}
	d := w.only("write-ramp", 1)
	t.Logf("after %d steps: expected %s, seen %s", steps, d.Expected, d.Seen)
	if steps > 45 || d.Actor != clients[2].Addr() {
		t.Errorf("after %d steps: %+v", steps, d)
	}
}

func keepKind(list []baseline.Deviation, k baseline.Kind) (kept []baseline.Deviation) {
	for _, d := range list {
		if d.Meaning.Kind == k {
			kept = append(kept, d)
		}
	}
	return kept
}

// TestRampOfCounter: what always goes in one direction is no ramp.
func TestRampOfCounter(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	for day := 1; day <= 80; day++ {
		for n := range 4 {
			w.write(w.minute(day, 300*n), 0, 20, float64(4*day+n))
		}
	}
	if k := w.kinds(); k["write-ramp"]+k["write-often"] > 0 {
		t.Errorf("a counter: %v", k)
	}
}

// people are habits of changing a point.
var people = map[string]func(r *rand.Rand, day int) (minutes []int){
	// A few times a day, at any time.
	"often": func(r *rand.Rand, _ int) (at []int) {
		for range r.IntN(4) {
			at = append(at, r.IntN(1400))
		}
		return at
	},
	// Once in a while, and then several times until it is right.
	"in bursts": func(r *rand.Rand, _ int) (at []int) {
		if r.IntN(3) > 0 {
			return nil
		}
		m := r.IntN(1200)
		for m < 1440 {
			at = append(at, m)
			if m += 2 + r.IntN(20); r.IntN(3) == 0 {
				break
			}
		}
		return at
	},
	// At the change of shifts, more in winter.
	"by shift": func(r *rand.Rand, day int) (at []int) {
		for _, m := range []int{360, 840, 1320} {
			if r.Float64() < 0.6+0.4*math.Sin(float64(day)/14) {
				at = append(at, m+r.IntN(10))
			}
		}
		return at
	},
	// A program that controls by it, more often when the plant is busy.
	"program": func(r *rand.Rand, day int) (at []int) {
		for m := 0.0; m < 1430; m += (20 + 10*math.Sin(float64(day)/20)) * (0.5 + r.Float64()) {
			at = append(at, int(m))
		}
		return at
	},
}

// TestHabitsFalse: months of ordinary changes stay within the budget of both kinds, by an
// exact test, a wide one too.
func TestHabitsFalse(t *testing.T) {
	const days, seeds, each = 90, 4, 3
	for _, factor := range []float64{1, 30} {
		top := factor / 150
		by, judged := map[string]int{}, float64(seeds*(days-baseline.ProvisionalDays))
		told := uint64(0)
		for seed := range uint64(seeds) {
			w := newWorld(t, baseline.Settings{Top: map[baseline.Detector]baseline.Budget{baseline.Values: baseline.Budget(top)}})
			livePeople(w, rand.New(rand.NewPCG(seed, 5)), days, each)
			for i := range w.got {
				if k := w.got[i].Meaning.Kind; k == "write-often" || k == "write-ramp" {
					by[string(k)+" "+w.got[i].Point]++
					told++
				}
			}
		}
		budget := top / 4 * judged
		t.Logf("in %g site-days: %d, budget %.1f: %v", judged, told, budget, by)
		if stat.PoissonTail(told, budget) < 0.01 {
			t.Errorf("%d false deviations, the budget is %.1f", told, budget)
		}
	}
}

// livePeople lets days pass in which points are changed as people do, several points for
// each habit.
func livePeople(w *world, r *rand.Rand, days, each int) {
	for day := 1; day <= days; day++ {
		type change struct{ minute, point int }
		var list []change
		for i, name := range []string{"often", "in bursts", "by shift", "program"} {
			for n := range each {
				for _, m := range people[name](r, day) {
					list = append(list, change{m, 10*i + n})
				}
			}
		}
		for m := range 1440 {
			for _, c := range list {
				if c.minute == m {
					x := math.Round(100 + 5*math.Sin(float64(day)/25) + 4*r.NormFloat64())
					w.write(w.minute(day, m)+int64(c.point)*1e8, 0, uint32(c.point), x)
				}
			}
		}
	}
}
