package stat

import (
	"math"

	"github.com/banken-ot/banken/baseline/snapshot"
)

const (
	// TailSize is how many of the most extreme values a tail keeps. Evidence comes
	// from the last few; ranks beyond it count as no evidence at all.
	TailSize = 32
	// TailDelta is the probability, over calibration sets, that the p-values of a
	// tail are too small somewhere.
	TailDelta = 0.01
)

// Tail is the upper tail of a calibration set: how many values it has and the
// largest of them, so that the rank of a large value is exact whatever the size of
// the set. For the lower tail, add negated values. Freezing is up to the owner, who
// stops adding. The zero value is an empty set.
type Tail struct {
	n    uint64
	size int
	top  [TailSize]float32 // descending
}

// Add adds a value; what is not a number is left out.
func (t *Tail) Add(x float64) {
	v := float32(x)
	if v != v {
		return
	}
	t.n++
	if t.size == TailSize && v <= t.top[TailSize-1] {
		return
	}
	t.size = min(t.size+1, TailSize)
	i := t.size - 1
	for ; i > 0 && t.top[i-1] < v; i-- {
		t.top[i] = t.top[i-1]
	}
	t.top[i] = v
}

// Len returns how many values were added.
func (t *Tail) Len() uint64 { return t.n }

// Max returns the largest value, -Inf of none.
func (t *Tail) Max() float64 {
	if t.size == 0 {
		return math.Inf(-1)
	}
	return float64(t.top[0])
}

// Top returns the largest value for 0, the next one for 1 and so on; -Inf where
// there is none, or it is not kept.
func (t *Tail) Top(i int) float64 {
	if i < 0 || i >= t.size {
		return math.Inf(-1)
	}
	return float64(t.top[i])
}

// Above returns how many values are x or more; ok is false when they are more than
// the tail keeps.
func (t *Tail) Above(x float64) (n int, ok bool) {
	v := float32(x)
	for n < t.size && t.top[n] >= v {
		n++
	}
	return n, n < TailSize
}

// P returns a p-value of x that is valid for every value to come, given the set,
// with probability 1 - TailDelta: the upper confidence bound of the chance of a
// value as large. It is 1 beyond the ranks that are kept.
func (t *Tail) P(x float64) float64 {
	above, ok := t.Above(x)
	if !ok || t.n == 0 {
		return 1
	}
	return math.Min(tailBounds[above]/float64(t.n), 1)
}

// tailBounds are the exact upper bounds of a Poisson expectation by the count above,
// at a confidence that holds for all ranks together; Poisson's is not less than the
// binomial's.
var tailBounds = func() (b [TailSize]float64) {
	for above := range b {
		b[above] = PoissonUpper(uint64(above), 1-TailDelta/TailSize)
	}
	return b
}()

// Merge adds the values of another set.
func (t *Tail) Merge(o *Tail) {
	n := t.n + o.n
	for _, v := range o.top[:o.size] {
		t.Add(float64(v))
	}
	t.n = n
}

// AppendState writes the tail.
func (t *Tail) AppendState(w *snapshot.Writer) {
	w.Uint(t.n)
	w.Uint(uint64(t.size))
	for _, v := range t.top[:t.size] {
		w.Float(float64(v))
	}
}

// Restore reads what AppendState wrote.
func (t *Tail) Restore(r *snapshot.Reader) {
	n := r.Uint()
	*t = Tail{}
	for range r.Count(TailSize) {
		t.Add(r.Float())
	}
	if uint64(t.size) > n || (t.size < TailSize && uint64(t.size) != n) {
		r.Fail()
	}
	t.n = n
}
