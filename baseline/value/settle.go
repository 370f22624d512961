package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

const (
	// maxWaiting bounds the points of which values are kept that were written while
	// nothing could be learned of them; waitingSize how many values each. Beyond, a value
	// is told once more after the approval.
	maxWaiting  = 1024
	waitingSize = 4
)

// waiting is what was written to a point while nothing could be learned of it: an
// incident about the two was open, or the sensor was blind.
type waiting struct {
	key    key
	n      uint8
	values [waitingSize]uint64
}

// keepWaiting keeps a value that was accepted.
func (d *Detector) keepWaiting(k key, x sample) {
	w := d.waitingAt(k)
	if w == nil {
		if len(d.waiting) == maxWaiting {
			d.omitted++
			return
		}
		d.waiting = append(d.waiting, waiting{key: k})
		w = &d.waiting[len(d.waiting)-1]
	}
	for _, y := range w.values[:w.n] {
		if y == x.bits {
			return
		}
	}
	if w.n < waitingSize {
		w.values[w.n] = x.bits
		w.n++
	}
}

// waitingAt returns what waits at a point, nil for nothing.
func (d *Detector) waitingAt(k key) *waiting {
	for i := range d.waiting {
		if d.waiting[i].key == k {
			return &d.waiting[i]
		}
	}
	return nil
}

// Settle takes it that a person approved that points of a channel are written, count of
// them from one on: what was written there meanwhile is ordinary, and not told again as
// a setting that was changed. A value that was told to be out of what is usual there, or
// a habit that was, keeps waiting: it was not what was approved.
func (d *Detector) Settle(b *baseline.Book, c baseline.ChannelID, p baseline.PointKey, count uint32) {
	x := b.ChannelOf(c)
	unit, ok := d.unitIndex[unitKey{x.Server, x.Protocol, x.Port, x.Station}]
	if !ok {
		return
	}
	k := key{unit: unit, space: p.Space, index: p.Index, part: p.Part, ident: p.Ident, written: true}
	for range min(max(count, 1), maxVariables) {
		d.settleWaiting(k)
		if n := d.find(k); n != 0 {
			d.settleWritten(d.vars.at(n))
		}
		k.index++
	}
}

// settleWaiting makes known, where it is read, what waits at a point.
func (d *Detector) settleWaiting(k key) {
	for i := range d.waiting {
		w := &d.waiting[i]
		if w.key != k {
			continue
		}
		if twin := d.twin(k); twin != 0 {
			for _, x := range w.values[:w.n] {
				d.settleRead(d.vars.at(twin), x)
			}
		}
		d.waiting = append(d.waiting[:i], d.waiting[i+1:]...)
		return
	}
}

// settleWritten takes in what was written to a point.
func (d *Detector) settleWritten(v *variable) {
	if v.ref == 0 || v.flags&rejected != 0 {
		return
	}
	w := d.written.at(v.ref)
	if w.told && !w.toldOut {
		w.settle(v)
	}
	if v.twin == 0 {
		return
	}
	for i := range w.n {
		d.settleRead(d.vars.at(v.twin), math.Float64bits(w.values[i]))
	}
}

// settle takes in the last value that was told.
func (w *written) settle(v *variable) {
	x := sample{bits: w.toldValue}
	if v.flags&isNumber != 0 {
		x = number(math.Float64frombits(w.toldValue))
	}
	if _, had := w.place(x); !had {
		w.put(x)
	}
	w.out, w.told = nothing, false
}

// settleRead makes a value known to a variable of few that a device reports.
func (d *Detector) settleRead(r *variable, x uint64) {
	if r.class != undecided || r.flags&rejected != 0 {
		return
	}
	if i := d.lookup(r, x); i >= 0 {
		days, _ := d.state(r, i)
		*days = known
	} else if !d.add(r, x, known) {
		return
	}
	if r.last == x {
		r.flags &^= outside | drifting
	}
}

func (w *waiting) keep(t *tape) {
	w.key.keep(t)
	keep(t, &w.n)
	t.check(w.n <= waitingSize)
	for i := range min(w.n, waitingSize) {
		t.raw(&w.values[i])
	}
}
