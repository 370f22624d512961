package recorder

import (
	"math"

	"github.com/banken-ot/banken/sensor/flow"
)

// Bounds of an index, for a segment of n octets. Together they hold the index to
// about a sixteenth of its segment. A segment of a plant has some thousand flows;
// with more, as in a scan, runs are open: they are read whatever flow is sought.
const (
	// runOctets is how much of a segment a run has, unless one frame is larger:
	// what is read at least to find a frame, and what a disk reads at once.
	runOctets = 64 << 10
	// maxFlows is how many flows are told apart.
	maxFlows = 1 << 16
	// flowsShare: one flow for so many octets of the segment.
	flowsShare = 1 << 10
	// maxPostings is how many times a flow is in a run, in all.
	maxPostings = 1 << 18
	// postingsShare: one posting for so many octets of the segment.
	postingsShare = 256
	// maxProbes bounds the search for a flow, as keys may be chosen to collide.
	maxProbes = 32
)

// run is a stretch of a segment of whole blocks.
type run struct {
	at       int64  // its offset in the segment
	octets   uint32 // its length
	frames   uint32
	min, max int64  // times of its frames
	posted   uint32 // postings up to and with those of this run
	open     bool   // there may be flows in it that are not posted
}

// index says which flows and times are in which run of a segment. Everything is
// allocated when it is made.
type index struct {
	runs     []run
	keys     []flow.Key // without VLAN
	last     []uint32   // of each key, the number of runs when it was posted last
	postings []uint32   // numbers of keys, run by run
	slots    []uint32   // hash table: number of a key plus one

	frames   uint64
	min, max int64 // times of all frames
}

// newIndex returns an index for a segment of at most so many octets.
func newIndex(segment int64) *index {
	flows := int(min(maxFlows, segment/flowsShare))
	slots := 1
	for slots < 2*flows {
		slots *= 2
	}
	x := &index{
		runs:     make([]run, 0, 2*segment/runOctets+2), // two in a row have more than runOctets
		keys:     make([]flow.Key, 0, flows),
		last:     make([]uint32, 0, flows),
		postings: make([]uint32, 0, min(maxPostings, segment/postingsShare)),
		slots:    make([]uint32, slots),
	}
	x.reset()
	return x
}

func (x *index) reset() {
	x.runs, x.keys, x.last, x.postings = x.runs[:0], x.keys[:0], x.last[:0], x.postings[:0]
	clear(x.slots)
	x.frames, x.min, x.max = 0, math.MaxInt64, math.MinInt64
}

// add adds a frame, whose block is at an offset of the segment. Frames come in
// the order in which they are in the segment.
func (x *index) add(at int64, octets uint32, time int64, key *flow.Key) {
	r := x.run(at, octets)
	r.octets += octets
	r.frames++
	r.min, r.max = min(r.min, time), max(r.max, time)
	x.frames++
	x.min, x.max = min(x.min, time), max(x.max, time)
	if key.Version != 0 {
		x.post(r, key)
	}
}

// run returns the run a block belongs to.
func (x *index) run(at int64, octets uint32) *run {
	if n := len(x.runs); n > 0 && (x.runs[n-1].octets+octets <= runOctets || n == cap(x.runs)) {
		return &x.runs[n-1]
	}
	x.runs = append(x.runs, run{at: at, min: math.MaxInt64, max: math.MinInt64, posted: uint32(len(x.postings))})
	return &x.runs[len(x.runs)-1]
}

// post notes that a flow is in a run, which is the last.
func (x *index) post(r *run, key *flow.Key) {
	k := *key
	k.VLAN = [2]uint16{}
	i, ok := x.find(&k)
	if !ok {
		r.open = true
		return
	}
	number := uint32(len(x.runs))
	if x.last[i] == number {
		return
	}
	if len(x.postings) == cap(x.postings) {
		r.open = true
		return
	}
	x.last[i] = number
	x.postings = append(x.postings, i)
	r.posted++
}

// find returns the number of a key, which it adds when it is new. It returns
// false when there is no room for it.
func (x *index) find(k *flow.Key) (uint32, bool) {
	mask := uint64(len(x.slots) - 1)
	for slot, n := k.Hash()&mask, 0; n < maxProbes; slot, n = (slot+1)&mask, n+1 {
		i := x.slots[slot]
		if i == 0 {
			return x.insert(k, slot)
		}
		if x.keys[i-1] == *k {
			return i - 1, true
		}
	}
	return 0, false
}

func (x *index) insert(k *flow.Key, slot uint64) (uint32, bool) {
	if len(x.keys) == cap(x.keys) {
		return 0, false
	}
	x.keys, x.last = append(x.keys, *k), append(x.last, 0)
	x.slots[slot] = uint32(len(x.keys))
	return uint32(len(x.keys) - 1), true
}

// span is a stretch of a segment to be read.
type span struct{ at, end int64 }

// spans returns where in the segment frames of a selection may be, in order.
func (x *index) spans(s *Selection, from, to int64) []span {
	wanted := make([]bool, len(x.keys))
	for i := range x.keys {
		wanted[i] = s.has(&x.keys[i])
	}
	var list []span
	first := uint32(0)
	for i := range x.runs {
		r := &x.runs[i]
		postings := x.postings[first:r.posted]
		first = r.posted
		if r.max < from || r.min > to || !(r.open || s.by == byTime || anyOf(wanted, postings)) {
			continue
		}
		end := r.at + int64(r.octets)
		if n := len(list); n > 0 && list[n-1].end == r.at {
			list[n-1].end = end
			continue
		}
		list = append(list, span{r.at, end})
	}
	return list
}

func anyOf(wanted []bool, postings []uint32) bool {
	for _, i := range postings {
		if wanted[i] {
			return true
		}
	}
	return false
}
