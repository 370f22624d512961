package console

import (
	"context"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
	"github.com/banken-ot/banken/sensor/lang"
)

// drillResult is the sheet of a drill, with what the wire may put into it.
func drillResult(now time.Time) *drill.Result {
	wrong := false
	m := &drill.Mark{Time: now.Add(-8 * time.Minute), Who: "sato", What: "acknowledge"}
	d := &drill.Mark{Time: now.Add(-2 * time.Minute), Who: "ito " + evil, What: "false"}
	return &drill.Result{V: 1, Number: 1, Scenario: "unknown-laptop", Title: lang.Text{EN: "A laptop nobody knows", JA: "見知らぬノートPC"}, Story: lang.Text{EN: "It writes.", JA: "書き込みます。"},
		Site: "Works", Leader: "mori", Started: now.Add(-10 * time.Minute), Until: now.Add(50 * time.Minute), Goals: drill.Goals{Acknowledge: 300, Decide: 360, Last: 3600},
		Cast: []drill.Role{{Part: "actor", Address: "10.0.0.250"}, {Part: "target", Address: "10.0.0.5"}}, Expected: "attend", Shown: now.Add(-9 * time.Minute), Acknowledged: m, Decided: d,
		Right: []string{"suspicious"}, Incidents: []drill.Found{{ID: "inc-1", Priority: "act", Title: lang.Text{EN: "Wrote " + evil, JA: "書き込み" + evil}, Decision: d, Right: &wrong}},
		Deeds: []drill.Deed{{Task: "stop", Subject: "10.0.0.250", Name: "10.0.0.250 " + evil}, {Task: "ask", Name: "", Done: m}},
		Moments: []drill.Moment{{Time: now, Kind: "script", Text: lang.Text{EN: "it writes a value", JA: "値を書き込む"}}, {Time: now, Kind: "shown", Who: "banken", Text: lang.Plain("Wrote " + evil)},
			{Time: now, Kind: "people", Who: "ito", Text: lang.Plain("false")}, {Time: now, Kind: "done", Who: "sato", Text: lang.Plain("ask")}},
		Remarks: []drill.Remark{{Time: now, Who: "mori", Text: "too late " + evil}}}
}

// sheet is that of the fake: it runs unless it was stopped.
func (f *fake) sheet(order any) (*control.DrillSheet, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if order != nil {
		f.orders = append(f.orders, order)
	}
	r := drillResult(f.now)
	if f.today.Drill == nil {
		r.Ended, r.End, r.EndedBy = f.now, drill.Stopped, "mori"
	}
	return &control.DrillSheet{V: 1, Zone: f.today.Zone, Sheet: r}, f.fault
}

func (f *fake) Drills(context.Context) (*control.Drills, error) {
	d := &control.Drills{V: 1, Zone: f.today.Zone, Results: []drill.Brief{drillResult(f.now).Brief(), {Number: 2, Ended: f.now, Priority: "act", Acknowledged: 60, Decided: -1},
		{Number: 3, Ended: f.now, Acknowledged: 60, Decided: 90, Met: true, Right: true, Priority: "act"}}}
	for i, x := range drill.All() {
		d.Scenarios = append(d.Scenarios, control.DrillScenario{ID: x.ID, Title: x.Title, Story: x.Story, Shows: x.Shows, Priority: x.Priority, Within: x.Within.Seconds(), Possible: i != 3,
			Why: lang.Text{EN: "no DNP3 here " + evil, JA: "ありません" + evil}, Cast: []drill.Role{{Part: "actor", Address: "10.0.0.250"}}})
	}
	if f.today.Drill != nil {
		d.Running = drillResult(f.now)
	}
	return d, f.ask()
}

func (f *fake) Drill(_ context.Context, n int64) (*control.DrillSheet, error) {
	if n != 1 {
		return nil, &control.Fault{Code: control.NotFound, Text: lang.Text{EN: "there was no drill", JA: "ありません"}}
	}
	return f.sheet(nil)
}

func (f *fake) StartDrill(_ context.Context, o *drill.Order) (*control.DrillSheet, error) {
	if !slices.ContainsFunc(drill.All(), func(s drill.Scenario) bool { return s.ID == o.Scenario }) {
		return nil, &control.Fault{Code: control.NotFound, Text: lang.Text{EN: "no such scenario", JA: "ありません"}}
	}
	f.today.Drill = &control.TodayDrill{Number: 1, Title: lang.Text{EN: "A laptop " + evil, JA: "ノートPC" + evil}, Until: f.now.Add(time.Hour)}
	f.revision++
	return f.sheet(*o)
}

func (f *fake) StopDrill(_ context.Context, a *control.Actor) (*control.DrillSheet, error) {
	f.today.Drill = nil
	f.revision++
	return f.sheet(*a)
}

func (f *fake) DrillDone(_ context.Context, d *control.DrillDeed) (*control.DrillSheet, error) {
	return f.sheet(*d)
}

func (f *fake) RemarkDrill(_ context.Context, d *control.DrillRemark) (*control.DrillSheet, error) {
	return f.sheet(*d)
}
