package alert

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// acts reports whether a kind is something that the actor did. The others are noticed
// at a target, and whoever asked it at that time is the actor by chance: how fast
// devices answer, what they show, what they say of themselves.
func acts(m *baseline.Meaning) bool {
	switch m.Detector {
	case baseline.Timing, baseline.Latency, baseline.Relations, baseline.Identity:
		return false
	case baseline.Values:
		return m.Control
	}
	return m.Control || m.Stage <= baseline.Access
}

// trait is what makes a kind a cause or a consequence; a set of bits.
type trait uint16

const (
	looks    trait = 1 << iota // finds out what is there
	commands                   // a command or set-point
	changes                    // a setting, program or file
	stops                      // a restart, stop or flood
	moves                      // another one at an address
	enters                     // a contact, session or function that is new
	rhythm                     // silence, rate, period, latency
	process                    // values that are read
	tells                      // what a device says of itself: identity, restarts
	anything = looks | commands | changes | stops | moves | enters | rhythm | process | tells
)

// byStage are the traits of what changes something.
var byStage = [...]trait{baseline.Recon: looks, baseline.Access: enters, baseline.Control: commands, baseline.Configuration: changes, baseline.Disruption: stops}

// reversal is the kind of a server that begins to ask: it does something new, and is
// where it was.
const reversal baseline.Kind = "role-reversal"

// traitsOf returns the traits of a kind.
func traitsOf(m *baseline.Meaning) trait {
	switch m.Detector {
	case baseline.Timing, baseline.Latency:
		return rhythm
	case baseline.Relations:
		return process
	case baseline.Identity:
		return tells
	case baseline.Values:
		if !m.Control {
			return process
		}
	case baseline.Endpoint:
		if !m.Control && m.Kind != reversal {
			return moves
		}
	}
	switch {
	case m.Control && int(m.Stage) < len(byStage):
		return byStage[m.Stage]
	case m.Stage == baseline.Recon:
		return looks | enters
	case m.Stage == baseline.Access:
		return enters
	}
	return tells
}

// share is what cause and consequence have in common.
type share uint8

const (
	victim share = iota // the target of the cause is the target or actor of the consequence
	asset               // any asset of one is one of the other
	pivot               // the target of the cause, which it took over, is the actor of the consequence
)

// shares are how that is told.
var shares = [...]func(c *cause, n *note) bool{
	victim: func(c *cause, n *note) bool {
		return c.Target.IsValid() && (c.Target == n.x.Target || c.Target == n.actor)
	},
	asset: func(c *cause, n *note) bool {
		return c.Target.IsValid() && (c.Target == n.x.Target || c.Target == n.actor) ||
			c.Actor.IsValid() && (c.Actor == n.x.Target || c.Actor == n.actor)
	},
	pivot: func(c *cause, n *note) bool {
		return n.act && c.Evidence == baseline.Success && c.Target.IsValid() && c.Target == n.actor && c.Target != c.Actor
	},
}

// rule says that one thing may be the consequence of another.
type rule struct {
	cause, effect trait
	share         share
	within        time.Duration
}

// restarting is how long a device and its clients take to be as before: the start
// itself, and time-outs of those who poll it.
const restarting = 15 * time.Minute

// rules, the likeliest first.
var rules = [...]rule{
	{changes | stops, rhythm | process | tells | enters, victim, restarting}, // it restarts: silence, new sessions, restart bits, slow answers
	{commands, rhythm | process | tells, victim, Idle},                       // the process follows: values leave their range, read-back differs
	{moves, rhythm | process | tells | moves, asset, Idle},                   // somebody in between: values contested, other paths, slow answers
	{moves, enters | looks | commands | changes | stops, asset, Consequence}, // and then asks or commands
	{commands | changes | stops, looks | enters | commands | changes | stops, pivot, Idle},
	{looks | enters, rhythm | tells, victim, Consequence}, // too many questions: slow answers, errors
	{rhythm, rhythm, asset, Consequence},                  // one cable, many silences
	{rhythm, tells | enters, victim, Consequence},         // it comes back: restart bits, new sessions
	{tells, rhythm | process | tells | enters, victim, Consequence},
	{process, process, victim, Consequence},                          // one disturbance, many values
	{anything, rhythm | process | tells | moves, asset, Consequence}, // what is noticed where something was done just now
}

