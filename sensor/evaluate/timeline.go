package evaluate

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/sensor/lang"
)

// timeline draws scenarios as bars and incidents as marks; nil when there are
// neither.
func (r *Run) timeline(l lang.Language) *figure {
	lanes, left, untimed := r.lanes()
	f := &figure{Title: say("timeline").In(l)}
	if untimed > 0 {
		f.note(l, say("timeline-untimed", untimed))
	}
	if len(left) > 0 {
		n := 0
		for _, g := range left {
			n += len(g.outcomes)
		}
		f.note(l, say("timeline-rows", len(left), n))
	}
	s, ok := r.sheetOf(lanes)
	if len(lanes) == 0 || !ok {
		if untimed > 0 || len(r.Result.Outcomes) > 0 {
			f.note(l, say("timeline-nothing"))
		}
		return f
	}
	for i := range lanes {
		f.band(i)
	}
	f.clock(s, f.frame(len(lanes)))
	for i, x := range lanes {
		f.lane(l, x, &s, px(headHeight+i*rowHeight))
	}
	f.timelineLegend(l)
	return f
}

// clock draws the ticks of the time axis, and the day below where it changes.
func (f *figure) clock(s sheet, foot px) {
	list, step := ticks(s.from, s.to)
	before := ""
	for _, t := range list {
		x := s.at(t)
		f.grid(x, foot, tickLabel(t, step))
		if d := dayLabel(t); d != before && step < day {
			f.Words = append(f.Words, word{X: x, Y: foot + 31, Class: "middle soft", Text: d})
			before = d
		}
	}
	f.Words = append(f.Words, word{X: plotRight + 12, Y: foot + 16, Class: "soft", Text: "UTC"})
}

// lane draws one row.
func (f *figure) lane(l lang.Language, x *lane, s *sheet, y px) {
	f.name(y+19.5, x.name.In(l))
	for _, st := range []status{statusUnseen, statusFound, statusMissed} {
		f.stretches(l, x.bars, st, s, y+18)
	}
	if x.group == nil {
		f.spots(l, x.spots, s, y+rowHeight/2)
		return
	}
	f.spots(l, x.spots, s, y+9)
	var missed []spot
	for _, b := range x.bars {
		if b.status == statusMissed {
			from, to := b.ends(s)
			missed = append(missed, spot{from/2 + to/2, markMissed, b.tip})
		}
	}
	f.spots(l, missed, s, y+22)
	f.count(l, x.group, y+19.5)
}

// count writes how many of a row were found.
func (f *figure) count(l lang.Language, g *group, y px) {
	w := word{X: plotRight + 12, Y: y, Text: part(g.found, g.seen).In(l)}
	if g.missed() > 0 {
		w.Class = "bad"
	}
	f.Words = append(f.Words, w)
}

// classes are those of the bars, by status.
var classes = map[status]string{statusFound: "found", statusMissed: "missed", statusUnseen: "unseen"}

// minBar is the width of the shortest bar.
const minBar = 3

// ends returns the ends of a bar in time.
func (b *stretch) ends(s *sheet) (from, to int64) {
	if b.from == 0 {
		return s.from, s.to
	}
	return b.from, b.to
}

// stretches draws the bars of one status; those that touch become one.
func (f *figure) stretches(l lang.Language, list []stretch, want status, s *sheet, y px) {
	var own []stretch
	for _, b := range list {
		if b.status == statusTop {
			b.status = statusFound
		}
		if b.status == want {
			own = append(own, b)
		}
	}
	slices.SortStableFunc(own, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	for i := 0; i < len(own); {
		from, to := own[i].ends(s)
		x1, x2 := s.at(from), s.at(to)
		x2 = max(x2, x1+minBar)
		n := 1
		for ; i+n < len(own); n++ {
			a, b := own[i+n].ends(s)
			if s.at(a) > x2+1 {
				break
			}
			x2 = max(x2, s.at(b), s.at(a)+minBar)
		}
		tip := own[i].tip
		if n > 1 {
			tip = say("tip-bars", n, say("state-"+classes[want]))
		}
		f.Bars = append(f.Bars, bar{X: x1, Y: y, W: x2 - x1, H: 8, Class: classes[want], Tip: tip.In(l)})
		i += n
	}
}

// spots draws marks; of those that would cover each other, the gravest where the
// first is.
func (f *figure) spots(l lang.Language, list []spot, s *sheet, y px) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b spot) int { return cmp.Compare(a.at, b.at) })
	for i := 0; i < len(list); {
		x, worst, n := s.at(list[i].at), list[i], 1
		for ; i+n < len(list) && s.at(list[i+n].at)-x < apart; n++ {
			if ranks[list[i+n].mark] > ranks[worst.mark] {
				worst = list[i+n]
			}
		}
		tip := worst.tip
		if n > 1 {
			tip = say("tip-marks", tip, n-1)
		}
		f.Marks = append(f.Marks, mark{x, y, worst.mark, tip.In(l)})
		i += n
	}
}

func (f *figure) timelineLegend(l lang.Language) {
	for _, st := range []status{statusFound, statusMissed, statusUnseen} {
		f.explain(l, "legend-"+classes[st], legend{Bar: classes[st]})
	}
	for _, m := range []shape{markAct, markAttend, markStarred, markTrack} {
		f.explain(l, "legend-"+string(m), legend{Shape: m})
	}
	f.note(l, say("timeline-merged"))
}
