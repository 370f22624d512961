package value

import (
	"math"
	"strconv"
	"time"
)

const (
	// windows are the times within which one change may follow another: half a day,
	// and each half of the one before, down to a minute or two.
	windows = 10
	// unpaced: none of them tells anything.
	unpaced = -1
	// seldom is the chance of a change to follow within a window up to which it tells
	// something, and soonAgain that of another one after that.
	seldom, soonAgain = 0.4, 2.0 / 3
	// faster is by how many windows, each half the one before, the judged one is
	// shorter than the longest that tells something: four times as fast is no season.
	faster = 2
)

// pace is how soon changes follow each other.
type pace struct {
	seen   [windows]counts
	window int8
	bet    bet
}

// windowOf returns a window, ns.
func windowOf(i int8, day int64) int64 { return day >> (i + 1) }

// take judges and counts a change some time after another.
func (p *pace) take(gap, day int64, learn bool, at int64) (alarm bool) {
	if p.window != unpaced {
		alarm = p.bet.take(gap <= windowOf(p.window, day), at, 0)
	}
	if learn && !alarm {
		for i := range p.seen {
			p.seen[i].note(gap <= windowOf(int8(i), day))
		}
	}
	return alarm
}

// solve chooses the window: from the shortest on as long as changes seldom follow within
// one (hypotheses in a fixed order, up to the first that is not shown, need no
// correction for how many there are), and from there the one that is four times
// shorter. The chance it is judged by is that of the longest.
func (p *pace) solve(day int64, logC float64) {
	longest := windows
	for longest > 0 && p.seen[longest-1].upper() <= seldom && p.seen[longest-1].again() <= soonAgain {
		longest--
	}
	window := int8(unpaced)
	if longest+faster < windows {
		window = int8(longest + faster)
	}
	if window != p.window || window == unpaced {
		p.bet.reset()
		p.window = window
	}
	if window != unpaced {
		p.bet.judge(&p.seen[window], seldom, logC)
	}
}

// appendPace appends "12/1h25m".
func appendPace(dst []byte, ns int64) []byte {
	d := time.Duration(ns)
	switch {
	case d >= time.Hour:
		d = d.Round(time.Minute)
	case d >= time.Minute:
		d = d.Round(time.Second)
	default:
		d = d.Round(time.Millisecond)
	}
	text := d.String()
	if n := len(text); d >= time.Hour && text[n-2:] == "0s" {
		text = text[:n-2]
	}
	if n := len(text); d%time.Hour == 0 && d > 0 && n > 2 && text[n-2:] == "0m" {
		text = text[:n-2]
	}
	return append(append(dst, '/'), text...)
}

// round rounds to two figures.
func round(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 2, 64), 64)
	return math.Max(y, 0)
}
