package alert

import (
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Kinds of the sensor's own sight that are told in a way of their own.
const (
	sensorBlind baseline.Kind = "sensor-blind"
	spanSilent  baseline.Kind = "span-silent"
	capacity    baseline.Kind = "capacity"
)

// lasting is how long a bound that was reached counts as news: it is told of again
// every learning day.
const lasting = 25 * time.Hour

// blind adds what the sensor cannot see to the incident of its kind, for as long as it
// lasts.
func (d *Desk) blind(n *note) {
	kind := string(n.x.Meaning.Kind)
	s := d.find(func(s *story) bool { return s.Sort == Blind && s.Exercise == n.exercise && s.Kinds[0].Kind == kind })
	what := Updated
	if s == nil {
		s, what = d.add(Blind, Open, n), Opened
	}
	d.take(s, n)
	g := grounds{Impact: mediumImpact, Reached: 1}
	if n.wide() {
		g.Sure[baseline.Precursor] = corroborated
	}
	s.only(g)
	d.judge(s)
	d.changed(what, s)
}

// wide reports whether a kind says that nothing, or much, is seen.
func (n *note) wide() bool {
	k := n.x.Meaning.Kind
	return k == sensorBlind || k == spanSilent
}

// Sighted ends the incidents about the sensor's own sight: it sees again. What is told
// of one conversation, or of a moment, is over when it is not told again for Idle.
func (d *Desk) Sighted(now int64) []Change {
	d.at(now)
	for _, s := range slices.Clone(d.stories) {
		if s.Sort != Blind {
			continue
		}
		quiet := time.Duration(d.now - s.Last)
		switch baseline.Kind(s.Kinds[0].Kind) {
		case sensorBlind, spanSilent:
			d.over(s, "sighted")
		case capacity:
			if quiet > lasting {
				d.over(s, "over")
			}
		default:
			if quiet > Idle {
				d.over(s, "over")
			}
		}
	}
	return d.changes
}

// itself is who closes what closes by itself.
const itself = "banken"

// over closes an incident without a person.
func (d *Desk) over(s *story, what string) {
	s.decide(Decision{clock(d.now), itself, what, ""})
	d.end(s, Closed)
}
