package plant

import (
	"fmt"
	"time"
)

// condition is something that should not last, what people do about it, and how
// many minutes it takes them at least and at most.
type condition struct {
	holds         func(p *Plant) bool
	least, longer float64
	do            func(o *operator, p *Plant, at time.Time)
}

const conditionCount = 8

// conditions are looked at every tick; what is done is decided when one begins.
var conditions = [conditionCount]condition{
	{func(p *Plant) bool { return p.faults[faultBooster] || p.faults[faultBooster+1] }, 5, 20, resetBooster},
	{func(p *Plant) bool { return !p.outstation.on(BinaryOutput, oAuto) }, 15, 25, boosterAutomatic},
	{func(p *Plant) bool { return !p.controllers[2].coil(c3Auto) }, 15, 20, pumpsAutomatic},
	{func(p *Plant) bool { return p.controllers[0].stopped }, 15, 30, startAgain(PLC1)},
	{func(p *Plant) bool { return p.controllers[1].stopped }, 15, 30, startAgain(PLC2)},
	{func(p *Plant) bool { return p.controllers[2].stopped }, 15, 30, startAgain(PLC3)},
	{func(p *Plant) bool { return p.controllers[3].stopped }, 15, 30, startAgain(PLC4)},
	{func(p *Plant) bool { return p.controllers[4].stopped }, 15, 30, startAgain(PLC5)},
}

// seeConditions decides what is done about conditions that have begun.
func (o *operator) seeConditions(p *Plant) {
	for i := range conditions {
		c := &conditions[i]
		holds := c.holds(p)
		if holds && !o.seen[i] {
			after := time.Duration((c.least + c.longer*o.r.Float64()) * float64(time.Minute))
			c.do(o, p, p.now.Add(after).Truncate(time.Millisecond))
			o.sort()
		}
		o.seen[i] = holds
	}
}

func resetBooster(o *operator, _ *Plant, at time.Time) {
	o.do(Action{At: at, Verb: SelectOperate, From: SCADA, To: RTU1, Index: oReset, Code: 3})
}

// boosterAutomatic puts the booster back into automatic, its pumps not by hand.
func boosterAutomatic(o *operator, _ *Plant, at time.Time) {
	for i, x := range [...]struct {
		index uint16
		code  byte
	}{{oPump1, 4}, {oPump2, 4}, {oAuto, 3}} {
		o.do(Action{At: at.Add(time.Duration(i) * 7 * time.Second), Verb: SelectOperate, From: SCADA, To: RTU1, Index: x.index, Code: x.code})
	}
}

// pumpsAutomatic is for when nobody is about to do it anyway.
func pumpsAutomatic(o *operator, _ *Plant, at time.Time) {
	for i := range o.plan {
		if a := &o.plan[i]; a.Verb == WritePoints && a.To == PLC3 && a.Table == Coils && a.Index == c3Auto {
			return
		}
	}
	o.write(at, HMI1, "HS300A", 1)
}

// UMAS codes of a start.
const (
	umasReserve = 0x10
	umasRelease = 0x11
	umasStart   = 0x40
)

// startAgain has an engineer start a stopped controller, with a permit.
func startAgain(name string) func(o *operator, p *Plant, at time.Time) {
	return func(o *operator, _ *Plant, at time.Time) {
		o.permits = append(o.permits, Permit{Ticket: fmt.Sprintf("R-%d", at.Unix()/60), Host: EWS, Assets: []string{name}, From: at.Add(-time.Minute), To: at.Add(30 * time.Minute), Changing: true})
		owner := "ENG-WS-1"
		for i, x := range [...]struct {
			code byte
			data []byte
		}{{umasReadID, nil}, {umasReserve, append([]byte{'C', 'L', 0, 0, byte(len(owner))}, owner...)}, {umasStart, []byte{0xff, 0}}, {umasRelease, nil}} {
			o.do(Action{At: at.Add(time.Duration(i) * 800 * time.Millisecond), Verb: UMAS, From: EWS, To: name, Code: x.code, Data: x.data})
		}
	}
}
