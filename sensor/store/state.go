package store

import (
	"crypto/sha256"
	"errors"
	"time"
)

// Bounds of what is kept.
const (
	MaxState = 64 << 20 // octets of a state
	maxName  = 255      // octets of a name, id or key
	maxNote  = 64 << 10 // octets of what people write
)

// State is what a detector or model needs to go on after a restart.
type State struct {
	Form  int // of the octets, as the owner counts it
	Saved time.Time
	Blob  []byte
	// Previous says that the latest state is damaged, and this is the one before.
	Previous bool
}

// SaveState replaces the state of a name, all or nothing. The one before is kept
// beside it until the next.
func (s *Store) SaveState(name string, form int, blob []byte) error {
	return s.Write(func(t *Tx) error { return t.SaveState(name, form, blob) })
}

// SaveState is Store.SaveState in a transaction.
func (t *Tx) SaveState(name string, form int, blob []byte) error {
	if name == "" || len(name) > maxName || len(blob) > MaxState {
		return t.refuse("a state of %d octets with a name of %d; at most %d and %d are kept", len(blob), len(name), MaxState, maxName)
	}
	sum := sha256.Sum256(blob)
	t.exec("INSERT INTO states (name, form, saved, sha256, blob) VALUES (?, ?, ?, ?, ?)", name, form, stamp(t.store.options.Now()), sum[:], filled(blob))
	t.exec("DELETE FROM states WHERE name = ?1 AND number NOT IN (SELECT number FROM states WHERE name = ?1 ORDER BY number DESC LIMIT 2)", name)
	return t.err
}

// LoadState returns the latest state of a name that is whole; ErrNotFound when
// there was never one.
func (v *View) LoadState(name string) (State, error) {
	err := ErrNotFound
	for age := range 2 {
		x, loadErr := v.loadState(name, age)
		if loadErr == nil {
			return x, nil
		}
		if age == 0 || !errors.Is(loadErr, ErrNotFound) {
			err = loadErr
		}
	}
	return State{}, err
}

// loadState returns the latest state, or one before it.
func (v *View) loadState(name string, age int) (State, error) {
	return one(v, func(row scanner) (x State, err error) {
		var saved int64
		var sum Hash
		if err := row.Scan(&x.Form, &saved, &sum, &x.Blob); err != nil {
			return x, err
		}
		x.Saved, x.Previous = moment(saved), age > 0
		if sha256.Sum256(x.Blob) != sum {
			err = &Fault{Reason: ErrDamaged, Text: damaged.Fill(v.file, "state "+name)}
		}
		return x, err
	}, "SELECT form, saved, sha256, blob FROM states WHERE name = ? ORDER BY number DESC LIMIT 1 OFFSET ?", name, age)
}

// DeleteState forgets the state of a name.
func (s *Store) DeleteState(name string) error {
	return s.Write(func(t *Tx) error { return t.DeleteState(name) })
}

// DeleteState is Store.DeleteState in a transaction.
func (t *Tx) DeleteState(name string) error {
	t.exec("DELETE FROM states WHERE name = ?", name)
	return t.err
}
