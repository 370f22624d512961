package value

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

// plant reads some of each process and lets people write.
type plant struct {
	names     []string
	processes []process
	random    *rand.Rand
}

func newPlant(seed uint64, ofEach int) *plant {
	p := &plant{random: rand.New(rand.NewPCG(seed, 99))}
	for _, name := range slices.Sorted(maps.Keys(processes)) {
		for i := range ofEach {
			p.names = append(p.names, name)
			p.processes = append(p.processes, processes[name](rand.New(rand.NewPCG(seed, uint64(len(p.names)*100+i)))))
		}
	}
	return p
}

const setPoints = 10

// run lets a day pass, with a poll every so many minutes. A second client reads some of
// the points 20 s later, and tanks have a gauge of another make beside.
func (p *plant) run(w *world, day, every int) {
	for m := 0; m < 1440; m += every {
		at := w.minute(day, m)
		for i, f := range p.processes {
			x := f(day, m)
			w.read(at, 0, uint32(i), x)
			if i%4 == 0 {
				w.read(at+20e9, 1, uint32(i), x)
			}
			if p.names[i] == "tank" {
				w.read(at+20e9, 0, uint32(500+i), x/2+3+0.05*p.random.NormFloat64())
			}
		}
		if p.random.IntN(1440/every) < 3*setPoints { // three a day each
			w.write(at+30e9, 0, uint32(1000+p.random.IntN(setPoints)), human(p.random))
		}
	}
}

// tally counts what was reported of each sort that may raise an incident alone.
type tally struct {
	values, relations, top uint64
	by                     map[string]int
}

func (y *tally) add(w *world, p *plant) {
	for i := range w.got {
		d := &w.got[i]
		y.by[string(d.Meaning.Kind)+" "+p.name(d.Point)]++
		switch {
		case !d.Meaning.Alone:
		case d.Meaning.Control:
			y.top += d.Count
		case d.Meaning.Detector == baseline.Relations:
			y.relations += d.Count
		default:
			y.values += d.Count
		}
	}
}

// TestFalse: months of ordinary operation stay within the budget, by an exact test, for
// a usual budget, a wide one and a narrow one.
func TestFalse(t *testing.T) {
	const days, seeds = 60, 5
	for _, factor := range []float64{1, 10} {
		low, top := 0.2*factor, factor/150
		s := baseline.Settings{Lower: map[baseline.Detector]baseline.Budget{baseline.Values: baseline.Budget(low), baseline.Relations: baseline.Budget(low)},
			Top: map[baseline.Detector]baseline.Budget{baseline.Values: baseline.Budget(top)}}
		y, margins := tally{by: map[string]int{}}, map[string]float64{}
		for seed := range uint64(seeds) {
			w, p := newWorld(t, s), newPlant(seed, 3)
			for day := 1; day <= days; day++ {
				p.run(w, day, 5)
			}
			y.add(w, p)
			if factor == 1 {
				p.margins(w, margins)
			}
		}
		judged := float64(seeds * (days - baseline.ProvisionalDays))
		t.Logf("in %g site-days: %d, %d and %d; budget %.1f, %.1f and %.1f; all: %v", judged, y.values, y.relations, y.top, low*judged, low*judged, top*judged, y.by)
		for _, name := range slices.Sorted(maps.Keys(margins)) {
			t.Logf("  %s: limits beyond what was learned by %.2f of its range", name, margins[name])
		}
		for _, x := range []struct {
			n  uint64
			mu float64
		}{{y.values, low * judged}, {y.relations, low * judged}, {y.top, top * judged}} {
			if stat.PoissonTail(x.n, x.mu) < 0.01 {
				t.Errorf("%d false deviations, the budget is %.1f", x.n, x.mu)
			}
		}
	}
}

// margins notes how far limits are beyond what was learned, in ranges, at most.
func (p *plant) margins(w *world, most map[string]float64) {
	for n := range uint32(w.d.series.n) {
		s := w.d.series.at(n + 1)
		v := w.d.vars.at(s.owner)
		if v.class == continuous && s.judged() && int(v.key.index) < len(p.names) {
			name := p.names[v.key.index]
			most[name] = max(most[name], (s.limit.high-s.learned.high)/s.learned.width(), (s.learned.low-s.limit.low)/s.learned.width())
		}
	}
}

// name returns the process of a point as shown.
func (p *plant) name(point string) string {
	for i, n := range p.names {
		if point == "holding-register["+itoa(i)+"]" {
			return n
		}
	}
	return "set-point"
}
