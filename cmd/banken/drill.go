package main

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// drillOptions are what the command drill takes.
type drillOptions struct {
	place
	who, acknowledge, decide, last *string
}

func defineDrill(o options) work {
	x := drillOptions{place: definePlace(o), who: o.text("who", "", optionWho), acknowledge: o.text("ack", "5m", optionDrillAcknowledge),
		decide: o.text("decide", "30m", optionDrillDecide), last: o.text("for", "60m", optionDrillFor)}
	return func(ctx context.Context, s streams, names []string) error {
		return x.choose(ctx, s, []verb{{"list", 0, 0, x.list}, {"start", 1, 1, x.start}, {"stop", 0, 0, x.stop}, {"status", 0, 0, x.status}, {"done", 1, 1, x.done},
			{"result", 0, 1, x.result}, {"remark", 2, 2, x.remark}}, names)
	}
}

// list tells what can be rehearsed here, and what was.
func (x *drillOptions) list([]string) (step, error) {
	return func(v *visit) error {
		d, err := v.Drills(v.ctx)
		if err != nil {
			return err
		}
		return v.show(d, d.Zone, func() { v.drills(d) })
	}, nil
}

func (v *visit) drills(d *control.Drills) {
	for i := range d.Scenarios {
		s := &d.Scenarios[i]
		v.plain(0, s.ID+"  "+s.Title.In(v.s.lang))
		v.plain(1, s.Story.In(v.s.lang))
		if !s.Possible {
			v.told(1, drillImpossible, s.Why)
			continue
		}
		v.told(1, drillShows, s.Shows)
		v.told(1, drillCast, v.cast(s.Cast, nil))
	}
	if d.Running != nil {
		v.plain(0, "")
		v.told(0, drillRunning, d.Running.Number, d.Running.Title, v.clock(d.Running.Started), d.Running.Leader)
	}
	if len(d.Results) > 0 {
		v.plain(0, "")
		v.told(0, drillPast)
	}
	for i := range d.Results {
		b := &d.Results[i]
		verdict := drillNotMet
		if b.Met && b.Right {
			verdict = drillMet
		}
		v.plain(1, strings.Join([]string{strconv.FormatInt(b.Number, 10), v.clock(b.Started), b.Title.In(v.s.lang), verdict.In(v.s.lang)}, "  "))
	}
}

// told writes a text as a line.
func (v *visit) told(indent int, t lang.Text, args ...any) { v.plain(indent, t.Say(v.s.lang, args...)) }

// cast tells who plays in a drill.
func (v *visit) cast(list []drill.Role, names map[string]string) string {
	var all []string
	for _, r := range list {
		name := r.Address
		if n := cmp.Or(names[r.Address], r.Name); n != "" {
			name = n + " (" + r.Address + ")"
		}
		all = append(all, name)
	}
	return strings.Join(all, " → ")
}

// goals are those of the options.
func (x *drillOptions) goals() (g drill.Goals, err error) {
	for _, y := range [...]struct {
		text *string
		to   *float64
	}{{x.acknowledge, &g.Acknowledge}, {x.decide, &g.Decide}, {x.last, &g.Last}} {
		d, err := time.ParseDuration(*y.text)
		if err != nil || d <= 0 {
			return g, wrong(wrongFor, quoted(*y.text))
		}
		*y.to = d.Seconds()
	}
	return g, nil
}

func (x *drillOptions) start(names []string) (step, error) {
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	goals, err := x.goals()
	return x.ordered(func(v *visit) (*control.DrillSheet, error) {
		return v.StartDrill(v.ctx, &drill.Order{Scenario: names[0], Who: who, Goals: goals})
	}), err
}

func (x *drillOptions) stop([]string) (step, error) {
	who, err := person(*x.who)
	return x.ordered(func(v *visit) (*control.DrillSheet, error) { return v.StopDrill(v.ctx, &control.Actor{Who: who}) }), err
}

// done notes that an action was done, by its number on the list.
func (x *drillOptions) done(names []string) (step, error) {
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(names[0])
	if err != nil || n < 1 {
		return nil, wrong(wrongNumber, "N", quoted(names[0]))
	}
	return x.ordered(func(v *visit) (*control.DrillSheet, error) {
		d, err := v.Drill(v.ctx, 0)
		if err != nil {
			return nil, err
		}
		if n > len(d.Sheet.Deeds) {
			return nil, toldDrill(drill.NoAction())
		}
		a := d.Sheet.Deeds[n-1]
		return v.DrillDone(v.ctx, &control.DrillDeed{Task: a.Task, Subject: a.Subject, Who: who})
	}), nil
}

