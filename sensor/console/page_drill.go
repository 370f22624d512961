package console

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// drillData is what the page of drills shows.
type drillData struct {
	Scenarios []drillScenario
	Sheet     *drillSheet // of the one that runs; nil for none
	Past      []drillLine
}

// drillScenario is a scenario in the list.
type drillScenario struct {
	control.DrillScenario
	Begins string
}

// drillLine is a drill that was, in a list.
type drillLine struct {
	drill.Brief
	Acknowledged, Decided, Verdict string
	Good                           bool
}

// drillSheet is the sheet of a drill.
type drillSheet struct {
	*drill.Result
	V       *view
	Going   bool
	Players []drillPlayer
	Goals   []drillGoal
	Found   []drillFound
	Deeds   []drillDeed
	Steps   []drillStep
	Mark    bool // the person may note what was done
	Remark  bool // the person may add a remark
}

type drillPlayer struct{ Part, Name string }

// drillGoal is how long something took, against its goal.
type drillGoal struct {
	What, Took, Goal, Who, Verdict string
	Late                           bool
}

// drillFound is an incident of a drill.
type drillFound struct {
	drill.Found
	Verdict string
	Wrong   bool
}

// drillDeed is something that must be done in a drill.
type drillDeed struct {
	drill.Deed
	What string
}

// drillStep is a line of the timeline.
type drillStep struct {
	Time      time.Time
	Who, Text string
}

// showDrill shows what can be rehearsed, the drill that runs, and what came of others.
func (c *Console) showDrill(r *http.Request, v *view) (any, error) {
	d, err := c.o.Sensor.Drills(r.Context())
	if err != nil {
		return nil, err
	}
	x := &drillData{}
	for _, s := range d.Scenarios {
		x.Scenarios = append(x.Scenarios, drillScenario{s, v.drillTook(s.Within)})
	}
	if d.Running != nil {
		x.Sheet = c.drillSheet(v, d.Running)
	}
	for _, b := range d.Results {
		if b.Ended.IsZero() {
			continue
		}
		x.Past = append(x.Past, v.drillLine(b))
	}
	return x, nil
}

func (v *view) drillLine(b drill.Brief) drillLine {
	l := drillLine{Brief: b, Acknowledged: v.drillTook(b.Acknowledged), Decided: v.drillTook(b.Decided), Good: b.Met && b.Right}
	l.Verdict = words["drill.verdict.not"].In(v.Lang)
	switch {
	case b.Priority == "":
		l.Verdict = words["drill.verdict.early"].In(v.Lang)
	case l.Good:
		l.Verdict = words["drill.verdict.good"].In(v.Lang)
	}
	return l
}

// drillTook is how long something took, in seconds; negative where nobody did it.
func (v *view) drillTook(seconds float64) string {
	if seconds < 0 {
		return words["drill.nobody"].In(v.Lang)
	}
	return v.Span(max(time.Duration(seconds*float64(time.Second)).Round(time.Second), time.Second))
}

// drillSheet is a sheet as it is shown. What the exercise itself does is shown to who
// leads it while it runs, and to all when it is over.
func (c *Console) drillSheet(v *view, r *drill.Result) *drillSheet {
	d := &drillSheet{Result: r, V: v, Going: r.Running(), Mark: r.Running() && v.May(account.Decide), Remark: v.May(account.Drill)}
	whole := !d.Going || v.May(account.Drill)
	for _, p := range r.Cast {
		if whole {
			d.Players = append(d.Players, drillPlayer{v.Word("drillpart", p.Part), c.called(p.Address)})
		}
	}
	d.Goals = []drillGoal{v.drillGoal("drill.acknowledged", r, r.Acknowledged, r.Goals.Acknowledge), v.drillGoal("drill.decided", r, r.Decided, r.Goals.Decide)}
	for _, f := range r.Incidents {
		d.Found = append(d.Found, v.drillFound(f))
	}
	for _, x := range r.Deeds {
		name := lang.Plain(x.Name)
		if x.Name == "" {
			name = words["whole-site"]
		}
		d.Deeds = append(d.Deeds, drillDeed{x, words["task."+x.Task].Say(v.Lang, name)})
	}
	for _, m := range r.Moments {
		if m.Kind != "script" || whole {
			d.Steps = append(d.Steps, v.drillStep(m))
		}
	}
	return d
}

func (v *view) drillGoal(key string, r *drill.Result, m *drill.Mark, goal float64) drillGoal {
	g := drillGoal{What: words[key].In(v.Lang), Goal: v.drillTook(goal), Took: words["drill.nobody"].In(v.Lang)}
	took, ok := r.Took(m)
	if !ok {
		g.Late = !r.Running() && !r.Shown.IsZero()
		return g
	}
	g.Took, g.Who, g.Late = v.drillTook(took.Seconds()), m.Who, !r.Met(m, goal)
	g.Verdict = words["drill.in-time"].In(v.Lang)
	if g.Late {
		g.Verdict = words["drill.late"].In(v.Lang)
	}
	return g
}

func (v *view) drillFound(f drill.Found) drillFound {
	x := drillFound{Found: f}
	switch {
	case f.Decision == nil:
		x.Verdict = words["drill.undecided"].In(v.Lang)
	case f.Right != nil && !*f.Right:
		x.Verdict, x.Wrong = words["drill.wrong"].Say(v.Lang, f.Decision.Who, v.Word("decision", f.Decision.What)), true
	default:
		x.Verdict = words["drill.right"].Say(v.Lang, f.Decision.Who, v.Word("decision", f.Decision.What))
	}
	return x
}

