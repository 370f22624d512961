package watch

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"net/netip"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/store"
)

// start is a Monday, midnight; a learning day has 20 minutes.
const (
	start = int64(1772409600e9)
	day   = 20 * time.Minute
)

var (
	panel  = netip.MustParseAddrPort("10.0.0.1:40000")
	device = netip.MustParseAddrPort("10.0.0.2:502")
	rogue  = netip.MustParseAddrPort("10.0.0.9:40000")
)

// watched is a site and what it told.
type watched struct {
	*Site
	told  []alert.Change
	store *store.Store
}

func open(t *testing.T, dir string) *watched {
	t.Helper()
	return openWith(t, dir, store.Options{})
}

func openWith(t *testing.T, dir string, so store.Options) *watched {
	t.Helper()
	w := &watched{}
	o := Options{Name: "test", Settings: Settings(day, 1, 1), Protocols: protocols.All, Changed: func(c alert.Change) error {
		w.told = append(w.told, c)
		return nil
	}, Assets: []asset.Listed{{Address: device.Addr(), Name: "PLC-2", Criticality: 3}}}
	if dir != "" {
		st, err := store.Open(filepath.Join(dir, store.Name), so)
		if err != nil {
			t.Fatal(err)
		}
		w.store, o.Store = st, st
		t.Cleanup(func() { st.Close() })
	}
	site, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	w.Site = site
	return w
}

func event(at int64, from netip.AddrPort, o wire.Operation, index uint32) *baseline.Event {
	e := &baseline.Event{Time: at, Frame: uint64(at / 1e9), Client: from, Server: device, Protocol: protocolNamed("modbus"), Station: 1, Flow: 7, Operation: o,
		Function: "read-holding-registers", Code: 3, Outcome: wire.Answered, Latency: 2e6,
		Points: []wire.Point{{Space: 3, Index: index, Count: 1, Value: wire.Uint(5)}}}
	if o == wire.Write {
		e.Function, e.Code, e.Points[0].Access = "write-single-register", 6, wire.AccessWrite
	}
	return e
}

// learn has the panel do its work for so many days, a question each second.
func (w *watched) learn(t *testing.T, from, to int) {
	t.Helper()
	for at := start + int64(from)*int64(day); at < start+int64(to)*int64(day); at += 1e9 {
		w.event(t, event(at, panel, wire.Read, 10))
		if at/1e9%600 == 0 {
			w.event(t, event(at+5e8, panel, wire.Write, 20))
		}
	}
}

func (w *watched) event(t *testing.T, e *baseline.Event) {
	t.Helper()
	if err := w.Event(e); err != nil {
		t.Fatal(err)
	}
}

// approve approves all that waits.
func (w *watched) approve(t *testing.T) {
	t.Helper()
	if _, err := w.Decide("", true, baseline.Approved, "Sato"); err != nil {
		t.Fatal(err)
	}
}

func (w *watched) opened() (list []*alert.Incident) {
	for _, c := range w.told {
		if c.What == alert.Opened {
			list = append(list, c.Incident)
		}
	}
	return list
}

