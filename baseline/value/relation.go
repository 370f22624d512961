package value

import (
	"cmp"
	"math"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const (
	// maxCandidates bounds the series that relations are sought of: a pair of them
	// costs five multiplications a minute.
	maxCandidates = 256
	// maxRelations bounds the relations, maxOfOne those of one series: of many that
	// all move together a few tell as much.
	maxRelations = 512
	maxOfOne     = 8
	// lags are how many blocks one may follow the other by, and 0.
	lags = 3
	// strongR is the least correlation of a day, strongDays on how many days, one
	// after the other, with the same lag.
	strongR    = 0.98
	strongDays = 7
	// fewestBlocks of a day make its correlations mean something.
	fewestBlocks = 60
	// blocksPerDay makes a block a minute; shortestBlock holds for scaled days.
	blocksPerDay  = 1440
	shortestBlock = 1e9
	// maxHeld is for how many blocks a mean stands in for values that did not come.
	maxHeld = 5
)

// candidate is a series that relations are sought of.
type candidate struct {
	series uint32
	sum    float64
	n      uint32
	means  [lags]float64 // of the last blocks, the latest first, less origin
	has    uint8         // how many of them there are
	held   uint8
	bad    bool // holes today
	set    bool // origin is
	origin float64
	total  float64 // of the day
	square float64
	used   uint8 // relations
}

// relation is that one series is a + b times another, lag blocks before.
type relation struct {
	follows, leads uint16 // candidates, from 0
	lag            uint8
	a, b           float64
	lasts          lasting
	peaks          stat.SpotPeaks
	today          float64
	blocks         uint32 // judged today
	spoilt         bool
	limit          float64
	first          uint32 // UTC s
	alarm
}

// relations seeks pairs of series that move together.
type relations struct {
	length int64 // of a block, ns
	block  int64 // number of the present one
	blocks uint32
	list   []candidate
	// cross are the sums of products of the day, by the one that follows, the one
	// that leads, and lag; nil while there are no two.
	cross []float64
	// streak is on how many days a pair was strong, sort with which direction and lag,
	// by the lower times maxCandidates plus the higher.
	streak, sort []uint8
	found        []relation
}

func newRelations(day int64) relations {
	return relations{length: max(day/blocksPerDay, shortestBlock)}
}

// take adds a value to the block of a candidate.
func (r *relations) take(n uint16, y float64) {
	c := &r.list[n-1]
	if !c.set {
		c.set, c.origin = true, y
	}
	c.sum += y - c.origin
	c.n++
}

// tickRelations ends the block that is over.
func (d *Detector) tickRelations(l *baseline.Look) {
	r := &d.relations
	now := l.Now / r.length
	if now == r.block {
		return
	}
	whole := now == r.block+1 && !l.Blind
	r.block = now
	for i := range r.list {
		r.list[i].end(whole)
	}
	if !whole {
		return
	}
	r.blocks++
	r.multiply()
	for i := range r.found {
		d.judgeRelation(l, &r.found[i])
	}
}

// end makes a mean of a block; what follows a hole begins anew.
func (c *candidate) end(whole bool) {
	mean := c.means[0]
	if c.n > 0 {
		mean, c.held = c.sum/float64(c.n), 0
	} else {
		c.held++
	}
	c.sum, c.n = 0, 0
	if !whole || c.held > maxHeld {
		c.has, c.held, c.bad = 0, maxHeld, true
		return
	}
	copy(c.means[1:], c.means[:lags-1])
	c.means[0] = mean
	c.has = min(c.has+1, lags)
	c.total += mean
	c.square += mean * mean
}

// multiply adds the products of all pairs.
func (r *relations) multiply() {
	if r.cross == nil {
		return
	}
	for i := range r.list {
		x := r.list[i].means[0]
		row := r.cross[i*maxCandidates*lags:]
		for j := range r.list {
			m := &r.list[j].means
			row[j*lags] += x * m[0]
			row[j*lags+1] += x * m[1]
			row[j*lags+2] += x * m[2]
		}
	}
}

// newDayRelations looks for what moved together on the day that ended, and takes
// on new candidates.
func (d *Detector) newDayRelations(l *baseline.Look) {
	r := &d.relations
	for i := range r.found {
		d.turnRelation(&r.found[i])
	}
	if r.blocks >= fewestBlocks && l.Learn {
		d.seek(l)
	}
	r.blocks = 0
	clear(r.cross)
	for i := range r.list {
		c := &r.list[i]
		c.bad, c.total, c.square = false, 0, 0
	}
	d.nominate()
}

// nominate takes on series that were sorted, those first that move smoothly over their
// range: of noise nothing can be told.
func (d *Detector) nominate() {
	r := &d.relations
	if len(r.list) == maxCandidates {
		return
	}
	var fit []uint32
	for n := range uint32(d.series.n) {
		s := d.series.at(n + 1)
		if d.vars.at(s.owner).class == continuous && s.candidate == 0 && s.judged() && s.gap <= float64(r.length) && s.learned.width() > 0 {
			fit = append(fit, n+1)
		}
	}
	slices.SortStableFunc(fit, func(a, b uint32) int { return cmp.Compare(d.series.at(a).roughness(), d.series.at(b).roughness()) })
	for _, n := range fit[:min(len(fit), maxCandidates-len(r.list))] {
		r.list = append(r.list, candidate{series: n})
		d.series.at(n).candidate = uint16(len(r.list))
	}
	if len(r.list) > 1 && r.cross == nil {
		r.cross, r.streak, r.sort = newPairs()
	}
}

func newPairs() (cross []float64, streak, sort []uint8) {
	const pairs = maxCandidates * maxCandidates
	return make([]float64, pairs*lags), make([]uint8, pairs), make([]uint8, pairs)
}

// roughness is the greatest step, of the range.
func (s *series) roughness() float64 { return s.fastest * s.gap / 1e9 / s.learned.width() }

// seek counts the days on which pairs were strong.
func (d *Detector) seek(l *baseline.Look) {
	r := &d.relations
	for i := range r.list {
		for j := i + 1; j < len(r.list); j++ {
			if r.steady(d, i) && r.steady(d, j) {
				d.seekPair(l, i, j)
			}
		}
	}
}

// steady reports whether a candidate was there all day, and moved.
func (r *relations) steady(d *Detector, i int) bool {
	c := &r.list[i]
	return !c.bad && math.Sqrt(r.variance(i)) > resolution*d.series.at(c.series).learned.width()
}

func (r *relations) mean(i int) float64 { return r.list[i].total / float64(r.blocks) }

func (r *relations) variance(i int) float64 {
	return math.Max(r.list[i].square/float64(r.blocks)-r.mean(i)*r.mean(i), 0)
}

// covariance of candidate i with j, lag blocks before.
func (r *relations) covariance(i, j, lag int) float64 {
	return r.cross[(i*maxCandidates+j)*lags+lag]/float64(r.blocks) - r.mean(i)*r.mean(j)
}

// seekPair finds how a pair moved together, and makes a relation of it when it did so
// on enough days.
func (d *Detector) seekPair(l *baseline.Look, i, j int) {
	r := &d.relations
	const settled = math.MaxUint8
	at := i*maxCandidates + j
	if r.streak[at] == settled {
		return
	}
	best, sort := 0.0, uint8(0)
	for lag := range lags {
		for k, pair := range [...][2]int{{i, j}, {j, i}} {
			if x := math.Abs(r.covariance(pair[0], pair[1], lag)); x > best*(1+1e-9) {
				best, sort = x, uint8(2*lag+k)
			}
		}
	}
	if best < strongR*math.Sqrt(r.variance(i)*r.variance(j)) {
		r.streak[at] = 0
		return
	}
	if r.sort[at] != sort {
		r.streak[at], r.sort[at] = 0, sort
	}
	if r.streak[at]++; r.streak[at] < strongDays {
		return
	}
	r.streak[at] = settled
	if r.list[i].used >= maxOfOne || r.list[j].used >= maxOfOne {
		return
	}
	if len(r.found) == maxRelations {
		d.omitted++
		return
	}
	if sort%2 == 1 {
		i, j = j, i
	}
	r.relate(l, i, j, int(sort/2))
}

// relate makes a relation by least squares over the day.
func (r *relations) relate(l *baseline.Look, i, j, lag int) {
	b := r.covariance(i, j, lag) / r.variance(j)
	r.list[i].used++
	r.list[j].used++
	r.found = append(r.found, relation{follows: uint16(i), leads: uint16(j), lag: uint8(lag), a: r.mean(i) - b*r.mean(j), b: b,
		limit: math.Inf(1), first: uint32(l.Now / 1e9), today: -1})
}
