package evaluate

import (
	"cmp"
	"math"
	"slices"

	"github.com/banken-ot/banken/sensor/lang"
)

// rated is a row of the plot of rates.
type rated struct {
	name  string
	tally tally
	all   bool // of all runs
}

// rates draws the false incidents of each run that judged some time, with the exact
// interval.
func (r *Report) rates(l lang.Language) *figure {
	f := &figure{Title: say("rates").In(l)}
	list := r.rated(l)
	if len(list) == 0 {
		f.note(l, say("rates-none"))
		return f
	}
	if n := len(list) - maxLanes; n > 0 {
		list = highest(list)
		f.note(l, say("rates-rows", n))
	}
	if len(r.Runs) > 1 {
		list = append(list, rated{say("all-runs").In(l), r.tally(), true})
	}
	for i := range list {
		f.band(i)
	}
	foot := f.frame(len(list))
	a := f.rateScale(list, r.Budget, foot)
	for i := range list {
		f.rateRow(l, &list[i], a, px(headHeight+i*rowHeight)+rowHeight/2.0, r.Budget)
	}
	f.rateLegend(l, r.Budget)
	return f
}

func (r *Report) rated(l lang.Language) (list []rated) {
	for i := range r.Runs {
		if t := r.Runs[i].Result.tally(); t.days > 0 {
			list = append(list, rated{named(r.Runs[i].Name).EN, t, false})
		}
	}
	return list
}

// highest keeps as many rows as find room, those with the highest rates, in the
// order of the runs.
func highest(list []rated) []rated {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &list[a].tally, &list[b].tally
		return cmp.Or(cmp.Compare(y.rate, x.rate), cmp.Compare(y.high, x.high))
	})
	order = order[:maxLanes]
	slices.Sort(order)
	kept := make([]rated, 0, maxLanes+1)
	for _, i := range order {
		kept = append(kept, list[i])
	}
	return kept
}

// rateAxis is a scale of powers of ten; its left edge is 0.
type rateAxis struct{ axis }

func (a rateAxis) at(v float64) px {
	if v <= 0 {
		return plotLeft
	}
	return a.axis.at(math.Log10(v))
}

// Ends of the scale of rates, as powers of ten.
const (
	lowestPower  = -6
	highestPower = 6
)

// rateScale draws a scale that holds all rates, what is above 0 of the intervals, and
// the budget.
func (f *figure) rateScale(list []rated, budget float64, foot px) rateAxis {
	low, high := -2.0, 0.0
	for _, r := range list {
		for _, v := range []float64{r.tally.rate, r.tally.rateLow, r.tally.high, positive(budget)} {
			if v > 0 {
				low, high = min(low, math.Floor(math.Log10(v))), max(high, math.Ceil(math.Log10(v)))
			}
		}
	}
	low, high = max(low, lowestPower), min(high, highestPower)
	a := rateAxis{axis{low, high, plotLeft + 40, plotRight}}
	f.grid(plotLeft, foot, "0")
	for p := low; p <= high; p++ {
		v := math.Pow(10, p)
		f.grid(a.at(v), foot, figureOf(v))
	}
	if b := positive(budget); b > 0 {
		f.Lines = append(f.Lines, line{a.at(b), headHeight, a.at(b), foot, "budget"})
	}
	return a
}

func (f *figure) rateRow(l lang.Language, r *rated, a rateAxis, y px, budget float64) {
	f.name(y+4.5, r.name)
	t := &r.tally
	x1, x2 := a.at(t.rateLow), a.at(t.high)
	class := "interval"
	if r.all {
		class = "interval strong"
	}
	f.Lines = append(f.Lines, line{x1, y, x2, y, class}, line{x2, y - 5, x2, y + 5, class}, line{x1, y - 5, x1, y + 5, class})
	tip := say("tip-rate", t.falseTop, figureOf(t.days), rate(t))
	f.Marks = append(f.Marks, mark{a.at(t.rate), y, t.falseMark(budget), tip.In(l)})
	w := word{X: plotRight + 12, Y: y + 4.5, Text: count(t.falseTop).EN + " / " + figureOf(t.days)}
	if t.falseTop > 0 {
		w.Class = "bad"
	}
	f.Words = append(f.Words, w)
}

// falseMark is plain when no false incident came, or their rate is within the budget.
func (t *tally) falseMark(budget float64) shape {
	if t.falseTop == 0 || budget > 0 && t.rate <= budget {
		return markRing
	}
	return markFalse
}

func (f *figure) rateLegend(l lang.Language, budget float64) {
	plain := "legend-none-false"
	if positive(budget) > 0 {
		plain = "legend-within"
	}
	f.explain(l, plain, legend{Shape: markRing})
	f.explain(l, "legend-some-false", legend{Shape: markFalse})
	f.explain(l, "legend-interval", legend{Line: "interval"})
	if positive(budget) > 0 {
		f.explain(l, "legend-budget", legend{Line: "budget"})
	}
	f.note(l, say("rates-note"))
}
