package timing

import (
	"math"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

// ReadyDays is how many clean learning days make a reference, which is then frozen:
// four of each weekday.
const ReadyDays = 28

const (
	hours = 168
	// hourDays is how many days must have been scored by the hour of the week before
	// that is trusted: one of each weekday.
	hourDays = 7
	// minCell is how many events an hour of the week must have had, or would have had
	// were it like the others: with fewer its mean is a matter of chance, and all its
	// blocks would share the fault.
	minCell = 48
	// minGaps is how many gaps a channel must have had before its silence means
	// something.
	minGaps = 30
)

// gauge is one thing measured in each block.
type gauge int

const (
	readsShort    gauge = iota // reads in a short block (one minute)
	readsLong                  // reads in a long block (five minutes)
	controlsLong               // controls in a long block
	periodLong                 // median interval of the dominating poll, s
	gauges        = 4
	countedGauges = 3
)

// long reports whether a gauge is read at the end of long blocks.
func (g gauge) long() bool { return g != readsShort }

// class is the class of events whose hours of the week a gauge is judged by.
func (g gauge) class() int {
	if g == controlsLong {
		return 1
	}
	return 0
}

// Models a score may be made by.
const (
	byMean = iota // all blocks alike
	byHour        // by the mean of the hour of the week
	models
)

// Sides of a change.
const (
	up = iota
	down
	sides
)

// average is a mean that can be merged.
type average struct {
	sum float64
	n   uint64
}

func (a *average) add(x float64)   { a.sum, a.n = a.sum+x, a.n+1 }
func (a *average) merge(o average) { a.sum, a.n = a.sum+o.sum, a.n+o.n }
func (a average) mean() float64    { return a.sum / math.Max(float64(a.n), 1) }

// cell is the average of one hour of the week, small.
type cell struct {
	sum float32
	n   uint32
}

// reference is what a stream is judged by, or what a day adds to it.
type reference struct {
	days     uint32 // clean ones
	hourDays uint32 // of them, scored by the hour of the week
	means    [gauges]average
	cells    [2][hours]cell // of long blocks: reads, controls
	tails    [gauges][models][sides]stat.Tail
	gaps     stat.Tail // longest gaps, s of time heard
	gap      average
	runs     stat.Tail // requests in a row without an answer
	asked    uint64
	answered uint64
}

// merge adds a day.
func (r *reference) merge(day *reference) {
	for g := range r.means {
		r.means[g].merge(day.means[g])
		for m := range models {
			for s := range sides {
				r.tails[g][m][s].Merge(&day.tails[g][m][s])
			}
		}
	}
	for c := range r.cells {
		for h := range r.cells[c] {
			r.cells[c][h].sum += day.cells[c][h].sum
			r.cells[c][h].n += day.cells[c][h].n
		}
	}
	if day.tails[readsLong][byHour][up].Len() > 0 {
		r.hourDays++
	}
	r.gaps.Merge(&day.gaps)
	r.gap.merge(day.gap)
	r.runs.Merge(&day.runs)
	r.asked, r.answered = r.asked+day.asked, r.answered+day.answered
	r.days++
}

// state is how far a reference was learned.
func (r *reference) state() baseline.State {
	switch {
	case r.days < baseline.ProvisionalDays:
		return baseline.Learning
	case r.days < ReadyDays:
		return baseline.Provisional
	}
	return baseline.Ready
}

// expected is the mean of the blocks that a block of a gauge is compared with; ok is
// false where nothing is known.
func (r *reference) expected(g gauge, model, hour int) (mean float64, ok bool) {
	if model == byMean {
		return r.means[g].mean(), r.means[g].n > 0
	}
	if g >= countedGauges {
		return 0, false
	}
	c := r.cells[g.class()][hour]
	mean = float64(c.sum) / math.Max(float64(c.n), 1)
	if !g.long() {
		mean /= longBlocks
	}
	return mean, r.weight(g, hour) >= minCell
}

// weight is how many events the mean of an hour of the week rests on, or would rest on
// were the hour like the others.
func (r *reference) weight(g gauge, hour int) float64 {
	c := r.cells[g.class()][hour]
	all := r.means[[2]gauge{readsLong, controlsLong}[g.class()]]
	return math.Max(float64(c.sum), float64(c.n)*all.mean())
}

// model is that by which a block is judged: by an hour of the week only when blocks of
// that hour are among those scored.
func (r *reference) model(g gauge, hour int) int {
	if g < countedGauges && r.hourDays >= hourDays && r.weight(g, hour) >= 2*minCell {
		return byHour
	}
	return byMean
}

// score is what of a value is ranked: by the hour of the week the logarithm of its
// ratio to the mean of that, otherwise its own logarithm, so that a mean that moves
// while it is learned does no harm. Counts are smoothed by one.
func (g gauge) score(model int, x, mean float64) float64 {
	s := g.log(x)
	if model == byHour {
		s -= g.log(mean)
	}
	return s
}

func (g gauge) log(x float64) float64 {
	if g >= countedGauges {
		return math.Log(math.Max(x, 1e-9))
	}
	return math.Log1p(x)
}

// learn adds a block to a day, scored by what the reference knew before the day.
func (day *reference) learn(r *reference, g gauge, x float64, hour int) {
	day.means[g].add(x)
	if g == readsLong || g == controlsLong {
		c := &day.cells[g.class()][hour]
		c.sum, c.n = c.sum+float32(x), c.n+1
	}
	for m := range models {
		if mean, ok := r.expected(g, m, hour); ok || m == byMean {
			s := g.score(m, x, mean)
			day.tails[g][m][up].Add(s)
			day.tails[g][m][down].Add(-s)
		}
	}
}

// quiet returns for how many seconds of time heard a channel may be quiet, when so
// many are watched and so many false silences a day are allowed: 0 when it is not
// regular enough to tell. It is a little more than its longest gap, lengthened so far
// that longer ones are as rare as allowed, and one usual gap.
func (r *reference) quiet(streams int, budget float64) float64 {
	if r.gaps.Len() < minGaps || r.days == 0 || !(budget > 0) {
		return 0
	}
	usual := r.gap.mean()
	longest := math.Max(1.25*r.gaps.Max(), r.longest(budget/float64(streams)))
	return math.Max(math.Min(longest, 3*r.gaps.Max())+usual, 4*usual)
}

// longest returns the gap that is exceeded as many times a day as is allowed. Gaps are
// of several sorts: the jitter of polls, and pauses for connections that are
// opened anew, of which there are few. So the tail is taken at several levels, each
// of which the 1, 2, 4, ... longest gaps exceed, and falls from there exponentially,
// by the mean of what exceeds it; the longest of the answers counts.
func (r *reference) longest(perDay float64) (most float64) {
	sum := 0.0
	for k := 1; k < stat.TailSize; k++ {
		sum += r.gaps.Top(k - 1)
		level := r.gaps.Top(k)
		if k&(k-1) != 0 || math.IsInf(level, -1) {
			continue
		}
		excess := sum/float64(k) - level
		rate := float64(k) / float64(r.days)
		most = math.Max(most, level+excess*math.Log(math.Max(rate/perDay, 1)))
	}
	return most
}

// unanswered returns how many requests in a row may go without an answer; 0: it is
// not usual that they are answered.
func (r *reference) unanswered() uint32 {
	if r.asked < minGaps || r.answered*10 < r.asked*9 {
		return 0
	}
	return uint32(math.Max(2*r.runs.Max(), 3)) + 2
}
