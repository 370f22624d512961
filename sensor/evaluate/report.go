package evaluate

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline/stat"
	"github.com/banken-ot/banken/sensor/lang"
)

// Report is what is told of one or several runs.
type Report struct {
	Title lang.Text // that of the package when it is empty
	Runs  []Run
	// Budget is how many false incidents in the top tiers a site-day may have; 0 draws
	// no line.
	Budget float64
	// Kinds are titles of kinds of deviations, for a list at the end. Kinds without one
	// go by their name alone.
	Kinds map[string]lang.Text
}

// Run is the judgement of one capture, or of one site over its days.
type Run struct {
	Name string
	// From and To are UTC ns over which incidents were looked for; both 0 leave it to
	// the scenarios and incidents.
	From, To int64
	Result   Result
	Promises []Promise
	Note     lang.Text
}

// Promise is what was forecast for one day, and what came. A figure that is not
// finite, or below 0, counts as 0.
type Promise struct {
	Day             string
	Expected, Bound float64 // incidents; Bound is the 95 % upper one
	Observed        int
}

// confidence of the intervals and bounds.
const confidence = 0.95

// tally are the figures of one run, or of all.
type tally struct {
	seen, found, top, unseen  int
	atBudget                  int
	falseTop, falseAll        int
	blind, work               int
	days, rate, rateLow, high float64
	delays                    []time.Duration // of what was found, sorted
}

func (t *tally) missed() int { return t.seen - t.found }

// tally counts one result.
func (r *Result) tally() (t tally) {
	t.found, t.seen = r.Seen()
	t.unseen = len(r.Outcomes) - t.seen
	t.atBudget, t.falseTop, t.falseAll = r.AtBudget, r.FalseTop, len(r.False)
	t.blind, t.work = len(r.Blind), len(r.Work)
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Label.Unseen != "" || !o.Found() {
			continue
		}
		if o.Top {
			t.top++
		}
		if o.Delay >= 0 {
			t.delays = append(t.delays, o.Delay)
		}
	}
	slices.Sort(t.delays)
	t.days, t.rate, t.rateLow, t.high = positive(r.Days), positive(r.Rate), positive(r.RateLow), positive(r.RateHigh)
	return t
}

// tally counts all runs. The rate is that of all false incidents over all days.
func (r *Report) tally() (t tally) {
	for i := range r.Runs {
		x := r.Runs[i].Result.tally()
		t.seen, t.found, t.top, t.unseen = t.seen+x.seen, t.found+x.found, t.top+x.top, t.unseen+x.unseen
		t.atBudget, t.falseTop, t.falseAll = t.atBudget+x.atBudget, t.falseTop+x.falseTop, t.falseAll+x.falseAll
		t.blind, t.work, t.days = t.blind+x.blind, t.work+x.work, t.days+x.days
		t.delays = append(t.delays, x.delays...)
	}
	slices.Sort(t.delays)
	if t.days > 0 {
		low, high := stat.PoissonInterval(uint64(max(0, t.falseTop)), confidence)
		t.rate, t.rateLow, t.high = float64(t.falseTop)/t.days, low/t.days, high/t.days
	}
	return t
}

// forecast are the sums of the promises of a run.
type forecast struct {
	days, observed  int
	expected, bound float64
}

func (r *Run) forecast() (f forecast) {
	for _, p := range r.Promises {
		f.add(p)
	}
	return f
}

// add adds a day.
func (f *forecast) add(p Promise) {
	f.days++
	f.observed += max(0, p.Observed)
	f.expected += positive(p.Expected)
	f.bound += positive(p.Bound)
}

// chance is how likely as many or more are when as many as the bound says are
// expected.
func (f *forecast) chance() float64 { return stat.PoissonTail(uint64(f.observed), f.bound) }

// covered reports whether no more came than the sum of the bounds.
func (f *forecast) covered() bool { return float64(f.observed) <= f.bound }

// exceeded reports whether too many came for the bound to be believed: one more than
// a small bound is often chance.
func (f *forecast) exceeded() bool { return !f.covered() && f.chance() < 1-confidence }

// group are the scenarios of one name.
type group struct {
	name                     string
	outcomes                 []*Outcome
	seen, found, top, unseen int
	incidents                []int           // of each that was found, sorted
	delays                   []time.Duration // of each that was found, sorted
}

func (g *group) missed() int { return g.seen - g.found }

// groups puts scenarios of one name together: those with misses first, else in the
// order in which the names come.
func groups(lists ...[]Outcome) []*group {
	byName := map[string]*group{}
	var all []*group
	for _, list := range lists {
		for i := range list {
			o := &list[i]
			g := byName[o.Label.Name]
			if g == nil {
				g = &group{name: o.Label.Name}
				byName[g.name] = g
				all = append(all, g)
			}
			g.add(o)
		}
	}
	for _, g := range all {
		slices.Sort(g.incidents)
		slices.Sort(g.delays)
	}
	slices.SortStableFunc(all, func(a, b *group) int {
		return cmp.Compare(min(b.missed(), 1), min(a.missed(), 1))
	})
	return all
}

func (g *group) add(o *Outcome) {
	g.outcomes = append(g.outcomes, o)
	if o.Label.Unseen != "" {
		g.unseen++
		return
	}
	g.seen++
	if !o.Found() {
		return
	}
	g.found++
	if o.Top {
		g.top++
	}
	g.incidents = append(g.incidents, len(o.Incidents))
	if o.Delay >= 0 {
		g.delays = append(g.delays, o.Delay)
	}
}

// repeated reports whether a name stands for several scenarios.
func repeated(list []*group) bool {
	return slices.ContainsFunc(list, func(g *group) bool { return len(g.outcomes) > 1 })
}

// groups are those of all runs together.
func (r *Report) groups() []*group {
	lists := make([][]Outcome, len(r.Runs))
	for i := range r.Runs {
		lists[i] = r.Runs[i].Result.Outcomes
	}
	return groups(lists...)
}

// middle returns the median of a sorted list that is not empty.
func middle[T ~int | ~int64](sorted []T) float64 {
	n := len(sorted)
	return (float64(sorted[(n-1)/2]) + float64(sorted[n/2])) / 2
}
