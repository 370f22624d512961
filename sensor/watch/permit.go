package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/store"
)

// OpenPermit opens a work permit. The error is permit.Faults where it is not valid.
func (s *Site) OpenPermit(p permit.Permit, who string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.board.Open(s.clock(), p); err != nil {
		return err
	}
	if s.o.Store == nil {
		return nil
	}
	doc, err := json.Marshal(p)
	if err != nil {
		return s.errorf("permit", err)
	}
	err = s.o.Store.Write(func(tx *store.Tx) error {
		return errors.Join(tx.PutPermit(&store.Permit{ID: p.Ticket, From: p.From, To: p.To, Document: doc}),
			s.audit(tx, who, "permit-open", p.Ticket, p))
	})
	if err != nil {
		// One that is not kept, such as that of a ticket closed before, is not open.
		s.board.Close(p.Ticket, s.clock())
		if kept, e := s.o.Store.Permit(p.Ticket); e == nil && !kept.Closed.IsZero() {
			return fmt.Errorf("%w: %s", ErrTicket, p.Ticket)
		}
		return s.errorf("permit", err)
	}
	s.revision.bump()
	return s.save()
}

// ErrTicket: a permit of that ticket was closed already.
var ErrTicket = errors.New("watch: a permit of that ticket was closed already")

// Permits returns the work under every permit that is open or waits to begin, with
// what was done so far.
func (s *Site) Permits() []permit.Diff {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.board.Works()
}

// ClosePermit ends a permit, and returns what was done under it.
func (s *Site) ClosePermit(ticket, who string) (permit.Diff, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.board.Close(ticket, s.clock())
	if !ok {
		return d, fmt.Errorf("%w: no permit %q is open", ErrNothing, ticket)
	}
	s.model.Retell()
	s.revision.bump()
	return d, errors.Join(s.keepPermit(&d, who), s.save())
}

// endPermits ends those whose time is over.
func (s *Site) endPermits() (err error) {
	for _, d := range s.board.Ended(time.Unix(0, s.now())) {
		s.model.Retell()
		s.revision.bump()
		err = errors.Join(err, s.keepPermit(&d, byTime))
	}
	return err
}

// byTime is who closes what ends by itself.
const byTime = "time"

// keepPermit keeps what was done under a permit that ended. One under which nothing
// was done leaves nothing to decide.
func (s *Site) keepPermit(d *permit.Diff, who string) error {
	if s.o.Store == nil {
		return nil
	}
	doc, err := d.Encode(store.MaxDocument)
	if err != nil {
		return s.errorf("permit", err)
	}
	return s.errorf("permit", s.o.Store.Write(func(tx *store.Tx) error {
		err := errors.Join(tx.ClosePermit(d.Permit.Ticket, s.clock(), who, string(doc)),
			s.audit(tx, who, "permit-close", d.Permit.Ticket, len(d.Lines)))
		if d.Open() == 0 {
			err = errors.Join(err, tx.ReviewPermit(d.Permit.Ticket, s.clock(), who, string(doc)))
		}
		return err
	}))
}
