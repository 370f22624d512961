package evaluate

import (
	"cmp"
	"math"
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline/stat"
)

// Judge compares incidents with the ground truth. day is how long a learning day is,
// judged the time over which incidents were looked for.
func Judge(incidents []Incident, labels []Label, judged, day time.Duration) Result {
	r := Result{Days: float64(judged) / float64(day)}
	claimed := make([]bool, len(incidents))
	for _, l := range limited(labels) {
		r.Outcomes = append(r.Outcomes, outcome(l, incidents, claimed))
	}
	for i, x := range incidents {
		switch {
		case x.Blind:
			r.Blind = append(r.Blind, x)
		case x.Work:
			r.Work = append(r.Work, x)
		case !claimed[i]:
			r.False = append(r.False, x)
			if x.Top {
				r.FalseTop++
			}
		default:
			r.Claimed = append(r.Claimed, x)
		}
	}
	if r.Days > 0 {
		low, high := stat.PoissonInterval(uint64(r.FalseTop), 0.95)
		r.Rate, r.RateLow, r.RateHigh = float64(r.FalseTop)/r.Days, low/r.Days, high/r.Days
	}
	r.AtBudget = atBudget(incidents, r.Outcomes, day)
	return r
}

// outcome finds the incidents that account for a scenario, and marks them.
func outcome(l Label, incidents []Incident, claimed []bool) Outcome {
	o := Outcome{Label: l, Delay: -1, Since: -1}
	first, told := int64(math.MaxInt64), int64(math.MaxInt64)
	for i := range incidents {
		x := &incidents[i]
		if x.Blind || !l.shares(x) {
			continue
		}
		n := 0
		for _, m := range x.Moments {
			if l.holds(m) {
				first, told = min(first, m.Time), min(told, m.Told)
				n++
			}
		}
		if n > 0 {
			claimed[i] = true
			o.join(x)
		}
	}
	if o.Found() {
		o.Delay = time.Duration(max(0, told-first))
		if l.From > 0 && !l.Whole() {
			o.Since = time.Duration(max(0, told-l.From))
		}
	}
	slices.Sort(o.Kinds)
	return o
}

// join adds an incident that accounts for the scenario.
func (o *Outcome) join(x *Incident) {
	o.Incidents = append(o.Incidents, x.ID)
	o.Top = o.Top || x.Top
	for _, k := range x.Kinds {
		if !slices.Contains(o.Kinds, k) {
			o.Kinds = append(o.Kinds, k)
		}
	}
}

// shares reports whether scenario and incident have an address in common, or one of
// them has none.
func (l *Label) shares(x *Incident) bool {
	if len(l.Addresses) == 0 || !x.Actor.IsValid() && len(x.Targets) == 0 {
		return true
	}
	in := func(a netip.Addr) bool { return slices.Contains(l.Addresses, a) }
	return in(x.Actor) || slices.ContainsFunc(x.Targets, in)
}

// holds reports whether a moment lies in the scenario.
func (l *Label) holds(m Moment) bool {
	for _, f := range l.Frames {
		if m.Frame >= f[0] && m.Frame <= f[1] {
			return true
		}
	}
	until := l.until
	if until == 0 {
		until = l.To + int64(Grace)
	}
	return l.To > 0 && m.Time >= l.From && m.Time <= until
}

// limited returns the labels with the ends of their consequences: where the next
// scenario that may share an address begins, as what happens from there on is its
// own.
func limited(labels []Label) []Label {
	order := make([]int, 0, len(labels))
	list := slices.Clone(labels)
	for i := range list {
		if list[i].To > 0 && !list[i].Whole() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(list[a].From, list[b].From) })
	for _, i := range order {
		l := &list[i]
		l.until = l.To + int64(Grace)
		next, _ := slices.BinarySearchFunc(order, l.To+1, func(j int, t int64) int { return cmp.Compare(list[j].From, t) })
		for ; next < len(order) && list[order[next]].From <= l.until; next++ {
			if x := &list[order[next]]; l.meets(x) {
				l.until = x.From - 1
			}
		}
	}
	return list
}

// meets reports whether two scenarios have an address in common, or one has none.
func (l *Label) meets(x *Label) bool {
	return len(l.Addresses) == 0 || len(x.Addresses) == 0 ||
		slices.ContainsFunc(l.Addresses, func(a netip.Addr) bool { return slices.Contains(x.Addresses, a) })
}

// atBudget counts the scenarios that can be seen and are found when one incident a day is looked at.
func atBudget(incidents []Incident, outcomes []Outcome, day time.Duration) (found int) {
	best := map[int64]*Incident{}
	for i := range incidents {
		x := &incidents[i]
		if x.Blind || x.Work {
			continue
		}
		d := x.Opened / int64(day)
		if b := best[d]; b == nil || cmp.Or(cmp.Compare(x.Score, b.Score), cmp.Compare(b.Opened, x.Opened)) > 0 {
			best[d] = x
		}
	}
	shown := map[string]bool{}
	for _, x := range best {
		shown[x.ID] = true
	}
	for i := range outcomes {
		if outcomes[i].Label.Unseen == "" && slices.ContainsFunc(outcomes[i].Incidents, func(id string) bool { return shown[id] }) {
			found++
		}
	}
	return found
}
