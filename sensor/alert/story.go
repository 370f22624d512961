package alert

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/technique"
)

// story is an incident with what the desk goes on from.
type story struct {
	Incident
	own
	aside, asideAll bool // counted by the quarantine, as of assets that are not listed
	dirty, stored   bool // changed since it was saved; was saved once
}

// own is what only the desk knows of an incident.
type own struct {
	Number  uint64         `json:"number"` // by opening, from 1
	Source  netip.Addr     `json:"source"` // the actor
	Last    int64          `json:"last"`   // latest deviation
	Weight  int            `json:"weight"` // of the deviation that gives the texts
	Reached baseline.Stage `json:"reached"`
	Acts    bool           `json:"acts"` // somebody did something, rather than that something was noticed
	Grounds grounds        `json:"grounds"`
	Assets  []witness      `json:"assets"`
	More    sketch         `json:"more,omitempty"` // of targets that are not listed
	Causes  []cause        `json:"causes"`
	Known   []known        `json:"known"` // what was seen
	Counted Disposition    `json:"counted,omitempty"`
	Way     bool           `json:"way"`              // shows a path out of the control network
	Others  sketch         `json:"others,omitempty"` // actors that are not listed
	Blamed  detectors      `json:"blamed,omitempty"` // whose promise it counts against when it is false
	Proven  bool           `json:"proven,omitempty"` // something exact is in it, that no promise is about
	Charged charge         `json:"charged,omitzero"`
}

// known is something that was seen, and the furthest step it came to.
type known struct {
	Subject  subject           `json:"subject"`
	Evidence baseline.Evidence `json:"evidence"`
}

// goesOn reports whether more may still belong to an incident. One that was opened long
// after now is of another time: the clock was set back.
func (s *story) goesOn(now int64) bool {
	age := now - s.Opened.UnixNano()
	return (s.Sort == Security || s.Sort == Site) && s.State.Standing() && now-s.Last <= int64(Idle) && age < int64(MaxAge) && -age < int64(MaxAge)
}

// back has an incident be no later than now.
func (s *story) back(now int64) {
	s.Last = min(s.Last, now)
	for i := range s.Causes {
		s.Causes[i].At = min(s.Causes[i].At, now)
	}
	if most := clock(now + int64(MaxShelf)); s.State == Shelved && s.Until.After(most) {
		s.Until = most
	}
}

// involves reports whether an asset is the actor or a listed target.
func (s *story) involves(a netip.Addr) bool { return a.IsValid() && s.witness(a) != nil }

// witness returns what is known of an asset, nil when it is not listed.
func (s *story) witness(a netip.Addr) *witness {
	for i := range s.Assets {
		if s.Assets[i].Addr == a {
			return &s.Assets[i]
		}
	}
	return nil
}

// take adds a deviation to an incident, and raises its inputs.
func (d *Desk) take(s *story, n *note) {
	x := n.x
	d.list(s, n)
	s.Updated = clock(d.now)
	d.involve(s, n.actor, true)
	d.involve(s, x.Target, false)
	d.involve(s, x.Client, false)
	s.names(x)
	d.know(s, n)
	s.Last = d.now
	if n.alone {
		s.blame(n.x.Meaning)
		s.Acts = s.Acts || n.act
		s.because(n, d.now)
		if x.Meaning.Stage > s.Reached {
			s.Reached, s.Stage = x.Meaning.Stage, x.Meaning.Stage.String()
		}
	}
	if w := n.weight(); w > s.Weight {
		s.Weight = w
		d.entitle(s, n)
	}
	d.weigh(s, n)
}

// names adds protocol, operation, technique and detector.
func (s *story) names(x *baseline.Deviation) {
	if x.Protocol != "" {
		s.Protocols = include(s.Protocols, x.Protocol)
	}
	if x.Operation != wire.OperationNone {
		s.Operations = include(s.Operations, x.Operation.String())
	}
	s.Detectors = include(s.Detectors, x.Meaning.Detector.ID())
	for _, id := range x.Meaning.Techniques {
		s.Techniques = include(s.Techniques, Technique{id, technique.Version})
	}
	s.Program = s.Program || x.Meaning.Control && (x.Operation == wire.Program || x.Operation == wire.Configure)
}

func include[T comparable](list []T, x T) []T {
	if slices.Contains(list, x) || len(list) >= maxNames {
		return list
	}
	return append(list, x)
}

// involve adds an asset: the actor, or a target.
func (d *Desk) involve(s *story, a netip.Addr, actor bool) {
	listed := len(s.Targets) < maxTargets
	switch {
	case !a.IsValid():
	case s.witness(a) != nil:
		if !actor && listed && a != s.Source {
			s.Targets = includeTarget(s.Targets, a.String())
		}
	case actor && a == s.Source, listed:
		s.Assets = append(s.Assets, witness{Addr: a})
		if a != s.Source {
			s.Targets = append(s.Targets, a.String())
		}
		d.aside.add(s, a)
	default:
		s.More.add(a)
		s.Omitted = s.More.count()
		d.aside.addAll(s)
	}
}

// includeTarget adds a target that is known already, as an actor of another incident.
func includeTarget(list []string, a string) []string {
	if slices.Contains(list, a) {
		return list
	}
	return append(list, a)
}

// know keeps what was seen, so that it is known when it comes again.
func (d *Desk) know(s *story, n *note) {
	for i := range s.Known {
		if k := &s.Known[i]; k.Subject == n.subject {
			k.Evidence = max(k.Evidence, n.x.Evidence)
			return
		}
	}
	d.learned(s, known{n.subject, n.x.Evidence})
}

func (d *Desk) learned(s *story, k known) {
	if len(s.Known) < maxSubjects {
		s.Known = append(s.Known, k)
		d.known[k.Subject]++
	}
}

// forget ends the counting of a subject.
func (d *Desk) forget(k subject) {
	if d.known[k]--; d.known[k] <= 0 {
		delete(d.known, k)
	}
}

// has reports whether a kind occurred.
func (s *story) has(k baseline.Kind) bool {
	return slices.ContainsFunc(s.Kinds, func(c KindCount) bool { return c.Kind == string(k) })
}

// knows reports whether the same was seen, and came as far.
func (s *story) knows(n *note) bool {
	return slices.ContainsFunc(s.Known, func(k known) bool { return k.Subject == n.subject && k.Evidence >= n.x.Evidence })
}

// id makes the id of an incident: the same for the same input.
func (d *Desk) id(s *story) string {
	h := fnv.New32a()
	fmt.Fprintf(h, "%d %s %d", s.Opened.UnixNano(), s.Actor, s.Number)
	if s.Exercise {
		fmt.Fprint(h, " exercise")
	}
	return s.Opened.Format("20060102T150405Z") + "-" + hex.EncodeToString(h.Sum(nil))
}

func clock(ns int64) time.Time { return time.Unix(0, ns).UTC() }

func text(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}
