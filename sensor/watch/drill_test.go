package watch

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/drill"
)

// drilling is a site that has learned nine days, and on which a sensor looks.
func drilling(t *testing.T, dir string) (w *watched, at int64) {
	t.Helper()
	w = open(t, dir)
	w.learn(t, 0, 9)
	w.approve(t)
	w.told = nil
	w.Attend()
	return w, start + 9*int64(day)
}

// pass has the panel go on for some seconds, a tick a second.
func (w *watched) pass(t *testing.T, at *int64, seconds int) {
	t.Helper()
	for range seconds {
		w.event(t, event(*at, panel, wire.Read, 10))
		*at += 1e9
		if err := w.Tick(*at); err != nil {
			t.Fatal(err)
		}
	}
}

func begin(t *testing.T, w *watched, o drill.Order) *drill.Result {
	t.Helper()
	r, err := w.StartDrill(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// refused reports whether an error refuses a drill for a reason.
func refused(err error, code string) bool {
	var r *drill.Refusal
	return errors.As(err, &r) && r.Code == code && r.Text.EN != "" && r.Text.JA != ""
}

var laptop = drill.Order{Scenario: "unknown-laptop", Who: "Mori"}

// exercise returns the worst incident of the drill.
func (w *watched) exercise(t *testing.T) *alert.Incident {
	t.Helper()
	var worst *alert.Incident
	for _, i := range w.Incidents() {
		if i.Exercise && (worst == nil || i.Tier() > worst.Tier()) {
			worst = i
		}
	}
	if worst == nil {
		t.Fatal("nothing came up")
	}
	return worst
}

// TestDrill: a drill comes up as an incident that is marked, gives no level and no task;
// who acknowledges, who decides and what is done is on the sheet; and it ends by itself
// when all of it is.
func TestDrill(t *testing.T) {
	w, at := drilling(t, t.TempDir())
	before, err := w.Past()
	if err != nil {
		t.Fatal(err)
	}
	r := begin(t, w, laptop)
	if r.Number == 0 || len(r.Cast) != 2 || r.Goals != (drill.Goals{Acknowledge: 300, Decide: 1800, Last: 3600}) {
		t.Fatalf("%+v", r)
	}
	w.pass(t, &at, 90)
	i := w.exercise(t)
	if today := w.Today(); today.Level != 1 || len(today.Plan.Actions) > 0 || today.Blind || i.Tier().String() != "act" {
		t.Fatalf("level %d, %d actions, %s", today.Level, len(today.Plan.Actions), i.Priority)
	}
	if past, err := w.Past(); err != nil || past.Top != before.Top || past.Lower != before.Lower {
		t.Errorf("%+v, %v", past, err)
	}
	if _, err := w.Acknowledge(i.ID, "Sato", "I look"); err != nil {
		t.Fatal(err)
	}
	w.pass(t, &at, 30)
	if _, err := w.Judge(i.ID, alert.Suspicious, "Ito", "nobody knows of it"); err != nil {
		t.Fatal(err)
	}
	r = w.Drill()
	if r == nil || r.Acknowledged == nil || r.Acknowledged.Who != "Sato" || r.Decided == nil || r.Decided.Who != "Ito" || r.Decided.What != "suspicious" || len(r.Deeds) == 0 {
		t.Fatalf("%+v", r)
	}
	if took, ok := r.Took(r.Decided); !ok || took < 30*time.Second || took > 2*time.Minute {
		t.Errorf("decided after %v", took)
	}
	if _, err := w.DrillDone("stop", "10.9.9.9", "Ito"); !refused(err, "unknown") {
		t.Error(err)
	}
	for _, d := range r.Deeds {
		if _, err := w.DrillDone(d.Task, d.Subject, "Ito"); err != nil {
			t.Fatal(err)
		}
	}
	w.pass(t, &at, 2)
	if w.Drill() != nil {
		t.Fatal("it goes on although all was decided and done")
	}
	r, err = w.DrillSheet(r.Number)
	if err != nil || r.End != drill.Done || r.Worst() != "act" || !r.Brief().Met || !r.Brief().Right {
		t.Errorf("%+v, %v", r, err)
	}
	for _, i := range w.Incidents() {
		if i.Exercise {
			t.Errorf("%s stands after the drill", i.ID)
		}
	}
	w.trail(t, "drill-start", "incident-acknowledge", "incident-suspicious", "drill-done", "drill-stop")
}

// trail tests that lines are in the audit trail.
func (w *watched) trail(t *testing.T, want ...string) {
	t.Helper()
	list, err := w.store.AuditTrail(1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range list {
		got = append(got, x.What)
	}
	for _, x := range want {
		if !slices.Contains(got, x) {
			t.Errorf("no %s in the trail: %q", x, got)
		}
	}
}

// TestDrillWrong: what was decided wrongly, and too late, is told so.
func TestDrillWrong(t *testing.T) {
	w, at := drilling(t, t.TempDir())
	o := laptop
	o.Goals = drill.Goals{Acknowledge: 10, Decide: 20}
	r := begin(t, w, o)
	w.pass(t, &at, 120)
	if _, err := w.Judge(w.exercise(t).ID, alert.False, "Ito", "nothing"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.StopDrill("Mori"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.StopDrill("Mori"); !refused(err, "none") {
		t.Error(err)
	}
	list, err := w.DrillSheets()
	if err != nil || len(list) != 1 || list[0].Met || list[0].Right || list[0].End != drill.Stopped {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := w.RemarkDrill(r.Number, "Mori", "asked too late"); err != nil {
		t.Fatal(err)
	}
	if s, err := w.DrillSheet(r.Number); err != nil || len(s.Remarks) != 1 || s.Remarks[0].Text != "asked too late" {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := w.RemarkDrill(r.Number, "Mori", ""); !refused(err, "goals") {
		t.Error(err)
	}
	if _, err := w.DrillSheet(99); !refused(err, "unknown") {
		t.Error(err)
	}
}

// TestDrillEnds: a drill ends by its time, and when something real needs people.
func TestDrillEnds(t *testing.T) {
	w, at := drilling(t, t.TempDir())
	o := laptop
	o.Goals = drill.Goals{Acknowledge: 10, Decide: 10, Last: 60}
	r := begin(t, w, o)
	w.pass(t, &at, 65)
	if s, err := w.DrillSheet(r.Number); err != nil || s.End != drill.Over || s.Ended.Sub(s.Started) > 62*time.Second {
		t.Fatalf("%+v, %v", s, err)
	}
	r = begin(t, w, laptop)
	w.pass(t, &at, 90)
	w.event(t, event(at, rogue, wire.Write, 33))
	w.pass(t, &at, 2)
	s, err := w.DrillSheet(r.Number)
	if err != nil || s.End != drill.ForReal || s.Decided != nil {
		t.Fatalf("%+v, %v", s, err)
	}
	if today := w.Today(); today.Level != 5 || len(today.Open) != 1 || today.Open[0].Exercise {
		t.Errorf("level %d, %d open", today.Level, len(today.Open))
	}
	if _, err := w.StartDrill(laptop); !refused(err, "real") {
		t.Error(err)
	}
}

// TestDrillRestart: after a kill the drill is over, its incidents are closed, and its
// sheet says why; the same after an orderly end.
func TestDrillRestart(t *testing.T) {
	for _, orderly := range []bool{true, false} {
		dir := t.TempDir()
		w, at := drilling(t, dir)
		r := begin(t, w, laptop)
		w.pass(t, &at, 90)
		id := w.exercise(t).ID
		if orderly {
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		again := open(t, dir)
		s, err := again.DrillSheet(r.Number)
		if err != nil || s.End != drill.Restart || s.Ended.IsZero() || again.Drill() != nil {
			t.Fatalf("orderly %v: %+v, %v", orderly, s, err)
		}
		i, err := again.Incident(id)
		if err != nil || i.State != alert.Closed || i.Closing != alert.Work || i.Decisions[len(i.Decisions)-1].Why != closing {
			t.Errorf("orderly %v: %+v, %v", orderly, i, err)
		}
		for _, i := range again.Incidents() {
			if i.Exercise {
				t.Errorf("orderly %v: %s stands", orderly, i.ID)
			}
		}
	}
}

// TestDrillRefused: what is in the way of a drill is told, and nothing begins.
func TestDrillRefused(t *testing.T) {
	w, at := drilling(t, t.TempDir())
	w.pass(t, &at, 1)
	for name, x := range map[string]struct {
		o    drill.Order
		code string
	}{
		"no scenario": {drill.Order{Scenario: "none", Who: "Mori"}, "unknown"},
		"no DNP3":     {drill.Order{Scenario: "outstation-restart", Who: "Mori"}, "unbound"},
		"nobody":      {drill.Order{Scenario: "unknown-laptop"}, "goals"},
		"too long":    {drill.Order{Scenario: "unknown-laptop", Who: "Mori", Goals: drill.Goals{Last: 3601}}, "goals"},
		"no time":     {drill.Order{Scenario: "unknown-laptop", Who: "Mori", Goals: drill.Goals{Decide: -1}}, "goals"},
		"backwards":   {drill.Order{Scenario: "unknown-laptop", Who: "Mori", Goals: drill.Goals{Acknowledge: 60, Decide: 30}}, "goals"},
	} {
		if _, err := w.StartDrill(x.o); !refused(err, x.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.o.Room = func() (uint64, bool) { return 1 << 20, true }
	if _, err := w.StartDrill(laptop); !refused(err, "room") {
		t.Error(err)
	}
	w.o.Room = nil
	begin(t, w, laptop)
	if _, err := w.StartDrill(laptop); !refused(err, "running") {
		t.Error(err)
	}
	if list, err := w.DrillSheets(); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	nowhere, _ := drilling(t, "")
	if _, err := nowhere.StartDrill(laptop); !refused(err, "place") {
		t.Error(err)
	}
	alone := open(t, t.TempDir())
	alone.learn(t, 0, 1)
	if _, err := alone.StartDrill(laptop); !refused(err, "place") {
		t.Error(err)
	}
	alone.Attend()
	if _, err := alone.StartDrill(laptop); !refused(err, "unbound") {
		t.Errorf("a scenario that would not be told: %v", err)
	}
}

// TestDrillHearsNothing: an ordinary event costs no memory while no drill runs, and what
// is real is no part of one that does.
func TestDrillHearsNothing(t *testing.T) {
	w, at := drilling(t, t.TempDir())
	begin(t, w, laptop)
	before := w.drill.model.Now()
	w.event(t, event(at, panel, wire.Read, 77))
	if w.drill.model.Now() != before {
		t.Error("the copy hears what is real")
	}
	var none *rehearsal
	e := &baseline.Event{}
	if n := testing.AllocsPerRun(100, func() { none.hears(e) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
