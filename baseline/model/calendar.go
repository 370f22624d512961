package model

import "time"

// calendar counts learning days and hours of the week.
type calendar struct {
	day   int64 // ns
	zone  *time.Location
	start int64  // of day 1, UTC ns
	first int64  // number, since 1970 in the site's zone, of the first calendar day
	until int64  // end of the present day, UTC ns
	hour  int64  // end of the present hour
	ofW   int    // hour of the week
	now   uint32 // number of the present day, from 1
}

const dayNS = int64(24 * time.Hour)

// natural reports whether days are those of the calendar.
func (c *calendar) natural() bool { return c.day >= dayNS }

// begin sets the first day.
func (c *calendar) begin(now int64) {
	c.start = now
	if c.natural() {
		c.first = c.number(now)
	}
}

// number is that of the calendar day of a time.
func (c *calendar) number(now int64) int64 {
	t := time.Unix(0, now).In(c.zone)
	_, offset := t.Zone()
	return floorDiv(t.Unix()+int64(offset), 86400)
}

func floorDiv(a, b int64) int64 {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}

// over reports whether the present day has ended at a time.
func (c *calendar) over(now int64) bool { return now >= c.until }

// enter begins the day of a time, and returns its number.
func (c *calendar) enter(now int64) uint32 {
	if c.natural() {
		t := time.Unix(0, now).In(c.zone)
		c.until = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, c.zone).UnixNano()
		c.now = uint32(c.number(now)-c.first) + 1
	} else {
		n := (now - c.start) / c.day
		c.until = c.start + (n+1)*c.day
		c.now = uint32(n) + 1
	}
	c.hour = 0
	return c.now
}

// hourOfWeek is 0 to 167, Monday first. A scaled day has 24 hours too, and day 1 is
// a Monday.
func (c *calendar) hourOfWeek(now int64) int {
	if now < c.hour {
		return c.ofW
	}
	if c.natural() {
		t := time.Unix(0, now).In(c.zone)
		c.hour = now - int64(t.Minute())*6e10 - int64(t.Second())*1e9 - int64(t.Nanosecond()) + 36e11
		c.ofW = (int(t.Weekday())+6)%7*24 + t.Hour()
		return c.ofW
	}
	since := now - c.start
	hour := max(c.day/24, 1)
	c.hour = c.start + (since/hour+1)*hour
	c.ofW = int(since/c.day%7*24) + int(min(since%c.day/hour, 23))
	return c.ofW
}

// weekday is that of the present day, Monday 0.
func (c *calendar) weekday() int { return c.ofW / 24 }