func (v *view) drillStep(m drill.Moment) drillStep {
	s := drillStep{Time: m.Time, Who: cmp.Or(m.Who, words["drill.script"].In(v.Lang)), Text: m.Text.In(v.Lang)}
	switch m.Kind {
	case "people":
		s.Text = v.Word("decision", m.Text.EN)
	case "shown":
		s.Text = words["drill.shown"].Say(v.Lang, m.Text)
	case "done":
		s.Text = words["drill.did"].In(v.Lang)
	}
	return s
}

// drillStart is what the page of a scenario shows before it is started.
type drillStart struct {
	control.DrillScenario
	Players            []drillPlayer
	Begins, Lasts      string
	Acknowledge        int // minutes
	Decide, Last, Most int
	Running            bool
}

var (
	errNoScenario = fault("fault.no-scenario")
	errNotSure    = fault("fault.not-sure")
	errNoGoal     = fault("fault.no-goal")
)

// showDrillStart explains a scenario, and asks whether it is to be started.
func (c *Console) showDrillStart(r *http.Request, v *view) (any, error) {
	d, err := c.o.Sensor.Drills(r.Context())
	if err != nil {
		return nil, err
	}
	wanted := r.FormValue("scenario")
	for _, s := range d.Scenarios {
		if s.ID != wanted && wanted != "" {
			continue
		}
		x := &drillStart{DrillScenario: s, Begins: v.drillTook(s.Within), Lasts: v.drillTook(max(s.Lasts, s.Within)), Running: d.Running != nil,
			Acknowledge: int(drill.Acknowledge.Minutes()), Decide: int(drill.Decide.Minutes()), Last: int(drill.Longest.Minutes()), Most: int(drill.Longest.Minutes())}
		for _, p := range s.Cast {
			x.Players = append(x.Players, drillPlayer{v.Word("drillpart", p.Part), c.called(p.Address)})
		}
		return x, nil
	}
	return nil, &control.Fault{Code: control.NotFound, Text: words[string(errNoScenario)]}
}

// startDrill begins a drill.
func (c *Console) startDrill(w http.ResponseWriter, r *http.Request, v *view) {
	o := &drill.Order{Scenario: r.PostFormValue("scenario"), Who: v.Person.Name}
	for name, to := range map[string]*float64{"acknowledge": &o.Goals.Acknowledge, "decide": &o.Goals.Decide, "last": &o.Goals.Last} {
		n, err := strconv.Atoi(r.PostFormValue(name))
		if err != nil || n < 1 || n > int(drill.Longest.Minutes()) {
			c.fault(w, v, http.StatusBadRequest, errNoGoal)
			return
		}
		*to = float64(n) * 60
	}
	if r.PostFormValue("sure") != "yes" {
		c.fault(w, v, http.StatusBadRequest, errNotSure)
		return
	}
	c.drilled(w, r, v, "drill-started", func() (*control.DrillSheet, error) { return c.o.Sensor.StartDrill(r.Context(), o) })
}

// drilled does something about the drill that runs, and shows it.
func (c *Console) drilled(w http.ResponseWriter, r *http.Request, v *view, what string, do func() (*control.DrillSheet, error)) {
	s, err := do()
	if err != nil {
		c.failed(w, v, err)
		return
	}
	address := "/drill"
	if !s.Sheet.Running() {
		address += "/" + strconv.FormatInt(s.Sheet.Number, 10)
	}
	done(w, r, address, what)
}

// stopDrill ends the drill that runs.
func (c *Console) stopDrill(w http.ResponseWriter, r *http.Request, v *view) {
	c.drilled(w, r, v, "drill-stopped", func() (*control.DrillSheet, error) {
		return c.o.Sensor.StopDrill(r.Context(), &control.Actor{Who: v.Person.Name})
	})
}

// drillDone notes that somebody did what must be done in the drill.
func (c *Console) drillDone(w http.ResponseWriter, r *http.Request, v *view) {
	c.drilled(w, r, v, "drill-done", func() (*control.DrillSheet, error) {
		return c.o.Sensor.DrillDone(r.Context(), &control.DrillDeed{Task: r.PostFormValue("task"), Subject: r.PostFormValue("subject"), Who: v.Person.Name})
	})
}

// showDrillSheet shows what came of a drill.
func (c *Console) showDrillSheet(r *http.Request, v *view) (any, error) {
	n, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || n < 1 {
		return nil, &control.Fault{Code: control.NotFound, Text: words[string(errNoPage)]}
	}
	s, err := c.o.Sensor.Drill(r.Context(), n)
	if err != nil {
		return nil, err
	}
	return c.drillSheet(v, s.Sheet), nil
}

// remarkDrill adds a remark to the sheet of a drill.
func (c *Console) remarkDrill(w http.ResponseWriter, r *http.Request, v *view) {
	n, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || n < 1 {
		c.fault(w, v, http.StatusNotFound, errNoPage)
		return
	}
	if _, err := c.o.Sensor.RemarkDrill(r.Context(), &control.DrillRemark{Number: n, Who: v.Person.Name, Text: r.PostFormValue("text")}); err != nil {
		c.failed(w, v, err)
		return
	}
	done(w, r, "/drill/"+strconv.FormatInt(n, 10), "drill-remarked")
}
