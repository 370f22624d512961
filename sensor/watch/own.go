package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
)

// Verify computes the store's chains anew: the signed editions of the baseline, and the
// audit trail. That one was changed by something other than the sensor is told as an
// incident; the error is that it could not be found out.
func (s *Site) Verify(ctx context.Context) error {
	if s.o.Store == nil {
		return nil
	}
	_, versions := s.o.Store.Versions()
	_, trail := s.o.Store.VerifyAudit(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.altered(baseline.BaselineAltered, versions), s.altered(baseline.RecordsAltered, trail))
}

// wrongHash is what is told of a line whose hash is not that of what it says.
const wrongHash = "SHA-256"

// altered tells that a chain is broken; other errors it returns.
func (s *Site) altered(k baseline.Kind, err error) error {
	var fault *store.Fault
	if !errors.Is(err, store.ErrChain) || !errors.As(err, &fault) {
		return err
	}
	return s.editedOnce(alert.Edit{Kind: k, What: fault.What, By: wrongHash})
}

// editedOnce tells of an edit of what the sensor itself knows, unless that stands as an
// incident already: the store is looked at again and again.
func (s *Site) editedOnce(e alert.Edit) error {
	if slices.ContainsFunc(s.desk.Incidents(), func(i *alert.Incident) bool { return i.State.Standing() && tells(i, &e) }) {
		return nil
	}
	changes, err := s.desk.Edit(s.now(), e)
	s.note(changes)
	return errors.Join(s.errorf("edit", err), s.settle(true))
}

// tells reports whether an incident tells of an edit.
func tells(i *alert.Incident, e *alert.Edit) bool {
	return slices.ContainsFunc(i.Timeline, func(m alert.Moment) bool {
		return m.Kind == string(e.Kind) && m.Point == e.What && strings.HasPrefix(m.Seen, e.By)
	})
}

// Refused tells that a baseline was offered to be used and was not, because it is not
// what it says it is: another key signed it than was said, or it was changed after it was
// signed.
func (s *Site) Refused(e *edition.Edition, found, expected string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.editedOnce(alert.Edit{Kind: baseline.ForeignEdition, What: fmt.Sprintf("edition %d", e.Number), By: found, Expected: expected, Refused: true})
}
