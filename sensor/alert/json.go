package alert

import (
	"encoding/json"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// stamp is a time as all forms for machines have it: UTC, with nine digits.
type stamp time.Time

// MarshalText implements encoding.TextMarshaler.
func (s stamp) MarshalText() ([]byte, error) {
	return wire.AppendTime(nil, time.Time(s).UnixNano()), nil
}

// IsZero reports whether there is no time.
func (s stamp) IsZero() bool { return time.Time(s).IsZero() }

// The plain forms have the fields and no methods.
type (
	plainIncident Incident
	plainMoment   Moment
	plainDecision Decision
	plainEvidence Evidence
)

// MarshalJSON writes the form that docs/schema/incident.schema.json describes.
func (i Incident) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		V       int    `json:"v"`
		ID      string `json:"id"`
		Sort    Sort   `json:"sort"`
		Opened  stamp  `json:"opened"`
		Updated stamp  `json:"updated"`
		plainIncident
		Since stamp `json:"level_since"`
		Until stamp `json:"shelved_until,omitzero"`
	}{i.V, i.ID, i.Sort, stamp(i.Opened), stamp(i.Updated), plainIncident(i), stamp(i.Since), stamp(i.Until)})
}

// UnmarshalJSON reads it.
func (i *Incident) UnmarshalJSON(b []byte) error {
	if err := json.Unmarshal(b, (*plainIncident)(i)); err != nil {
		return err
	}
	i.Values = i.Inputs.values()
	return nil
}

// MarshalJSON writes the moment as part of an incident.
func (m Moment) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Time  stamp `json:"time"`
		Known stamp `json:"known"`
		plainMoment
	}{stamp(m.Time), stamp(m.Known), plainMoment(m)})
}

// MarshalJSON writes the decision as part of an incident.
func (d Decision) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Time stamp `json:"time"`
		plainDecision
	}{stamp(d.Time), plainDecision(d)})
}

// MarshalJSON writes the evidence as part of an incident.
func (e Evidence) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Time stamp `json:"time"`
		plainEvidence
	}{stamp(e.Time), plainEvidence(e)})
}

// codes returns the codes of inputs.
func codes(v yardstick.Inputs) Inputs {
	c := v.Codes()
	return Inputs{c[0], c[1], c[2], c[3], c[4]}
}

// steps is how many values each input has.
var steps = [...]int{3, 3, 4, 3, 3}

// values returns what the codes stand for; unknown ones are the lowest.
func (i *Inputs) values() yardstick.Inputs {
	var v [len(steps)]int
	for n, code := range [...]string{i.Evidence, i.Credibility, i.Impact, i.Exposure, i.Prevalence} {
		for x := range steps[n] {
			if yardstick.Code(n, x) == code {
				v[n] = x
			}
		}
	}
	return yardstick.Inputs{Evidence: v[0], Credibility: v[1], Impact: v[2], Exposure: v[3], Prevalence: v[4]}
}
