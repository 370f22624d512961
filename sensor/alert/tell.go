package alert

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/technique"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// id makes the id of an incident: the same for the same input.
func (d *Desk) id(x *baseline.Deviation) string { return d.idOf(clock(d.now), text(x.Actor)) }

func (d *Desk) idOf(at time.Time, actor string) string {
	h := fnv.New32a()
	fmt.Fprintf(h, "%d %s %d", at.UnixNano(), actor, d.serial)
	return at.Format("20060102T150405Z") + "-" + hex.EncodeToString(h.Sum(nil))
}

// moment tells a deviation.
func (d *Desk) moment(x *baseline.Deviation) Moment {
	t := d.told(x)
	m := Moment{Time: clock(x.Event), Known: clock(x.Time), Kind: string(x.Meaning.Kind), Detector: x.Meaning.Detector.ID(),
		Client: text(x.Client), Server: text(x.Server), Function: x.Function, Point: x.Point, Expected: x.Expected, Seen: x.Seen,
		Count: max(x.Count, 1), Frame: x.Frame, ResponseFrame: x.ResponseFrame, What: t.EN.What, WhatJA: t.JA.What}
	if x.Flow != 0 {
		m.Flow = strconv.FormatUint(x.Flow, 16)
	}
	if x.Outcome != 0 {
		m.Outcome = x.Outcome.String()
	}
	return m
}

// tell adds what is told of a deviation to an incident.
func (d *Desk) tell(i *Incident, x *baseline.Deviation) {
	m := d.moment(x)
	d.list(i, &m)
	i.Updated = clock(max(x.Time, i.Opened.UnixNano()))
	i.target(text(x.Target))
	if x.Client.IsValid() && x.Client != x.Actor {
		i.target(text(x.Client))
	}
	if x.Protocol != "" {
		i.Protocols = include(i.Protocols, x.Protocol)
	}
	if x.Operation != wire.OperationNone {
		i.Operations = include(i.Operations, x.Operation.String())
	}
	for _, id := range x.Meaning.Techniques {
		t := Technique{id, technique.Version}
		if !slices.Contains(i.Techniques, t) && len(i.Techniques) < maxNames {
			i.Techniques = append(i.Techniques, t)
		}
	}
	if s := x.Meaning.Stage; int(s) >= i.Furthest {
		i.Furthest, i.Stage = int(s), s.String()
	}
	if w := weight(x); w > i.Weight {
		i.Weight = w
		i.title(d, x)
	}
}

// title has a deviation give an incident its name: the heaviest one.
func (i *Incident) title(d *Desk, x *baseline.Deviation) {
	t := d.told(x)
	i.Title, i.TitleJA, i.Observed, i.ObservedJA = t.EN.Title, t.JA.Title, t.EN.What, t.JA.What
	i.Why, i.WhyJA, i.First, i.FirstJA = t.EN.Why, t.JA.Why, t.EN.First, t.JA.First
	i.Expected, i.ExpectedJA = t.EN.Usual, t.JA.Usual
	if i.Expected == "" {
		i.Expected, i.ExpectedJA = t.EN.Never, t.JA.Never
	}
}

// weight orders deviations by what they say.
func weight(x *baseline.Deviation) int {
	w := int(x.Evidence) * 8
	if x.Meaning.Exact {
		w += 4
	}
	if x.Meaning.Alone {
		w += 2
	}
	if x.Meaning.Detector == baseline.Tripwire {
		w++
	}
	return w*8 + int(x.Meaning.Stage)
}

// list adds a moment to timeline, evidence and counts.
func (d *Desk) list(i *Incident, m *Moment) {
	i.Count += m.Count
	i.kind(m.Kind, m.Detector, m.Count)
	i.Detectors = include(i.Detectors, m.Detector)
	if len(i.Timeline) < maxTimeline {
		i.Timeline = append(i.Timeline, *m)
	} else {
		copy(i.Timeline[maxTimeline/2:], i.Timeline[maxTimeline/2+1:])
		i.Timeline[maxTimeline-1] = *m
		i.Left++
	}
	if m.Frame+m.ResponseFrame > 0 && len(i.Evidence) < maxEvidence {
		i.Evidence = append(i.Evidence, Evidence{m.Time, max(m.Frame, m.ResponseFrame), m.Flow})
	}
}

func (i *Incident) kind(kind, detector string, n uint64) {
	for k := range i.Kinds {
		if i.Kinds[k].Kind == kind {
			i.Kinds[k].Count += n
			return
		}
	}
	if len(i.Kinds) < maxKinds {
		i.Kinds = append(i.Kinds, KindCount{kind, detector, n})
	}
}

// target adds an asset that it is about.
func (i *Incident) target(a string) {
	switch {
	case a == "" || a == i.Actor || slices.Contains(i.Targets, a):
	case len(i.Targets) >= maxTargets:
		i.Omitted++
	default:
		i.Targets = append(i.Targets, a)
	}
}

func include(list []string, s string) []string {
	if slices.Contains(list, s) || len(list) >= maxNames {
		return list
	}
	return append(list, s)
}

