package watch

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/store"
)

// ErrOrder: an edition is not the one after the latest.
var ErrOrder = errors.New("watch: another edition was signed meanwhile")

// ErrSite: an edition is of another site.
var ErrSite = errors.New("watch: the edition is of another site")

// Next returns the present baseline as the edition after the latest, for whoever
// releases it to sign: the key need not come to where the site is. See Release.
func (s *Site) Next(who, note string) (*edition.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.next(who, note)
}

func (s *Site) next(who, note string) (*edition.Edition, error) {
	if s.o.Store == nil {
		return nil, ErrNoStore
	}
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	e := &edition.Edition{Site: s.o.Name, Number: 1, Time: s.clock().Truncate(time.Second), By: who, Note: note, Text: text, State: s.model.AppendState(nil)}
	last, err := s.last()
	if last != nil {
		e.Number, e.Parent = last.Number+1, last.Hash()
	}
	return e, err
}

// Sign makes the present baseline the next edition, signs it and keeps it.
func (s *Site) Sign(key ed25519.PrivateKey, who, note string) (*edition.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, err := s.next(who, note)
	if err != nil {
		return nil, err
	}
	e.Sign(key)
	return e, s.add(e, who, "baseline-sign")
}

// Release keeps an edition that Next returned and somebody signed.
func (s *Site) Release(e *edition.Edition, who string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.o.Store == nil {
		return ErrNoStore
	}
	if err := e.Verify(); err != nil {
		return err
	}
	last, err := s.last()
	switch {
	case err != nil:
		return err
	case e.Site != s.o.Name:
		return fmt.Errorf("%w: %q", ErrSite, e.Site)
	case last == nil && (e.Number != 1 || e.Parent != [len(e.Parent)]byte{}), last != nil && !e.Follows(last):
		return fmt.Errorf("%w: this is number %d", ErrOrder, e.Number)
	}
	if _, err := s.understand(e); err != nil {
		return err
	}
	return s.add(e, who, "baseline-sign")
}

// understand returns the model that an edition is of. What people read of it must be
// what it is.
func (s *Site) understand(e *edition.Edition) (*model.Model, error) {
	m := s.newModel()
	if err := m.Restore(e.State); err != nil {
		return nil, s.errorf("baseline", err)
	}
	var text bytes.Buffer
	if err := m.WriteText(&text); err != nil {
		return nil, s.errorf("baseline", err)
	}
	if !bytes.Equal(text.Bytes(), e.Text) {
		return nil, ErrOther
	}
	return m, nil
}

// Frozen reports whether learning was stopped by Freeze.
func (s *Site) Frozen() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.model.Frozen()
}

// Describe takes over what the owner says of the devices, in place of what was said
// before.
func (s *Site) Describe(list []asset.Listed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.describe(list)
}

// Clock returns the site's time: that of the observations, or of the system where
// nothing was observed yet.
func (s *Site) Clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock()
}

// DayOf returns how long a learning day is in what a store remembers, 24 hours where
// it remembers nothing: a site is opened again with the days it learned with.
func DayOf(st *store.Store) (time.Duration, error) {
	if st == nil {
		return 24 * time.Hour, nil
	}
	saved, err := st.LoadState(modelState)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return 24 * time.Hour, nil
	case err != nil:
		return 0, fmt.Errorf("watch: %w", err)
	}
	return model.DayOf(saved.Blob)
}
