package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// write takes a value that a client set.
func (d *Detector) write(o *observation, n uint32, v *variable, x sample, good bool) {
	if v.ref == 0 && !d.beginWritten(o, n, v, x) {
		d.stray(o, v.key, x, o.sound && good && o.e.Operation != wire.Select)
		return
	}
	w := d.written.at(v.ref)
	change := v.count == 0 || x.bits != v.last
	accepted := o.sound && good && o.e.Operation != wire.Select
	_, had := w.place(x)
	k := d.assess(v, w, x, had, change)
	if k != kinds {
		d.tellWrite(o, v, w, k, x, accepted)
	}
	// A parameter changed is told once; what comes after is judged by what was written,
	// unless nothing may be learned now.
	outOf := k == writeOutside || k == writeFarOutside
	if change && accepted && !outOf {
		d.steps(o, v, w, x)
		d.habits(o, v, w, x)
	}
	if accepted {
		if o.learn && !outOf {
			w.learn(v, x, change)
		}
		w.readback.expect(x, o.at)
		if change {
			w.habits.at = o.at
		}
		v.last, v.at = x.bits, max(v.at, o.at)
		v.count = increase(v.count)
	}
}

// beginWritten gives a point that is written its record; false when there is no room,
// or it is not to be learned.
func (d *Detector) beginWritten(o *observation, n uint32, v *variable, x sample) bool {
	if !o.learn || !o.sound {
		return false
	}
	ref, w := d.written.add(maxWritten)
	if ref == 0 {
		d.omitted++
		return false
	}
	w.begin(n, o.l.Day, x)
	v.ref = ref
	return true
}

// stray judges a value written to a point of which nothing may be learned now: it
// may change what was always read as the same.
func (d *Detector) stray(o *observation, k key, x sample, accepted bool) {
	if s := &d.strayed; s.variable.key != k || s.variable.key.unit == 0 {
		s.variable = variable{key: k, class: setPoint, day: o.l.Day}
		s.written.begin(0, o.l.Day, x)
	}
	v := &d.strayed.variable
	v.flags, v.twin = 0, d.twin(k)
	if x.number {
		v.flags = isNumber
	}
	if y := d.parameter(v, &d.strayed.written, x); y != kinds {
		d.tellWrite(o, v, &d.strayed.written, y, x, accepted)
		if accepted {
			d.keepWaiting(k, x)
		}
	}
}

// learn takes in a value that is ordinary. What is seen after the limits are fixed
// becomes known, but moves them no more.
func (w *written) learn(v *variable, x sample, change bool) {
	v.flags |= learnt
	w.writes = increase(w.writes)
	if x.x != math.Trunc(x.x) {
		v.flags |= isFloat
	}
	if change || w.changes == 0 {
		w.put(x)
		w.today = min(w.today, math.MaxUint16-1) + 1
	}
}

// judged reports whether enough is known of a point that is written.
func (w *written) judged() bool {
	return w.solved >= baseline.ProvisionalDays && w.age >= baseline.ProvisionalDays
}

// assess returns what is wrong with a value, kinds for nothing.
func (d *Detector) assess(v *variable, w *written, x sample, had, change bool) kind {
	if v.flags&rejected != 0 {
		return writeOutside
	}
	if had && w.all() {
		return kinds
	}
	k := w.verdict(v, x, change)
	if k == kinds || k == writeNewValue {
		if p := d.parameter(v, w, x); p != kinds {
			return p
		}
	}
	return k
}

// verdict compares a value with what was written to the point before.
func (w *written) verdict(v *variable, x sample, change bool) kind {
	if !w.judged() {
		return kinds
	}
	out := x.number && !w.limit.has(x.x)
	switch {
	case w.enumerated(v) && (!x.number || w.apart(x.x) && !w.approved.has(x.x)):
		return writeFarOutside
	case out && w.farther(x.x):
		return writeFarOutside
	case out:
		return writeOutside
	case w.all() && change:
		return writeNewValue
	}
	return kinds
}

// parameter judges a write to what the device always reported as the same.
func (d *Detector) parameter(v *variable, w *written, x sample) kind {
	if v.twin == 0 {
		return kinds
	}
	r := d.vars.at(v.twin)
	if !d.constant(r) || r.days < parameterDays || d.same(r.a, x) {
		return kinds
	}
	if i := d.lookup(r, x.bits); d.isKnown(r, i) {
		return kinds
	}
	if w.changes > 1 {
		return kinds
	}
	return parameterChanged
}

// enumerated reports whether a point was written the same few values for long: each at
// least twice, but for a single one, and nothing new in the later half.
func (w *written) enumerated(v *variable) bool {
	quiet := w.day - w.added
	if !w.all() || w.n > enumerationSize || w.age < parameterDays || w.writes < enumeratedWrites || 2*quiet < w.age {
		return false
	}
	for _, c := range w.counts[:w.n] {
		if w.n > 1 && c < 2 {
			return false
		}
	}
	return w.n == 1 || v.flags&isFloat == 0
}

// apart reports whether a number lies outside of the few that were written; where
// they are a scale, beyond the limits too.
func (w *written) apart(x float64) bool {
	return w.n > 0 && apart(w.values[:w.n], x) && (scale(w.values[:w.n]) == 0 || !w.limit.has(x))
}

// farther reports whether a number is beyond all that was written by more than
// the range of it.
func (w *written) farther(x float64) bool {
	s := w.span()
	return s.width() > 0 && (x > s.high+s.width() || x < s.low-s.width())
}

// driftShare is the part of the range of the frozen days by which set-points must have
// gone beyond it: less is a season.
const driftShare = 0.25

// moved reports whether a number is that far.
func (w *written) moved(x float64) bool {
	far := driftShare * w.range1.width()
	return x > w.range1.high+far || x < w.range1.low-far
}

// steps judges how changes add up: more of them beyond the range of the frozen days than
// chance brings, though each goes not far; or more in a day than ever.
func (d *Detector) steps(o *observation, v *variable, w *written, x sample) {
	if !w.judged() {
		return
	}
	if x.number && w.hit < steadyHit && w.range1.width() > 0 {
		beyond := x.x > w.range1.high || x.x < w.range1.low
		w.drift.Add(logHit(beyond, w.hit))
		if w.drift.Alarm(w.logC) && w.moved(x.x) {
			w.drift.Reset()
			d.reportDrift(o, v, w, x)
		}
	}
	if float64(w.today)+1 > w.busy && !w.busyTold {
		w.busyTold = true
		if w.habits.pace.bet.tell(o.l.Day) {
			d.reportBusy(o, v, w)
		}
	}
}
