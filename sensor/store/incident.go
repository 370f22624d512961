package store

import (
	"encoding/json"
	"time"
)

// MaxDocument bounds a document of JSON, octets.
const MaxDocument = 1 << 20

// Incident is an incident as it is kept: what is asked for, and the whole as a
// document of JSON that others made.
type Incident struct {
	ID              string
	Opened, Updated time.Time
	State           string
	Priority        int // rank: higher is worse
	Stage, Actor    string
	Exercise        bool
	Document        []byte
	// Targets are the addresses of what was acted on, by which it is found. They are
	// written, and not read: the document tells them. Nil leaves those that are known.
	Targets []string
}

const incidentColumns = "id, opened, updated, state, priority, stage, actor, exercise, document"

// PutIncident keeps an incident, in place of the one with the same id.
func (s *Store) PutIncident(i *Incident) error {
	return s.Write(func(t *Tx) error { return t.PutIncident(i) })
}

// PutIncident is Store.PutIncident in a transaction.
func (t *Tx) PutIncident(i *Incident) error {
	if i.ID == "" || len(i.ID) > maxName || len(i.Document) > MaxDocument {
		return t.refuse("incident %.40q with an id of %d octets and a document of %d; at most %d and %d are kept", i.ID, len(i.ID), len(i.Document), maxName, MaxDocument)
	}
	if !json.Valid(i.Document) {
		return t.refuse("the document of incident %q is no JSON", i.ID)
	}
	t.exec(`INSERT INTO incidents (`+incidentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET opened = excluded.opened, updated = excluded.updated, state = excluded.state, priority = excluded.priority,
		stage = excluded.stage, actor = excluded.actor, exercise = excluded.exercise, document = excluded.document`,
		i.ID, stamp(i.Opened), stamp(i.Updated), i.State, i.Priority, i.Stage, i.Actor, i.Exercise, string(i.Document))
	return t.link(i)
}

// Incident returns an incident; ErrNotFound when there is none.
func (v *View) Incident(id string) (Incident, error) {
	return one(v, scanIncident, "SELECT "+incidentColumns+" FROM incidents WHERE id = ?", id)
}

func scanIncident(row scanner) (i Incident, err error) {
	var opened, updated int64
	err = row.Scan(&i.ID, &opened, &updated, &i.State, &i.Priority, &i.Stage, &i.Actor, &i.Exercise, &i.Document)
	i.Opened, i.Updated = moment(opened), moment(updated)
	return i, err
}
