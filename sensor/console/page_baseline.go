package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/banken-ot/banken/sensor/control"
)

// linesOnPage is how many lines of the baseline a page lists: as many as a person reads
// before deciding about them.
const linesOnPage = 100

// standings are which lines are listed, by what the address says of them.
var standings = [...]struct{ which, standing string }{{"waiting", "pending"}, {"all", ""}, {"approved", "approved"}, {"rejected", "rejected"}}

// baselinePages are the pages about what was learned.
var baselinePages = [...]struct{ key, address string }{{"baseline", "/baseline"}, {"channels", "/baseline/channels"}, {"versions", "/baseline/versions"}}

// baselineTabs lead from one of them to the others.
func (v *view) baselineTabs(at string) (list []tab) {
	for _, p := range baselinePages {
		list = append(list, tab{p.address, words["tab."+p.key].In(v.Lang), p.address == at})
	}
	return list
}

// baselineData is what the page of what was learned shows.
type baselineData struct {
	V        *view
	Pages    []tab
	Learning *control.Learning
	Missing  []lack
	Kept     string // how the last days kept what was promised
	Broken   bool   // they did not
	Tabs     []tab
	Which    string
	Text     string
	Place    string // where the page begins, for the way back
	Count    int
	Groups   []lineGroup
	Next     string
	Previous string
	Marked   bool // the standing of each line is told: they differ
}

// lack is something that is missing for what was learned to be enough.
type lack struct{ What, Do, Address string }

// lineGroup are the lines about one host and one device.
type lineGroup struct {
	Name           string // of the group in the form
	Client, Server string // as the owner calls them; "" for none
	Lines          []control.Line
}

// lineName is the whole name of a line, as a form sends it.
func (v *view) lineName(l *control.Line) string { return l.Detector + "\t" + l.Subject }

// Line is lineName for templates.
func (d *baselineData) Line(l control.Line) string { return d.V.lineName(&l) }

// showBaseline shows how much is known, and what waits for a person.
func (c *Console) showBaseline(r *http.Request, v *view) (any, error) {
	learning, err := c.o.Sensor.Forecast(r.Context())
	if err != nil {
		return nil, err
	}
	d := &baselineData{V: v, Pages: v.baselineTabs("/baseline"), Learning: learning, Missing: v.lacks(learning), Text: r.FormValue("text"), Which: standings[0].which}
	d.Kept, d.Broken = v.kept(&learning.Compared)
	q := control.LinesQuery{Standing: standings[0].standing, Text: d.Text, Limit: linesOnPage, After: r.FormValue("after"), Before: r.FormValue("before")}
	for _, s := range standings {
		if s.which == r.FormValue("which") {
			d.Which, q.Standing = s.which, s.standing
		}
	}
	got, err := c.o.Sensor.Lines(r.Context(), &q)
	if err != nil {
		return nil, err
	}
	d.Marked, d.Count, d.Groups = q.Standing == "", got.Count, c.grouped(v, got.Lines)
	d.Place = r.FormValue("after")
	for _, s := range standings {
		d.Tabs = append(d.Tabs, tab{"/baseline?" + url.Values{"which": {s.which}}.Encode(), words["standing.of."+s.which].In(v.Lang), s.which == d.Which})
	}
	if got.Next != "" {
		d.Next = baselineAddress(d.Which, d.Text, "after", got.Next)
	}
	if got.Previous != "" {
		d.Previous = baselineAddress(d.Which, d.Text, "before", got.Previous)
	}
	return d, nil
}

// baselineAddress is that of a page of the list.
func baselineAddress(which, text, side, place string) string {
	q := url.Values{"which": {which}}
	if text != "" {
		q.Set("text", text)
	}
	if place != "" {
		q.Set(side, place)
	}
	return "/baseline?" + q.Encode()
}

// lackAddresses are where something can be done about what is missing.
var lackAddresses = map[string]string{"approvals": "/baseline?which=waiting#lines", "open": "/baseline?which=waiting#lines", "unseen": "/baseline/channels", "hold-out": "/incidents"}

