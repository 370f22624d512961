package value

import "math"

const (
	// fewestMatches writes must all have been read back as written before one that is
	// not is news: by Laplace it comes with a chance of less than 1 in 30.
	fewestMatches = 30
	// readsBack is how many reads must differ, one after the other.
	readsBack = 3
)

// readback is whether what is written to a point is read from it.
type readback struct {
	value           float64
	at              int64 // written, UTC ns
	slowest         int64 // from a write to the first read that showed it, ns
	reads           uint8 // since, all of them different
	waits           bool
	matched, failed uint16
}

// expect waits for a number to be read back.
func (r *readback) expect(x sample, at int64) {
	r.waits = x.number
	r.value, r.at, r.reads = x.x, at, 0
}

// readBack takes a value read from a point that is written: it shows what was written
// last, or does not within thrice the time it ever took, and readsBack reads.
func (d *Detector) readBack(o *observation, v *variable, x sample) {
	t := d.vars.at(v.twin)
	if t.ref == 0 || t.class != setPoint {
		return
	}
	w := d.written.at(t.ref)
	r := &w.readback
	if !r.waits || o.at <= r.at || !x.number {
		return
	}
	if closeTo(r.value, x.x) {
		r.waits = false
		if o.learn {
			r.matched = min(r.matched, math.MaxUint16-1) + 1
			r.slowest = max(r.slowest, o.at-r.at)
		}
		return
	}
	if r.reads++; r.reads < readsBack || o.at-r.at < 3*r.slowest {
		r.reads = min(r.reads, readsBack)
		return
	}
	r.waits = false
	if r.failed == 0 && r.matched >= fewestMatches {
		d.reportReadback(o, v, r, x)
		return
	}
	if o.learn {
		r.failed = min(r.failed, math.MaxUint16-1) + 1
	}
}

// closeTo reports whether two numbers are the same but for the precision of a float of
// 32 bits.
func closeTo(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-6*math.Max(math.Abs(a), math.Abs(b))
}

// same reports whether a value, as bits, is that of a sample.
func (d *Detector) same(bits uint64, x sample) bool {
	return bits == x.bits || x.number && closeTo(math.Float64frombits(bits), x.x)
}