// group returns the bit of those detectors that look at the same thing. What was
// written is part of what was asked: that a value is new, and that its point is, are
// one observation.
func group(m *baseline.Meaning) uint8 {
	if m.Control {
		return 1
	}
	return groupOf(m.Detector)
}

func groupOf(d baseline.Detector) uint8 {
	return 1 << [...]uint8{baseline.Tripwire: 0, baseline.Whitelist: 0, baseline.Sequence: 0, baseline.Timing: 1, baseline.Latency: 1,
		baseline.Values: 2, baseline.Relations: 2, baseline.Endpoint: 3, baseline.Identity: 4, baseline.Visible: 5}[d]
}

// weigh raises the inputs of an incident by a deviation.
func (d *Desk) weigh(i *Incident, x *baseline.Deviation) {
	if len(i.Prints) < maxPrints {
		i.Prints = append(i.Prints, printOf(x))
	}
	step := x.Evidence
	if early(x) {
		// It may well be ordinary: that it succeeded says nothing yet.
		step = min(step, baseline.Attempt)
	}
	i.join(step, group(x.Meaning))
	i.Values.Impact, i.Values.Exposure = max(i.Values.Impact, d.impact(x)), max(i.Values.Exposure, d.exposure(x))
	credible := 0
	if d.credible(i, x) {
		credible = 1
	}
	i.Credible[step] = max(i.Credible[step], credible)
	i.Reached = max(i.Reached, int(step)+1)
	i.Program = i.Program || x.Meaning.Control && (x.Operation == wire.Program || x.Operation == wire.Configure)
}

// join adds those who say that something of a kind happened.
func (i *Incident) join(e baseline.Evidence, group uint8) { i.Groups[e] |= group }

// Precision at which a kind is believed, or not any more, by itself, and after how
// many judgements.
const (
	believed   = 0.8
	doubted    = 0.2
	judgements = 5
)

// credible reports whether a deviation is more than a single weak sign.
func (d *Desk) credible(i *Incident, x *baseline.Deviation) bool {
	v := d.judged[x.Meaning.Kind]
	precision := float64(v.Confirmed+1) / float64(v.Judged+2)
	if v.Judged >= judgements && precision < doubted {
		return false
	}
	return x.Meaning.Exact && !early(x) || several(i.supporters(x.Evidence)) || precision >= believed
}

// supporters are the independent detectors that say that something of a kind
// happened: of a command, those that saw it asked for or its effect on values or
// identity; that something was late or silent says nothing about a command.
func (i *Incident) supporters(e baseline.Evidence) (groups uint8) {
	if e == baseline.Precursor {
		return i.Groups[0] | i.Groups[1] | i.Groups[2]
	}
	for n := int(e); n < len(i.Groups); n++ {
		groups |= i.Groups[n]
	}
	return groups | i.Groups[0]&(groupOf(baseline.Endpoint)|groupOf(baseline.Identity))
}

func several(groups uint8) bool { return groups&(groups-1) != 0 }

// early reports whether something is new on a channel of which not everything that is
// ordinary can be known yet: the forecast says that more will come, and each of it
// would be a false incident in the top tiers. It is told all the same, as weak. On a
// channel that came later, and of what is never learned, nothing is early.
func early(x *baseline.Deviation) bool {
	return x.Meaning.Detector == baseline.Whitelist && x.Native && x.State < baseline.Ready
}

func (d *Desk) impact(x *baseline.Deviation) (most int) {
	for _, a := range [...]netip.Addr{x.Target, x.Server} {
		if a.IsValid() {
			most = max(most, d.o.Impact(a))
		}
	}
	return most
}

func (d *Desk) exposure(x *baseline.Deviation) int {
	if x.Actor.IsValid() && d.o.Outside(x.Actor) || x.Server.IsValid() && d.o.Outside(x.Server) {
		return 2
	}
	return 0
}

func codes(v yardstick.Inputs) Inputs {
	c := v.Codes()
	return Inputs{c[0], c[1], c[2], c[3], c[4]}
}

// judge asks the table: of each step that was reached, with how sure it is of that
// step, or of a further one; the highest answer counts.
func (d *Desk) judge(i *Incident) {
	tier, row := d.o.Table.Decide(i.Values)
	sure := 0
	for e := i.Reached - 1; e >= 0; e-- {
		sure = max(sure, i.Credible[e])
		v := i.Values
		v.Evidence, v.Credibility = e, max(sure, i.Confirmed)
		if t, r := d.o.Table.Decide(v); e == i.Reached-1 || t > tier {
			tier, row, i.Values = t, r, v
		}
	}
	if i.Priority != "" && i.Tier() > tier {
		tier = i.Tier()
	}
	i.Priority, i.Row, i.Inputs = tier.String(), row, codes(i.Values)
	f := i.Finding()
	i.Score = f.Score()
}

// Finding returns the incident as the yardstick sees it.
func (i *Incident) Finding() yardstick.Finding {
	f := yardstick.Finding{ID: i.ID, Tier: i.Tier(), Row: i.Row, Inputs: i.Values, Program: i.Program}
	f.Actor, _ = netip.ParseAddr(i.Actor)
	for _, t := range i.Targets {
		if a, err := netip.ParseAddr(t); err == nil {
			f.Targets = append(f.Targets, a)
		}
	}
	return f
}