// lacks are the reasons why what was learned is not enough, and what can be done.
func (v *view) lacks(l *control.Learning) (list []lack) {
	for _, m := range l.Missing {
		list = append(list, lack{v.Word("missing", m), v.Word("missing.do", m), lackAddresses[m]})
	}
	return list
}

// kept tells what was promised of the last days, and what came.
func (v *view) kept(x *control.Compared) (text string, broken bool) {
	if x.Days == 0 {
		return words["baseline.kept.none"].In(v.Lang), false
	}
	t := words["baseline.kept"]
	if broken = float64(x.Observed) > x.AtMost; broken {
		t = words["baseline.kept.not"]
	}
	return t.Say(v.Lang, x.Days, v.Figure(x.Promised), v.Figure(x.AtMost), x.Observed), broken
}

// grouped puts lines together that are about the same host and device; they come in that
// order.
func (c *Console) grouped(v *view, lines []control.Line) (groups []lineGroup) {
	for i := range lines {
		l := &lines[i]
		if i == 0 || l.Client != lines[i-1].Client || l.Server != lines[i-1].Server {
			groups = append(groups, lineGroup{Name: "g" + v.Num(len(groups)), Client: c.sideOf(v, l.Client), Server: c.sideOf(v, l.Server)})
		}
		g := &groups[len(groups)-1]
		g.Lines = append(g.Lines, *l)
	}
	return groups
}

// sideOf is what one side of a line is called.
func (c *Console) sideOf(v *view, address string) string {
	if address == "internet" {
		return words["baseline.internet"].In(v.Lang)
	}
	return c.called(address)
}

var (
	errNoLines    = fault("fault.no-lines")
	errNoStanding = fault("fault.no-standing")
)

// decideLines has the sensor note what a person decided about the lines that are chosen,
// one by one or a group of the page at once.
func (c *Console) decideLines(w http.ResponseWriter, r *http.Request, v *view) {
	a := &control.Approval{Standing: r.PostFormValue("standing"), Who: v.Person.Name, Why: strings.TrimSpace(r.PostFormValue("why")), Lines: chosen(r)}
	switch {
	case a.Standing != "approved" && a.Standing != "rejected":
		c.fault(w, v, http.StatusBadRequest, errNoStanding)
		return
	case len(a.Lines) == 0:
		c.fault(w, v, http.StatusBadRequest, errNoLines)
		return
	case a.Why == "":
		c.fault(w, v, http.StatusBadRequest, errNoReason)
		return
	}
	if _, err := c.o.Sensor.Approve(r.Context(), a); err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, baselineAddress(r.PostFormValue("which"), r.PostFormValue("text"), "after", r.PostFormValue("after")), "lines-"+a.Standing)
}

// chosen are the lines that are ticked, or whose group is.
func chosen(r *http.Request) (names []control.LineName) {
	list := slices.Clone(r.PostForm["line"])
	for _, g := range r.PostForm["group"] {
		list = append(list, r.PostForm["in-"+g]...)
	}
	slices.Sort(list)
	for _, text := range slices.Compact(list) {
		if detector, subject, ok := strings.Cut(text, "\t"); ok && subject != "" {
			names = append(names, control.LineName{Detector: detector, Subject: subject})
		}
	}
	return names
}

// freeze stops learning, or lets it go on.
func (c *Console) freeze(w http.ResponseWriter, r *http.Request, v *view) {
	f := &control.Freeze{Frozen: r.PostFormValue("frozen") == "true", Who: v.Person.Name, Why: strings.TrimSpace(r.PostFormValue("why"))}
	if f.Why == "" {
		c.fault(w, v, http.StatusBadRequest, errNoReason)
		return
	}
	if _, err := c.o.Sensor.Freeze(r.Context(), f); err != nil {
		c.failed(w, v, err)
		return
	}
	what := "thawed"
	if f.Frozen {
		what = "frozen"
	}
	done(w, r, "/baseline", what)
}
