package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

const (
	// enumerationSize is how many values an enumeration has at most.
	enumerationSize = 10
	// enumerationCount observations are needed to call it one.
	enumerationCount = 500
	// known marks a value that counts; below, on how many days it was seen as a
	// candidate.
	known = math.MaxUint8
	// candidateDays make a value known that a judged variable did not have, when nothing
	// on them forbade to learn.
	candidateDays = 3
)

// set is the values of a variable that has more than two.
type set struct {
	values [enumerationSize]uint64
	seen   [enumerationSize]uint16 // learning day a candidate was last seen on
	days   [enumerationSize]uint8
	n      uint8
}

// lookup returns the place of a value, -1 when it has none.
func (d *Detector) lookup(v *variable, x uint64) int {
	if v.ref == 0 {
		switch {
		case x == v.a:
			return 0
		case x == v.b && v.bDays != 0:
			return 1
		}
		return -1
	}
	s := d.sets.at(v.ref)
	for i, y := range s.values[:s.n] {
		if x == y {
			return i
		}
	}
	return -1
}

// state returns the days of a value, and when it was last seen; of the first value
// of all, known.
func (d *Detector) state(v *variable, i int) (days *uint8, seen *uint16) {
	if v.ref != 0 {
		s := d.sets.at(v.ref)
		return &s.days[i], &s.seen[i]
	}
	if i == 1 {
		return &v.bDays, &v.bDay
	}
	always, never := uint8(known), uint16(0)
	return &always, &never
}

// isKnown reports whether a value counts.
func (d *Detector) isKnown(v *variable, i int) bool {
	if i < 0 {
		return false
	}
	if v.ref != 0 {
		return d.sets.at(v.ref).days[i] == known
	}
	return i == 0 || v.bDays == known
}

// size returns how many values there are, candidates too.
func (d *Detector) size(v *variable) int {
	switch {
	case v.ref != 0:
		return int(d.sets.at(v.ref).n)
	case v.bDays != 0:
		return 2
	}
	return 1
}

// add puts a value in, with its days; false when there is no room.
func (d *Detector) add(v *variable, x uint64, days uint8) bool {
	if v.ref == 0 && v.bDays == 0 {
		v.b, v.bDays, v.bDay = x, days, uint16(v.day)
		return true
	}
	if v.ref == 0 {
		n, s := d.newSet()
		if n == 0 {
			return false
		}
		*s = set{n: 2}
		s.values[0], s.values[1], s.days[0], s.days[1], s.seen[1] = v.a, v.b, known, v.bDays, v.bDay
		v.ref = n
	}
	s := d.sets.at(v.ref)
	if s.n == enumerationSize {
		return false
	}
	s.values[s.n], s.days[s.n], s.seen[s.n] = x, days, uint16(v.day)
	s.n++
	return true
}

// newSet returns a set that is not in use.
func (d *Detector) newSet() (uint32, *set) {
	if last := len(d.spare) - 1; last >= 0 {
		n := d.spare[last]
		d.spare = d.spare[:last]
		return n, d.sets.at(n)
	}
	return d.sets.add(maxVariables)
}

// discrete takes a value of a variable with few of them.
func (d *Detector) discrete(o *observation, n uint32, v *variable, x sample) {
	if o.learn {
		v.flags |= learnt
	}
	if x.x != math.Trunc(x.x) {
		v.flags |= isFloat
	}
	i := d.lookup(v, x.bits)
	if d.isKnown(v, i) && v.flags&rejected == 0 {
		v.flags &^= outside
		return
	}
	switch {
	case v.flags&rejected != 0 || d.judgesFew(v) && !(o.learn && d.size(v)-d.candidates(v) > 1 && d.continues(v, x)):
		if !d.explained(o, v, x) {
			d.novel(o, v, x, i)
		}
	case o.learn && i >= 0:
		days, _ := d.state(v, i)
		*days, v.added = known, v.day
	case o.learn && d.add(v, x.bits, known):
		v.added = v.day
	case o.learn:
		d.promote(n, v)
	}
}

// judgesFew reports whether a new value of a variable with few is a deviation: a
// constant, or an enumeration that for the longer of a week and half its time had no new
// one. Of numbers with fractions only a constant is judged: with few values they are slow
// measurements.
func (d *Detector) judgesFew(v *variable) bool {
	quiet := v.day - v.added
	if v.days < baseline.ProvisionalDays || quiet < baseline.ProvisionalDays || int(quiet) < int(v.days)/2 {
		return false
	}
	return d.size(v) == 1 || d.candidates(v) == d.size(v)-1 || v.count >= enumerationCount && v.flags&isFloat == 0
}

// candidates returns how many values do not count yet.
func (d *Detector) candidates(v *variable) (n int) {
	for i := range d.size(v) {
		if !d.isKnown(v, i) {
			n++
		}
	}
	return n
}

// constant reports whether a judged variable has one value.
func (d *Detector) constant(v *variable) bool {
	return v.class == undecided && v.days >= constantDays && d.size(v)-d.candidates(v) == 1
}

// explained takes a new value over quietly when a client wrote it: the write was
// judged by itself.
func (d *Detector) explained(o *observation, v *variable, x sample) bool {
	if v.twin == 0 || v.flags&rejected != 0 {
		return false
	}
	w := d.vars.at(v.twin)
	if w.count == 0 || !d.same(w.last, x) {
		return false
	}
	v.flags &^= outside
	if !o.learn {
		return true
	}
	if i := d.lookup(v, x.bits); i >= 0 {
		days, _ := d.state(v, i)
		*days = known
	} else {
		d.add(v, x.bits, known)
	}
	return true
}

// novel takes a value that a judged variable did not have.
func (d *Detector) novel(o *observation, v *variable, x sample, i int) {
	news := v.flags&outside == 0 || x.bits != v.last
	fresh := false
	switch {
	case i < 0:
		if fresh = d.add(v, x.bits, 1); !fresh {
			v.flags |= overflown
		}
	case !d.isKnown(v, i):
		d.sawCandidate(o, v, i)
	}
	if v.flags&outside == 0 && v.outs < math.MaxUint8 {
		v.outs++
	}
	if v.flags |= outside; !news {
		return
	}
	now := uint32(o.l.Now / 1e9)
	tell := fresh || v.told == 0 || now-v.told >= repeat && v.flags&drifting == 0 || v.flags&rejected != 0 && now-v.told >= repeat
	if v.outs >= maxOuts {
		v.flags |= drifting
	}
	if tell {
		v.told = now
		d.reportFew(o, v, x)
	}
}

// sawCandidate counts the days of a value on which it could be learned.
func (d *Detector) sawCandidate(o *observation, v *variable, i int) {
	days, seen := d.state(v, i)
	if !o.learn || *seen == uint16(v.day) {
		return
	}
	*seen = uint16(v.day)
	if *days++; *days >= candidateDays {
		*days, v.added = known, v.day
	}
}

// promote makes a variable with more than ten values a series, or nothing.
func (d *Detector) promote(n uint32, v *variable) {
	if v.ref != 0 {
		d.spare = append(d.spare, v.ref)
	}
	v.ref, v.bDays = 0, 0
	if v.flags&isNumber == 0 {
		v.class = varied
		return
	}
	ref, s := d.series.add(maxSeries)
	if ref == 0 {
		d.omitted++
		v.class = varied
		return
	}
	s.begin(n)
	v.class, v.ref = numeric, ref
}
