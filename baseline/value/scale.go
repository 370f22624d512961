package value

import (
	"math"
	"slices"
)

// maxCode is up to where numbers that begin at 0 or 1 are taken for codes rather than for
// steps of a scale.
const maxCode = 31

// scale returns the widest step between numbers in ascending order, 0 for codes, or one
// number alone: a scale may go on by a step, codes mean something else each.
func scale(values []float64) (step float64) {
	low, high := values[0], values[len(values)-1]
	if (low == 0 || low == 1) && high <= maxCode {
		return 0
	}
	for i := 1; i < len(values); i++ {
		step = math.Max(step, values[i]-values[i-1])
	}
	return step
}

// apart reports whether a number lies outside of others, in ascending order, by more than
// a step of their scale.
func apart(values []float64, x float64) bool {
	step := scale(values)
	return x > values[len(values)-1]+step || x < values[0]-step
}

// continues reports whether a new value of a variable with few is the next step of a
// scale, or one between: slow measurements look like enumerations for weeks.
func (d *Detector) continues(v *variable, x sample) bool {
	n := d.size(v)
	if v.flags&(isNumber|rejected) != isNumber || n < 2 {
		return false
	}
	var values [enumerationSize]float64
	for i := range n {
		values[i] = math.Float64frombits(d.valueAt(v, i))
	}
	slices.Sort(values[:n])
	return scale(values[:n]) > 0 && !apart(values[:n], x.x)
}

// valueAt returns a value by its place.
func (d *Detector) valueAt(v *variable, i int) uint64 {
	switch {
	case v.ref != 0:
		return d.sets.at(v.ref).values[i]
	case i == 1:
		return v.b
	}
	return v.a
}
