package alert

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/banken-ot/banken/baseline"
)

// StateForm is the number of the form of a desk's state.
const StateForm = 2

// state is what a desk goes on from.
type state struct {
	Form     int                        `json:"form"`
	Now      int64                      `json:"now"`
	Swept    int64                      `json:"swept"`
	Serial   uint64                     `json:"serial"`
	Stories  []savedStory               `json:"stories"`
	Held     []held                     `json:"held"`
	Openings []int64                    `json:"openings"`
	Forgiven map[subject]pardon         `json:"forgiven"`
	Judged   map[baseline.Kind]verdicts `json:"judged"`
	Omitted  uint64                     `json:"omitted"`
}

// savedStory is an incident as others see it, and what the desk knows of it.
type savedStory struct {
	Incident Incident `json:"incident"`
	Own      own      `json:"own"`
}

// State returns all a desk knows, in octets that are the same for the same: with it
// another desk goes on as this one would.
func (d *Desk) State() ([]byte, error) {
	s := state{StateForm, d.now, d.swept, d.serial, make([]savedStory, len(d.stories)), d.held, d.openings, d.forgiven, d.judged, d.omitted}
	for n, x := range d.stories {
		s.Stories[n] = savedStory{x.Incident, x.own}
	}
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("alert: state: %w", err)
	}
	return b, nil
}

// errState: the state of a desk makes no sense.
var errState = errors.New("alert: the state is damaged, or of another form")

// Restore has a new desk go on from a state. A state that makes no sense leaves the
// desk as it was.
func (d *Desk) Restore(b []byte) error {
	var s state
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("alert: state: %w", err)
	}
	if !s.sound() {
		return errState
	}
	n := New(d.o)
	n.now, n.swept, n.serial, n.held, n.openings, n.omitted = s.Now, s.Swept, s.Serial, s.Held, s.Openings, s.Omitted
	if s.Forgiven != nil {
		n.forgiven = s.Forgiven
	}
	if s.Judged != nil {
		n.judged = s.Judged
	}
	for i := range s.Stories {
		n.put(&story{Incident: s.Stories[i].Incident, own: s.Stories[i].Own})
	}
	*d = *n
	return nil
}

// put adds a story that was saved.
func (d *Desk) put(s *story) {
	d.stories = append(d.stories, s)
	d.moments += len(s.Timeline)
	for _, k := range s.Known {
		d.known[k.Subject]++
	}
	if s.Way {
		d.ways++
	}
	s.asideAll = s.More != nil
	d.keepAside(s)
}

// sound reports whether a state is one that a desk may have written.
func (s *state) sound() bool {
	if s.Form != StateForm || len(s.Stories) > MaxOpen+siteRoom+siteRoom || len(s.Held) > maxHeld || len(s.Openings) > FloodAt ||
		len(s.Forgiven) > maxForgiven || len(s.Judged) > maxJudged {
		return false
	}
	for i := range s.Held {
		if s.Held[i].Meaning.Detector >= baseline.Detector(baseline.Detectors) {
			return false
		}
	}
	last := uint64(0)
	for i := range s.Stories {
		n := s.Stories[i].Own.Number
		if n <= last || n > s.Serial || !s.Stories[i].sound() {
			return false
		}
		last = n
	}
	return true
}

// sorts and states are what a saved story may be.
var (
	sorts  = []Sort{Security, Blind, Permit, Site}
	states = []State{Open, Acknowledged, Shelved, Authorised}
)

func (s *savedStory) sound() bool {
	i, o := &s.Incident, &s.Own
	return slices.Contains(sorts, i.Sort) && slices.Contains(states, i.State) && i.ID != "" && i.Priority != "" &&
		len(i.Kinds) > 0 && len(i.Kinds) <= maxKinds && len(i.Timeline) <= maxTimeline && len(i.Targets) <= maxTargets+1 &&
		len(i.Evidence) <= maxEvidence && len(i.Decisions) <= maxDecisions && (o.More == nil || len(o.More) == sketchSize) &&
		len(o.Assets) <= maxTargets+2 && len(o.Causes) <= maxCauses && len(o.Known) <= maxSubjects
}
