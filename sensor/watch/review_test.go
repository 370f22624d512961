package watch

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/permit"
)

// labour has a host write three registers of the device under a permit, and read one.
func (w *watched) labour(t *testing.T, at int64) {
	t.Helper()
	p := permit.Permit{Ticket: "W-1", Who: "Ito", Hosts: []netip.Prefix{permit.Place(rogue.Addr())}, Assets: []netip.Prefix{permit.Place(device.Addr())},
		Operations: []permit.Class{permit.Read, permit.Write, permit.Session}, From: time.Unix(0, at-1e9), To: time.Unix(0, at).Add(time.Hour), Approvers: []string{"Sato"}}
	if err := w.OpenPermit(p, "Sato"); err != nil {
		t.Fatal(err)
	}
	w.toil(t, at)
}

func (w *watched) toil(t *testing.T, at int64) {
	t.Helper()
	for n := range int64(30) {
		w.event(t, event(at+n*1e9, panel, wire.Read, 10))
		if n < 3 {
			w.event(t, event(at+n*1e9+4e8, rogue, wire.Write, uint32(40+n)))
		}
		if n == 3 {
			w.event(t, event(at+n*1e9+4e8, rogue, wire.Read, 77))
		}
	}
}

// lineOf is the number of the line about a register.
func lineOf(t *testing.T, d *permit.Diff, point string) int {
	t.Helper()
	n := slices.IndexFunc(d.Lines, func(l permit.Line) bool { return strings.Contains(l.Point, point) })
	if n < 0 {
		t.Fatalf("no line about %s in %+v", point, d.Lines)
	}
	return n + 1
}

// TestReview: lines are decided one by one, also over a restart; what was approved
// raises nothing when it is done again, and is approved in the baseline, what was
// rejected is told; a permit that is reviewed waits no more.
func TestReview(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	w.learn(t, 0, 9)
	w.approve(t)
	at := start + 9*int64(day)
	w.labour(t, at)
	if _, err := w.ReviewPermit("W-1", permit.Review{All: true}, "Sato"); !errors.Is(err, ErrNothing) {
		t.Errorf("a permit that is open is reviewed: %v", err)
	}
	d, err := w.ClosePermit("W-1", "Sato")
	if err != nil {
		t.Fatal(err)
	}
	refused := lineOf(t, &d, "[42]")
	if _, err := w.ReviewPermit("W-1", permit.Review{Approve: []int{1, 99}}, "Mori"); err == nil {
		t.Error("a line that is not there is approved")
	}
	if r, err := w.ReviewPermit("W-1", permit.Review{Reject: []int{refused}}, "Mori"); err != nil || r.Work.Open() != len(d.Lines)-1 || !r.Kept.Reviewed.IsZero() {
		t.Fatalf("%+v, %v", r, err)
	}
	if list, err := w.Unreviewed(); err != nil || len(list) != 1 || list[0].Work.Lines[refused-1].By != "Mori" {
		t.Errorf("%+v, %v", list, err)
	}
	if r, err := w.ReviewPermit("W-1", permit.Review{All: true}, "Sato"); err != nil || r.Work.Open() != 0 || r.Kept.Reviewed.IsZero() {
		t.Fatalf("%+v, %v", r, err)
	}
	if list, err := w.Unreviewed(); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := errors.Join(w.Close(), w.store.Close()); err != nil {
		t.Fatal(err)
	}

	w = open(t, dir)
	for n := range int64(30) {
		w.event(t, event(at+60e9+n*1e9, panel, wire.Read, 10))
		switch n {
		case 1, 2:
			w.event(t, event(at+60e9+n*1e9+4e8, rogue, wire.Write, uint32(39+n)))
		case 3:
			w.event(t, event(at+60e9+n*1e9+4e8, rogue, wire.Read, 77))
		}
	}
	for _, i := range w.opened() {
		if i.Sort != alert.Permit {
			t.Errorf("what was approved is an incident: %s, %+v", i.Observed, i.Kinds)
		}
	}
	if today := w.Today(); today.Level > 2 {
		t.Errorf("level %d", today.Level)
	}
	for subject, want := range map[string]baseline.Standing{"[40]": baseline.Approved, "[41]": baseline.Approved, "[42]": baseline.Rejected} {
		w.model.Entries(func(e *baseline.Entry) bool {
			if strings.HasSuffix(e.Subject, "write holding-register"+subject) && strings.Contains(e.Subject, "10.0.0.9 ") && e.Detector == baseline.Whitelist && e.Standing != want {
				t.Errorf("%s is %s", e.Subject, e.Standing)
			}
			return true
		})
	}
	w.event(t, event(at+200e9, rogue, wire.Write, 42))
	if today := w.Today(); today.Level < 3 {
		t.Errorf("what was rejected gives level %d", today.Level)
	}
	trail, err := w.store.AuditTrail(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, a := range trail {
		if a.What == "permit-review" {
			did = append(did, a.Who+" "+string(a.Detail))
		}
	}
	if len(did) != 2 || !strings.HasPrefix(did[0], "Mori {\"rejected\":[") || !strings.HasPrefix(did[1], "Sato {\"approved\":[") {
		t.Errorf("%q", did)
	}
}

// TestNothingDone: a permit under which nothing out of the ordinary was done leaves
// nothing to review.
func TestNothingDone(t *testing.T) {
	w := open(t, t.TempDir())
	w.learn(t, 0, 9)
	w.approve(t)
	p := permit.Permit{Ticket: "W-2", Who: "Ito", Hosts: []netip.Prefix{permit.Place(rogue.Addr())}, Assets: []netip.Prefix{permit.Place(device.Addr())},
		Operations: []permit.Class{permit.Read}, From: w.Clock(), To: w.Clock().Add(time.Hour), Approvers: []string{"Sato"}}
	if err := w.OpenPermit(p, "Sato"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ClosePermit("W-2", "Sato"); err != nil {
		t.Fatal(err)
	}
	if list, err := w.Unreviewed(); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := w.OpenPermit(p, "Sato"); !errors.Is(err, ErrTicket) {
		t.Errorf("a ticket is used again: %v", err)
	}
	if x, err := w.EndedPermit("W-2"); err != nil || x.ClosedBy != "Sato" {
		t.Errorf("%+v, %v", x, err)
	}
}
