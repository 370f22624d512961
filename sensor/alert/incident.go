package alert

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/yardstick"
)

// Version is that of the JSON form of an incident.
const Version = 1

// Bounds of one incident.
const (
	maxTargets   = 64 // listed; more are counted
	maxTimeline  = 64 // entries: the first half, and the latest
	maxKinds     = 32
	maxNames     = 32 // protocols, operations, techniques, detectors
	maxEvidence  = 64 // places in the capture
	maxSubjects  = 64 // things that were seen, to know them again
	maxDecisions = 64
)

// State is what becomes of an incident.
type State string

// The states.
const (
	Open         State = "open"
	Acknowledged State = "acknowledged" // somebody looks after it
	Shelved      State = "shelved"      // until a time
	Closed       State = "closed"
	Merged       State = "merged"     // told by another one
	Authorised   State = "authorised" // work under a permit
)

// Standing reports whether an incident in the state counts for the site's level.
func (s State) Standing() bool { return s == Open || s == Acknowledged || s == Shelved }

// Disposition is what a person found an incident to be.
type Disposition string

// The dispositions.
const (
	Work       Disposition = "work"       // planned, or otherwise known
	Suspicious Disposition = "suspicious" // nobody answers for it
	False      Disposition = "false"      // nothing happened that matters
)

// Sort is what an incident is about.
type Sort string

// The sorts.
const (
	Security Sort = "security" // what somebody did
	Blind    Sort = "blind"    // the sensor's own sight
	Permit   Sort = "permit"   // work under a permit
	Site     Sort = "site"     // too much at once to be told one by one
	Notice   Sort = "notice"   // about the sensor itself, that asks for little
)

// Technique is one of ATT&CK for ICS, with the version its id is of.
type Technique struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// Inputs are the codes of the decision's inputs.
type Inputs struct {
	Evidence    string `json:"evidence"`
	Credibility string `json:"credibility"`
	Impact      string `json:"impact"`
	Exposure    string `json:"exposure"`
	Prevalence  string `json:"prevalence"`
}

// KindCount is how often a kind of deviation occurred.
type KindCount struct {
	Kind     string `json:"kind"`
	Detector string `json:"detector"`
	Count    uint64 `json:"count"`
}

// Moment is one deviation of an incident, as it is told.
type Moment struct {
	Time          time.Time `json:"time"` // of what happened
	Known         time.Time `json:"known"`
	Kind          string    `json:"kind"`
	Detector      string    `json:"detector"`
	Client        string    `json:"client"`
	Server        string    `json:"server"`
	Function      string    `json:"function,omitempty"`
	Point         string    `json:"point,omitempty"`
	Expected      string    `json:"expected"`
	Seen          string    `json:"seen"`
	Outcome       string    `json:"outcome,omitempty"`
	Count         uint64    `json:"count"`
	Frame         uint64    `json:"frame,omitempty"`
	ResponseFrame uint64    `json:"response_frame,omitempty"`
	Flow          string    `json:"flow,omitempty"` // hexadecimal
	Asked         *Asked    `json:"asked,omitempty"`
	What          string    `json:"what"` // a sentence
	WhatJA        string    `json:"what_ja"`
}

// Decision is one a person took, or time.
type Decision struct {
	Time time.Time `json:"time"`
	Who  string    `json:"who"`
	What string    `json:"what"`
	Why  string    `json:"why"`
}

// Evidence is where the packets are that prove it.
type Evidence struct {
	Time  time.Time `json:"time"`
	Frame uint64    `json:"frame"`
	Flow  string    `json:"flow,omitempty"`
}

