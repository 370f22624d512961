package alert

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// group is a set of detectors that look at the same thing, and so are not independent
// of each other: when one is wrong, so is the other.
type group uint8

const (
	// operations: what is asked (D0 to D2). A function that is new is new to the
	// whitelist, breaks a sequence, and trips a wire.
	operations group = 1 << iota
	// times: when and how fast (D3, D4). A slow network shifts all of them.
	times
	// numbers: process values (D5, D9). A disturbance moves many, and breaks relations.
	numbers
	// identities: who it is (D6, D7). A device that was replaced has another interface,
	// and says another name.
	identities
)

// detectorGroups are those of the detectors. What the sensor sees (D8) proves nothing.
var detectorGroups = [baseline.Detectors]group{
	baseline.Tripwire: operations, baseline.Whitelist: operations, baseline.Sequence: operations,
	baseline.Timing: times, baseline.Latency: times,
	baseline.Values: numbers, baseline.Relations: numbers,
	baseline.Endpoint: identities, baseline.Identity: identities,
}

func groupOf(d baseline.Detector) group {
	if int(d) < len(detectorGroups) {
		return detectorGroups[d]
	}
	return 0
}

// groupFor returns the group of a kind. What was written is part of what was asked:
// that a value is new, and that its point is, are one observation. So is who asks.
func groupFor(m *baseline.Meaning) group {
	if m.Control || m.Kind == reversal {
		return operations
	}
	return groupOf(m.Detector)
}

// witness is an asset of an incident, with the groups of detectors that saw something
// there, by step of evidence, each at another event: one message that is odd in two
// ways is one oddity.
type witness struct {
	Addr   netip.Addr `json:"addr"`
	Groups groups     `json:"groups"`
	Event  event      `json:"event"` // the latest that counted
}

// groups are those that saw something, by step of evidence.
type groups [baseline.Success + 1]group

// event tells events apart.
type event struct {
	Time        int64
	Frame, Flow uint64
}

// see counts a group for an asset, at a step.
func (w *witness) see(n *note, step baseline.Evidence) {
	e := event{n.x.Event, n.x.Frame, n.x.Flow}
	if w.Groups[step]&n.group != 0 || w.Groups != (groups{}) && w.Event == e {
		return
	}
	w.Groups[step], w.Event = w.Groups[step]|n.group, e
}

// supporters are those that say that a step was reached: for a command, who saw it
// asked for, or its effect on who somebody is. That something was late, silent or out
// of range says nothing about a command.
func (g *groups) supporters(step baseline.Evidence) (all group) {
	if step == baseline.Precursor {
		return g[0] | g[1] | g[2]
	}
	for n := int(step); n < len(g); n++ {
		all |= g[n]
	}
	return all | g[0]&identities
}

// several reports whether there is more than one.
func (g group) several() bool { return g&(g-1) != 0 }

// verdicts is what people found a kind to be.
type verdicts struct {
	Confirmed int `json:"confirmed"`
	Judged    int `json:"judged"`
}

// Precision at which a kind is believed, or not any more, by itself, and after how
// many judgements not.
const (
	believed   = 0.8
	doubted    = 0.2
	judgements = 5
)

// precision is the judged precision of a kind, by Laplace's rule.
func (v verdicts) precision() float64 { return float64(v.Confirmed+1) / float64(v.Judged+2) }

// doubtful reports whether a kind is so often false that it proves nothing.
func (v verdicts) doubtful() bool { return v.Judged >= judgements && v.precision() < doubted }

// Values of credibility.
const (
	weak = iota
	corroborated
	confirmed
)

// weigh raises the inputs of an incident by a deviation.
func (d *Desk) weigh(s *story, n *note) {
	step := n.x.Evidence
	if early(n.x) { // it may well be ordinary: that it succeeded says nothing yet
		step = min(step, baseline.Attempt)
	}
	g := grounds{Impact: d.impact(n.x), Exposure: d.exposure(s, n), Reached: int(step) + 1}
	if v := d.judged[n.x.Meaning.Kind]; !v.doubtful() {
		if n.alone && (n.x.Meaning.Exact && !early(n.x) || v.precision() >= believed) {
			g.Sure[step] = corroborated
		}
		s.attest(n, step, &g)
	}
	if s.Sort == Site {
		if n.act {
			tier, _, _ := g.decide(d.o.Table)
			s.name(n.actor, tier, n.x.Count)
		}
		d.weighSite(s, g)
		return
	}
	s.Grounds.raise(&g)
}

// attest has the assets where it was seen witness a deviation, and notes of which
// steps there is more than a single sign now.
func (s *story) attest(n *note, step baseline.Evidence, g *grounds) {
	for _, a := range n.seenAt() {
		w := s.witness(a)
		if w == nil {
			continue
		}
		w.see(n, step)
		for e := range g.Sure {
			if w.Groups.supporters(baseline.Evidence(e)).several() {
				g.Sure[e] = corroborated
			}
		}
	}
}

