package plant

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// operator is the people of the works: what they will do today, and what they
// have decided as they saw it.
type operator struct {
	seed     uint64
	day      time.Time
	r        *rand.Rand
	plan     []Action // not yet due, in order
	ready    []Action
	permits  []Permit
	answered [len(alarms)]bool    // an alarm somebody goes to acknowledge
	seen     [conditionCount]bool // a condition somebody deals with
	doorFrom time.Time
	doorTo   time.Time
	doorOpen bool
}

func newOperator(p *Plant) operator { return operator{seed: p.seed} }

func (o *operator) begin(p *Plant) { o.newDay(p, false) }

// tick plans a day when it begins, acknowledges alarms, and moves what is due.
func (o *operator) tick(p *Plant) {
	if p.now.Truncate(24 * time.Hour).After(o.day) {
		o.newDay(p, true)
	}
	o.seeAlarms(p)
	o.doorOpen = p.now.After(o.doorFrom) && p.now.Before(o.doorTo)
	for len(o.plan) > 0 && !o.plan[0].At.After(p.now) {
		o.ready = append(o.ready, o.plan[0])
		o.plan = o.plan[1:]
	}
}

func (o *operator) due(time.Time) []Action {
	ready := o.ready
	o.ready = nil
	return ready
}

// newDay plans the day of the plant's clock. Of a day that has begun only what
// is still ahead is done.
func (o *operator) newDay(p *Plant, whole bool) {
	o.day = p.now.Truncate(24 * time.Hour)
	o.r = rand.New(rand.NewPCG(o.seed, 7<<40|uint64(o.day.Unix()/86400)))
	for _, habit := range habits {
		if o.r.Float64() < habit.chance(o.day) {
			habit.do(o, p)
		}
	}
	slices.SortStableFunc(o.plan, func(a, b Action) int { return a.At.Compare(b.At) })
	if !whole {
		o.plan = slices.DeleteFunc(o.plan, func(a Action) bool { return a.At.Before(p.now) })
	}
}

// at is a time of the day, within some minutes of hour.
func (o *operator) at(hour, minutes float64) time.Time {
	h := hour + (2*o.r.Float64()-1)*minutes/60
	return o.day.Add(time.Duration(h * float64(time.Hour))).Truncate(time.Millisecond)
}

// do plans an action.
func (o *operator) do(a Action) {
	if a.Unit == 0 {
		a.Unit = Unit
	}
	o.plan = append(o.plan, a)
}

// write plans the writing of a tag, in engineering units.
func (o *operator) write(at time.Time, from, tag string, v float64) {
	t, _ := TagNamed(tag)
	o.do(Action{At: at, Verb: WritePoints, From: from, To: t.Controller, Table: t.Table, Index: t.Address, Values: []uint16{uint16(t.Raw(v))}})
}

// alarms are bits somebody acknowledges when they come up, and the coil that
// does it.
var alarms = [...]struct {
	controller int
	discrete   int
	reset      string
}{
	{0, d1Pump1Fault, "HS100R"}, {0, d1Pump2Fault, "HS100R"},
	{2, d3Fault1, "HS300R"}, {2, d3Fault2, "HS300R"}, {2, d3Fault3, "HS300R"},
	{1, d2ResidualLow, "HS200R"}, {1, d2ResidualHigh, "HS200R"},
	{4, d5Shutoff, "HS500R"},
}

// seeAlarms plans an acknowledgement some minutes after an alarm came up.
func (o *operator) seeAlarms(p *Plant) {
	for i, a := range alarms {
		on := p.controllers[a.controller].isOn(a.discrete)
		if on && !o.answered[i] {
			after := time.Duration(2+13*o.r.Float64()) * time.Minute
			o.write(p.now.Add(after).Truncate(time.Millisecond), HMI1, a.reset, 1)
			o.sort()
		}
		o.answered[i] = on
	}
	o.seeConditions(p)
}

func (o *operator) sort() {
	slices.SortStableFunc(o.plan, func(a, b Action) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
}
