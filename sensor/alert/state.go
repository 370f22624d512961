package alert

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/banken-ot/banken/baseline"
)

// StateForm is the number of the form of a desk's state.
const StateForm = 3

// state is what a desk goes on from, beside its open incidents.
type state struct {
	Form     int                        `json:"form"`
	Now      int64                      `json:"now"`
	Swept    int64                      `json:"swept"`
	Serial   uint64                     `json:"serial"`
	Drills   uint64                     `json:"drills,omitempty"`
	Open     []string                   `json:"open"` // ids, by opening
	Held     []held                     `json:"held"`
	Openings lanes                      `json:"openings"`
	Forgiven map[subject]pardon         `json:"forgiven"`
	Judged   map[baseline.Kind]verdicts `json:"judged"`
	Omitted  uint64                     `json:"omitted"`
	Voices   [baseline.Detectors]voice  `json:"voices"`
	Day      int64                      `json:"day"`
	Edits    []Edit                     `json:"edits"`
}

// Saving is what has changed of a desk since Saved was called last. Head and parts
// belong together: they are kept all or none.
type Saving struct {
	Head  []byte
	Parts []Part
	// Gone are ids of incidents that ended: what only the desk knew of them is to be
	// forgotten.
	Gone []string
}

// Part is an open incident: as others see it, and what only the desk knows of it.
type Part struct {
	Incident *Incident
	Own      []byte
}

// Unsaved returns what has to be kept now for another desk to go on as this one would,
// when all that was returned before is kept too, the latest of each id. The octets are
// the same for the same. What it costs depends on what has changed, not on how much is
// open.
func (d *Desk) Unsaved() (*Saving, error) {
	x := &Saving{}
	head := state{Form: StateForm, Now: d.now, Swept: d.swept, Serial: d.serial, Drills: d.drills, Open: make([]string, len(d.stories)), Held: d.held, Openings: d.openings,
		Forgiven: d.forgiven, Judged: d.judged, Omitted: d.omitted, Voices: d.voices, Day: d.day, Edits: d.edits}
	for n, s := range d.stories {
		head.Open[n] = s.ID
		if !s.dirty {
			continue
		}
		own, err := json.Marshal(&s.own)
		if err != nil {
			return nil, fmt.Errorf("alert: state of %s: %w", s.ID, err)
		}
		x.Parts = append(x.Parts, Part{s.clone(), own})
	}
	for id := range d.gone {
		x.Gone = append(x.Gone, id)
	}
	slices.Sort(x.Gone)
	var err error
	if x.Head, err = json.Marshal(&head); err != nil {
		return nil, fmt.Errorf("alert: state: %w", err)
	}
	return x, nil
}

// Saved notes that what Unsaved returned last is kept.
func (d *Desk) Saved() {
	for _, s := range d.stories {
		s.dirty, s.stored = false, true
	}
	clear(d.gone)
}

// errState: the state of a desk makes no sense.
var errState = errors.New("alert: the state is damaged, or of another form")

// Restore has a new desk go on from the head of what was saved. part returns an open
// incident by its id: its JSON form, and what only the desk knew; nothing for one that
// has ended since the head was saved. A state that makes no sense leaves the desk as it
// was.
func (d *Desk) Restore(head []byte, part func(id string) (incident, own []byte, err error)) error {
	var s state
	if err := json.Unmarshal(head, &s); err != nil {
		return fmt.Errorf("alert: state: %w", err)
	}
	if !s.sound() {
		return errState
	}
	n := New(d.o)
	n.now, n.swept, n.serial, n.drills, n.held, n.openings, n.omitted = s.Now, s.Swept, s.Serial, s.Drills, s.Held, s.Openings, s.Omitted
	n.voices, n.day, n.edits = s.Voices, s.Day, s.Edits
	if s.Forgiven != nil {
		n.forgiven = s.Forgiven
	}
	if s.Judged != nil {
		n.judged = s.Judged
	}
	for _, id := range s.Open {
		if err := n.restorePart(id, part); err != nil {
			return fmt.Errorf("alert: incident %s: %w", id, err)
		}
	}
	*d = *n
	return nil
}

// restorePart adds an open incident that was saved.
func (d *Desk) restorePart(id string, part func(id string) (incident, own []byte, err error)) error {
	doc, own, err := part(id)
	if err != nil || doc == nil {
		return err
	}
	s := &story{stored: true}
	if err := errors.Join(json.Unmarshal(doc, &s.Incident), json.Unmarshal(own, &s.own)); err != nil {
		return err
	}
	last, most := uint64(0), d.serial
	if before := d.find(func(x *story) bool { return x.Exercise == s.Exercise }); before != nil {
		last = before.Number
	}
	if s.Exercise {
		most = max(d.serial, d.drills) // they once had numbers of the same sequence
	}
	if s.ID != id || s.Number <= last || s.Number > most || !s.sound() {
		return errState
	}
	if s.Exercise {
		d.drills = max(d.drills, s.Number)
	}
	d.put(s)
	return nil
}

// put adds a story that was saved.
func (d *Desk) put(s *story) {
	d.stories = append(d.stories, s)
	d.moments += len(s.Timeline)
	for _, k := range s.Known {
		d.known[k.Subject]++
	}
	if s.counts() {
		d.ways++
	}
	s.asideAll = s.More != nil
	d.keepAside(s)
}

// sound reports whether a state is one that a desk may have written.
func (s *state) sound() bool {
	if s.Form != StateForm || len(s.Open) > MaxOpen+siteRoom+siteRoom || len(s.Held) > maxHeld || max(len(s.Openings[0]), len(s.Openings[1])) > FloodAt ||
		len(s.Forgiven) > maxForgiven || len(s.Judged) > maxJudged || len(s.Edits) > maxEdits {
		return false
	}
	for i := range s.Held {
		if s.Held[i].Meaning.Detector >= baseline.Detector(baseline.Detectors) {
			return false
		}
	}
	for i := range s.Edits {
		if baseline.OwnMeaning(s.Edits[i].Kind) == nil {
			return false
		}
	}
	for n := range s.Voices {
		for _, a := range s.Voices[n].Accounts {
			if a.False < 0 || a.FalseBefore < 0 {
				return false
			}
		}
	}
	return true
}

// sorts and states are what a saved story may be.
var (
	sorts  = []Sort{Security, Blind, Permit, Site, Notice}
	states = []State{Open, Acknowledged, Shelved, Authorised}
)

func (s *story) sound() bool {
	i, o := &s.Incident, &s.own
	return slices.Contains(sorts, i.Sort) && slices.Contains(states, i.State) && i.ID != "" && i.Priority != "" &&
		len(i.Kinds) > 0 && len(i.Kinds) <= maxKinds && len(i.Timeline) <= maxTimeline && len(i.Targets) <= maxTargets+1 &&
		len(i.Evidence) <= maxEvidence && len(i.Decisions) <= maxDecisions && len(i.Actors) <= maxActors &&
		(o.More == nil || len(o.More) == sketchSize) && (o.Others == nil || len(o.Others) == sketchSize) &&
		len(o.Assets) <= maxTargets+2 && len(o.Causes) <= maxCauses && len(o.Known) <= maxSubjects
}
