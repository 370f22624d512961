package value

import (
	"math"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const (
	// maxWritten bounds the points that clients write to: some 1.7 KiB each.
	maxWritten = 8192
	// writtenSize is how many values written to a point are kept; of more, the
	// lowest and the highest half.
	writtenSize = 64
	// fewestWritten changes are needed to say how far the next may go.
	fewestWritten = 4
	// enumeratedWrites, over parameterDays, of few values make another one exact.
	enumeratedWrites = 20
)

// written is what is known of the values that clients set at a point. Their unit is
// the change: a value written again says nothing new, as programs repeat it every
// second. A value is put in when a change to it was accepted; what deviates is not.
type written struct {
	owner  uint32
	values [writtenSize]float64 // ascending; of no numbers, hashes as bits
	counts [writtenSize]uint16  // changes to each
	n, low uint8                // low: how many of them are the lowest; 0 while there are all

	changes, writes uint32
	age             uint32 // learning days since the first
	first, added    uint32 // learning days of the first, and of the last new value
	day             uint32
	// Sums for the correlation of a change with the next: of x, x*x, x*before, where x
	// is the distance from the first value.
	origin, before, sum, squares, products float64

	solved   uint32 // age at which it was solved last, 0 for never
	limit    span   // what a change leaves with the chance of the budget
	range1   span   // what was written when it was solved
	drift    stat.EDetector
	hit      float64 // chance of a change beyond range1
	logC     float64 // threshold of drift
	today    uint16  // changes today
	daily    stat.SpotPeaks
	busy     float64 // threshold of today
	busyTold bool
	approved span
	out      span
	habits   habits

	readback     readback
	told         bool   // something that waits for approval
	toldValue    uint64 // the last of it
	toldAccepted bool
	toldOut      bool // it, or one before it, was out of what was written
}

func (w *written) begin(owner, day uint32, x sample) {
	*w = written{owner: owner, first: day, added: day, day: day, origin: x.x, approved: nothing, out: nothing, range1: nothing,
		limit: span{math.Inf(-1), math.Inf(1)}, busy: math.Inf(1), drift: stat.Fresh(), logC: math.Inf(1)}
	w.habits.begin(day)
}

// kept returns a value as it is kept.
func (x sample) kept() float64 {
	if x.number {
		return x.x
	}
	return math.Float64frombits(x.bits)
}

// place returns where a value is among those kept, or belongs.
func (w *written) place(x sample) (int, bool) {
	key := x.bits
	if !x.number {
		for i, y := range w.values[:w.n] {
			if math.Float64bits(y) == key {
				return i, true
			}
		}
		return int(w.n), false
	}
	return slices.BinarySearch(w.values[:w.n], x.x)
}

// put counts a change to a value.
func (w *written) put(x sample) {
	w.changes = increase(w.changes)
	w.correlate(x.x)
	i, ok := w.place(x)
	if ok {
		if w.counts[i] < math.MaxUint16 {
			w.counts[i]++
		}
		return
	}
	w.added = w.day
	if w.low > 0 {
		w.extreme(i, x)
		return
	}
	if w.n == writtenSize {
		if !x.number {
			w.low = writtenSize // of no numbers there is no order
			return
		}
		w.low = writtenSize / 2
		w.extreme(i, x)
		return
	}
	w.insert(i, int(w.n), x)
	w.n++
}

// extreme puts a value in when it is among the lowest or the highest, in place of the
// innermost of these.
func (w *written) extreme(i int, x sample) {
	switch {
	case !x.number:
	case i < int(w.low):
		w.insert(i, int(w.low)-1, x)
	case i > int(w.low):
		copy(w.values[w.low:i-1], w.values[w.low+1:i])
		copy(w.counts[w.low:i-1], w.counts[w.low+1:i])
		w.values[i-1], w.counts[i-1] = x.x, 1
	}
}

// insert makes room at i by moving what stands up to, but not at, end.
func (w *written) insert(i, end int, x sample) {
	copy(w.values[i+1:end+1], w.values[i:end])
	copy(w.counts[i+1:end+1], w.counts[i:end])
	w.values[i], w.counts[i] = x.kept(), 1
}

func increase(n uint32) uint32 { return min(n, math.MaxUint32-1) + 1 }

// correlate takes a change into the sums.
func (w *written) correlate(x float64) {
	x -= w.origin
	w.sum += x
	w.squares += x * x
	w.products += x * w.before
	w.before = x
}

// effective returns how many independent changes they are worth.
func (w *written) effective() float64 {
	n := float64(w.changes)
	mean := w.sum / n
	variance := w.squares/n - mean*mean
	if !(variance > 0) {
		return 0
	}
	return n * stat.SerialFactor((w.products/n-mean*mean)/variance, n)
}

// all reports whether every value written is kept.
func (w *written) all() bool { return w.low == 0 }

// span returns the least and the most written.
func (w *written) span() span {
	if w.n == 0 {
		return nothing
	}
	return span{w.values[0], w.values[w.n-1]}
}

// turn begins a learning day.
func (w *written) turn(day uint32) {
	w.daily.Add(float64(w.today))
	for gap := w.day + 1; gap < day && gap < w.day+stat.SpotPeakCount; gap++ {
		w.daily.Add(0)
	}
	w.today, w.busyTold, w.day = 0, false, day
}

// spot fits one side of the changes: the half of them that went furthest, weighted by how
// often. ok is false when there are too few.
func (w *written) spot(high bool) (level, chance float64, s stat.Spot, ok bool) {
	if w.changes < fewestWritten || w.n < 2 {
		return 0, 0, s, false
	}
	var excesses, weights [writtenSize]float64
	taken, k := 0.0, 0
	at := func(i int) int {
		if high {
			return int(w.n) - 1 - i
		}
		return i
	}
	group := int(w.n)
	if !w.all() {
		group = writtenSize / 2
	}
	for k < group-1 && (k == 0 || 2*(taken+float64(w.counts[at(k)])) <= float64(w.changes)) {
		taken += float64(w.counts[at(k)])
		k++
	}
	level = w.values[at(k)]
	x := w.span()
	// People write round numbers: what lies between them says nothing of the tail.
	step := resolution * x.width()
	for i := range k {
		excesses[i], weights[i] = math.Abs(w.values[at(i)]-level), float64(w.counts[at(i)])
		step = math.Max(step, math.Abs(w.values[at(i)]-w.values[at(i+1)]))
	}
	n := float64(w.changes)
	effective := w.effective() * taken / n
	return level, (taken + 1) / (n + 1), stat.FitSpot(excesses[:k], weights[:k], step, effective).Endless(), true
}

// chanceOf returns how likely the next change is to go as far as x, in half of the
// cases 1.
func (w *written) chanceOf(x float64) float64 {
	p := 1.0
	for _, high := range [...]bool{false, true} {
		level, chance, s, ok := w.spot(high)
		if !ok {
			// Laplace: after n changes without it.
			return 1 / float64(w.changes+2)
		}
		if y := x - level; high && y > 0 {
			p = math.Min(p, chance*s.P(y))
		} else if !high && y < 0 {
			p = math.Min(p, chance*s.P(-y))
		}
	}
	return p
}

// solveWritten solves what was written to points, on the days for it.
func (d *Detector) solveWritten(l *baseline.Look) {
	perDay := 0.0
	for n := range uint32(d.written.n) {
		w := d.written.at(n + 1)
		w.age = l.Day - w.first
		perDay += float64(w.changes) / math.Max(float64(l.Day-w.first), 1)
	}
	perDay = math.Max(perDay, 1)
	for n := range uint32(d.written.n) {
		w := d.written.at(n + 1)
		if w.due() {
			d.solveOne(w, perDay)
		}
		if w.habits.due(l.Day) {
			w.habits.solve(l.Day, d.day, perDay, &d.budget)
		}
	}
}

// due reports whether a point has come to a day on which it is solved.
func (w *written) due() bool { return dueAt(w.age, w.solved) }

// solveOne sets the limits of a point: each change may leave them with its part of the
// budget.
func (d *Detector) solveOne(w *written, perDay float64) {
	w.solved, w.range1 = w.age, w.span()
	p := d.budget.write / 2 / perDay
	if level, chance, s, ok := w.spot(true); ok {
		w.limit.high = level + s.Quantile(math.Min(p/chance, 1))
	}
	if level, chance, s, ok := w.spot(false); ok {
		w.limit.low = level - s.Quantile(math.Min(p/chance, 1))
	}
	w.widen()
	w.busy = w.daily.Threshold(d.budget.busy/float64(d.written.n), 1)
	w.hit = math.Min(beyondTwo/math.Max(w.effective(), 1), 1)
	w.logC, w.drift = math.Log(math.Max(perDay/d.budget.drift, 1)), stat.Fresh()
}

func (w *written) widen() {
	w.limit.low, w.limit.high = math.Min(w.limit.low, w.approved.low), math.Max(w.limit.high, w.approved.high)
}

// beyondTwo over n is what the chance of the next change to go beyond the least or the most
// of n is not above, in 99 of 100 sets: it is distributed as Beta(2, n-1), about Gamma(2)/n.
const beyondTwo = 6.64