// TestIncident: a new host that writes is one incident, told at once, on an asset of
// high criticality Act; the plan says to stop it; the level is 5, and falls when people
// have judged.
func TestIncident(t *testing.T) {
	w := open(t, t.TempDir())
	w.learn(t, 0, 9)
	w.approve(t)
	w.told = nil
	at := start + 9*int64(day)
	w.event(t, event(at, rogue, wire.Write, 33))
	list := w.opened()
	if len(list) != 1 || list[0].Actor != rogue.Addr().String() || !slices.Contains(list[0].Targets, device.Addr().String()) {
		t.Fatalf("%+v", w.told)
	}
	today := w.Today()
	if today.Level != 5 || today.Why == nil || len(today.Plan.Actions) == 0 || today.Plan.To != 2 || today.Blind {
		t.Fatalf("%+v", today)
	}
	i, err := w.Incident(list[0].ID[:12])
	if err != nil || i.Priority != "act" || len(w.Neighbours(i)) == 0 {
		t.Fatalf("%+v, %v", i, err)
	}
	for n := range int64(500) {
		w.event(t, event(at+1e9+n*1e8, rogue, wire.Write, 33))
	}
	if len(w.opened()) != 1 {
		t.Errorf("%d incidents of one actor", len(w.opened()))
	}
	if _, err := w.Judge(i.ID, alert.Work, "", ""); !errors.Is(err, alert.ErrWhy) {
		t.Errorf("a decision without who and why: %v", err)
	}
	if _, err := w.Judge(i.ID, alert.Work, "Sato", "commissioning"); err != nil {
		t.Fatal(err)
	}
	if today = w.Today(); today.Level > 2 {
		t.Errorf("level %d after it was judged, %+v", today.Level, today.Open)
	}
	if i, err = w.Incident(i.ID); err != nil || i.State != alert.Closed {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := w.Incident("none"); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
	trail, err := w.store.AuditTrail(1, 100)
	if err != nil || len(trail) != 2 || trail[1].What != "incident-work" {
		t.Errorf("%+v, %v", trail, err)
	}
}

// TestOwed: an incident that the store cannot take is told, and stored when it can.
func TestOwed(t *testing.T) {
	w := open(t, t.TempDir())
	w.learn(t, 0, 9)
	w.approve(t)
	w.told = nil
	file := filepath.Join(t.TempDir(), store.Name)
	closed, err := store.Open(file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	good := w.o.Store
	w.o.Store = closed
	if err := w.Event(event(start+9*int64(day), rogue, wire.Write, 33)); err == nil {
		t.Error("a store that is closed takes an incident")
	}
	list := w.opened()
	if len(list) != 1 {
		t.Fatalf("%+v", w.told)
	}
	w.o.Store = good
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if kept, err := good.Incident(list[0].ID); err != nil || kept.ID != list[0].ID {
		t.Errorf("%+v, %v", kept, err)
	}
	if len(w.opened()) != 1 {
		t.Error("it was told twice")
	}
}

// TestQuarantine: during an open incident nothing is learned from its assets.
func TestQuarantine(t *testing.T) {
	w := open(t, "")
	w.learn(t, 0, 9)
	w.approve(t)
	w.event(t, event(start+9*int64(day), rogue, wire.Write, 33))
	w.event(t, event(start+9*int64(day)+2e9, rogue, wire.Read, 99))
	text, err := w.Text()
	if err != nil || bytes.Contains(text, []byte("holding-register 99")) || bytes.Contains(text, []byte("holding-register[99]")) {
		t.Errorf("%v\n%s", err, text)
	}
}

// TestRestart: a site that is closed and opened again tells the same from there on as
// one that went on; one whose sensor was killed has every incident that was told.
func TestRestart(t *testing.T) {
	run := func(w *watched, from, to int64) {
		for at := from; at < to; at += 1e9 {
			w.event(t, event(at, panel, wire.Read, 10))
			if at%(97*1e9) == 0 {
				w.event(t, event(at+1e8, rogue, wire.Read, uint32(at/1e9%7)))
			}
			if err := w.Tick(at + 2e8); err != nil {
				t.Fatal(err)
			}
		}
	}
	at := start + 9*int64(day)
	whole := open(t, t.TempDir())
	whole.learn(t, 0, 9)
	run(whole, at, at+1200e9)
	whole.told = nil
	run(whole, at+1200e9, at+3600e9)

	dir := t.TempDir()
	first := open(t, dir)
	first.learn(t, 0, 9)
	run(first, at, at+1200e9)
	if err := errors.Join(first.Close(), first.store.Close()); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	run(second, at+1200e9, at+3600e9)
	a, _ := json.Marshal(whole.told)
	b, _ := json.Marshal(second.told)
	if !bytes.Equal(a, b) || len(whole.told) == 0 {
		t.Errorf("%d and %d changes\n%.2000s\n%.2000s", len(whole.told), len(second.told), a, b)
	}

	second.event(t, event(at+3600e9, rogue, wire.Write, 50))
	told := second.opened()
	if err := second.store.Close(); err != nil { // without Site.Close: as after a kill
		t.Fatal(err)
	}
	third := open(t, dir)
	for _, i := range told {
		if kept, err := third.Incident(i.ID); err != nil || kept.ID != i.ID {
			t.Errorf("%s is lost: %v", i.ID, err)
		}
	}
}

// TestEditions: what was learned is signed, kept, chained, and can be gone back to; a
// readable part that was edited is refused.
func TestEditions(t *testing.T) {
	w := open(t, t.TempDir())
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, ed25519.SeedSize))
	w.learn(t, 0, 3)
	one, err := w.Sign(key, "Sato", "first")
	if err != nil {
		t.Fatal(err)
	}
	w.learn(t, 3, 4)
	w.event(t, event(start+4*int64(day), rogue, wire.Read, 70))
	two, err := w.Sign(key, "Sato", "second")
	if err != nil || !two.Follows(one) || two.Verify() != nil || bytes.Equal(one.Text, two.Text) {
		t.Fatalf("%v", err)
	}
	kept, err := w.Edition(1)
	if err != nil || kept.Verify() != nil || !bytes.Equal(kept.State, one.State) {
		t.Fatalf("%v", err)
	}
	if latest, err := w.Edition(0); err != nil || latest.Number != 2 {
		t.Errorf("%v", err)
	}
	if err := w.Use(kept, "Mori"); err != nil {
		t.Fatal(err)
	}
	if text, err := w.Text(); err != nil || !bytes.Equal(text, one.Text) {
		t.Error("after going back the baseline is not the first one")
	}
	forged := *one
	forged.Text = bytes.Replace(one.Text, []byte("10.0.0.1"), []byte("10.0.0.7"), 1)
	if err := w.Use(&forged, "Mori"); !errors.Is(err, ErrOther) {
		t.Error(err)
	}
	if err := w.Use(&edition.Edition{State: []byte("x")}, "Mori"); err == nil {
		t.Error("nonsense is used")
	}
}

