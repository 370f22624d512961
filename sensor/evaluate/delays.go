package evaluate

import (
	"math"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// Ends of the scale of delays.
const (
	shortest = time.Millisecond
	longest  = 1000 * 24 * time.Hour
)

// delayTicks are where the scale of delays has a line.
var delayTicks = [...]time.Duration{shortest, 10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second,
	time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour, 10 * 24 * time.Hour, 100 * 24 * time.Hour, longest}

// delays draws how soon the scenarios of a run were found, a row for each name.
func (r *Run) delays(l lang.Language) *figure {
	f := &figure{Title: say("delays").In(l)}
	var list []*group
	for _, g := range groups(r.Result.Outcomes) {
		if g.seen > 0 {
			list = append(list, g)
		}
	}
	if n := len(list) - maxLanes; n > 0 {
		list = list[:maxLanes]
		f.note(l, say("delays-rows", n))
	}
	if len(list) == 0 {
		return f
	}
	for i := range list {
		f.band(i)
	}
	a := f.delayScale(l, list, f.frame(len(list)))
	for i, g := range list {
		f.delayRow(l, g, a, px(headHeight+i*rowHeight)+rowHeight/2.0)
	}
	f.explain(l, "legend-event", legend{Shape: markDot})
	f.explain(l, "legend-start", legend{Shape: markRing})
	f.explain(l, "legend-middle", legend{Line: "middle"})
	f.explain(l, "legend-missed", legend{Shape: markMissed})
	return f
}

// delayScale draws a scale that holds all delays, and at least 10 ms to 10 s.
func (f *figure) delayScale(l lang.Language, list []*group, foot px) axis {
	low, high := 10*time.Millisecond, 10*time.Second
	for _, g := range list {
		for _, o := range g.outcomes {
			for _, d := range []time.Duration{o.Delay, o.Since} {
				if d >= 0 && o.status() != statusUnseen {
					low, high = min(low, max(d, shortest)), max(high, min(d, longest))
				}
			}
		}
	}
	from, to := ends(low, high)
	a := axis{math.Log(float64(delayTicks[from])), math.Log(float64(delayTicks[to])), plotLeft + 8, plotRight - 8}
	for _, t := range delayTicks[from : to+1] {
		f.grid(a.at(math.Log(float64(t))), foot, lang.Span(t).In(l))
	}
	return a
}

// ends returns the ticks that hold two delays between them.
func ends(low, high time.Duration) (from, to int) {
	to = len(delayTicks) - 1
	for i, t := range delayTicks {
		if t <= low {
			from = i
		}
		if t >= high {
			to = min(to, i)
		}
	}
	return from, to
}

func (f *figure) delayRow(l lang.Language, g *group, a axis, y px) {
	f.name(y+4.5, named(g.name).EN)
	var since []time.Duration
	for _, o := range g.outcomes {
		if o.Since >= 0 && o.status() != statusUnseen {
			since = append(since, o.Since)
		}
	}
	slices.Sort(since)
	f.dots(l, since, markRing, a, y)
	f.dots(l, g.delays, markDot, a, y)
	if len(g.delays) > 0 {
		x := a.at(math.Log(math.Max(middle(g.delays), 1)))
		f.Lines = append(f.Lines, line{x, y - 10, x, y + 10, "middle"})
	}
	if n := g.missed(); n > 0 {
		f.Marks = append(f.Marks, mark{plotRight + 16, y, markMissed, say("missed-count", n).In(l)})
		f.Words = append(f.Words, word{X: plotRight + 28, Y: y + 4.5, Class: "bad", Text: count(n).In(l)})
	}
}

// dots draws sorted delays; those that would cover each other are one dot.
func (f *figure) dots(l lang.Language, list []time.Duration, form shape, a axis, y px) {
	at := func(d time.Duration) px { return a.at(math.Log(float64(max(d, 1)))) }
	for i := 0; i < len(list); {
		n := 1
		for i+n < len(list) && at(list[i+n])-at(list[i]) < apart/2 {
			n++
		}
		f.Marks = append(f.Marks, mark{at(list[i+n/2]), y, form, say("tip-delay", n, span(list[i+n/2])).In(l)})
		i += n
	}
}
