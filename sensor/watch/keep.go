package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/store"
)

// Names and forms of what is saved.
const (
	modelState = "baseline"
	deskState  = "desk"
	workState  = "permits"
	stateForm  = 1
)

// maxOwed bounds the incidents that wait for the store: as many as can be open.
const maxOwed = alert.MaxOpen

// keep stores changed incidents, all or none, with the desk as it then is. What the
// store does not take, a full disk perhaps, it is offered again with the next.
func (s *Site) keep(list []alert.Change) error {
	if s.o.Store == nil {
		return nil
	}
	s.owed = list[max(len(list)-maxOwed, 0):]
	desk, err := s.desk.Unsaved()
	if err != nil {
		return s.errorf("incidents", err)
	}
	err = s.o.Store.Write(func(tx *store.Tx) error { return keepDesk(tx, desk, list) })
	if err == nil {
		s.owed = nil
		s.desk.Saved()
	}
	return s.errorf("incidents", err)
}

func putIncident(tx *store.Tx, i *alert.Incident) error {
	doc, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("incident %s: %w", i.ID, err)
	}
	return tx.PutIncident(&store.Incident{ID: i.ID, Opened: i.Opened, Updated: i.Updated, State: string(i.State), Priority: int(i.Tier()),
		Stage: i.Stage, Actor: i.Actor, Exercise: i.Exercise, Document: doc, Targets: append([]string{}, i.Targets...)})
}

// save stores the state of baseline, desk and permits.
func (s *Site) save() error {
	s.saved = s.model.Now()
	if s.o.Store == nil {
		return nil
	}
	desk, err := s.desk.Unsaved()
	if err != nil {
		return s.errorf("state", err)
	}
	work, err := json.Marshal(s.board.Works())
	if err != nil {
		return s.errorf("state", err)
	}
	baseline := s.model.AppendState(nil)
	return errors.Join(s.errorf("state", s.o.Store.Write(func(tx *store.Tx) error {
		return errors.Join(tx.SaveState(modelState, stateForm, baseline), keepDesk(tx, desk, nil),
			tx.SaveState(workState, stateForm, work))
	})), unlessFull(s.keepSeen()), s.tend())
}

// restore goes on from what the store remembers.
func (s *Site) restore() error {
	for _, x := range [...]struct {
		name string
		load func(b []byte) error
	}{{modelState, s.model.Restore}, {deskState, s.restoreDesk}, {workState, s.restoreWork}} {
		saved, err := s.o.Store.LoadState(x.name)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err == nil && saved.Form != stateForm {
			err = fmt.Errorf("it is of form %d, this program knows %d", saved.Form, stateForm)
		}
		if err == nil {
			err = x.load(saved.Blob)
		}
		if err != nil {
			return s.errorf("the "+x.name+" that was saved", err)
		}
	}
	s.saved = s.model.Now()
	for _, recall := range [...]func() error{s.keepName, s.recallSeen, s.recallLevel, s.agree} {
		if err := recall(); err != nil {
			return s.errorf("what the store remembers", err)
		}
	}
	return nil
}

func (s *Site) restoreWork(b []byte) error {
	var works []permit.Diff
	if err := json.Unmarshal(b, &works); err != nil {
		return err
	}
	for _, w := range works {
		if err := s.board.Restore(w); err != nil {
			return err
		}
	}
	return nil
}

// audit notes in the audit trail what a person did.
func (s *Site) audit(tx *store.Tx, who, what, subject string, detail any) error {
	b, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	_, err = tx.Audit(store.Audit{Time: s.clock(), Who: who, What: what, Subject: subject, Detail: b})
	return err
}

// clock is the site's time: that of the observations, or of the system where nothing
// was observed yet.
func (s *Site) clock() time.Time {
	if n := s.now(); n != 0 {
		return time.Unix(0, n).UTC()
	}
	return time.Now().UTC()
}
