package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

// ofRead begins a deviation about a value that a device reported. Who reads it is not
// who changed it: the actor is the device. nil when it is only counted.
func (d *Detector) ofRead(o *observation, k kind, v *variable) *baseline.Deviation {
	e := o.e
	x := o.l.Deviation(meaning(k), e.Server.Addr(), e.Server.Addr())
	if x == nil {
		return nil
	}
	x.Event, x.Frame, x.ResponseFrame, x.Flow = e.Time, e.Frame, e.ResponseFrame, e.Flow
	x.Protocol, x.Port, x.Station, x.Client = e.Protocol.Name, e.Server.Port(), e.Station, e.Client.Addr()
	x.Operation, x.Function, x.Outcome = e.Operation, e.Function, e.Outcome
	d.describe(o.l, x, v)
	return x
}

// ofWrite begins one about a value that a client set.
func (d *Detector) ofWrite(o *observation, k kind, v *variable) *baseline.Deviation {
	x := o.l.Of(meaning(k), o.e)
	if x != nil {
		d.describe(o.l, x, v)
	}
	return x
}

// describe says what a deviation is about, and how well that is known.
func (d *Detector) describe(l *baseline.Look, x *baseline.Deviation, v *variable) {
	x.Point = string(d.appendPoint(nil, l.Book, v))
	x.Support, x.Learned = uint64(v.count), int64(v.days)*d.day
	x.State = d.variableState(v)
}

// surprise is a probability in bits, at most maxSurprise.
func surprise(p float64) float64 { return math.Min(-math.Log2(p), maxSurprise) }

// maxSurprise is where probabilities stop to mean anything.
const maxSurprise = 64

// reportFew reports a new value of a constant or an enumeration.
func (d *Detector) reportFew(o *observation, v *variable, x sample) {
	k := enumerationNew
	if d.size(v)-d.candidates(v) == 1 {
		k = constantChanged
	}
	if y := d.ofRead(o, k, v); y != nil {
		y.Expected, y.Seen = string(d.appendKnown(nil, v)), string(v.appendValue(nil, x.bits))
		// Laplace: after n days without novelty one comes on the next with about 1/(n+2).
		y.Surprise = math.Log2(float64(v.day-v.added) + 2)
		o.l.Report(y)
	}
}

// reportNumber reports a value that is out.
func (d *Detector) reportNumber(o *observation, v *variable, s *series, k kind, x sample, y, fast float64) {
	r := d.ofRead(o, k, v)
	if r == nil {
		return
	}
	r.Expected, r.Seen = string(appendRange(nil, s.learned)), string(appendNumber(nil, y))
	floor := resolution * s.learned.width()
	switch k {
	case valueOutside:
		r.Surprise = surprise(math.Min(s.up.P(y, floor), s.down.P(-y, floor)))
	case rateOutside:
		r.Expected, r.Seen = string(appendRate(append([]byte(nil), "0.."...), s.fastest)), string(appendRate(nil, fast))
		r.Surprise = surprise(s.rate.P(fast, resolution*s.fastest))
	case counterBackwards:
		r.Expected, r.Seen = string(appendNumber(nil, s.last)), string(appendNumber(nil, y))
		r.Surprise = math.Log2(float64(s.ups) + 2)
	case bitNew:
		r.Expected, r.Seen = string(appendBits(nil, s.toggled)), string(appendBits(nil, s.newBits(x)))
		r.Surprise = math.Log2(float64(v.days) + 2)
	}
	o.l.Report(r)
}

// variableState is how far a variable was learned.
func (d *Detector) variableState(v *variable) baseline.State {
	days := int(v.days)
	if v.class == setPoint && v.ref != 0 {
		days = int(d.written.at(v.ref).age)
	}
	switch {
	case v.flags&drifting != 0:
		return baseline.Drifting
	case days == 0:
		return baseline.Cold
	case days < baseline.ProvisionalDays:
		return baseline.Learning
	case days < frozenDays/2:
		return baseline.Provisional
	}
	return baseline.Ready
}

// State returns how far the variables behind a channel were learned: as far as half
// of them, Cold when there are none. It looks at all variables.
func (d *Detector) State(b *baseline.Book, c baseline.ChannelID) baseline.State {
	return d.States()(b.ChannelOf(c))
}
