package sight

import "time"

// clock counts the time of packets, on and never back: where a clock was set back,
// from there.
type clock struct {
	wall int64 // of the latest packet, or of one somewhat earlier when it came out of order
	now  int64 // ns counted
}

// begin is what a clock that has seen nothing shows: more than any idle time, so
// that nothing seems to have been seen before it.
const begin = int64(24 * time.Hour)

// to goes to the time of a packet.
func (c *clock) to(wall int64) {
	d := wall - c.wall
	switch {
	case c.now == 0:
		c.now, c.wall = begin, wall
	case d >= 0:
		c.now, c.wall = c.now+d, wall
	case -d > int64(ClockStep):
		c.wall = wall
	}
}

// tick is a time in units of 2^24 ns, 17 ms; they wrap after two years.
type tick uint32

const tickShift = 24

func ticks(d time.Duration) tick { return tick(d >> tickShift) }

// tick returns the time counted, in ticks.
func (c *clock) tick() tick { return tick(c.now >> tickShift) }