// TestPermit: what a permit lists raises nothing and is not learned; at its end it is
// shown.
func TestPermit(t *testing.T) {
	w := open(t, t.TempDir())
	w.learn(t, 0, 9)
	w.approve(t)
	w.told = nil
	at := start + 9*int64(day)
	p := permit.Permit{Ticket: "W-1", Who: "Ito", Hosts: []netip.Prefix{permit.Place(rogue.Addr())}, Assets: []netip.Prefix{permit.Place(device.Addr())},
		Operations: []permit.Class{permit.Read, permit.Write, permit.Session}, From: time.Unix(0, at-1e9), To: time.Unix(0, at).Add(time.Hour), Approvers: []string{"Sato"}}
	if err := w.OpenPermit(p, "Sato"); err != nil {
		t.Fatal(err)
	}
	for n := range int64(20) {
		w.event(t, event(at+n*1e9, panel, wire.Read, 10))
		if n < 10 {
			w.event(t, event(at+n*1e9+5e8, rogue, wire.Write, uint32(40+n)))
		}
	}
	for _, i := range w.opened() {
		if i.Sort != alert.Permit {
			t.Errorf("%+v", i)
		}
	}
	if today := w.Today(); today.Level != 1 || today.Permits != 1 {
		t.Errorf("%+v, %+v", today, today.Why)
	}
	d, err := w.ClosePermit("W-1", "Sato")
	if err != nil || len(d.Lines) == 0 {
		t.Fatalf("%+v, %v", d, err)
	}
	w.event(t, event(at+20e9, rogue, wire.Write, 40))
	if today := w.Today(); today.Level < 3 {
		t.Errorf("after the permit the same is level %d", today.Level)
	}
	if _, err := w.ClosePermit("W-1", "Sato"); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
}

// TestBack: observations older than the baseline are judged, and told in their own
// time.
func TestBack(t *testing.T) {
	w := open(t, "")
	w.learn(t, 0, 9)
	w.approve(t)
	w.told = nil
	at := start - 400*24*3600e9
	if err := w.Tick(at); err != nil {
		t.Fatal(err)
	}
	for n := range int64(3) {
		w.event(t, event(at+1e9+n*3600e9, rogue, wire.Write, 33))
	}
	list := w.opened()
	if len(list) == 0 || list[0].Opened.UnixNano()/1e9 != (at+1e9)/1e9 {
		t.Fatalf("%s, %+v", time.Unix(0, at+1e9).UTC(), *list[0])
	}
}

func protocolNamed(name string) *wire.Protocol {
	for _, p := range protocols.All {
		if p.Name == name {
			return p
		}
	}
	return nil
}
