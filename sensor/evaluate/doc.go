// Package evaluate judges incidents by a ground truth: which scenarios were found,
// how soon, in how many incidents each; and how many incidents had no scenario, with
// the exact interval that so many allow. Misses are listed.
//
// # What counts
//
// A scenario is found when an incident of any priority has a moment inside it: a
// deviation whose event lies in its time or frames, or up to Grace after its end but
// before the next scenario that may share an address begins, and that shares an
// address with it, where both have any. It is found in the top tiers
// when such an incident was Attend or Act at the end.
//
// An incident is false when no scenario accounts for any of its moments. One that
// tells of the sensor's own sight is counted apart; so is work under a permit.
//
// # The report
//
// A Report tells the judgement of one or several runs: as text for a terminal, as
// Markdown, and as one page of HTML that asks nothing of the network and has no
// script. The same runs always give the same octets. Names of scenarios, captures
// and kinds come from outside: they are bounded, stripped of what could hide or
// steer, and escaped.
package evaluate

import (
	"net/netip"
	"time"
)

// Grace is how long after its end the consequences of a scenario count as its own.
const Grace = 2 * time.Minute

// Moment is one deviation of an incident.
type Moment struct {
	Time  int64 // of the event, UTC ns
	Told  int64 // when it was known
	Frame uint64
}

// Incident is what is judged.
type Incident struct {
	ID       string
	Opened   int64 // UTC ns
	Priority string
	Top      bool // Attend or Act
	Score    int  // orders incidents of a day
	Actor    netip.Addr
	Targets  []netip.Addr
	Kinds    []string
	Moments  []Moment
	Blind    bool // about the sensor's own sight
	Work     bool // authorised by a permit
}

// Label is a scenario of the ground truth.
type Label struct {
	Name     string
	From, To int64       // UTC ns; both 0 when only frames are known
	Frames   [][2]uint64 // first and last of each run; empty when only times are known
	// Addresses take part; empty when that is not known.
	Addresses []netip.Addr
	// Unseen says why nothing of it can be seen in the capture: "" when something can.
	Unseen string

	until int64 // when its consequences no longer count; 0 is Grace after To
}

// Outcome is what became of a scenario.
type Outcome struct {
	Label     Label
	Incidents []string // ids that account for it, by time
	Top       bool     // one of them is in the top tiers
	// Delay is from the first of its events that an incident tells of to when anything
	// of it was known; -1 when it was not found.
	Delay time.Duration
	// Since is from its beginning to when anything of it was known; -1 when it was not
	// found or its beginning is not known.
	Since time.Duration
	Kinds []string
}

// Found reports whether an incident tells of the scenario.
func (o *Outcome) Found() bool { return len(o.Incidents) > 0 }

// Result is the judgement of one run.
type Result struct {
	Outcomes []Outcome
	Claimed  []Incident // a scenario accounts for them
	False    []Incident // no scenario accounts for them
	Blind    []Incident
	Work     []Incident
	Days     float64 // judged, of the site's learning days
	// Rate is of false incidents in the top tiers a day, RateLow and RateHigh the ends
	// of its exact 95 % interval (Garwood 1936).
	FalseTop                int
	Rate, RateLow, RateHigh float64
	// AtBudget is how many scenarios are found when people look at one incident a day,
	// the one with the highest score.
	AtBudget int
}

// Seen returns how many scenarios can be seen at all, and how many were found.
func (r *Result) Seen() (found, seen int) {
	for i := range r.Outcomes {
		if r.Outcomes[i].Label.Unseen == "" {
			seen++
			if r.Outcomes[i].Found() {
				found++
			}
		}
	}
	return found, seen
}
