package value

import (
	"math"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/baseline/stat"
)

// tape writes a state, or reads it: one of w and r is set. So what is written and what
// is read cannot differ.
type tape struct {
	w *snapshot.Writer
	r *snapshot.Reader
}

// integer is what is kept as an unsigned number.
type integer interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64
}

// keep keeps numbers; one that does not fit is damage.
func keep[T integer](t *tape, list ...*T) {
	for _, x := range list {
		if t.w != nil {
			t.w.Uint(uint64(*x))
			continue
		}
		n := t.r.Uint()
		if *x = T(n); uint64(*x) != n {
			t.r.Fail()
		}
	}
}

func (t *tape) ints(list ...*int64) {
	for _, x := range list {
		if t.w != nil {
			t.w.Int(*x)
		} else {
			*x = t.r.Int()
		}
	}
}

func (t *tape) floats(list ...*float64) {
	for _, x := range list {
		if t.w != nil {
			t.w.Float(*x)
		} else {
			*x = t.r.Float()
		}
	}
}

// raw keeps 64 bits that are seldom small.
func (t *tape) raw(list ...*uint64) {
	for _, x := range list {
		f := math.Float64frombits(*x)
		t.floats(&f)
		*x = math.Float64bits(f)
	}
}

func (t *tape) bools(list ...*bool) {
	for _, x := range list {
		if t.w != nil {
			t.w.Bool(*x)
		} else {
			*x = t.r.Bool()
		}
	}
}

func (t *tape) spans(list ...*span) {
	for _, x := range list {
		t.floats(&x.low, &x.high)
	}
}

func (t *tape) peaks(list ...*stat.SpotPeaks) {
	for _, x := range list {
		if t.w != nil {
			x.AppendState(t.w)
		} else {
			x.Restore(t.r)
		}
	}
}

// count keeps how many of something follow.
func (t *tape) count(n, limit int) int {
	if t.w != nil {
		t.w.Uint(uint64(n))
		return n
	}
	return t.r.Count(limit)
}

// failed reports whether reading has failed.
func (t *tape) failed() bool { return t.r != nil && t.r.Err() != nil }

// check fails unless something holds of what was read.
func (t *tape) check(ok bool) {
	if t.r != nil && !ok {
		t.r.Fail()
	}
}
