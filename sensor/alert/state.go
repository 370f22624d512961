package alert

import (
	"encoding/json"
	"fmt"

	"github.com/banken-ot/banken/baseline"
)

// StateForm is the number of the form of a desk's state.
const StateForm = 1

// state is what a desk goes on from.
type state struct {
	Form     int                        `json:"form"`
	Now      int64                      `json:"now"`
	Serial   uint64                     `json:"serial"`
	Open     []*Incident                `json:"open"`
	Held     []held                     `json:"held"`
	Openings []int64                    `json:"openings"`
	Forgiven []forgiven                 `json:"forgiven"`
	Judged   map[baseline.Kind]verdicts `json:"judged"`
	Omitted  uint64                     `json:"omitted"`
}

// State returns all a desk knows: with it another one goes on as this one would.
func (d *Desk) State() ([]byte, error) {
	return json.Marshal(state{StateForm, d.now, d.serial, d.open, d.held, d.openings, d.forgiven, d.judged, d.omitted})
}

// Restore has a new desk go on from a state.
func (d *Desk) Restore(b []byte) error {
	var s state
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("alert: state: %w", err)
	}
	if s.Form != StateForm || len(s.Open) > MaxOpen+1 {
		return fmt.Errorf("alert: state of form %d with %d incidents is not understood", s.Form, len(s.Open))
	}
	for _, i := range s.Open {
		if i == nil {
			return fmt.Errorf("alert: state: an incident is missing")
		}
	}
	d.now, d.serial, d.open, d.held, d.openings, d.forgiven, d.omitted = s.Now, s.Serial, s.Open, s.Held, s.Openings, s.Forgiven, s.Omitted
	if s.Judged != nil {
		d.judged = s.Judged
	}
	return nil
}
