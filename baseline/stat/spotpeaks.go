package stat

import (
	"math"
	"slices"

	"github.com/banken-ot/banken/baseline/snapshot"
)

const (
	// SpotPeakCount is how many peaks are kept: those of some nine weeks when there is
	// one a day.
	SpotPeakCount = 64
	// spotFewest peaks are needed to say anything.
	spotFewest = 4
)

// SpotPeaks are the peaks of a stream in the order they came, one of each block of time
// (a learning day): the largest value of the block. Values within a block depend on
// each other (a level that is high stays high for a while), so that exceedances come
// in bursts; of blocks that are longer than the bursts there is one peak each. What
// dependence is left between blocks is measured and makes the peaks count for fewer
// (Effective).
//
// For the lower tail, add negated values. Freezing is up to the owner, who stops adding;
// beyond SpotPeakCount the oldest is forgotten. The zero value is empty.
type SpotPeaks struct {
	size  int
	peaks [SpotPeakCount]float64
}

// Add adds the peak of the next block. What is not a finite number is left out.
func (p *SpotPeaks) Add(x float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return
	}
	if p.size == SpotPeakCount {
		copy(p.peaks[:], p.peaks[1:])
		p.size--
	}
	p.peaks[p.size] = x
	p.size++
}

// Len returns how many peaks there are.
func (p *SpotPeaks) Len() int { return p.size }

// Max returns the largest peak, -Inf of none.
func (p *SpotPeaks) Max() float64 {
	most := math.Inf(-1)
	for _, x := range p.peaks[:p.size] {
		most = math.Max(most, x)
	}
	return most
}

// Effective returns how many independent peaks they are worth: n(1-r)/(1+r) with the
// correlation r of ranks from one block to the next, corrected for its bias in short
// series (Kendall 1954) and taken half a standard error higher. Slow processes, whose
// blocks are much alike for weeks, have shown few of their states, however many blocks
// there are.
func (p *SpotPeaks) Effective() float64 {
	n := float64(p.size)
	if p.size < spotFewest {
		return 0
	}
	ranks := p.ranks()
	r := Lag1(ranks[:p.size])
	return n * SerialFactor(r, n)
}

// SerialFactor is what part of n observations with serial correlation r are worth
// as independent ones.
func SerialFactor(r, n float64) float64 {
	r += (1+3*math.Max(r, 0))/n + 0.5/math.Sqrt(n)
	r = math.Min(math.Max(r, 0), 0.99)
	return (1 - r) / (1 + r)
}

// ranks returns the ranks of the peaks; equal ones share theirs.
func (p *SpotPeaks) ranks() (ranks [SpotPeakCount]float64) {
	for i, x := range p.peaks[:p.size] {
		for _, y := range p.peaks[:p.size] {
			if y < x {
				ranks[i]++
			} else if y == x {
				ranks[i] += 0.5
			}
		}
	}
	return ranks
}

// Lag1 returns the correlation of a series with itself one step later, 0 of a
// constant one.
func Lag1(x []float64) float64 {
	mean, products, squares := 0.0, 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for i, v := range x {
		squares += (v - mean) * (v - mean)
		if i > 0 {
			products += (v - mean) * (x[i-1] - mean)
		}
	}
	if squares == 0 {
		return 0
	}
	return products / squares
}

// tail returns the level that half the peaks exceed, the tail above it, and the
// probability to get there.
func (p *SpotPeaks) tail(floor float64) (level float64, s Spot, chance float64) {
	n := p.size
	sorted := p.peaks
	slices.Sort(sorted[:n])
	k := n / 2
	level = sorted[n-k-1]
	excesses := sorted[n-k : n]
	for i := range excesses {
		excesses[i] -= level
	}
	effective := p.Effective() * float64(k) / float64(n)
	return level, FitSpot(excesses, nil, floor, effective), float64(k+1) / float64(n+1)
}

// Threshold returns what the peak of the next block exceeds with a probability, and is
// infinite when there are too few to tell. floor is the resolution, as of FitSpot.
func (p *SpotPeaks) Threshold(probability, floor float64) float64 {
	if p.size < spotFewest {
		return math.Inf(1)
	}
	level, s, chance := p.tail(floor)
	return level + s.Quantile(math.Min(probability/chance, 1))
}

// P returns the probability that the peak of the next block is x or more; 1 when there
// are too few to tell, and where half the peaks are.
func (p *SpotPeaks) P(x, floor float64) float64 {
	if p.size < spotFewest {
		return 1
	}
	level, s, chance := p.tail(floor)
	if x <= level {
		return 1
	}
	return chance * s.P(x-level)
}

// AppendState writes the peaks.
func (p *SpotPeaks) AppendState(w *snapshot.Writer) {
	w.Uint(uint64(p.size))
	for _, x := range p.peaks[:p.size] {
		w.Float(x)
	}
}

// Restore reads what AppendState wrote.
func (p *SpotPeaks) Restore(r *snapshot.Reader) {
	n := r.Count(SpotPeakCount)
	*p = SpotPeaks{}
	for range n {
		p.Add(r.Float())
	}
	if p.size != n {
		r.Fail()
	}
}

// Line fits the peaks of another stream as a line of those of p, block by block from the
// latest on, those of other shift blocks earlier, and returns the correlation and how
// many blocks there were. It is 0 where one of the two does not move.
func (p *SpotPeaks) Line(other *SpotPeaks, shift int) (slope, start, correlation float64, n int) {
	n = min(p.size, other.size-shift)
	var x, y, xx, yy, xy float64
	for i := 1; i <= n; i++ {
		a, b := p.peaks[p.size-i], other.peaks[other.size-shift-i]
		x, y = x+a/float64(n), y+b/float64(n)
	}
	for i := 1; i <= n; i++ {
		a, b := p.peaks[p.size-i]-x, other.peaks[other.size-shift-i]-y
		xx, yy, xy = xx+a*a, yy+b*b, xy+a*b
	}
	if n < 1 || xx == 0 || yy == 0 {
		return 0, y, 0, max(n, 0)
	}
	slope = xy / xx
	return slope, y - slope*x, xy / math.Sqrt(xx*yy), n
}
