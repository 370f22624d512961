package evaluate

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/sensor/lang"
)

// lane is a row of the timeline: the scenarios of one name and the incidents that
// tell of them, or incidents that belong to none.
type lane struct {
	name  lang.Text
	group *group // nil for incidents alone
	bars  []stretch
	spots []spot
}

// stretch is a scenario in time, UTC ns; both 0 when it is all of the run.
type stretch struct {
	from, to int64
	status   status
	tip      lang.Text
}

// spot is an incident in time.
type spot struct {
	at   int64
	mark shape
	tip  lang.Text
}

// latest is the latest time that is drawn, in the year 2116.
const latest = 1 << 62

// drawn reports whether a time can be.
func drawn(ns int64) bool { return ns > 1 && ns < latest }

// lanes are the rows of a run's timeline; left is what finds no room, and untimed
// how many scenarios have no place in time.
func (r *Run) lanes() (list []*lane, left []*group, untimed int) {
	for _, own := range []struct {
		name      string
		incidents []Incident
	}{{"lane-false", r.Result.False}, {"lane-work", r.Result.Work}, {"lane-blind", r.Result.Blind}} {
		x := lane{name: say(own.name)}
		for i := range own.incidents {
			x.spot(&own.incidents[i], own.incidents[i].Opened)
		}
		if len(x.spots) > 0 {
			list = append(list, &x)
		}
	}
	all := groups(r.Result.Outcomes)
	n := min(len(all), maxLanes)
	ids := r.Result.byID()
	first := len(list)
	for _, g := range all[:n] {
		x := lane{name: named(g.name), group: g}
		for _, o := range g.outcomes {
			if !x.outcome(o, ids) {
				untimed++
			}
		}
		if len(x.bars) > 0 {
			list = append(list, &x)
		}
	}
	slices.SortStableFunc(list[first:], func(a, b *lane) int { return cmp.Compare(a.begin(), b.begin()) })
	return list, all[n:], untimed
}

// byID finds the incidents that a scenario may be told by.
func (r *Result) byID() map[string]*Incident {
	m := map[string]*Incident{}
	for _, list := range [][]Incident{r.Claimed, r.Work} {
		for i := range list {
			m[list[i].ID] = &list[i]
		}
	}
	return m
}

func (x *lane) begin() int64 {
	first := int64(latest)
	for _, s := range x.bars {
		first = min(first, s.from)
	}
	return first
}

// spot adds an incident, when its time can be drawn.
func (x *lane) spot(i *Incident, at int64) {
	if drawn(at) {
		x.spots = append(x.spots, spot{at, i.mark(), i.tip(at)})
	}
}

// tip tells of an incident: priority, time, kinds.
func (x *Incident) tip(at int64) lang.Text {
	t := say("tip-incident", x.priority(), moment(at))
	if len(x.Kinds) > 0 {
		t = say("tip-incident", t, kinds(x.Kinds))
	}
	return t
}

// outcome adds a scenario and the incidents that tell of it; false when it has no
// place in time.
func (x *lane) outcome(o *Outcome, ids map[string]*Incident) bool {
	s := stretch{status: o.status(), tip: say("tip-bar", say("tip-incident", named(o.Label.Name), o.Label.when()), o.result())}
	if o.Label.To > 0 && !o.Label.Whole() && drawn(o.Label.From) && drawn(o.Label.To) {
		s.from, s.to = o.Label.From, o.Label.To
	}
	for _, id := range o.Incidents {
		i := ids[id]
		if i == nil {
			continue
		}
		from, to := o.Label.extent(i)
		if !drawn(from) {
			continue
		}
		x.spot(i, from)
		if o.Label.To == 0 { // known by frames: as far as incidents tell
			if s.from == 0 || from < s.from {
				s.from = from
			}
			s.to = max(s.to, to)
		}
	}
	if s.from == 0 && !o.Label.Whole() {
		return false
	}
	x.bars = append(x.bars, s)
	return true
}

// extent returns the times of the first and last moment of an incident in the
// scenario.
func (l *Label) extent(x *Incident) (from, to int64) {
	for _, m := range x.Moments {
		if l.holds(m) {
			if from == 0 || m.Time < from {
				from = m.Time
			}
			to = max(to, m.Time)
		}
	}
	return from, to
}
