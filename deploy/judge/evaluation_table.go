package judge

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/evaluate"
)

// sheet is a table of Markdown.
type sheet struct{ strings.Builder }

// newSheet begins a table. Names of columns that begin with > are of figures.
func newSheet(columns ...string) *sheet {
	s := &sheet{}
	rule := "|"
	s.WriteByte('|')
	for _, c := range columns {
		name, right := strings.CutPrefix(c, ">")
		s.WriteString(" " + name + " |")
		rule += map[bool]string{true: "---:|", false: "---|"}[right]
	}
	s.WriteString("\n" + rule + "\n")
	return s
}

// row adds a row.
func (s *sheet) row(cells ...any) {
	s.WriteByte('|')
	for _, c := range cells {
		fmt.Fprintf(s, " %s |", strings.ReplaceAll(fmt.Sprint(c), "|", `\|`))
	}
	s.WriteByte('\n')
}

// Tables returns the tables of the document by the names of their places.
func (e *Evaluation) Tables() map[string]string {
	all := map[string]string{}
	if e.Corpus != nil {
		all["ordinary"] = e.ordinary()
		all["substation"] = e.substation()
		all["substation-captures"] = e.captures()
		all["outstation"] = e.outstation()
		all["others"] = e.others()
		all["misses"] = e.misses()
	}
	if e.Trial != nil {
		all["learned"] = e.Trial.works()
		all["attacks"] = e.Trial.attacks()
		all["calm"] = e.Trial.calm()
		all["poison"] = e.Trial.poison()
	}
	return all
}

// of returns the cases of a set.
func (e *Evaluation) of(s Set) (list []*Tried) {
	for i := range e.Corpus {
		if e.Corpus[i].Set == s {
			list = append(list, &e.Corpus[i])
		}
	}
	return list
}

func (e *Evaluation) ordinary() string {
	s := newSheet("Capture", ">Learned", ">Bound a day", ">Judged, days", ">Top tiers", ">Lower", "Kinds")
	var all falseRate
	for _, x := range e.of(Ordinary) {
		j := &x.Judged
		all.add(&j.Result)
		s.row(path.Base(x.File), fmt.Sprintf("%d days of %s", j.Forecast.Days, spanOf(j.Day)), digits(j.Forecast.Bound), digits(j.Result.Days),
			j.Result.FalseTop, len(j.Result.False)-j.Result.FalseTop, kindsOf(j.Result.False))
	}
	s.row("**together**", "", "", digits(all.days), all.top, all.lower, "top tiers a day: "+all.String())
	return s.String()
}

func kindsOf(list []evaluate.Incident) string {
	var kinds []string
	for i := range list {
		kinds = append(kinds, list[i].Kinds...)
	}
	slices.Sort(kinds)
	if len(kinds) == 0 {
		return "–"
	}
	return strings.Join(slices.Compact(kinds), ", ")
}

// group is what became of scenarios of one name.
type group struct {
	name                     string
	seen, found, top, unseen int
	incidents                []int
	delays, since            []time.Duration
}

// groups are in the order of their names.
func groups(lists ...[]evaluate.Outcome) (all []*group) {
	for _, list := range lists {
		for i := range list {
			o := &list[i]
			n := slices.IndexFunc(all, func(g *group) bool { return g.name == o.Label.Name })
			if n < 0 {
				n = len(all)
				all = append(all, &group{name: o.Label.Name})
			}
			all[n].add(o)
		}
	}
	return all
}

func (g *group) add(o *evaluate.Outcome) {
	if o.Label.Unseen != "" {
		g.unseen++
		return
	}
	if g.seen++; !o.Found() {
		return
	}
	if g.found++; o.Top {
		g.top++
	}
	g.incidents = append(g.incidents, len(o.Incidents))
	g.delays, g.since = append(g.delays, o.Delay), append(g.since, o.Since)
}

func (e *Evaluation) substation() string {
	s := newSheet("Scenario", ">Windows", ">with DNP3 frames", ">Found", ">Top tiers", ">Missed")
	var lists [][]evaluate.Outcome
	for _, x := range e.of(Substation) {
		lists = append(lists, x.Judged.Result.Outcomes)
	}
	list := groups(lists...)
	slices.SortFunc(list, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.seen-b.found, a.seen-a.found), strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)))
	})
	var all group
	for _, g := range list {
		s.row(g.name, g.seen+g.unseen, g.seen, g.found, g.top, g.seen-g.found)
		all.seen, all.unseen, all.found, all.top = all.seen+g.seen, all.unseen+g.unseen, all.found+g.found, all.top+g.top
	}
	s.row("**together**", all.seen+all.unseen, all.seen, all.found, all.top, all.seen-all.found)
	s.row("the same windows in the pauses", "", e.Chance[1], e.Chance[0], "", "")
	return s.String()
}

func (e *Evaluation) captures() string {
	s := newSheet("Capture", ">Windows", ">Found", ">Incidents that tell of them", ">False, top tiers", ">False, lower")
	for _, x := range e.of(Substation) {
		r := &x.Judged.Result
		found, seen := r.Seen()
		s.row(strings.TrimSuffix(path.Base(x.File), ".pcap"), seen, found, len(r.Claimed), r.FalseTop, len(r.False)-r.FalseTop)
	}
	return s.String()
}

func (e *Evaluation) outstation() string {
	s := newSheet("Capture", "Found", ">Incidents", "Kinds")
	for _, x := range e.of(Outstation) {
		o := &x.Judged.Result.Outcomes[0]
		s.row(path.Base(x.File), resultOf(o), len(o.Incidents), strings.Join(o.Kinds, ", "))
	}
	return s.String()
}

func resultOf(o *evaluate.Outcome) string {
	switch {
	case o.Label.Unseen != "":
		return "cannot be seen"
	case !o.Found():
		return "**missed**"
	case o.Top:
		return "top tiers"
	}
	return "lower"
}

func (e *Evaluation) others() string {
	s := newSheet("Folder", ">Captures", ">Scenarios", "Result")
	type row struct{ folder, result string }
	var order []row
	captures, scenarios := map[row]int{}, map[row]int{}
	for _, x := range slices.Concat(e.of(Transfer), e.of(Undecoded)) {
		o := &x.Judged.Result.Outcomes[0]
		r := row{x.folder(), resultOf(o)}
		if o.Label.Unseen != "" {
			r.result += ": " + o.Label.Unseen
		}
		if captures[r] == 0 {
			order = append(order, r)
		}
		captures[r]++
		scenarios[r] += len(x.Judged.Result.Outcomes)
	}
	for _, r := range order {
		s.row(r.folder, captures[r], scenarios[r], r.result)
	}
	return s.String()
}

// folder is the source of a capture.
func (c *Case) folder() string {
	folder, _, _ := strings.Cut(c.File, "/")
	return folder
}

func (e *Evaluation) misses() string {
	s := newSheet("Capture", "Scenario", "When (UTC), or frames")
	for i := range e.Corpus {
		x := &e.Corpus[i]
		for j := range x.Judged.Result.Outcomes {
			o := &x.Judged.Result.Outcomes[j]
			if o.Label.Unseen != "" || o.Found() {
				continue
			}
			when := time.Unix(0, o.Label.From).UTC().Format(time.DateTime)
			if len(o.Label.Frames) > 0 {
				when = strings.Trim(strings.ReplaceAll(fmt.Sprint(o.Label.Frames), " ", "–"), "[]")
				when = "frames " + strings.ReplaceAll(when, "]–[", ", ")
			}
			s.row(strings.TrimSuffix(path.Base(x.File), ".pcap"), o.Label.Name, when)
		}
	}
	return s.String()
}
