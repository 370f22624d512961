package assess

import (
	"math/bits"
	"time"
)

// Buckets of latencies: sixteen to an octave from a microsecond, so that a
// figure taken out is at most 3 % off, up to more than the longest time-out.
const (
	perOctave      = 16
	octaves        = 32
	latencyBuckets = perOctave * octaves
)

// latencies counts how long answers took, in 2 KiB however many there are.
type latencies struct {
	n       uint64
	buckets *[latencyBuckets]uint32
}

func (l *latencies) add(ns int64) {
	if l.buckets == nil {
		l.buckets = new([latencyBuckets]uint32)
	}
	l.n++
	if b := &l.buckets[latencyBucket(ns)]; *b < 1<<32-1 {
		*b++
	}
}

func latencyBucket(ns int64) int {
	us := uint64(max(ns, 0)) / 1000
	if us < perOctave {
		return int(us)
	}
	shift := bits.Len64(us) - 5 // the five highest bits, of which the first is set
	return min((shift+1)*perOctave+int(us>>shift)-perOctave, latencyBuckets-1)
}

// median returns the middle of the latencies, 0 when there are none.
func (l *latencies) median() time.Duration {
	if l.n == 0 {
		return 0
	}
	var seen uint64
	for i, n := range l.buckets {
		if seen += uint64(n); 2*seen >= l.n {
			return bucketMiddle(i)
		}
	}
	return bucketMiddle(latencyBuckets - 1)
}

// bucketMiddle returns the middle of what a bucket holds.
func bucketMiddle(i int) time.Duration {
	if i < perOctave {
		return time.Duration(i)*time.Microsecond + time.Microsecond/2
	}
	shift := i/perOctave - 1
	low := uint64(perOctave+i%perOctave) << shift
	return time.Duration(low)*time.Microsecond + time.Duration(uint64(1)<<shift)*time.Microsecond/2
}
