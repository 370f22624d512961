package evaluate

import "github.com/banken-ot/banken/sensor/lang"

// table is one table of the report, in all languages and for all forms.
type table struct {
	title   string // names of texts
	lead    string
	none    string // said when there are no rows; "" leaves the table out
	limit   int    // of rows in the forms that are read from top to bottom
	columns []column
	rows    []row
}

// Bounds of the rows in the forms that are read from top to bottom.
const (
	maxRows = 200
	fewRows = 60 // of lines that other tables sum up
)

// shown returns the rows that find room in such a form, and how many do not.
func (t *table) shown() (rows []row, left int) {
	n := t.limit
	if n == 0 {
		n = maxRows
	}
	n = min(n, len(t.rows))
	return t.rows[:n], len(t.rows) - n
}

type column struct {
	name  string // of a text
	right bool   // figures
	fixed bool   // is not broken over lines
}

type row struct {
	mark  shape
	cells []lang.Text
}

func (t *table) add(mark shape, cells ...lang.Text) {
	t.rows = append(t.rows, row{mark, cells})
}

// missed lists what was missed in all runs.
func (r *Report) missed() *table {
	t := &table{title: "missed", lead: "lead-missed", none: "missed-none", columns: []column{
		{name: "col-run"}, {name: "col-scenario"}, {name: "col-when", fixed: true}, {name: "col-hosts"}}}
	if x := r.tally(); x.seen == 0 {
		t.none = "labels-none"
	}
	for i := range r.Runs {
		list := r.Runs[i].Result.Outcomes
		for j := range list {
			if o := &list[j]; o.Label.Unseen == "" && !o.Found() {
				t.add(markMissed, named(r.Runs[i].Name), named(o.Label.Name), o.Label.when(), hosts(o.Label.Addresses))
			}
		}
	}
	return t
}

// runs has a line for all runs, and one for each.
func (r *Report) runs() *table {
	t := &table{title: "runs", lead: "lead-runs", none: "runs-none", columns: []column{
		{name: "col-run"}, {name: "col-found", right: true}, {name: "col-missed", right: true}, {name: "col-top", right: true},
		{name: "col-unseen", right: true}, {name: "col-budget", right: true}, {name: "col-delay", right: true},
		{name: "col-false-top", right: true}, {name: "col-days", right: true}, {name: "col-rate", right: true, fixed: true},
		{name: "col-false-all", right: true}, {name: "col-work", right: true}, {name: "col-blind", right: true}}}
	if len(r.Runs) > 1 {
		x := r.tally()
		t.add(x.mark(), x.cells(say("all-runs"))...)
	}
	for i := range r.Runs {
		x := r.Runs[i].Result.tally()
		t.add(x.mark(), x.cells(named(r.Runs[i].Name))...)
	}
	return t
}

// mark is the worst that a run has.
func (t *tally) mark() shape {
	switch {
	case t.missed() > 0:
		return markMissed
	case t.falseTop > 0:
		return markFalse
	}
	return noShape
}

func (t *tally) cells(name lang.Text) []lang.Text {
	return []lang.Text{name, part(t.found, t.seen), count(t.missed()), count(t.top), count(t.unseen), count(t.atBudget),
		middleSpan(t.delays), count(t.falseTop), lang.Plain(figureOf(t.days)), rate(t), count(t.falseAll), count(t.work), count(t.blind)}
}

// grouped has a line for each name of scenarios.
func grouped(list []*group) *table {
	t := &table{title: "groups", lead: "lead-groups", columns: []column{
		{name: "col-scenario"}, {name: "col-windows", right: true}, {name: "col-found", right: true}, {name: "col-missed", right: true},
		{name: "col-top", right: true}, {name: "col-unseen", right: true}, {name: "col-incidents-range", right: true, fixed: true},
		{name: "col-delay", right: true}, {name: "col-delay-max", right: true}}}
	if !repeated(list) {
		return t
	}
	for _, g := range list {
		mark := noShape
		if g.missed() > 0 {
			mark = markMissed
		}
		t.add(mark, named(g.name), count(len(g.outcomes)), part(g.found, g.seen), count(g.missed()), count(g.top),
			count(g.unseen), lang.Plain(g.incidentRange()), middleSpan(g.delays), last(g.delays))
	}
	return t
}

// incidentRange writes the least, middle and most incidents of a scenario.
func (g *group) incidentRange() string {
	n := len(g.incidents)
	if n == 0 {
		return dash
	}
	return figureOf(float64(g.incidents[0])) + " / " + figureOf(middle(g.incidents)) + " / " + figureOf(float64(g.incidents[n-1]))
}

// forecasts has a line for each run that promised something.
func (r *Report) forecasts() *table {
	t := &table{title: "forecasts", lead: "lead-forecasts", columns: []column{
		{name: "col-run"}, {name: "col-learning-days", right: true}, {name: "col-expected", right: true}, {name: "col-bound", right: true},
		{name: "col-observed", right: true}, {name: "col-ratio", right: true}, {name: "col-covered"}, {name: "col-chance", right: true}}}
	for i := range r.Runs {
		f := r.Runs[i].forecast()
		if f.days == 0 {
			continue
		}
		mark, ratio, covered := noShape, dash, "no"
		if f.exceeded() {
			mark = markAttend
		}
		if f.covered() {
			covered = "yes"
		}
		if f.observed > 0 {
			ratio = figureOf(f.expected / float64(f.observed))
		}
		t.add(mark, named(r.Runs[i].Name), count(f.days), lang.Plain(figureOf(f.expected)), lang.Plain(figureOf(f.bound)),
			count(f.observed), lang.Plain(ratio), say(covered), lang.Plain(percent(f.chance())))
	}
	return t
}

func percent(p float64) string { return figureOf(100*p) + " %" }

// kindList explains the kinds that occur.
func (r *Report) kindList() *table {
	t := &table{title: "kinds", columns: []column{{name: "col-kind"}, {name: "col-meaning"}}}
	for _, k := range r.usedKinds() {
		if x := r.Kinds[k]; !x.Empty() {
			t.add(noShape, named(k), sentence(x))
		}
	}
	return t
}
