package plant

import (
	"fmt"
	"time"
)

// UMAS codes an engineer's software uses to look at a controller.
const (
	umasReadID     = 0x02
	umasReadStatus = 0x04
)

// parameters are what engineers change now and then, by controller.
var parameters = [...][]string{
	{"KS101", "LSP100"}, {"KP201", "KM211", "ASL201"}, {"PSH301"}, {"KM403", "LSL401"}, {"KM501"},
}

// maintenance is a visit of the engineering workstation to one to three
// controllers: it identifies them and reads all of their memory; in a third of
// the visits it changes a parameter. Every visit has a permit.
func maintenance(o *operator, p *Plant) {
	at := o.at(11, 150)
	permit := Permit{Ticket: fmt.Sprintf("W-%d", o.day.Unix()/86400), Host: EWS, From: at.Add(-5 * time.Minute), To: at.Add(2 * time.Hour)}
	first, n := o.r.IntN(len(plans)), 1+o.r.IntN(3)
	permit.Changing = o.r.Float64() < 0.35
	for i := range n {
		c := (first + i) % len(plans)
		permit.Assets = append(permit.Assets, plans[c].name)
		at = o.inspect(at, c)
		if permit.Changing && i == 0 {
			at = o.change(at.Add(4*time.Minute), p, c)
		}
		at = at.Add(time.Duration(3+o.r.IntN(15)) * time.Minute)
	}
	o.permits = append(o.permits, permit)
}

// inspect reads all a controller tells and returns when that is done.
func (o *operator) inspect(at time.Time, c int) time.Time {
	plan := &plans[c]
	step := func(a Action) {
		a.At, a.From, a.To = at, EWS, plan.name
		o.do(a)
		at = at.Add(time.Duration(200+o.r.IntN(400)) * time.Millisecond)
	}
	step(Action{Verb: Identify})
	step(Action{Verb: UMAS, Code: umasReadID})
	for range 3 {
		step(Action{Verb: UMAS, Code: umasReadStatus})
		for t := range tables {
			step(Action{Verb: ReadPoints, Table: t, Count: plan.sizes[t]})
		}
		at = at.Add(time.Duration(20+o.r.IntN(60)) * time.Second)
	}
	return at
}

// change writes a parameter a little up or down and reads it back.
func (o *operator) change(at time.Time, p *Plant, c int) time.Time {
	names := parameters[c]
	t, _ := TagNamed(names[o.r.IntN(len(names))])
	v := p.controllers[c].holding(int(t.Address)) * (0.9 + 0.05*float64(o.r.IntN(5)))
	o.write(at, EWS, t.Name, clamp(v, t.Low, t.High))
	o.do(Action{At: at.Add(900 * time.Millisecond), Verb: ReadPoints, From: EWS, To: t.Controller, Table: t.Table, Index: t.Address, Count: 1})
	return at.Add(time.Minute)
}
