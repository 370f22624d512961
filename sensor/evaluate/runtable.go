package evaluate

import (
	"cmp"
	"maps"
	"slices"

	"github.com/banken-ot/banken/sensor/lang"
)

// status is what a line of a scenario says became of it, in the order in which the
// lines come.
type status uint8

const (
	statusMissed status = iota
	statusFound
	statusTop
	statusUnseen
)

func (o *Outcome) status() status {
	switch {
	case o.Label.Unseen != "":
		return statusUnseen
	case !o.Found():
		return statusMissed
	case o.Top:
		return statusTop
	}
	return statusFound
}

// result says what became of a scenario.
func (o *Outcome) result() lang.Text {
	switch o.status() {
	case statusUnseen:
		return say("unseen-because", bounded(o.Label.Unseen, maxSentence))
	case statusMissed:
		return say("missed-word")
	case statusTop:
		return say("found-top")
	}
	return say("found-low")
}

// scenarios has a line for each scenario of a run, what was missed first and what
// cannot be seen last.
func (r *Run) scenarios() *table {
	t := &table{title: "scenarios", none: "scenarios-none", limit: fewRows, columns: []column{
		{name: "col-result"}, {name: "col-scenario"}, {name: "col-when", fixed: true}, {name: "col-delay-event", right: true, fixed: true},
		{name: "col-delay-start", right: true, fixed: true}, {name: "col-incidents", right: true}, {name: "col-kinds"}}}
	list := make([]*Outcome, len(r.Result.Outcomes))
	for i := range r.Result.Outcomes {
		list[i] = &r.Result.Outcomes[i]
	}
	slices.SortStableFunc(list, func(a, b *Outcome) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Label.From, b.Label.From))
	})
	for _, o := range list {
		mark := map[status]shape{statusMissed: markMissed, statusUnseen: markUnseen}[o.status()]
		t.add(mark, o.result(), named(o.Label.Name), o.Label.when(), span(o.Delay), span(o.Since),
			count(len(o.Incidents)), kinds(o.Kinds))
	}
	return t
}

// place orders what was missed, found and cannot be seen.
func place(o *Outcome) int {
	return map[status]int{statusFound: 1, statusTop: 1, statusUnseen: 2}[o.status()]
}

// falseIncidents lists the false incidents of a run, the top tiers first.
func (r *Run) falseIncidents() *table {
	t := &table{title: "false", lead: "lead-false", none: "false-none", columns: []column{
		{name: "col-priority", fixed: true}, {name: "col-time", fixed: true}, {name: "col-actor"}, {name: "col-targets"},
		{name: "col-kinds"}, {name: "col-events", right: true}, {name: "col-id"}}}
	list := slices.Clone(r.Result.False)
	slices.SortStableFunc(list, func(a, b Incident) int {
		return cmp.Or(-compareBool(a.Top, b.Top), cmp.Compare(a.Opened, b.Opened), cmp.Compare(a.ID, b.ID))
	})
	for i := range list {
		x := &list[i]
		t.add(x.mark(), x.priority(), lang.Plain(moment(x.Opened)), lang.Plain(address(x.Actor)), hosts(x.Targets),
			kinds(x.Kinds), count(len(x.Moments)), named(x.ID))
	}
	return t
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// promised has a line for each day that was promised.
func (r *Run) promised() *table {
	t := &table{title: "promised", columns: []column{{name: "col-day"}, {name: "col-expected", right: true},
		{name: "col-bound", right: true}, {name: "col-observed", right: true}}}
	for _, p := range r.Promises {
		t.add(noShape, named(p.Day), lang.Plain(figureOf(positive(p.Expected))), lang.Plain(figureOf(positive(p.Bound))), count(p.Observed))
	}
	return t
}

// usedKinds returns the kinds of all runs, sorted.
func (r *Report) usedKinds() []string {
	set := map[string]bool{}
	for i := range r.Runs {
		x := &r.Runs[i].Result
		for j := range x.Outcomes {
			for _, k := range x.Outcomes[j].Kinds {
				set[k] = true
			}
		}
		for j := range x.False {
			for _, k := range x.False[j].Kinds {
				set[k] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// abnormal reports whether a run has something to look at.
func (r *Run) abnormal() bool {
	t, f := r.Result.tally(), r.forecast()
	return t.missed() > 0 || t.falseTop > 0 || f.exceeded()
}

// quiet reports whether a run has nothing beyond its lines in the tables of all runs.
func (r *Run) quiet() bool {
	x := &r.Result
	return len(x.Outcomes)+len(x.Claimed)+len(x.False)+len(x.Work)+len(x.Blind)+len(r.Promises) == 0 && r.Note.Empty()
}