func (x *drillOptions) remark(names []string) (step, error) {
	who, err := person(*x.who)
	if err != nil {
		return nil, err
	}
	n, err := drillNumber(names[0])
	return x.ordered(func(v *visit) (*control.DrillSheet, error) {
		return v.RemarkDrill(v.ctx, &control.DrillRemark{Number: n, Who: who, Text: names[1]})
	}), err
}

func drillNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, wrong(wrongNumber, "N", quoted(text))
	}
	return n, nil
}

// ordered does something, and tells the sheet as it then is.
func (x *drillOptions) ordered(do func(*visit) (*control.DrillSheet, error)) step {
	return func(v *visit) error {
		d, err := do(v)
		if err != nil {
			return err
		}
		return v.show(d, d.Zone, func() { v.sheet(d) })
	}
}

// status tells the drill that runs.
func (x *drillOptions) status([]string) (step, error) {
	return func(v *visit) error {
		all, err := v.Drills(v.ctx)
		if err != nil {
			return err
		}
		if all.Running == nil {
			return v.show(nil, all.Zone, func() { v.told(0, drillNone) })
		}
		d, err := v.Drill(v.ctx, all.Running.Number)
		if err != nil {
			return err
		}
		return v.show(d, d.Zone, func() { v.sheet(d) })
	}, nil
}

// result tells a sheet: the one of a number, else the latest.
func (x *drillOptions) result(names []string) (step, error) {
	var n int64
	if len(names) > 0 {
		var err error
		if n, err = drillNumber(names[0]); err != nil {
			return nil, err
		}
	}
	return x.ordered(func(v *visit) (*control.DrillSheet, error) { return v.Drill(v.ctx, n) }), nil
}

// sheet tells the sheet of a drill.
func (v *visit) sheet(d *control.DrillSheet) {
	r := d.Sheet
	v.told(0, drillHead, strconv.FormatInt(r.Number, 10), r.Title)
	v.plain(1, r.Story.In(v.s.lang))
	v.told(1, drillLed, r.Leader, v.at(r.Started))
	if r.Running() {
		v.told(1, drillUntil, v.clock(r.Until))
		v.told(1, drillOnPaper)
	} else {
		v.told(1, drillEnded, v.at(r.Ended), drillEnds[r.End])
	}
	v.told(1, drillCast, v.cast(r.Cast, d.Names))
	v.plain(0, "")
	v.against(drillAcknowledged, r, r.Acknowledged, r.Goals.Acknowledge)
	v.against(drillDecided, r, r.Decided, r.Goals.Decide)
	v.found(r)
	v.deeds(r)
	v.plain(0, "")
	v.told(0, drillTimeline)
	for _, m := range r.Moments {
		text := m.Text.In(v.s.lang)
		if w, ok := drillDecisions[text]; ok && m.Kind == "people" {
			text = w.In(v.s.lang)
		}
		v.plain(1, m.Time.In(v.zone).Format(time.TimeOnly)+"  "+cmp.Or(m.Who, "–")+"  "+text)
	}
	for _, m := range r.Remarks {
		v.told(0, drillRemark, m.Who, m.Text)
	}
}

// against tells how long something took, against its goal.
func (v *visit) against(what lang.Text, r *drill.Result, m *drill.Mark, goal float64) {
	limit := lang.Span(time.Duration(goal * float64(time.Second)))
	took, ok := r.Took(m)
	if !ok {
		v.told(0, drillNotYet, what, limit)
		return
	}
	verdict := drillWithin
	if !r.Met(m, goal) {
		verdict = drillLate
	}
	v.told(0, verdict, what, lang.Span(took.Round(time.Second)), limit, m.Who)
}

// found tells what came up, how it was rated, and what was decided.
func (v *visit) found(r *drill.Result) {
	if len(r.Incidents) == 0 {
		v.told(0, drillNothingYet)
	}
	for i := range r.Incidents {
		f := &r.Incidents[i]
		v.plain(0, v.s.say(markExercise)+" "+f.ID+"  "+v.s.word(priorityWords, f.Priority)+"  "+f.Title.In(v.s.lang))
		if f.Decision == nil {
			v.told(1, drillUndecided)
			continue
		}
		verdict := drillRight
		if f.Right != nil && !*f.Right {
			verdict = drillWrong
		}
		v.told(1, verdict, f.Decision.Who, drillDecisions[f.Decision.What])
	}
}

// deeds tells what must be done in the drill.
func (v *visit) deeds(r *drill.Result) {
	for i := range r.Deeds {
		d := &r.Deeds[i]
		name := d.Name
		if name == "" {
			name = v.s.say(wholeSite)
		}
		v.plain(0, strconv.Itoa(i+1)+". "+v.s.say(taskWords[d.Task], name))
		if d.Done == nil {
			v.told(1, drillUndone, strconv.Itoa(i+1))
			continue
		}
		v.told(1, drillDone, v.at(d.Done.Time), d.Done.Who)
	}
}
