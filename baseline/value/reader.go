package value

import (
	"math"
	mathbits "math/bits"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const (
	// maxReaders bounds the points that two clients read: some 800 octets each.
	maxReaders = 16_384
	// persist is how many blocks a difference must last, always to the same side.
	persist = 3
	// readersResolution is the part of a range below which two readers do not differ.
	readersResolution = 0.001
)

// readers compares what two clients read from one point. They ask at different
// times, so that single values differ while the process moves, and by noise. What they
// saw over minutes overlaps, though; where it does not, what counts is the gap between the
// ranges, and how long it lasts to the same side. Of texts, it counts how often the two
// disagree, one after the other, each having asked anew.
type readers struct {
	owner  uint32 // the variable
	client [2]uint16
	last   [2]float64 // of no numbers, hashes as bits
	asked  [2]bool    // since they were compared last

	numbers bool  // ranges are compared
	block   int64 // begin of the block, UTC ns
	seen    [2]span
	runs    float64 // of disagreements
	n       [2]uint32
	lasts   lasting

	peaks  stat.SpotPeaks
	today  float64 // greatest of the day, -1 for none
	spoilt bool
	stale  bool
	limit  float64
	day    uint32
	alarm
}

// lasting is how large a difference was throughout the last blocks.
type lasting struct{ values [persist]float64 }

// add puts a difference in, and returns the least of the last ones, 0 when they are not
// all to the same side.
func (l *lasting) add(x float64) float64 {
	copy(l.values[1:], l.values[:persist-1])
	l.values[0] = x
	least := math.Abs(x)
	for _, y := range l.values {
		if y*x <= 0 {
			return 0
		}
		least = math.Min(least, math.Abs(y))
	}
	return least
}

// alarm is whether something that lasts was told.
type alarm struct {
	out, drifting, rejected bool
	told                    uint32  // UTC s
	most                    float64 // that was told
	approved                float64 // what is ordinary by approval
	calm                    uint8   // days without, since
}

// rest ends a day: after some without anything an alarm is over.
func (a *alarm) rest(spoilt bool) {
	if a.calm++; spoilt {
		a.calm = 0
	} else if a.calm >= calmDays {
		a.drifting, a.most, a.calm = false, 0, 0
	}
}

// raise notes that something is out, and reports whether to tell it: once, until some
// days went by without it; anew when it is four times as much.
func (a *alarm) raise(now uint32, x float64) bool {
	begins := !a.out
	a.out = true
	again := a.rejected && begins && now-a.told >= repeat
	if a.drifting && x < 4*a.most && !again {
		return false
	}
	a.drifting, a.told, a.most = true, now, math.Max(a.most, x)
	return true
}

// noReaders marks a variable whose readers found no room.
const noReaders = math.MaxUint32

// compare takes what a client read.
func (d *Detector) compare(o *observation, n uint32, v *variable, x sample) {
	client := uint16(o.e.ClientID)
	if v.readers == 0 {
		ref, r := d.readers.add(maxReaders)
		if ref == 0 {
			d.omitted++
			v.readers = noReaders
			return
		}
		*r = readers{owner: n, client: [2]uint16{v.client, client}, numbers: x.number, seen: [2]span{nothing, nothing}, today: -1,
			limit: math.Inf(1), day: o.l.Day, block: o.at}
		r.last[0] = math.Float64frombits(v.last)
		v.readers = ref
	}
	if v.readers == noReaders {
		return
	}
	r := d.readers.at(v.readers)
	i := 0
	switch client {
	case r.client[0]:
	case r.client[1]:
		i = 1
	default:
		return
	}
	if r.day != o.l.Day {
		d.turnReaders(r, o.l.Day)
	}
	if r.numbers {
		d.ranges(o, v, r, i, x)
	} else {
		d.disagree(o, v, r, i, x)
	}
}

// seenEach is how many values of each reader a block must have.
const seenEach = 4

// disagree counts how often two readers see different values.
func (d *Detector) disagree(o *observation, v *variable, r *readers, i int, x sample) {
	r.last[i], r.asked[i] = math.Float64frombits(x.bits), true
	if math.Float64bits(r.last[0]) == math.Float64bits(r.last[1]) {
		r.runs, r.out = 0, false
	} else if r.asked[0] && r.asked[1] {
		r.asked = [2]bool{}
		r.runs++
	}
	d.weigh(o, v, r, r.runs)
}

// ranges compares what two readers saw, at the end of a block.
func (d *Detector) ranges(o *observation, v *variable, r *readers, i int, x sample) {
	y := x.x
	if v.flags&isWord != 0 && v.class != undecided && v.class != varied {
		y = d.series.at(v.ref).signed(y)
	}
	r.last[i] = y
	r.seen[i].add(y)
	r.n[i]++
	if o.at-r.block < d.relations.length || r.n[0] < seenEach || r.n[1] < seenEach {
		return
	}
	gap := 0.0
	if a, b := r.seen[0], r.seen[1]; a.high < b.low {
		gap = b.low - a.high
	} else if b.high < a.low {
		gap = b.high - a.low
	}
	r.block, r.seen, r.n = o.at, [2]span{nothing, nothing}, [2]uint32{}
	if v.class != counter {
		d.weigh(o, v, r, r.lasts.add(gap))
	}
}

// weigh judges and learns how much two readers differ.
func (d *Detector) weigh(o *observation, v *variable, r *readers, x float64) {
	if x > r.limit || r.rejected && x > 0 {
		r.spoilt = true
		if !r.numbers {
			x = math.MaxFloat64 // how often is a matter of time: told once, approved for good
		}
		if r.raise(uint32(o.l.Now/1e9), x) {
			d.reportReaders(o, v, r)
		}
		return
	}
	r.out = false
	if o.learn {
		r.today = math.Max(r.today, x)
	}
}

// turnReaders ends a day of two readers.
func (d *Detector) turnReaders(r *readers, day uint32) {
	if r.today >= 0 && !r.spoilt && r.peaks.Len() < frozenDays {
		r.peaks.Add(r.today)
		for _, n := range solveDays {
			if r.peaks.Len() == n && !r.stale {
				r.stale = true
				d.solver.readers.stale++
			}
		}
	}
	if r.today >= 0 || r.spoilt {
		r.rest(r.spoilt)
	}
	r.day, r.today, r.spoilt = day, -1, r.out
}

// solveReaders sets the limit of one pair of readers.
func (d *Detector) solveReaders(n uint32) bool {
	r := d.readers.at(n)
	if !r.stale {
		return false
	}
	r.stale = false
	floor := d.readersFloor(r)
	p := d.budget.readers / 2 / float64(uint(1)<<mathbits.Len(uint(d.readers.n)))
	r.limit = math.Max(r.peaks.Threshold(p, floor), r.approved)
	return true
}

// readersFloor is how little two readers of a point may differ before it means
// something: part of the range of a series, or of values; once, of texts.
func (d *Detector) readersFloor(r *readers) float64 {
	v := d.vars.at(r.owner)
	switch {
	case !r.numbers:
		return 1
	case v.class == undecided || v.class == varied:
		return readersResolution * math.Max(math.Abs(math.Float64frombits(v.a)), 1)
	}
	return readersResolution * d.series.at(v.ref).learned.width()
}

// reportReaders reports that two clients see different values.
func (d *Detector) reportReaders(o *observation, v *variable, r *readers) {
	y := d.ofRead(o, readersDiffer, v)
	if y == nil {
		return
	}
	line := func(i int) string {
		dst := append(appendAddr(nil, o.l.Book, baseline.AssetID(r.client[i])), ": "...)
		return string(v.appendValue(dst, math.Float64bits(r.last[i])))
	}
	y.Expected, y.Seen = line(0), line(1)
	y.Support, y.Learned = uint64(r.peaks.Len()), int64(r.peaks.Len())*d.day
	y.Surprise = surprise(d.budget.readers / 2 / float64(max(d.readers.n, 1)))
	o.l.Report(y)
}
