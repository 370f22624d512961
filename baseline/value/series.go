package value

import (
	"math"
	mathbits "math/bits"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const (
	// maxSeries bounds the numeric variables with peaks: some 1.8 KiB each.
	maxSeries = 10_000
	// frozenDays is after how many days of its own a series learns no more: eight
	// of each weekday.
	frozenDays = 56
	// steadyGaps is how many times between observations make a rate of change
	// meaningful; longGap of them in one are a hole.
	steadyGaps = 32
	longGap    = 10
	// calmDays without a deviation end a drift.
	calmDays = baseline.ProvisionalDays
	// fewestChanges of a value are needed to call it a counter or bits.
	fewestChanges = 100
)

// solveDays are the days of a series after which its thresholds are solved anew.
var solveDays = [...]int{7, 14, 28, frozenDays}

// span is the least and the most of something.
type span struct{ low, high float64 }

var nothing = span{math.Inf(1), math.Inf(-1)}

func (s *span) add(x float64) { s.low, s.high = math.Min(s.low, x), math.Max(s.high, x) }

func (s *span) has(x float64) bool { return x >= s.low && x <= s.high }

func (s *span) width() float64 { return math.Max(s.high-s.low, 0) }

// series is what is known of a numeric variable.
type series struct {
	owner uint32 // its variable

	// Peaks of days that count: highest, lowest (negated), fastest.
	up, down, rate stat.SpotPeaks
	level          span    // of the present day
	fast           float64 // per second
	samples        uint32
	perDay         float64 // samples on a usual day
	spoilt         bool    // something was out today
	stale          bool    // thresholds are to be solved

	learned span    // of all that was learned
	fastest float64 // of all that was learned
	limit   span    // thresholds: infinite while not solved
	speed   float64 // that of the rate
	// What a person approved, and what was out and may be.
	approved, out           span
	approvedFast, outFast   float64
	distance                float64 // how far out it was told to be
	since                   int64   // begin of the excursion, UTC ns
	excursions              uint32
	tells, calm             uint8   // since there were so many days without; those days
	base                    float64 // what the rate is measured from
	baseAt                  int64
	gap                     float64 // mean time between observations, ns
	gaps                    uint32
	ups, downs, wraps, back uint32 // changes; back: neither wraps nor resets
	singles                 uint32 // changes of one bit
	toggled, ones, zeros    uint16 // bits that changed; that were 1, 0
	newOnes, newZeros       uint16 // that were so for the first time when judged
	last                    float64
	hasLast                 bool

	candidate uint16 // place among those that relations are sought of, from 1
}

func (s *series) begin(owner uint32) {
	*s = series{owner: owner, level: nothing, learned: nothing, approved: nothing, out: nothing,
		limit: span{math.Inf(-1), math.Inf(1)}, speed: math.Inf(1), fast: -1}
}

// frozen reports whether a series learns no more.
func (s *series) frozen() bool { return s.up.Len() >= frozenDays }

// signed reads a word as the negative number it stands for, where a process that
// stays near 0 goes below: 65531 after 3 is -5. A word is read so while nothing in the
// middle of its range was seen.
func (s *series) signed(x float64) float64 {
	if x >= 49152 && s.learned.high < 16384 {
		return x - 65536
	}
	return x
}

// number takes a value of a numeric variable.
func (d *Detector) number(o *observation, v *variable, x sample) {
	s := d.series.at(v.ref)
	y := x.x
	if v.flags&isWord != 0 {
		y = s.signed(y)
	}
	fast, measured := s.measure(v, y, o.at)
	isOut := d.judge(o, v, s, x, y, fast, measured)
	if s.candidate != 0 && !isOut {
		d.relations.take(s.candidate, y)
	}
	if o.learn && !isOut {
		s.learn(v, x, y, fast, measured)
	}
	s.last, s.hasLast = y, true
}

// measure returns the rate of change. Values that follow closer than usual, because two
// clients read, are measured over the usual time; holes are not measured over.
func (s *series) measure(v *variable, y float64, at int64) (fast float64, ok bool) {
	if s.hasLast && at > v.at && !s.frozen() {
		if gap := float64(at - v.at); s.gaps < steadyGaps || gap < longGap*s.gap {
			s.gaps = min(s.gaps+1, 1000)
			s.gap += (gap - s.gap) / float64(s.gaps)
		}
	}
	elapsed := float64(at - s.baseAt)
	if s.baseAt != 0 && elapsed < 0.75*s.gap {
		return 0, false
	}
	step := y - s.base
	ok = s.baseAt != 0 && s.gaps >= steadyGaps && elapsed < longGap*s.gap
	s.base, s.baseAt = y, at
	if v.class != counter {
		step = math.Abs(step)
	}
	return step / math.Max(elapsed, s.gap) * 1e9, ok && step >= 0
}

// learn adds a value to the present day.
func (s *series) learn(v *variable, x sample, y, fast float64, measured bool) {
	v.flags |= learnt
	s.samples++
	s.level.add(y)
	if measured {
		s.fast = math.Max(s.fast, fast)
	}
	if s.frozen() {
		return
	}
	s.learned.add(y)
	if measured {
		s.fastest = math.Max(s.fastest, fast)
	}
	if v.flags&isWord != 0 {
		w := uint16(x.x)
		s.ones, s.zeros = s.ones|w, s.zeros|^w
	}
	if s.hasLast && y != s.last {
		s.change(v, x, y)
	}
}

// change sorts a change of value.
func (s *series) change(v *variable, x sample, y float64) {
	switch {
	case y > s.last:
		s.ups++
	case wraps(s.last, y):
		s.wraps++
	default:
		s.downs++
		if !resets(s.last, y) {
			s.back++
		}
	}
	if v.flags&isWord != 0 {
		flipped := uint16(x.x) ^ uint16(int32(s.last))
		s.toggled |= flipped
		if mathbits.OnesCount16(flipped) == 1 {
			s.singles++
		}
	}
}

// wraps reports whether a fall is a counter of 16 or 32 bits passing its end.
func wraps(from, to float64) bool {
	for _, size := range [...]float64{1 << 16, 1 << 32} {
		if from < size && from >= size*3/4 && to < size/4 {
			return true
		}
	}
	return false
}

// resets reports whether a fall is a counter that begins anew.
func resets(from, to float64) bool { return to >= 0 && to <= from/100 }

// sort returns what a series is, by its changes.
func (s *series) sort(v *variable) class {
	changes := s.ups + s.downs + s.wraps
	switch {
	case changes < fewestChanges:
	case 100*(s.ups+s.wraps) >= 99*changes && s.ups > 0:
		return counter
	case v.flags&isWord != 0 && 10*s.singles >= 9*changes && mathbits.OnesCount16(s.toggled) >= 2 && s.toggled>>4 != 0:
		return bits
	}
	return continuous
}

// turnSeries ends the day of a series: its peaks count when it was seen about as often
// as usual and nothing was out.
func (d *Detector) turnSeries(v *variable) {
	s := d.series.at(v.ref)
	whole := s.samples > 0 && float64(s.samples) >= s.perDay/2
	if whole && !s.spoilt && !s.frozen() {
		s.up.Add(s.level.high)
		s.down.Add(-s.level.low)
		if s.fast >= 0 {
			s.rate.Add(s.fast)
		}
		s.perDay += (float64(s.samples) - s.perDay) / float64(min(s.up.Len(), 7))
		d.dueSeries(s)
	}
	if s.samples > 0 && v.flags&outside == 0 {
		s.calm++
	}
	if s.spoilt {
		s.calm = 0
	} else if s.calm >= calmDays {
		v.flags &^= drifting
		s.distance, s.tells, s.calm = 0, 0, 0
	}
	s.level, s.fast, s.samples, s.spoilt = nothing, -1, 0, false
}

// dueSeries notes that thresholds are to be solved, on the days for it.
func (d *Detector) dueSeries(s *series) {
	for _, n := range solveDays {
		if s.up.Len() == n && !s.stale {
			s.stale = true
			d.solver.series.stale++
		}
	}
}
