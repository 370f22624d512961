package store

import (
	"fmt"
	"time"
)

// MaxEvidence is how much of the evidence of an incident is kept: more than a
// person reads. It is the earliest.
const MaxEvidence = 1000

// maxDispositions bounds the decisions about an incident.
const maxDispositions = 1000

// Evidence is what proves an incident.
type Evidence struct {
	Time  time.Time
	Frame uint64
	Flow  uint64
	Text  string
}

// Disposition is what a person decided about an incident.
type Disposition struct {
	Time           time.Time
	Who, What, Why string
}

// AddEvidence adds evidence to an incident. It returns how much of it found no
// room.
func (s *Store) AddEvidence(incident string, list ...Evidence) (omitted int, err error) {
	err = s.Write(func(t *Tx) (err error) {
		omitted, err = t.AddEvidence(incident, list...)
		return err
	})
	return omitted, err
}

// AddEvidence is Store.AddEvidence in a transaction.
func (t *Tx) AddEvidence(incident string, list ...Evidence) (omitted int, err error) {
	last := t.lastOf("evidence", incident)
	for i, e := range list {
		if last+i >= MaxEvidence {
			return len(list) - i, t.err
		}
		if len(e.Text) > maxNote {
			return 0, t.refuse("evidence of %d octets; at most %d are kept", len(e.Text), maxNote)
		}
		t.exec("INSERT INTO evidence (incident, seq, time, frame, flow, text) VALUES (?, ?, ?, ?, ?, ?)",
			incident, last+i+1, stamp(e.Time), int64(e.Frame), int64(e.Flow), e.Text)
	}
	return 0, t.err
}

// lastOf returns the number of the last line about an incident. An incident that
// is not there is a failure.
func (t *Tx) lastOf(table, incident string) int {
	last, err := one(&t.View, func(row scanner) (n int, err error) { err = row.Scan(&n); return n, err },
		"SELECT (SELECT coalesce(max(seq), 0) FROM "+table+" WHERE incident = id) FROM incidents WHERE id = ?", incident)
	if err != nil {
		t.fail(fmt.Errorf("incident %.40q: %w", incident, err))
	}
	return last
}

// Evidence returns the evidence of an incident, as it was added.
func (v *View) Evidence(incident string) ([]Evidence, error) {
	return list(v, func(row scanner) (e Evidence, err error) {
		var at, frame, flow int64
		err = row.Scan(&at, &frame, &flow, &e.Text)
		e.Time, e.Frame, e.Flow = moment(at), uint64(frame), uint64(flow)
		return e, err
	}, "SELECT time, frame, flow, text FROM evidence WHERE incident = ? ORDER BY seq", incident)
}

// AddDisposition adds a decision about an incident. Who, what and why must be told.
func (s *Store) AddDisposition(incident string, d Disposition) error {
	return s.Write(func(t *Tx) error { return t.AddDisposition(incident, d) })
}

// AddDisposition is Store.AddDisposition in a transaction.
func (t *Tx) AddDisposition(incident string, d Disposition) error {
	if d.Who == "" || d.What == "" || d.Why == "" {
		return t.refuse("a decision about incident %.40q without who, what or why", incident)
	}
	last := t.lastOf("dispositions", incident)
	if last >= maxDispositions || len(d.Who)+len(d.What)+len(d.Why) > maxNote {
		return t.refuse("decision %d about incident %.40q; at most %d of %d octets are kept", last+1, incident, maxDispositions, maxNote)
	}
	t.exec("INSERT INTO dispositions (incident, seq, time, who, what, why) VALUES (?, ?, ?, ?, ?, ?)", incident, last+1, stamp(d.Time), d.Who, d.What, d.Why)
	return t.err
}

// Dispositions returns the decisions about an incident, the first first.
func (v *View) Dispositions(incident string) ([]Disposition, error) {
	return list(v, func(row scanner) (d Disposition, err error) {
		var at int64
		err = row.Scan(&at, &d.Who, &d.What, &d.Why)
		d.Time = moment(at)
		return d, err
	}, "SELECT time, who, what, why FROM dispositions WHERE incident = ? ORDER BY seq", incident)
}
