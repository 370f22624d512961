package evaluate

import (
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// Measures of the plot of the forecast.
const (
	promiseHeight = 220
	promiseTicks  = 8
	// promisePoints of a line are drawn at most; further ones are no finer than the
	// screen.
	promisePoints = 600
)

// forecastPlot draws what was promised and what came, added up over the days; nil
// when nothing was promised.
func (r *Run) forecastPlot(l lang.Language) *figure {
	if len(r.Promises) == 0 {
		return nil
	}
	f := &figure{Title: say("promise").In(l), Height: headHeight + promiseHeight + footHeight}
	sums := make([]forecast, len(r.Promises)+1)
	for i, p := range r.Promises {
		sums[i+1] = sums[i]
		sums[i+1].add(p)
	}
	total := sums[len(sums)-1]
	high := max(total.bound, total.expected, float64(total.observed), 1)
	x := axis{0, float64(total.days), plotLeft, plotRight}
	y := axis{0, high * 1.08, headHeight + promiseHeight, headHeight}
	f.promiseGrid(r.Promises, x, y)
	f.curves(sums, x, y)
	f.endLabels(sums, y)
	f.exceeding(l, sums, x, y)
	f.explain(l, "legend-observed", legend{Line: "observed"})
	f.explain(l, "legend-expected", legend{Line: "expected"})
	f.explain(l, "legend-bound", legend{Line: "bound"})
	f.note(l, say("promise-note", figureOf(total.expected), figureOf(total.bound), total.observed, total.days))
	if total.exceeded() {
		f.explain(l, "legend-exceeded", legend{Shape: markAttend})
		f.note(l, say("promise-above", percent(total.chance())))
	}
	return f
}

// promiseGrid draws the scales: incidents upwards, days along.
func (f *figure) promiseGrid(days []Promise, x, y axis) {
	step := nice(y.high, 5)
	for v := 0.0; v <= y.high; v += step {
		f.Lines = append(f.Lines, line{plotLeft, y.at(v), plotRight, y.at(v), "grid"})
		f.Words = append(f.Words, word{X: plotLeft - 12, Y: y.at(v) + 4.5, Class: "end", Text: figureOf(v)})
	}
	every := max(1, (len(days)+promiseTicks-1)/promiseTicks)
	for i := every - 1; i < len(days); i += every {
		at := x.at(float64(i + 1))
		f.Lines = append(f.Lines, line{at, y.from, at, y.from + 4, "axis"})
		f.Words = append(f.Words, word{X: at, Y: y.from + 18, Class: "middle", Text: cut(clean(days[i].Day), 12)})
	}
	f.Lines = append(f.Lines, line{plotLeft, y.from, plotRight, y.from, "axis"})
}

// curves draws the three sums; what came rises in steps.
func (f *figure) curves(sums []forecast, x, y axis) {
	var expected, bound, observed strings.Builder
	stride := max(1, len(sums)/promisePoints)
	letter := byte('M')
	before := y.at(0)
	for i := 0; i < len(sums); i += stride {
		if i+stride >= len(sums) {
			i = len(sums) - 1
		}
		at, now := x.at(float64(sums[i].days)), y.at(float64(sums[i].observed))
		point(&expected, letter, at, y.at(sums[i].expected))
		point(&bound, letter, at, y.at(sums[i].bound))
		if now != before {
			point(&observed, 'L', at, before)
		}
		point(&observed, letter, at, now)
		letter, before = 'L', now
	}
	f.Paths = append(f.Paths, path{bound.String(), "bound"}, path{expected.String(), "expected"}, path{observed.String(), "observed"})
}

// endLabels writes the sums at the ends of the lines, apart from each other.
func (f *figure) endLabels(sums []forecast, y axis) {
	t := sums[len(sums)-1]
	values := [...]float64{t.bound, t.expected, float64(t.observed)}
	var places [len(values)]px
	for i, v := range values {
		places[i] = y.at(v)
	}
	spread(places[:], 15)
	class := [...]string{"soft", "soft", "strong"}
	if t.exceeded() {
		class[2] = "strong bad"
	}
	for i, v := range values {
		f.Words = append(f.Words, word{X: plotRight + 12, Y: places[i] + 4.5, Class: class[i], Text: figureOf(v)})
	}
}

// spread moves places upwards until all are a distance apart, in their order from
// below.
func spread(list []px, distance px) {
	done := make([]bool, len(list))
	limit := px(headHeight + promiseHeight)
	for range list {
		lowest := -1
		for i := range list {
			if !done[i] && (lowest < 0 || list[i] > list[lowest]) {
				lowest = i
			}
		}
		list[lowest] = min(list[lowest], limit)
		limit = list[lowest] - distance
		done[lowest] = true
	}
}

// exceeding marks where too many had come for the bound to be believed.
func (f *figure) exceeding(l lang.Language, sums []forecast, x, y axis) {
	above := false
	for i := range sums {
		s := &sums[i]
		if now := s.exceeded(); now != above {
			above = now
			if now && len(f.Marks) < maxLanes {
				f.Marks = append(f.Marks, mark{x.at(float64(s.days)), y.at(float64(s.observed)), markAttend, say("legend-exceeded").In(l)})
			}
		}
	}
}
