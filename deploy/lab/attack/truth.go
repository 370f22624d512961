package attack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Truth is the ground truth of a recording; see the package for its JSON.
type Truth struct {
	V             int            `json:"v"`
	AttackVersion string         `json:"attack_version"`
	Seed          uint64         `json:"seed"`
	Start         time.Time      `json:"start"`
	End           time.Time      `json:"end"`
	Attacks       []Attack       `json:"attacks"`
	Permits       []plant.Permit `json:"permits"`
}

// Attack is one that took place.
type Attack struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Techniques []Technique `json:"techniques"`
	Actor      Host        `json:"actor"`
	Targets    []Host      `json:"targets"`
	Start      time.Time   `json:"start"`
	End        time.Time   `json:"end"`
	Actions    int         `json:"actions"`
	Packets    uint64      `json:"packets"`
}

// Host is a host in the ground truth.
type Host struct {
	Name    string     `json:"name"`
	Address netip.Addr `json:"address"`
}

// Run is an attack in a recording: its actions, and the truth about it so far.
type Run struct {
	Attack
	Script []plant.Action
	seen   bool
}

// NewRun returns a launch, ready to be carried out. start is that of the
// recording.
func NewRun(l Launch, start time.Time, seed uint64) (*Run, error) {
	s, ok := Named(l.Scenario)
	if !ok {
		return nil, fmt.Errorf("attack: no scenario %q", l.Scenario)
	}
	r := &Run{Script: s.Actions(start.Add(l.At), seed^uint64(l.At))}
	r.Attack = Attack{ID: s.ID, Name: s.Name, Actor: hostNamed(s.Actor), Targets: []Host{}}
	for _, id := range s.Techniques {
		t, _ := TechniqueNamed(id)
		r.Techniques = append(r.Techniques, t)
	}
	for _, name := range s.Targets {
		r.Targets = append(r.Targets, hostNamed(name))
	}
	r.Start, r.End = r.Script[0].At, r.Script[len(r.Script)-1].At
	return r, nil
}

func hostNamed(name string) Host {
	h, _ := plant.HostNamed(name)
	return Host{h.Name, h.Address}
}

// Caused tells that the attack caused something at a time: a packet, or where
// there are none (packets 0), an event.
func (r *Run) Caused(at time.Time, packets uint64) {
	if !r.seen || at.Before(r.Start) {
		r.Start = at
	}
	if !r.seen || at.After(r.End) {
		r.End = at
	}
	r.seen = true
	r.Packets += packets
}

// Write writes the truth as JSON.
func (t *Truth) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if err := e.Encode(t); err != nil {
		return fmt.Errorf("attack: %w", err)
	}
	return nil
}
