package assess

import (
	"cmp"
	"slices"
)

// Places of findings among others of the same urgency.
const (
	orderTripwire = iota
	orderInternet
	orderReversal
	orderAddress
	orderMaster
	orderRemote
	orderSecret
	orderScan
	orderDevice
	orderForeign
	orderRapid
	orderWriters
	orderWrites
	orderRefusal
	orderSilence
	orderProtection
	orderConflict
	orderSight
)

// findings puts together what somebody should do something about, what matters
// most first.
func (a *author) findings() {
	a.findTripwires()
	a.findInternet()
	a.findReversals()
	a.findAddresses()
	a.findMasters()
	a.findRemote()
	a.findSecrets()
	a.findScans()
	a.findDevices()
	a.findForeign()
	a.findRapid()
	a.findWriters()
	a.findWrites()
	a.findRefusals()
	a.findProtection()
	a.findConflicts()
	a.findSight()
	f := a.report.Findings
	slices.SortStableFunc(f, func(p, q Finding) int {
		return cmp.Or(cmp.Compare(q.Urgency, p.Urgency), cmp.Compare(p.order, q.order))
	})
	for i := range f {
		f[i].trim()
	}
	a.report.Verdict = verdict(f, len(a.talks) > 0)
}

// verdict is the one sentence at the top. Where nothing could be decoded it does
// not say that all is well.
func verdict(f []Finding, decoded bool) Text {
	var n [First + 1]uint64
	for i := range f {
		n[f[i].Urgency]++
	}
	switch {
	case n[First] > 0 && n[Check] > 0:
		return say("verdict-first", pointsCount.Of(n[First]), pointsCount.Of(n[Check]))
	case n[First] > 0:
		return say("verdict-first-only", pointsCount.Of(n[First]))
	case !decoded:
		return say("verdict-blind")
	case n[Check] > 0:
		return say("verdict-check", pointsCount.Of(n[Check]))
	case n[Know] > 0:
		return say("verdict-know")
	}
	return say("verdict-nothing")
}

// trim keeps the first lines of evidence and counts the rest.
func (f *Finding) trim() {
	if len(f.Lines) > maxLines {
		f.More += uint64(len(f.Lines) - maxLines)
		f.Lines = f.Lines[:maxLines]
	}
}

// finding begins a finding whose texts are named after its id.
func finding(id string, u Urgency, order int, techniques ...string) Finding {
	return Finding{ID: id, Urgency: u, Title: say("finding-" + id), Why: say("why-" + id), First: say("first-" + id),
		Techniques: techniquesOf(techniques), order: order}
}

// add adds a line of evidence.
func (a *author) add(f *Finding, s span, what Text) {
	f.Lines = append(f.Lines, Line{When: a.when(s.first.Time), What: what, Place: a.places(s), Count: s.count})
}

// found keeps a finding that has evidence.
func (a *author) found(f Finding) {
	if len(f.Lines) > 0 {
		a.report.Findings = append(a.report.Findings, f)
	}
}

// findTripwires makes a finding of each tripwire that was hit.
func (a *author) findTripwires() {
	for i := range a.report.Tripwires {
		t := &a.report.Tripwires[i]
		f := Finding{ID: t.ID, Urgency: t.Urgency, Title: t.Title, Why: t.Why, First: t.First, Techniques: t.Techniques,
			order: orderTripwire, More: t.More}
		for _, h := range t.Hits {
			what := say("line-hit", h.Client, h.Server, h.Functions, h.Result)
			if h.Station != "" {
				what = say("line-hit-station", h.Client, h.Server, h.Station, h.Functions, h.Result)
			}
			f.Lines = append(f.Lines, Line{When: h.First, What: what, Place: h.Place, Count: h.Count})
		}
		a.found(f)
	}
}

// findInternet tells of control protocols, and of anything else of control
// devices, from or to the internet.
func (a *author) findInternet() {
	control := finding("internet-control", First, orderInternet, "T0883", "T0822")
	other := finding("internet-other", Check, orderInternet, "T0822", "T0885")
	for i := range a.report.Public {
		x := &a.report.Public[i]
		f := &other
		if x.By == say("decoded") {
			f = &control
		}
		f.Lines = append(f.Lines, x.line())
	}
	a.found(control)
	a.found(other)
}

// line is a link as evidence.
func (x *Link) line() Line {
	return Line{When: x.First, What: say("line-link", x.Client, x.Server, x.Service, x.By), Place: x.Place, Count: x.Count}
}

// findRemote tells of remote access to and from control devices.
func (a *author) findRemote() {
	outside := finding("remote-internet", First, orderRemote, "T0822", "T0886")
	inside := finding("remote", Check, orderRemote, "T0886")
	for i := range a.report.Remote {
		x := &a.report.Remote[i]
		switch {
		case x.Control && x.Public:
			outside.Lines = append(outside.Lines, x.line())
		case x.Control:
			inside.Lines = append(inside.Lines, x.line())
		}
	}
	a.found(outside)
	a.found(inside)
}

// findSecrets tells of passwords in the clear.
func (a *author) findSecrets() {
	f := finding("secrets", Check, orderSecret, "T0859")
	for _, s := range a.report.Secrets {
		f.Lines = append(f.Lines, Line{When: s.First, What: say("line-secret", s.What, s.Client, s.Server), Place: s.Place, Count: s.Count})
	}
	a.found(f)
}

// findForeign tells of something else on a control port.
func (a *author) findForeign() {
	f := finding("foreign", Check, orderForeign, "T0885", "T0869")
	for i := range a.report.Foreign {
		x := &a.report.Foreign[i]
		f.Lines = append(f.Lines, Line{When: x.First, What: say("line-foreign", x.Client, x.Server, x.Service, x.Note), Place: x.Place, Count: x.Count})
	}
	a.found(f)
}

// findProtection sums up the protections that are missing.
func (a *author) findProtection() {
	f := finding("protection", Know, orderProtection)
	for _, w := range a.report.Weaknesses {
		f.Lines = append(f.Lines, Line{What: say("line-weakness", w.What, joinPlain(w.Where, 4)), Place: w.Place, Count: 1})
	}
	a.found(f)
}
