package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

// Decide notes what a person decided about an entry. Approved takes in what a variable
// that deviates does now, and ends its drift; Rejected lets it deviate whenever it is
// seen. It reports whether there is such an entry.
func (d *Detector) Decide(b *baseline.Book, subject string, s baseline.Standing) bool {
	if s != baseline.Approved && s != baseline.Rejected {
		return false
	}
	for n := range uint32(d.vars.n) {
		if v := d.vars.at(n + 1); d.subject(b, v) == subject {
			d.decide(v, s)
			return true
		}
	}
	for n := range uint32(d.readers.n) {
		if r := d.readers.at(n + 1); d.readersSubject(b, r) == subject {
			r.limit = r.decide(s, r.limit)
			return true
		}
	}
	for i := range d.relations.found {
		if r := &d.relations.found[i]; d.relationSubject(b, r) == subject {
			r.limit = r.decide(s, r.limit)
			return true
		}
	}
	return false
}

// decide returns the limit after a decision: what was out becomes ordinary by it.
func (a *alarm) decide(s baseline.Standing, limit float64) float64 {
	a.rejected = s == baseline.Rejected
	if a.rejected {
		return limit
	}
	// A little more than what was seen, which is never the same twice.
	const margin = 1.25
	a.approved = math.Max(a.approved, margin*a.most)
	a.drifting, a.out, a.most = false, false, 0
	return math.Max(limit, a.approved)
}

// decide takes a decision on a variable.
func (d *Detector) decide(v *variable, s baseline.Standing) {
	if s == baseline.Rejected {
		v.flags = v.flags&^approved | rejected
		v.told = 0
		return
	}
	v.flags = v.flags&^(rejected|drifting|outside) | approved
	v.told, v.outs = 0, 0
	switch v.class {
	case undecided:
		d.approveFew(v)
	case counter, bits, continuous, numeric:
		d.series.at(v.ref).approve(v)
	case setPoint:
		if v.ref != 0 {
			d.written.at(v.ref).approve(v, d.today)
		}
	}
}

// approveFew makes all candidates count; a variable whose new values found no room begins
// anew: it became a measurement.
func (d *Detector) approveFew(v *variable) {
	for i := range d.size(v) {
		days, _ := d.state(v, i)
		*days = known
	}
	if v.flags&overflown != 0 {
		v.flags &^= overflown
		v.days, v.added = 0, v.day
	}
}

// approve widens the envelope to what was out, and as far beyond as it was beyond what
// was learned, but not by more than the range of that.
func (s *series) approve(v *variable) {
	width := s.learned.width()
	if s.out.high > s.limit.high {
		s.approved.add(s.out.high + math.Min(s.limit.high-s.learned.high, width))
	}
	if s.out.low < s.limit.low {
		s.approved.add(s.out.low - math.Min(s.learned.low-s.limit.low, width))
	}
	if v.class == counter && s.outFast == 0 {
		s.back++ // it does go back
	}
	s.approvedFast = math.Max(s.approvedFast, 1.25*s.outFast)
	s.ones, s.zeros = s.ones|s.newOnes, s.zeros|s.newZeros
	s.out, s.outFast, s.newOnes, s.newZeros, s.distance, s.baseAt = nothing, 0, 0, 0, 0, 0
	s.tells, s.calm = 0, 0
	s.widen()
}

// approve makes what was written out of the limits ordinary, and what lies between;
// the last of it becomes one of the values known.
func (w *written) approve(v *variable, today uint32) {
	if w.habits.waits() {
		w.habits.approve(today)
		w.busy = math.Inf(1) // until it is solved again, with these days
	}
	if w.told {
		x := sample{bits: w.toldValue}
		if v.flags&isNumber != 0 {
			x = number(math.Float64frombits(w.toldValue))
		}
		w.put(x)
	}
	if w.out != nothing {
		w.approved.add(w.out.low)
		w.approved.add(w.out.high)
		w.range1.add(w.out.low)
		w.range1.add(w.out.high)
	}
	w.out, w.told, w.toldOut = nothing, false, false
	w.widen()
}

// waits reports whether something of it waits for a person.
func (w *written) waits() bool { return w.told || w.habits.waits() }
