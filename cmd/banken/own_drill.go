package main

import (
	"context"
	"errors"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/drill"
)

// refusals are of which sort what is in the way of a drill is.
var refusals = map[string]control.Code{"unknown": control.NotFound, "unbound": control.Conflict, "running": control.Conflict, "none": control.Conflict, "real": control.Conflict,
	"room": control.Conflict, "goals": control.Invalid, "place": control.Conflict}

// toldDrill is an error about a drill in the words of people.
func toldDrill(err error) error {
	var r *drill.Refusal
	if errors.As(err, &r) {
		return &control.Fault{Code: refusals[r.Code], Text: r.Text}
	}
	return told(err)
}

// Drills implements control.Rehearsing.
func (x *ownSite) Drills(context.Context) (*control.Drills, error) {
	d := &control.Drills{V: control.Version, Zone: x.zone.String(), Scenarios: []control.DrillScenario{}, Running: x.site.Drill(), Results: []drill.Brief{}}
	for _, b := range x.site.Scenarios() {
		s := control.DrillScenario{ID: b.ID, Title: b.Title, Story: b.Story, Shows: b.Shows, Priority: b.Priority, Within: b.Within.Seconds(), Lasts: b.Length.Seconds(),
			Possible: b.Why == nil, Cast: append([]drill.Role{}, b.Cast...)}
		var r *drill.Refusal
		if errors.As(b.Why, &r) {
			s.Why = r.Text
		}
		d.Scenarios = append(d.Scenarios, s)
	}
	list, err := x.site.DrillSheets()
	d.Results = append(d.Results, list...)
	return d, told(err)
}

// Drill implements control.Rehearsing.
func (x *ownSite) Drill(_ context.Context, number int64) (*control.DrillSheet, error) {
	if number > 0 {
		return x.sheet(x.site.DrillSheet(number))
	}
	if r := x.site.Drill(); r != nil {
		return x.sheet(r, nil)
	}
	list, err := x.site.DrillSheets()
	if err != nil {
		return nil, told(err)
	}
	if len(list) == 0 {
		return nil, said(control.NotFound, faultNoDrill)
	}
	return x.sheet(x.site.DrillSheet(list[0].Number))
}

// sheet is one as it is told.
func (x *ownSite) sheet(r *drill.Result, err error) (*control.DrillSheet, error) {
	if err != nil {
		return nil, toldDrill(err)
	}
	s := &control.DrillSheet{V: control.Version, Zone: x.zone.String(), Sheet: r, Names: map[string]string{}}
	all := x.devices.names()
	name := func(address string) {
		if n := all[address]; n != "" {
			s.Names[address] = n
		}
	}
	for _, c := range r.Cast {
		name(c.Address)
	}
	for _, d := range r.Deeds {
		name(d.Subject)
	}
	return s, nil
}

// StartDrill implements control.Rehearsing.
func (x *ownSite) StartDrill(_ context.Context, o *drill.Order) (*control.DrillSheet, error) {
	return x.sheet(x.site.StartDrill(*o))
}

// StopDrill implements control.Rehearsing.
func (x *ownSite) StopDrill(_ context.Context, a *control.Actor) (*control.DrillSheet, error) {
	return x.sheet(x.site.StopDrill(a.Who))
}

// DrillDone implements control.Rehearsing.
func (x *ownSite) DrillDone(_ context.Context, d *control.DrillDeed) (*control.DrillSheet, error) {
	return x.sheet(x.site.DrillDone(d.Task, d.Subject, d.Who))
}

// RemarkDrill implements control.Rehearsing.
func (x *ownSite) RemarkDrill(_ context.Context, r *control.DrillRemark) (*control.DrillSheet, error) {
	return x.sheet(x.site.RemarkDrill(r.Number, r.Who, r.Text))
}

// drill is the drill that runs, in a look at the day; nil for none.
func (x *ownSite) drill() *control.TodayDrill {
	r := x.site.Drill()
	if r == nil {
		return nil
	}
	return &control.TodayDrill{Number: r.Number, Scenario: r.Scenario, Title: r.Title, Leader: r.Leader, Started: r.Started, Until: r.Until}
}
