package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

// Known is what is known of the numbers at a point: the least and the most, the last,
// and beyond which they are told; infinite where they are not.
type Known struct {
	Low, High, Last float64
	Under, Over     float64
	Count           uint64 // of observations; of what is written, of changes
}

// Known returns what is known of the numbers that are read at a point of a channel's
// server, or written to it. ok is false where no numbers are known there.
func (d *Detector) Known(b *baseline.Book, c baseline.ChannelID, p baseline.PointKey, isWritten bool) (k Known, ok bool) {
	x := b.ChannelOf(c)
	unit, ok := d.unitIndex[unitKey{x.Server, x.Protocol, x.Port, x.Station}]
	if !ok {
		return k, false
	}
	n := d.find(key{unit: unit, space: p.Space, index: p.Index, part: p.Part, ident: p.Ident, written: isWritten})
	if n == 0 {
		return k, false
	}
	v := d.vars.at(n)
	if v.flags&isNumber == 0 || v.ref == 0 {
		return k, false
	}
	k = Known{Last: math.Float64frombits(v.last), Count: uint64(v.count)}
	var s, limits span
	switch v.class {
	case setPoint:
		w := d.written.at(v.ref)
		s, limits, k.Count = w.span(), w.limit, uint64(w.changes)
	case continuous:
		s, limits = d.series.at(v.ref).learned, d.series.at(v.ref).limit
	default:
		return k, false
	}
	k.Low, k.High, k.Under, k.Over = s.low, s.high, limits.low, limits.high
	return k, s.low <= s.high
}
