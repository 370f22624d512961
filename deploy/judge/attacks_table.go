package judge

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/evaluate"
)

func (t *Trial) works() string {
	s := newSheet(">Seed", "Learned", ">Poll", ">Packets", ">Bound a day", ">Incidents while learning", ">of them top tiers")
	for _, l := range t.Learned {
		w := l.Works
		s.row(w.Seed, fmt.Sprintf("%d days of %s from %s", w.Days, spanOf(w.Day), w.Start.Format(time.DateOnly)), w.Poll, l.Packets, digits(l.Forecast.Bound), l.Incidents, l.Top)
	}
	return s.String()
}

func (t *Trial) attacks() string {
	s := newSheet("Scenario", ">Found", ">Top tiers", ">Incidents", ">From event", ">From start", "Kinds")
	var all group
	for _, id := range t.Trials.Attacks {
		var list []evaluate.Outcome
		var total []int
		for i := range t.Attempts {
			if a := &t.Attempts[i]; a.Scenario == id {
				list = append(list, a.Outcome)
				total = append(total, len(a.Incidents))
			}
		}
		g := groups(list)[0]
		s.row(id, share(g.found, g.seen), share(g.top, g.seen), least(total), longest(g.delays), longest(g.since), commonKinds(list))
		all.seen, all.found, all.top = all.seen+g.seen, all.found+g.found, all.top+g.top
	}
	s.row("**together**", share(all.found, all.seen), share(all.top, all.seen), "", "", "", "")
	return s.String()
}

func share(n, all int) string { return fmt.Sprintf("%d / %d", n, all) }

// least writes the least and the most.
func least(list []int) string {
	if a, b := slices.Min(list), slices.Max(list); a != b {
		return fmt.Sprintf("%d–%d", a, b)
	}
	return fmt.Sprint(list[0])
}

// longest writes the middle and the longest of times.
func longest(list []time.Duration) string {
	if len(list) == 0 {
		return "–"
	}
	slices.Sort(list)
	return brief(list[len(list)/2]) + ", " + brief(list[len(list)-1])
}

func brief(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return spanOf(d.Round(time.Minute))
}

// commonKinds are the kinds that every find of a scenario has; an artefact of how a
// recording begins is not among them.
func commonKinds(list []evaluate.Outcome) string {
	var common []string
	first := true
	for i := range list {
		switch o := &list[i]; {
		case !o.Found():
		case first:
			common, first = slices.Clone(o.Kinds), false
		default:
			common = slices.DeleteFunc(common, func(k string) bool { return !slices.Contains(o.Kinds, k) })
		}
	}
	return strings.Join(common, ", ")
}

func (t *Trial) calm() string {
	s := newSheet(">Seed", ">Placement", "Begins", ">Length", ">Top tiers", ">Lower", "Kinds")
	var all falseRate
	for i := range t.Calm {
		c := &t.Calm[i]
		all.add(&c.Result)
		s.row(c.Seed, c.Place+1, c.Start.Format("Mon 2006-01-02 15:04"), spanOf(c.Length), c.Result.FalseTop, len(c.Result.False)-c.Result.FalseTop, kindsOf(c.Result.False))
	}
	s.row("", "", "**together**", digits(all.days)+" days", all.top, all.lower, "top tiers a day: "+all.String())
	return s.String()
}

func (t *Trial) poison() string {
	s := newSheet("Scenario", ">Times", ">Acts", ">Listed", ">Held only", ">Neither", ">Learned", "Told the first time", "Told after learning")
	for i := range t.Poison {
		p := &t.Poison[i]
		held := 0
		for _, a := range p.Held {
			if !slices.Contains(p.Listed, a) {
				held++
			}
		}
		s.row(p.Scenario, p.Times, len(p.Acts), len(p.Listed), held, len(p.Unlisted()), len(p.Known), toldAs(&p.First), toldAs(&p.Again))
	}
	return s.String()
}

func toldAs(o *evaluate.Outcome) string {
	if !o.Found() {
		return "no"
	}
	return resultOf(o)
}
