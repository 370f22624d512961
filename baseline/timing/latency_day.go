package timing

import (
	"math"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

// closeDay closes a learning day of all functions.
func (t *latency) closeDay(midnight int64) {
	for _, a := range t.list {
		a.closeDay(midnight)
	}
}

func (a *answers) closeDay(midnight int64) {
	began := int64(0)
	for side := range a.told {
		if x := &a.told[side]; x.on && (began == 0 || x.since < began) {
			began = x.since
		}
	}
	switch {
	case a.next == nil && began != 0 && began <= midnight:
		a.next = &spread{}
	case a.next != nil && began == 0:
		a.next, a.rejected = nil, false
	}
	a.grow()
	if a.dayDouble {
		a.doubleDays++
	}
	a.day, a.dayBlocks, a.daySeen, a.dayDouble = [sides]stat.Tail{}, 0, false, false
	a.spoilt = began != 0
}

// grow adds the day to the reference.
func (a *answers) grow() {
	r := a.learns()
	if r.days >= ReadyDays || !a.daySeen || (a.spoilt && r == a.ref) {
		return
	}
	r.days++
	if r.frozen {
		r.tails[up].Merge(&a.day[up])
		r.tails[down].Merge(&a.day[down])
		r.blocks += a.dayBlocks
		if a.dayBlocks > 0 {
			r.scored++
		}
	}
	if !r.frozen && r.days >= sampleDays && r.seen >= minSample {
		r.frozen = true
		slices.Sort(r.sample[:r.size()])
	}
}

// judged returns how many functions are judged.
func (t *latency) judged() (n int) {
	for _, a := range t.list {
		if a.ref.state().Judges() {
			n++
		}
	}
	return n
}

// solve sets the threshold from the blocks that all functions make in a day.
func (t *latency) solve(budget float64, _ int64) {
	var blocks float64
	for _, a := range t.list {
		if a.ref.state().Judges() {
			blocks += float64(a.ref.blocks) / float64(a.ref.scored)
		}
	}
	t.logC = math.Log(stat.Threshold(budget, 1, math.Max(sides*blocks, 1)))
}

// adopt takes the new reference for the old.
func (a *answers) adopt() {
	a.ref, a.next, a.rejected, a.told = a.next, nil, false, [sides]tell{}
	a.n, a.ranks, a.logs = 0, 0, 0
	a.forget()
}

// double takes a second answer to one request. When the first was longer ago than
// any answer ever took, it is late.
func (d *Detector) double(l *baseline.Look, e *baseline.Event, a *answers) {
	a.doubles++
	if l.Learn {
		a.dayDouble = true
	}
	if !a.ref.state().Judges() || !l.Site.Judges() || l.Blind || a.doubleDays >= doubleDays {
		return
	}
	if a.doubled.on && l.Now-a.doubled.since < repeats {
		return
	}
	a.doubled = tell{on: true, since: l.Now}
	m := mDoubleAnswer
	if e.Time-a.last > a.longest {
		m = mLateDuplicate
	}
	d.tellDouble(l, e, a, m)
}

func (d *Detector) tellDouble(l *baseline.Look, e *baseline.Event, a *answers, m int) {
	if m == mDoubleAnswer {
		d.record[1].alarm()
		if d.record[1].demoted {
			m = mLateDuplicate
		}
	}
	dev := l.Of(&meanings[m], e)
	if dev == nil {
		return
	}
	dev.Seen = seconds(float64(e.Time-a.last) / 1e9)
	dev.Support, dev.Learned, dev.State = a.ref.seen, int64(a.ref.days)*d.day, a.ref.state()
	dev.Surprise = surprise(max(a.ref.seen, uint64(a.ref.days)))
	l.Report(dev)
}
