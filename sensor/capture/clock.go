package capture

import (
	"math"
	"math/bits"
)

const nanosecond = 1_000_000_000 // a second has so many

// clock turns the time stamps of an interface into nanoseconds since 1970: a
// time stamp times mul, divided by div and by two to the power of shift, plus
// offset.
type clock struct {
	mul, div uint64
	shift    uint8
	offset   int64
	broken   bool // no time stamp of this clock can be told
}

// newClock returns the clock of an interface with the resolution (if_tsresol) and
// the offset in seconds (if_tsoffset) given (draft-ietf-opsawg-pcapng, 4.2).
func newClock(resolution byte, seconds int64) clock {
	c := clock{mul: nanosecond, div: 1, offset: seconds * nanosecond}
	c.broken = c.offset/nanosecond != seconds
	exponent := resolution & 0x7F
	if resolution&0x80 != 0 {
		c.shift = exponent // of two
		return c
	}
	for ; exponent > 0 && c.mul > 1; exponent-- {
		c.mul /= 10
	}
	for ; exponent > 0; exponent-- {
		hi, lo := bits.Mul64(c.div, 10)
		if c.div = lo; hi != 0 {
			c.broken = true // a unit so small that 2^64 of it are no second
			return c
		}
	}
	return c
}

// nanoseconds returns the time of a time stamp; ok is false when an int64 cannot
// hold it.
func (c *clock) nanoseconds(stamp uint64) (ns int64, ok bool) {
	hi, lo := bits.Mul64(stamp, c.mul)
	if c.shift >= 64 {
		hi, lo = 0, hi>>(c.shift-64)
	} else if c.shift != 0 {
		hi, lo = hi>>c.shift, lo>>c.shift|hi<<(64-c.shift)
	}
	if c.div != 1 {
		if hi >= c.div {
			return 0, false
		}
		lo, _ = bits.Div64(hi, lo, c.div)
		hi = 0
	}
	ns = int64(lo) + c.offset
	if hi != 0 || lo > math.MaxInt64 || c.broken || (c.offset > 0 && ns < int64(lo)) {
		return 0, false
	}
	return ns, true
}
