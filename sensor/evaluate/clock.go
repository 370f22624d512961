package evaluate

import "time"

// day is one of the calendar, in ns.
const day = int64(24 * time.Hour)

// steps are how far ticks of a time axis may be apart, in ns.
var steps = [...]int64{
	1e6, 2e6, 5e6, 10e6, 20e6, 50e6, 100e6, 200e6, 500e6,
	1e9, 2e9, 5e9, 10e9, 15e9, 30e9,
	60e9, 120e9, 300e9, 600e9, 900e9, 1800e9,
	3600e9, 7200e9, 3 * 3600e9, 6 * 3600e9, 12 * 3600e9,
	day, 2 * day, 5 * day, 10 * day, 20 * day, 50 * day, 100 * day, 200 * day,
	365 * day, 2 * 365 * day, 5 * 365 * day, 10 * 365 * day, 20 * 365 * day, 50 * 365 * day,
}

// maxTicks have room on the time axis.
const maxTicks = 8

// ticks returns the ticks between two times, and how far they are apart.
func ticks(from, to int64) (list []int64, step int64) {
	for _, step = range steps {
		if (to-from)/step < maxTicks {
			break
		}
	}
	for t := (from + step - 1) / step * step; t <= to; t += step {
		list = append(list, t)
	}
	return list, step
}

// tickLabel writes a tick: the time of day as finely as ticks are apart, or the day.
func tickLabel(ns, step int64) string {
	form := clockForm
	switch {
	case step >= day:
		form = dayForm
	case step >= 60e9:
		form = "15:04"
	case step >= 1e9:
		form = "15:04:05"
	}
	return time.Unix(0, ns).UTC().Format(form)
}

// dayLabel writes the day of a tick.
func dayLabel(ns int64) string { return time.Unix(0, ns).UTC().Format(dayForm) }

// sheet is the time that a timeline spans.
type sheet struct{ from, to int64 }

// join widens the sheet to hold a time.
func (s *sheet) join(ns int64) {
	if !drawn(ns) {
		return
	}
	if s.from == 0 || ns < s.from {
		s.from = ns
	}
	s.to = max(s.to, ns)
}

// at returns the place of a time.
func (s *sheet) at(ns int64) px {
	return axis{0, float64(s.to - s.from), plotLeft, plotRight}.at(float64(min(max(ns, s.from), s.to) - s.from))
}

// sheetOf spans the run and all that its lanes hold, with a little room around.
func (r *Run) sheetOf(lanes []*lane) (s sheet, ok bool) {
	s.join(r.From)
	s.join(r.To)
	for _, x := range lanes {
		for _, b := range x.bars {
			s.join(b.from)
			s.join(b.to)
		}
		for _, p := range x.spots {
			s.join(p.at)
		}
	}
	if s.from == 0 {
		return s, false
	}
	room := max((s.to-s.from)/60, int64(time.Second)/10)
	s.from, s.to = max(2, s.from-room), s.to+room
	return s, true
}
