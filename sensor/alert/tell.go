package alert

import (
	"slices"
	"strconv"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/guide"
)

// list adds a deviation to counts, timeline and evidence.
func (d *Desk) list(s *story, n *note) {
	m := momentOf(n.x, d.o.Tell(n.x))
	s.Count += m.Count
	s.kind(m.Kind, m.Detector, m.Count)
	d.moment(s, &m)
	s.prove(&m, n.weight() > s.Weight)
}

// momentOf tells a deviation.
func momentOf(x *baseline.Deviation, t guide.Both) Moment {
	m := Moment{Time: clock(x.Event), Known: clock(x.Time), Kind: string(x.Meaning.Kind), Detector: x.Meaning.Detector.ID(),
		Client: text(x.Client), Server: text(x.Server), Function: x.Function, Point: x.Point, Expected: x.Expected, Seen: x.Seen,
		Count: x.Count, Frame: x.Frame, ResponseFrame: x.ResponseFrame, Asked: askedOf(x), What: t.EN.What, WhatJA: t.JA.What}
	if x.Flow != 0 {
		m.Flow = strconv.FormatUint(x.Flow, 16)
	}
	if x.Outcome != 0 {
		m.Outcome = x.Outcome.String()
	}
	return m
}

// moment adds to the timeline: the first ones stay, and the latest.
func (d *Desk) moment(s *story, m *Moment) {
	limit := maxTimeline
	if d.moments >= maxMoments {
		limit = fewMoments
	}
	if len(s.Timeline) < limit {
		s.Timeline = append(s.Timeline, *m)
		d.moments++
		return
	}
	half := len(s.Timeline) / 2
	s.Timeline = append(slices.Delete(s.Timeline, half, half+1), *m)
	s.Left++
}

// prove adds where the packets are. The first ones stay, and what gives the texts.
func (s *story) prove(m *Moment, gives bool) {
	if m.Frame == 0 && m.ResponseFrame == 0 {
		return
	}
	e := Evidence{m.Time, max(m.Frame, m.ResponseFrame), m.Flow}
	switch {
	case len(s.Evidence) < maxEvidence:
		s.Evidence = append(s.Evidence, e)
	case gives:
		s.Evidence[maxEvidence-1] = e
	}
}

func (s *story) kind(kind, detector string, n uint64) {
	for k := range s.Kinds {
		if s.Kinds[k].Kind == kind {
			s.Kinds[k].Count += n
			return
		}
	}
	if len(s.Kinds) < maxKinds {
		s.Kinds = append(s.Kinds, KindCount{kind, detector, n})
	}
}

// entitle has a deviation give an incident its texts: the heaviest one. A site's
// keeps its title.
func (d *Desk) entitle(s *story, n *note) {
	t := d.o.Tell(n.x)
	if s.Sort != Site {
		s.Title, s.TitleJA = t.EN.Title, t.JA.Title
	}
	s.Observed, s.ObservedJA = t.EN.What, t.JA.What
	s.Why, s.WhyJA, s.First, s.FirstJA = t.EN.Why, t.JA.Why, t.EN.First, t.JA.First
	s.Expected, s.ExpectedJA = t.EN.Usual, t.JA.Usual
	if s.Expected == "" {
		s.Expected, s.ExpectedJA = t.EN.Never, t.JA.Never
	}
}
