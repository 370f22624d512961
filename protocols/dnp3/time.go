package dnp3

import (
	"math"

	"github.com/banken-ot/banken/protocols/wire"
)

// nsPerMs converts the times of the wire, ms since 1970 UTC (IEEE 1815-2012,
// 11.3.7), to ns.
const nsPerMs = 1_000_000

// maxMs is the last ms an int64 of ns can tell: in the year 2262. 48 bits reach
// to the year 10889.
const maxMs = math.MaxInt64 / nsPerMs

// absolute sets the time of a point. One that is out of range is not told.
func (x *fragment) absolute(p *wire.Point, ms uint64) {
	if ms > maxMs {
		x.m.Defects |= own(timeRange)
		x.field(2, "time_ms", "", wire.Uint(ms))
		return
	}
	p.HasTime, p.Time = true, int64(ms)*nsPerMs
}

// relative sets the time of a point from the common time of occurrence. Without
// one the number alone is told.
func (x *fragment) relative(p *wire.Point, ms uint16) {
	if !x.hasCommonTime {
		x.m.Defects |= own(commonTimeMissing)
		x.field(2, "relative_time_ms", "", wire.Uint(uint64(ms)))
		return
	}
	x.absolute(p, x.commonTime+uint64(ms))
}

// timeField adds a time as a field of an object.
func (x *fragment) timeField(name string, ms uint64) {
	if ms > maxMs {
		x.m.Defects |= own(timeRange)
		x.field(4, name, "", wire.Uint(ms))
		return
	}
	x.field(4, name, "", wire.Time(int64(ms)*nsPerMs))
}

// timePoint adds a time as the value of a point.
func (x *fragment) timePoint(ms uint64) {
	if ms > maxMs {
		x.pointOf(wire.Uint(ms))
		return
	}
	x.pointOf(wire.Time(int64(ms) * nsPerMs))
}

// timeAndDate is g50v1 and g50v3: the clock that is set, or read.
func timeAndDate(x *fragment, c *wire.Cursor) {
	ms := c.LE48()
	x.timeField("time", ms)
	x.timePoint(ms)
}

// timeAndInterval is g50v2: when, and how often, to freeze.
func timeAndInterval(x *fragment, c *wire.Cursor) {
	timeAndDate(x, c)
	x.field(4, "interval_ms", "", wire.Uint(uint64(c.LE32())))
}

// indexedTime is g50v4.
func indexedTime(x *fragment, c *wire.Cursor) {
	timeAndDate(x, c)
	x.field(4, "interval", "", wire.Uint(uint64(c.LE32())))
	units := c.U8()
	x.field(4, "interval_units", name(intervalUnits[:], units), wire.Uint(uint64(units)))
}

// intervalUnits of g50v4 (Annex A).
var intervalUnits = [...]string{"none", "milliseconds", "seconds", "minutes", "hours", "days", "weeks",
	"months-on-same-day-of-month", "months-on-same-day-of-week-from-beginning", "months-on-same-day-of-week-from-end", "seasons"}

// commonTime is g51: the time relative times that follow in the fragment count
// from.
func commonTime(x *fragment, c *wire.Cursor) {
	x.commonTime, x.hasCommonTime = c.LE48(), true
	x.timeField("time", x.commonTime)
	x.field(4, "synchronized", "", wire.Bool(x.h.variation == 1))
}

// timeDelay is g52: coarse in seconds, fine in ms.
func timeDelay(x *fragment, c *wire.Cursor) {
	field := "delay_s"
	if x.h.variation == 2 {
		field = "delay_ms"
	}
	x.field(4, field, "", wire.Uint(uint64(c.LE16())))
}

// name returns the name of a value; "" when it has none.
func name(names []string, i byte) string {
	if int(i) < len(names) {
		return names[i]
	}
	return ""
}