// early reports whether something is new on a channel of which not everything that is
// ordinary can be known yet: the forecast says that more will come, and each of it
// would be a false incident in the top tiers. It is told all the same, as weak. On a
// channel that came later, and of what a person rejected, nothing is early; of a way out
// of the network, or from host to host, the whitelist says when it is.
func early(x *baseline.Deviation) bool {
	m := x.Meaning
	return m.Detector == baseline.Whitelist && x.Native && x.State < baseline.Ready && m.Kind != rejectedControl && m.Kind != rejectedWay
}

// Kinds of what a person rejected.
const (
	rejectedControl baseline.Kind = "rejected-control"
	rejectedWay     baseline.Kind = "rejected-way"
)

// grounds is what a priority is decided by.
type grounds struct {
	// Sure is how credible it is, by step of evidence, that it was reached; Reached how
	// many were, from the first.
	Sure       [baseline.Success + 1]int `json:"sure"`
	Reached    int                       `json:"reached"`
	Impact     int                       `json:"impact"`
	Exposure   int                       `json:"exposure"`
	Prevalence int                       `json:"prevalence"`
	Confirmed  int                       `json:"confirmed"` // credibility that people gave
}

// raise takes the higher of each.
func (g *grounds) raise(o *grounds) {
	for i := range g.Sure {
		g.Sure[i] = max(g.Sure[i], o.Sure[i])
	}
	g.Reached, g.Impact, g.Exposure = max(g.Reached, o.Reached), max(g.Impact, o.Impact), max(g.Exposure, o.Exposure)
	g.Prevalence, g.Confirmed = max(g.Prevalence, o.Prevalence), max(g.Confirmed, o.Confirmed)
}

// only has an incident be decided by some grounds, and by what people said.
func (s *story) only(g grounds) {
	g.Confirmed, g.Prevalence = s.Grounds.Confirmed, s.Grounds.Prevalence
	s.Grounds = g
}

// decide asks the table about each step that was reached, with how sure it is that
// this one or a further one was. The highest answer counts, of equal ones that of the
// furthest step: that one thing succeeded, and another is beyond doubt, does not make
// both of one.
func (g *grounds) decide(t *yardstick.Table) (tier yardstick.Tier, row int, by yardstick.Inputs) {
	sure := g.Confirmed
	for step := max(g.Reached, 1) - 1; step >= 0; step-- {
		sure = max(sure, g.Sure[step])
		v := yardstick.Inputs{Evidence: step, Credibility: sure, Impact: g.Impact, Exposure: g.Exposure, Prevalence: g.Prevalence}
		if a, r := t.Decide(v); row == 0 || a > tier {
			tier, row, by = a, r, v
		}
	}
	return tier, row, by
}

// seenAt returns where a deviation was seen: at its target, and at its actor when that
// did it.
func (n *note) seenAt() [2]netip.Addr {
	if n.act && n.actor != n.x.Target {
		return [...]netip.Addr{n.x.Target, n.actor}
	}
	return [...]netip.Addr{n.x.Target, {}}
}

// impact is the highest of what it is about.
func (d *Desk) impact(x *baseline.Deviation) int {
	most := -1
	for _, a := range [...]netip.Addr{x.Target, x.Server} {
		if a.IsValid() {
			most = max(most, d.o.Impact(a))
		}
	}
	if most < 0 {
		return mediumImpact
	}
	return min(most, steps[2]-1)
}

// Values of exposure.
const (
	small = iota
	controlled
	opened
)

// egress is the kind of a new path out of the control network.
const egress baseline.Kind = "new-egress"

// exposure is open when somebody outside takes part, controlled when there is a path
// out that somebody could have come by.
func (d *Desk) exposure(s *story, n *note) int {
	x := n.x
	outside := false
	for _, a := range [...]netip.Addr{x.Actor, x.Target, x.Client, x.Server} {
		outside = outside || a.IsValid() && d.o.Outside(a)
	}
	if outside || x.Meaning.Kind == egress {
		d.leads(s)
	}
	switch {
	case outside:
		return opened
	case d.ways > 0:
		return controlled
	}
	return small
}

// leads notes that an incident shows a path out. One of an exercise is none.
func (d *Desk) leads(s *story) {
	before := s.counts()
	s.Way = true
	if s.counts() && !before {
		d.ways++
	}
}

// judge asks the table. A priority never falls here, and its reasons stay with it.
func (d *Desk) judge(s *story) {
	tier, row, by := s.Grounds.decide(d.o.Table)
	if s.Sort == Blind || s.Sort == Notice {
		tier = min(tier, yardstick.TrackStar)
	}
	before := s.level()
	if s.Priority == "" || tier >= s.Tier() {
		s.Priority, s.Row, s.Values, s.Inputs = tier.String(), row, by, codes(by)
	}
	if s.level() > before {
		s.Since = clock(d.now)
	}
	f := yardstick.Finding{Tier: s.Tier(), Inputs: s.Values}
	s.Score = f.Score()
	d.keepAside(s)
}

// level is that which the site has because of an incident, 0 before it was judged.
func (s *story) level() yardstick.Level {
	if s.Priority == "" {
		return 0
	}
	f := yardstick.Finding{Tier: s.Tier(), Inputs: s.Values}
	return f.Level()
}
