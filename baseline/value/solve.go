package value

import (
	"math"
	mathbits "math/bits"

	"github.com/banken-ot/banken/baseline"
)

const (
	// solvedAtOnce is how many series are solved at a tick: each takes about half
	// a millisecond.
	solvedAtOnce = 16
	// walkedAtOnce is how many are looked at.
	walkedAtOnce = 4096
	// sides of a series are judged: high, low, fast.
	sides = 3
	// fewestRates observations a day make its fastest change mean something: values that
	// are sent when they changed come when they like.
	fewestRates = 12
	// resolution is the part of a range below which differences mean nothing.
	resolution = 0.01
)

// solver finds the thresholds of what is stale, a few at a time, so that no tick takes
// long.
type solver struct {
	series, readers queue
	size            int // bits of the number of series that shares were made for
}

// queue goes round the things of a slab, looking for those that are stale.
type queue struct {
	cursor uint32
	stale  int
}

// each calls solve with some of n things, in turn; it reports what was stale.
func (q *queue) each(n int, solve func(uint32) bool) {
	solved := 0
	for range min(walkedAtOnce, n) {
		if q.stale == 0 || solved == solvedAtOnce {
			return
		}
		q.cursor = q.cursor%uint32(n) + 1
		if solve(q.cursor) {
			q.stale--
			solved++
		}
	}
}

// Tick solves thresholds and ends blocks of relations.
func (d *Detector) Tick(l *baseline.Look) {
	d.tickRelations(l)
	d.solver.series.each(d.series.n, d.solveSeries)
	d.solver.readers.each(d.readers.n, d.solveReaders)
}

func (d *Detector) solveSeries(n uint32) bool {
	s := d.series.at(n)
	if !s.stale {
		return false
	}
	s.stale = false
	d.solve(s)
	return true
}

// NewDay shares the budget anew when there are twice as many to share it, and
// solves what was written.
func (d *Detector) NewDay(l *baseline.Look) {
	d.today = l.Day
	d.reshare()
	d.solveWritten(l)
	d.newDayRelations(l)
}

// reshare solves all thresholds anew when the series have doubled.
func (d *Detector) reshare() {
	size := mathbits.Len(uint(d.series.n))
	if size <= d.solver.size {
		return
	}
	d.solver.size = size
	for n := range uint32(d.series.n) {
		if s := d.series.at(n + 1); s.up.Len() >= baseline.ProvisionalDays && !s.stale {
			s.stale = true
			d.solver.series.stale++
		}
	}
}

// chance is how likely a side of a series may leave its envelope on a day: half its
// share, since after a false excursion a second may follow.
func (d *Detector) chance() float64 {
	return d.budget.level / 2 / float64(uint(sides)<<max(d.solver.size, mathbits.Len(uint(d.series.n))))
}

// solve sets the thresholds of a series, and what it is.
func (d *Detector) solve(s *series) {
	v := d.vars.at(s.owner)
	if s.up.Len() < baseline.ProvisionalDays {
		return
	}
	v.class = s.sort(v)
	p, floor := d.chance(), resolution*s.learned.width()
	s.limit = span{-s.down.Threshold(p, floor), s.up.Threshold(p, floor)}
	if s.perDay >= fewestRates {
		s.speed = s.rate.Threshold(p, resolution*s.fastest)
	}
	s.widen()
}

// widen takes in what was approved.
func (s *series) widen() {
	s.limit.low, s.limit.high = math.Min(s.limit.low, s.approved.low), math.Max(s.limit.high, s.approved.high)
	s.speed = math.Max(s.speed, s.approvedFast)
}

// judged reports whether a series is solved.
func (s *series) judged() bool {
	return s.up.Len() >= baseline.ProvisionalDays && !math.IsInf(s.limit.high, 1)
}
