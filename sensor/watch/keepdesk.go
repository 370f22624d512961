package watch

import (
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
)

// partName is the name under which is kept what only the desk knows of an open
// incident. The rest of it is kept with all incidents.
func partName(id string) string { return deskState + "/" + id }

// keepDesk stores what has changed of the desk, and other incidents that changed.
func keepDesk(tx *store.Tx, desk *alert.Saving, others []alert.Change) error {
	parts := make(map[string]bool, len(desk.Parts))
	for i := range desk.Parts {
		p := &desk.Parts[i]
		parts[p.Incident.ID] = true
		if err := putIncident(tx, p.Incident); err != nil {
			return err
		}
		if err := tx.SaveState(partName(p.Incident.ID), stateForm, p.Own); err != nil {
			return err
		}
	}
	for _, c := range others {
		if parts[c.Incident.ID] {
			continue
		}
		if err := putIncident(tx, c.Incident); err != nil {
			return err
		}
	}
	for _, id := range desk.Gone {
		if err := tx.DeleteState(partName(id)); err != nil {
			return err
		}
	}
	return tx.SaveState(deskState, stateForm, desk.Head)
}

// restoreDesk has the desk go on from what is stored. Where that is the state before the
// latest, which is damaged, some of it has ended since.
func (s *Site) restoreDesk(head []byte) error {
	return s.desk.Restore(head, func(id string) (incident, own []byte, err error) {
		kept, err := s.o.Store.Incident(id)
		if err != nil || kept.State == string(alert.Closed) || kept.State == string(alert.Merged) {
			return nil, nil, err
		}
		part, err := s.o.Store.LoadState(partName(id))
		return kept.Document, part.Blob, err
	})
}