// cause is something that others may follow from.
type cause struct {
	Traits   trait             `json:"traits"`
	Actor    netip.Addr        `json:"actor"`
	Target   netip.Addr        `json:"target"`
	At       int64             `json:"at"`
	Evidence baseline.Evidence `json:"evidence"`
}

// maxCauses bounds the causes of an incident; the latest count.
const maxCauses = 16

// because keeps a deviation as a cause.
func (s *story) because(n *note, now int64) {
	c := cause{n.traits, n.actor, n.x.Target, now, n.x.Evidence}
	i := slices.IndexFunc(s.Causes, func(o cause) bool { return o.Traits == c.Traits && o.Actor == c.Actor && o.Target == c.Target })
	if i >= 0 {
		c.Evidence = max(c.Evidence, s.Causes[i].Evidence)
		s.Causes = slices.Delete(s.Causes, i, i+1)
	} else if len(s.Causes) >= maxCauses {
		s.Causes = slices.Delete(s.Causes, 0, 1)
	}
	s.Causes = append(s.Causes, c)
}

// Ranks of how a deviation belongs to an incident: the lowest is the closest.
const (
	byKey    = 0
	byRule   = 1
	byAsset  = byRule + len(rules)
	bySite   = byAsset + 1
	noReason = bySite + 1
)

// rank tells how a deviation belongs to an incident that goes on.
func (s *story) rank(n *note, now int64) int {
	if !n.alone {
		return s.rankEvidence(n)
	}
	if n.actor.IsValid() && s.Source == n.actor && (s.Acts && n.act || s.Reached == n.x.Meaning.Stage) {
		return byKey
	}
	best := noReason
	for i := range s.Causes {
		best = min(best, s.Causes[i].ruleFor(n, now))
	}
	if best == noReason && s.Sort == Site {
		return bySite
	}
	return best
}

// rankEvidence is rank for what only adds to an incident. That an actor is the same
// says something only of what it did: everybody asks.
func (s *story) rankEvidence(n *note) int {
	if s.involves(n.x.Target) || n.act && s.Acts && s.Source == n.actor && n.actor.IsValid() {
		return byAsset
	}
	return noReason
}

// ruleFor returns the rank of the first rule by which a deviation follows from c.
func (c *cause) ruleFor(n *note, now int64) int {
	for i := range rules {
		r := &rules[i]
		if c.Traits&r.cause != 0 && n.traits&r.effect != 0 && now-c.At <= int64(r.within) && shares[r.share](c, n) {
			return byRule + i
		}
	}
	return noReason
}

// home returns the incident a deviation belongs to, nil for none.
func (d *Desk) home(n *note) (best *story) {
	least := noReason
	for _, s := range d.stories {
		if !s.goesOn(d.now) || s.Exercise != n.exercise {
			continue
		}
		if r := s.rank(n, d.now); r < least || r == least && best != nil && s.Last > best.Last {
			best, least = s, r
		}
	}
	return best
}

// again returns the incident in which exactly the same was seen, and came as far,
// however long ago, as long as that is open: it is told already.
func (d *Desk) again(n *note) *story {
	if d.known[n.subject] == 0 {
		return nil
	}
	return d.find(func(s *story) bool { return s.State.Standing() && s.Sort != Blind && s.knows(n) })
}

// repeat counts up what is said to be told already and decided by nobody, in the
// incident that is open; where people have closed it, they know.
func (d *Desk) repeat(n *note) {
	s := d.again(n)
	if s == nil {
		s = d.find(func(s *story) bool {
			return s.State.Standing() && s.Exercise == n.exercise && s.has(n.x.Meaning.Kind) && (s.Sort == Site || s.Source == n.actor && s.involves(n.x.Target))
		})
	}
	if s == nil {
		s = d.find(func(s *story) bool {
			return s.State.Standing() && s.Exercise == n.exercise && s.Sort == Security && s.Source == n.actor && s.involves(n.x.Target)
		})
	}
	if s != nil {
		d.count(s, n)
	}
}

// count adds what an incident has told already. It stays as serious as it is.
func (d *Desk) count(s *story, n *note) {
	d.list(s, n)
	if n.act {
		s.name(n.actor, yardstick.Track, n.x.Count)
	}
	s.Updated = clock(d.now)
	s.Last = d.now
	d.changed(Updated, s)
}
