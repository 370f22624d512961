package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

// One change of the process may be read at several places: from the controller, from a
// gateway in another scale, from a second register. It is told once; what shows it too is
// evidence. A series is a copy of another when the highest values of their days lie on a
// line, the lowest on one as well, and what both show now does too.

const (
	// maxShown bounds the excursions that others may be copies of; at the bound the
	// oldest goes, and its copies are told by themselves.
	maxShown = 32
	// maxShift is by how many days the days of two may be off, where one was not seen.
	maxShift = 2
	// copyShare is the part of the range by which they may differ now: they are
	// asked at different times.
	copyShare = 0.05
	// copyR is the correlation that the days of two must have, for sure. It is not 1: the
	// extremes of a day are not read at the same moment.
	copyR = 0.9
)

// surely returns the lower bound of 99 % of a correlation in n days, by the
// transformation of Fisher.
func surely(r float64, n int) float64 {
	if n < baseline.ProvisionalDays {
		return -1
	}
	return math.Tanh(math.Atanh(math.Min(r, 0.999999)) - 2.326/math.Sqrt(float64(n-3)))
}

// shown is an excursion that was told.
type shown struct {
	series uint32
	at     int64 // UTC ns
	rate   bool
	high   bool
	value  float64
}

// copied returns the variable whose excursion, told within the time in which nothing is
// told twice, this one is a copy of; otherwise nil, and it is kept as one.
func (d *Detector) copied(o *observation, v *variable, s *series, k kind, y float64) *variable {
	if k != valueOutside && k != rateOutside || v.flags&rejected != 0 {
		return nil
	}
	x := shown{series: v.ref, at: o.l.Now, rate: k == rateOutside, high: y > s.limit.high, value: y}
	if x.rate {
		x.high = y > s.last
	}
	for i := len(d.shown) - 1; i >= 0; i-- {
		z := &d.shown[i]
		if z.series != x.series && z.rate == x.rate && z.high == x.high && x.at-z.at < repeat*1e9 && d.series.at(z.series).copiedBy(s, z, &x) {
			return d.vars.at(d.series.at(z.series).owner)
		}
	}
	if len(d.shown) == maxShown {
		d.shown = append(d.shown[:0], d.shown[1:]...)
	}
	d.shown = append(d.shown, x)
	return nil
}

// copiedBy reports whether another series shows the same excursion.
func (s *series) copiedBy(other *series, told, now *shown) bool {
	for shift := -maxShift; shift <= maxShift; shift++ {
		slope, start, ok := s.line(other, shift)
		if !ok {
			continue
		}
		width := copyShare * other.learned.width()
		if near := func(x float64) bool { return math.Abs(start+slope*x-now.value) <= width }; near(told.value) || near(s.last) {
			return true
		}
	}
	return false
}

// line returns the line on which the days of two lie, by their highest values as by
// their lowest; ok is false when there is none.
func (s *series) line(other *series, shift int) (slope, start float64, ok bool) {
	up, start, r1, n := s.peaksLine(other, shift, false)
	down, low, r2, m := s.peaksLine(other, shift, true)
	if surely(r1, n) < copyR || surely(r2, m) < copyR {
		return 0, 0, false
	}
	// The two lines are one.
	width := copyShare * other.learned.width()
	for _, x := range [...]float64{s.learned.low, s.learned.high} {
		if math.Abs(start+up*x-low-down*x) > width {
			return 0, 0, false
		}
	}
	return up, start, true
}

// peaksLine fits the highest values of days, or the lowest, which are kept negated.
func (s *series) peaksLine(other *series, shift int, low bool) (slope, start, r float64, n int) {
	p, q := &s.up, &other.up
	if low {
		p, q = &s.down, &other.down
	}
	if shift >= 0 {
		slope, start, r, n = p.Line(q, shift)
	} else if back, begin, x, m := q.Line(p, -shift); back != 0 {
		slope, start, r, n = 1/back, -begin/back, x, m
	}
	if low {
		start = -start
	}
	return slope, start, r, n
}

// reportCopy reports that a device shows what another one was told to show: the actor
// is the device that shows it too, the target the other.
func (d *Detector) reportCopy(o *observation, v, first *variable, y float64) {
	x := d.ofRead(o, valueCopy, v)
	if x == nil {
		return
	}
	x.Target = o.l.Book.Addr(d.units[first.key.unit].server)
	x.Expected = string(d.appendPoint(nil, o.l.Book, first))
	x.Seen = string(appendNumber(nil, y))
	o.l.Report(x)
}

func (s *shown) keep(t *tape, n int) {
	keep(t, &s.series)
	t.check(s.series != 0 && within(s.series, n))
	t.ints(&s.at)
	t.bools(&s.rate, &s.high)
	t.floats(&s.value)
}
