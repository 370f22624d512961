package watch

import (
	"errors"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/store"
)

// TestKeepDesk: what only the desk knows of an incident is kept while that is open, and
// no longer; from the state before the latest a site goes on too, without what has ended
// since.
func TestKeepDesk(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	w.learn(t, 0, 9)
	w.approve(t)
	at := start + 9*int64(day)
	w.event(t, event(at, rogue, wire.Write, 33))
	list := w.opened()
	id := list[len(list)-1].ID
	head, err := w.store.LoadState(deskState)
	if err != nil {
		t.Fatal(err)
	}
	if part, err := w.store.LoadState(partName(id)); err != nil || len(part.Blob) == 0 {
		t.Fatalf("%d octets are kept: %v", len(part.Blob), err)
	}
	if _, err := w.Judge(id, alert.Work, "Sato", "commissioning"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.LoadState(partName(id)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("something is kept of what has ended: %v", err)
	}
	left := len(w.Incidents())
	if err := w.restoreDesk(head.Blob); err != nil || len(w.Incidents()) != left {
		t.Errorf("%d incidents go on, not %d: %v", len(w.Incidents()), left, err)
	}
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if again := open(t, dir); len(again.Incidents()) != left {
		t.Errorf("%d incidents after a restart, not %d", len(again.Incidents()), left)
	}
}