// Incident is deviations that belong together. What others are given is a copy that
// they own. All times are UTC.
type Incident struct {
	V        int       `json:"v"`
	ID       string    `json:"id"`
	Sort     Sort      `json:"sort"`
	Opened   time.Time `json:"opened"`
	Updated  time.Time `json:"updated"` // when something was last added
	State    State     `json:"state"`
	Priority string    `json:"priority"` // see Tier
	Stage    string    `json:"stage"`    // the furthest reached
	// Since is when the level that the site has because of it was reached: what must
	// be done about it is due from then on.
	Since time.Time `json:"level_since"`
	Actor string    `json:"actor"` // address; "" when unknown, or several
	// Actors are those of a site's incident who did something, the worst first;
	// ActorsOmitted is about how many more there are.
	Actors        []Actor `json:"actors"`
	ActorsOmitted uint64  `json:"actors_omitted"`
	// Targets are addresses in the order they were first seen; Omitted is about how
	// many more there are.
	Targets    []string    `json:"targets"`
	Omitted    uint64      `json:"targets_omitted"`
	Protocols  []string    `json:"protocols"`
	Operations []string    `json:"operations"`
	Techniques []Technique `json:"techniques"`
	Inputs     Inputs      `json:"inputs"`
	Row        int         `json:"row"`
	Table      string      `json:"table"` // version of the decision table
	Score      int         `json:"score"`
	Count      uint64      `json:"count"` // deviations
	Detectors  []string    `json:"detectors"`
	Kinds      []KindCount `json:"kinds"`
	// The texts are those of the most serious deviation. Expected is what was usual,
	// or that there was nothing like it.
	Title      string      `json:"title"`
	TitleJA    string      `json:"title_ja"`
	Expected   string      `json:"expected"`
	ExpectedJA string      `json:"expected_ja"`
	Observed   string      `json:"observed"`
	ObservedJA string      `json:"observed_ja"`
	Why        string      `json:"why"`
	WhyJA      string      `json:"why_ja"`
	First      string      `json:"first"`
	FirstJA    string      `json:"first_ja"`
	Evidence   []Evidence  `json:"evidence"`
	Timeline   []Moment    `json:"timeline"`
	Left       uint64      `json:"timeline_left_out"`
	Exercise   bool        `json:"exercise"`
	Ticket     string      `json:"permit,omitempty"`
	CausedBy   string      `json:"caused_by,omitempty"` // id of the incident that tells it now
	Merged     []string    `json:"merged,omitempty"`    // ids of those that this one tells
	Until      time.Time   `json:"shelved_until,omitzero"`
	Closing    Disposition `json:"disposition,omitempty"`
	Decisions  []Decision  `json:"decisions"`
	// Program: a program or setting was changed, or may have been.
	Program bool `json:"program"`

	// Values are Inputs as the yardstick counts them.
	Values yardstick.Inputs `json:"-"`
}

// Tier returns the priority as the yardstick counts it.
func (i *Incident) Tier() yardstick.Tier { return tierOf(i.Priority) }

// tierOf returns the tier of a priority, the highest for what is none.
func tierOf(priority string) yardstick.Tier {
	for t := yardstick.Track; t < yardstick.Act; t++ {
		if t.String() == priority {
			return t
		}
	}
	return yardstick.Act
}

// Finding returns the incident as the yardstick sees it.
func (i *Incident) Finding() yardstick.Finding {
	f := yardstick.Finding{ID: i.ID, Tier: i.Tier(), Row: i.Row, Inputs: i.Values, Program: i.Program, Since: i.Since, Exercise: i.Exercise}
	f.Actor, _ = netip.ParseAddr(i.Actor)
	for _, t := range i.Targets {
		if a, err := netip.ParseAddr(t); err == nil {
			f.Targets = append(f.Targets, a)
		}
	}
	return f
}

// clone returns a copy that shares nothing.
func (i *Incident) clone() *Incident {
	c := *i
	c.Targets, c.Protocols, c.Operations = slices.Clone(i.Targets), slices.Clone(i.Protocols), slices.Clone(i.Operations)
	c.Techniques, c.Detectors, c.Kinds = slices.Clone(i.Techniques), slices.Clone(i.Detectors), slices.Clone(i.Kinds)
	c.Evidence, c.Timeline = slices.Clone(i.Evidence), slices.Clone(i.Timeline)
	c.Merged, c.Decisions, c.Actors = slices.Clone(i.Merged), slices.Clone(i.Decisions), slices.Clone(i.Actors)
	return &c
}

// What says how an incident changed.
type What uint8

// The changes.
const (
	Nothing What = iota
	Updated
	Escalated // its priority rose
	Opened
	Ended // closed or merged
)

var whatNames = [...]string{"nothing", "updated", "escalated", "opened", "ended"}

// String returns the change in lower case.
func (w What) String() string { return whatNames[w] }

// Change is an incident that changed, with a copy of it.
type Change struct {
	What     What
	Incident *Incident
}
