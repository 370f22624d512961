package value

import (
	"math"
	"strconv"

	"github.com/banken-ot/banken/baseline/stat"
)

// steadyHit is the chance of a change beyond what was written above which nothing can
// be made of such changes.
const steadyHit = 0.25

// logHit is the evidence of one change for going beyond every other time, against the
// chance there is.
func logHit(beyond bool, chance float64) float64 { return stat.LogBernoulli(beyond, chance, 0.5) }

// tellWrite reports a value written, unless the same was told a short time ago: that it
// was accepted is news after it was only tried.
func (d *Detector) tellWrite(o *observation, v *variable, w *written, k kind, x sample, accepted bool) {
	now := uint32(o.l.Now / 1e9)
	if v.told != 0 && w.toldValue == x.bits && now-v.told < repeat && (w.toldAccepted || !accepted) {
		return
	}
	w.toldAccepted = accepted
	v.told, w.toldValue, w.told = now, x.bits, w.told || k != writeNewValue
	w.toldOut = w.toldOut || k == writeOutside || k == writeFarOutside
	if x.number && k != writeNewValue {
		w.out.add(x.x)
	}
	y := d.ofWrite(o, k, v)
	if y == nil {
		return
	}
	y.Expected, y.Seen = string(w.appendFacts(nil, v)), string(v.appendValue(nil, x.bits))
	y.Support = uint64(w.changes)
	y.Learned = int64(w.age) * d.day
	switch {
	case k == parameterChanged:
		r := d.vars.at(v.twin)
		y.Expected = string(r.appendValue(nil, r.a))
		y.Support, y.Learned = uint64(r.count), int64(r.days)*d.day
		y.Surprise = math.Log2(float64(r.days) + 2)
	case x.number:
		y.Surprise = surprise(w.chanceOf(x.x))
	default:
		y.Surprise = math.Log2(float64(w.changes) + 2)
	}
	o.l.Report(y)
}

// reportDrift reports that changes add up to more than was ever set.
func (d *Detector) reportDrift(o *observation, v *variable, w *written, x sample) {
	y := d.ofWrite(o, writeDrift, v)
	if y == nil {
		return
	}
	y.Expected, y.Seen = string(appendRange(nil, w.range1)), string(v.appendValue(nil, x.bits))
	y.Support, y.Surprise = uint64(w.changes), surprise(math.Exp(-w.logC))
	o.l.Report(y)
}

// reportBusy reports more changes in a day than ever.
func (d *Detector) reportBusy(o *observation, v *variable, w *written) {
	y := d.ofWrite(o, writeOften, v)
	if y == nil {
		return
	}
	y.Expected = string(appendPace(appendNumber(nil, w.daily.Max()), d.day))
	y.Seen = string(appendPace(appendNumber(nil, float64(w.today)+1), d.day))
	y.Support, y.Surprise = uint64(w.changes), surprise(w.daily.P(float64(w.today)+1, 1))
	o.l.Report(y)
}

// reportReadback reports that what was written is read as something else.
func (d *Detector) reportReadback(o *observation, v *variable, r *readback, x sample) {
	if y := d.ofRead(o, readbackDiffers, v); y != nil {
		y.Expected, y.Seen = string(appendNumber(nil, r.value)), string(appendNumber(nil, x.x))
		y.Support, y.Surprise = uint64(r.matched), math.Log2(float64(r.matched)+2)
		o.l.Report(y)
	}
}

// appendFacts appends what was written: "200..260 (23 values)", or the few there are.
func (w *written) appendFacts(dst []byte, v *variable) []byte {
	if w.all() && (w.n <= enumerationSize || v.flags&isNumber == 0) {
		for i, x := range w.values[:min(w.n, enumerationSize)] {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = v.appendValue(dst, math.Float64bits(x))
		}
		return dst
	}
	dst = appendRange(dst, w.span())
	dst = strconv.AppendInt(append(dst, " ("...), int64(w.n), 10)
	if !w.all() {
		dst = append(dst, '+')
	}
	return append(dst, " values)"...)
}
