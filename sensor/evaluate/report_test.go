package evaluate

import (
	"math"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

// TestDelays: a scenario is known with the first thing that is known of it, whichever
// incident that is in.
func TestDelays(t *testing.T) {
	l := window("x", time.Hour, time.Hour, "")
	slow := incident("slow", "track", time.Hour+10*time.Second, time.Minute, "")
	quick := incident("quick", "act", time.Hour+20*time.Second, time.Second, "")
	o := Judge([]Incident{slow, quick}, []Label{l}, time.Hour, time.Hour).Outcomes[0]
	if o.Delay != 11*time.Second || o.Since != 21*time.Second || !o.Top || len(o.Incidents) != 2 {
		t.Errorf("%+v", o)
	}
	all := Judge([]Incident{slow}, []Label{{Name: "all", From: 1, To: endless}}, time.Hour, time.Hour).Outcomes[0]
	if all.Delay != time.Minute || all.Since != -1 {
		t.Errorf("%+v", all)
	}
}

// TestClaimed: every incident is in one list of the result.
func TestClaimed(t *testing.T) {
	r := works().Result
	ids := map[string]int{}
	for _, list := range [][]Incident{r.Claimed, r.False, r.Work, r.Blind} {
		for _, x := range list {
			ids[x.ID]++
		}
	}
	if len(ids) != 7 || len(r.Claimed) != 3 || len(r.False) != 2 || len(r.Work) != 1 || len(r.Blind) != 1 {
		t.Errorf("%v", ids)
	}
	for id, n := range ids {
		if n != 1 {
			t.Errorf("%s is in %d lists", id, n)
		}
	}
}

// TestTally: figures of all runs are those of their sums, not of their means.
func TestTally(t *testing.T) {
	r := sample()
	x := r.tally()
	if x.seen != 65 || x.found != 60 || x.missed() != 5 || x.unseen != 1 || x.falseTop != 1 || len(x.delays) != x.found {
		t.Errorf("%+v", x)
	}
	if want := 3 + 8 + 30.0; math.Abs(x.days-want) > 1e-9 || math.Abs(x.rate-1/want) > 1e-12 {
		t.Errorf("%g days, rate %g", x.days, x.rate)
	}
	// Garwood's interval of 1 is 0.0253 to 5.572.
	if math.Abs(x.rateLow*x.days-0.0253178) > 1e-6 || math.Abs(x.high*x.days-5.571643) > 1e-5 {
		t.Errorf("[%g, %g]", x.rateLow*x.days, x.high*x.days)
	}
	if !slices.IsSorted(x.delays) {
		t.Error("delays are not sorted")
	}
}

// TestGroups: windows of one name are one group, what was missed comes first, and
// what cannot be seen is neither found nor missed.
func TestGroups(t *testing.T) {
	run := substation()
	list := groups(run.Result.Outcomes)
	var names []string
	for _, g := range list {
		names = append(names, g.name)
		if g.found+g.missed()+g.unseen != len(g.outcomes) || len(g.incidents) != g.found {
			t.Errorf("%+v", g)
		}
	}
	if got := strings.Join(names, ","); got != "flooding,replay,masquerading,moved once more,file moved" {
		t.Error(got)
	}
	if s := list[0].incidentRange(); s != "1 / 1 / 1" {
		t.Error(s)
	}
	if got := grouped(groups(ordinary().Result.Outcomes)); len(got.rows) != 0 {
		t.Error("groups of nothing")
	}
}

// TestOrder: misses come first, and what cannot be seen last.
func TestOrder(t *testing.T) {
	run := works()
	rows := run.scenarios().rows
	var first []string
	for _, r := range rows {
		first = append(first, r.cells[0].EN)
	}
	want := []string{"MISSED", "found, top tiers", "found, top tiers", "cannot be seen here: the line is not tapped"}
	if !slices.Equal(first, want) {
		t.Errorf("%q", first)
	}
	if rows := run.falseIncidents().rows; len(rows) != 2 || rows[0].cells[0].EN != "Attend" || rows[1].cells[0].EN != "Track" {
		t.Errorf("%+v", rows)
	}
}

// TestLanes: what has no time has no place, and says so; what is known by frames is
// drawn where incidents tell of it.
func TestLanes(t *testing.T) {
	run := substation()
	lanes, left, untimed := run.lanes()
	if len(lanes) != 4 || len(left) != 0 || untimed != 1 {
		t.Errorf("%d lanes, %d left, %d untimed", len(lanes), len(left), untimed)
	}
	last := lanes[len(lanes)-1]
	if last.name.EN != "file moved" || last.bars[0].from != at(75*time.Minute) || len(last.spots) != 1 {
		t.Errorf("%+v", last)
	}
	run = works()
	lanes, _, _ = run.lanes()
	if len(lanes) != 7 || lanes[0].name != say("lane-false") || len(lanes[0].spots) != 2 || lanes[1].name != say("lane-work") || lanes[2].name != say("lane-blind") {
		t.Errorf("%+v", lanes)
	}
	if f := run.timeline(lang.English); len(f.Marks) != 2+1+1+2+1 { // false, work, blind, found (two in one), missed
		t.Errorf("%d marks", len(f.Marks))
	}
}

// TestWhole: a scenario that is all of the capture spans the sheet.
func TestWhole(t *testing.T) {
	run := Run{Name: "x", From: at(0), To: at(time.Hour), Result: Judge(nil, []Label{{Name: "all", From: 1, To: endless}}, time.Hour, time.Hour)}
	f := run.timeline(lang.English)
	i := slices.IndexFunc(f.Bars, func(b bar) bool { return b.Class == "missed" })
	if i < 0 || f.Bars[i].X != plotLeft || f.Bars[i].W != plotRight-plotLeft {
		t.Errorf("%+v", f.Bars)
	}
}

func TestTicks(t *testing.T) {
	for _, length := range []time.Duration{time.Millisecond, 80 * time.Millisecond, time.Second, 7 * time.Second, time.Minute, time.Hour, 26 * time.Hour,
		40 * 24 * time.Hour, 3 * 365 * 24 * time.Hour, 140 * 365 * 24 * time.Hour} {
		from := start + 12345
		list, step := ticks(from, from+int64(length))
		if length > time.Millisecond && (len(list) < 2 || len(list) > maxTicks) {
			t.Errorf("%v: %d ticks", length, len(list))
		}
		for i, x := range list {
			if x < from || x > from+int64(length) || x%step != 0 || i > 0 && tickLabel(x, step) == tickLabel(list[i-1], step) && step < 12*3600e9 {
				t.Errorf("%v: tick %d of step %d", length, x, step)
			}
		}
	}
}

func TestAxis(t *testing.T) {
	a := axis{10, 20, 100, 200}
	for v, want := range map[float64]px{10: 100, 20: 200, 15: 150, 5: 100, 50: 200, math.Inf(1): 200, math.Inf(-1): 100} {
		if got := a.at(v); got != want {
			t.Errorf("%g is at %v, want %v", v, got, want)
		}
	}
	if a.at(math.NaN()) != 100 || (axis{1, 1, 5, 9}).at(3) != 5 || px(math.NaN()).String() != "0" || px(math.Inf(1)).String() != "0" || px(-0.01).String() != "0" {
		t.Error("what is no figure has no fixed place")
	}
	for span, want := range map[float64]float64{1: 0.2, 4: 1, 7: 2, 22: 5, 0: 1, 0.08: 0.02} {
		if got := nice(span, 5); math.Abs(got-want) > 1e-12 {
			t.Errorf("%g is parted by %g, want %g", span, got, want)
		}
	}
}

// TestForecast: sums are drawn as they are told, and an excess is marked once each
// time it begins.
func TestForecast(t *testing.T) {
	run := Run{Name: "x"}
	for i := range 2000 {
		run.Promises = append(run.Promises, Promise{Expected: 0.01, Bound: 0.02, Observed: 3*b2i(i == 10) + b2i(i == 500)})
	}
	f := run.forecastPlot(lang.English)
	if len(f.Marks) != 1 || len(f.Paths) != 3 {
		t.Errorf("%d marks, %d paths", len(f.Marks), len(f.Paths))
	}
	for _, p := range f.Paths {
		if n := strings.Count(p.D, "L"); n < 100 || n > 2*promisePoints {
			t.Errorf("%s has %d points", p.Class, n)
		}
	}
	if x := run.forecast(); x.exceeded() || x.observed != 4 || math.Abs(x.bound-40) > 1e-9 || x.days != 2000 {
		t.Errorf("%+v", x)
	}
	if f := (&Run{}).forecastPlot(lang.English); f != nil {
		t.Error("nothing was promised")
	}
	if c := (&forecast{observed: 2, bound: 1}).chance(); math.Abs(c-0.2642411) > 1e-6 {
		t.Errorf("the chance of two or more of one is %g", c)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestRates: the interval of none reaches to 0, and the budget is drawn.
func TestRates(t *testing.T) {
	f := sample().rates(lang.English)
	if len(f.Marks) != 4 || f.Marks[0].Shape != markFalse || f.Marks[2].Shape != markRing || f.Marks[2].X != plotLeft {
		t.Errorf("%+v", f.Marks)
	}
	if !slices.ContainsFunc(f.Lines, func(x line) bool { return x.Class == "budget" }) {
		t.Error("no budget")
	}
	if f := (&Report{}).rates(lang.English); len(f.Notes) != 1 || f.Height != 0 {
		t.Errorf("%+v", f)
	}
}

// TestBudget: what cannot be seen is not found at a budget either.
func TestBudget(t *testing.T) {
	l := window("x", time.Hour, time.Minute, "")
	l.Unseen = "no line"
	r := Judge([]Incident{incident("a", "act", time.Hour, time.Second, "10.0.0.9")}, []Label{l, window("y", time.Hour, time.Minute, "")}, time.Hour, time.Hour)
	if r.AtBudget != 1 {
		t.Errorf("%d", r.AtBudget)
	}
}

// TestPriority: priorities have their marks however they are written.
func TestPriority(t *testing.T) {
	for text, want := range map[string]shape{"act": markAct, "Act": markAct, " attend": markAttend, "track*": markStarred, "Track": markTrack, "": markTrack, "5": markTrack} {
		if got := (&Incident{Priority: text}).mark(); got != want {
			t.Errorf("%q is %s", text, got)
		}
	}
	if (&Incident{Top: true}).mark() != markAttend || (&Incident{Priority: "\x1b"}).priority().EN != "\uFFFD" || (&Incident{}).priority().EN != dash {
		t.Error("a priority without a name")
	}
	if address(netip.Addr{}) != dash {
		t.Error("no address")
	}
}

// TestNext: the consequences of a scenario end where the next begins, when it may be
// of the same hosts: a miss is not hidden by what is found right after.
func TestNext(t *testing.T) {
	a, b := window("a", 0, 10*time.Second, "10.0.0.9"), window("b", 30*time.Second, 10*time.Second, "10.0.0.9")
	other := window("c", 20*time.Second, time.Second, "10.0.0.7")
	other.Addresses = other.Addresses[:1]
	for _, test := range []struct {
		when   time.Duration
		found  string
		labels []Label
	}{
		{35 * time.Second, "b", []Label{b, a}},
		{35 * time.Second, "b", []Label{a, other, b}},
		{25 * time.Second, "a", []Label{a, other, b}},
		{100 * time.Second, "b", []Label{a, b}},
		{200 * time.Second, "", []Label{a, b}},
	} {
		r := Judge([]Incident{incident("x", "act", test.when, time.Second, "10.0.0.9")}, test.labels, time.Hour, time.Hour)
		found := ""
		for _, o := range r.Outcomes {
			if o.Found() {
				found += o.Label.Name
			}
		}
		if found != test.found || (len(r.False) == 1) != (found == "") {
			t.Errorf("at %v: %q is found, want %q", test.when, found, test.found)
		}
	}
}

// TestExceeded: a little more than a small bound is no excess, a lot is.
func TestExceeded(t *testing.T) {
	for _, test := range []struct {
		observed           int
		bound              float64
		covered, exceeding bool
	}{{0, 0, true, false}, {1, 0, false, true}, {1, 1, true, false}, {2, 1, false, false}, {4, 1, false, true}, {4, 3.25, false, false}, {7, 3.25, false, true}} {
		f := forecast{observed: test.observed, bound: test.bound}
		if f.covered() != test.covered || f.exceeded() != test.exceeding {
			t.Errorf("%+v: %v, %v", test, f.covered(), f.exceeded())
		}
	}
}
