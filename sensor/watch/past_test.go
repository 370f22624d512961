package watch

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/store"
)

// TestPast: how the site stood a day before is known, also after a restart, and how many
// incidents there were by the hour.
func TestPast(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	w.learn(t, 0, 9)
	w.approve(t)
	for _, i := range w.Incidents() {
		if _, err := w.Judge(i.ID, alert.Work, "Sato", "daily work"); err != nil {
			t.Fatal(err)
		}
	}
	quiet := w.Clock()
	if p, err := w.Past(); err != nil || p.Now == nil || p.Now.Level != 1 || p.Now.Blind {
		t.Fatalf("%+v, %v", p, err)
	}
	at := quiet.UnixNano() + int64(time.Hour)
	w.event(t, event(at, rogue, wire.Write, 33))
	if err := errors.Join(w.Close(), w.store.Close()); err != nil {
		t.Fatal(err)
	}
	w = open(t, dir)
	p, err := w.Past()
	if err != nil || p.Now == nil || p.Now.Level < 4 || p.Now.From.UnixNano() < at || p.Top != 1 || p.Opened[Hours-1] != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	if err := w.Tick(at + int64(Hours*time.Hour) - 2e9); err != nil {
		t.Fatal(err)
	}
	p, err = w.Past()
	if err != nil || p.Before == nil || p.Before.Level != 1 || p.Opened[0] != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	if err := w.Tick(at + int64(Hours*time.Hour) + 60e9); err != nil {
		t.Fatal(err)
	}
	if p, err = w.Past(); err != nil || p.Before == nil || p.Before.Level < 4 || p.Top != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestUnseen: what is not seen has a name, and the site is blind as long as anything is
// not seen.
func TestUnseen(t *testing.T) {
	w := open(t, t.TempDir())
	w.learn(t, 0, 9)
	see := func(kind baseline.VisibilityKind, part string) Today {
		t.Helper()
		if err := w.Visibility(&baseline.Visibility{Time: w.Clock().UnixNano(), Kind: kind, Part: part, Amount: 100}); err != nil {
			t.Fatal(err)
		}
		return w.Today()
	}
	if x := w.Today(); x.Blind || len(x.Unseen) != 0 {
		t.Fatalf("%+v", x)
	}
	if x := see(baseline.PortDown, "port eth1"); !x.Blind || len(x.Unseen) != 1 || x.Unseen[0].Part != "port eth1" || x.Unseen[0].Kind != "port-down" || !x.Unseen[0].Since.Equal(w.Clock()) {
		t.Errorf("%+v", x.Unseen)
	}
	if x := see(baseline.OneSided, "conversation 10.0.0.1:40000 > 10.0.0.2:502"); len(x.Unseen) != 2 {
		t.Errorf("%+v", x.Unseen)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if p, err := w.Past(); err != nil || p.Now == nil || !p.Now.Blind {
		t.Errorf("%+v, %v", p, err)
	}
	if x := see(baseline.Sighted, "port eth1"); !x.Blind || len(x.Unseen) != 1 {
		t.Errorf("%+v", x.Unseen)
	}
}

// TestName: what the site is called, and its time zone, are in the store, and stay when
// they are not said.
func TestName(t *testing.T) {
	w := open(t, t.TempDir())
	name, zone, err := NameOf(w.store)
	if err != nil || name != "test" || zone != nil {
		t.Errorf("%q, %v, %v", name, zone, err)
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []Options{{Name: "浄水場1", Zone: tokyo}, {}, {Zone: time.FixedZone("nowhere", 60)}} {
		o.Settings, o.Store = Settings(day, 1, 1), w.store
		if _, err := Open(o); err != nil {
			t.Fatal(err)
		}
		if name, zone, err := NameOf(w.store); err != nil || name != "浄水場1" || zone.String() != "Asia/Tokyo" {
			t.Errorf("%q, %v, %v", name, zone, err)
		}
	}
}

// TestSeenAgain: what was seen of the devices is there after a restart, with what
// proves it, and after a kill as far as it was saved.
func TestSeenAgain(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	at := start + 9*int64(day)
	mac := baseline.MAC{0, 0x0c, 0x29, 1, 2, 3}
	for n := range int64(3) {
		err := w.Binding(&baseline.Binding{Time: at + n*1e9, Addr: device.Addr(), MAC: mac, Frame: uint64(70 + n), Claim: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	tr := &wire.Transaction{Protocol: protocolNamed("modbus"), Client: panel, Server: device, Time: at, Frame: 80, ResponseFrame: 81, Outcome: wire.Answered}
	if err := w.Transaction(tr); err != nil {
		t.Fatal(err)
	}
	before := w.SeenAssets()
	if err := errors.Join(w.Close(), w.store.Close()); err != nil {
		t.Fatal(err)
	}
	w = open(t, dir)
	after := w.SeenAssets()
	if len(after) != 2 || len(after) != len(before) {
		t.Fatalf("%+v", after)
	}
	x := after[1]
	if x.Address != device.Addr() || x.MAC != mac.String() || len(x.Duties) != 1 || x.Duties[0].Frame != 80 || x.Duties[0].Time.UnixNano() != at || x.First.UnixNano() != at {
		t.Errorf("%+v", x)
	}
	kept, err := w.store.Assets()
	if err != nil || len(kept) != 2 || kept[1].Updated.UnixNano() != at+2e9 && kept[1].Updated.UnixNano() != at {
		t.Errorf("%+v, %v", kept, err)
	}
	if err := w.store.PutSeen(w.Clock(), device.Addr(), []byte(`{"v":9}`)); err != nil {
		t.Fatal(err)
	}
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	if w = open(t, dir); len(w.SeenAssets()) != 1 {
		t.Errorf("of another form: %+v", w.SeenAssets())
	}
}

// TestSeenMany: an inventory that is full is kept in one go, and again only what has
// been seen since.
func TestSeenMany(t *testing.T) {
	w := open(t, t.TempDir())
	for n := range asset.MaxAssets {
		a := device.Addr().As4()
		a[2], a[3] = byte(n/250), byte(1+n%250)
		w.seen.Bound(netip.AddrFrom4(a), baseline.MAC{0, 0x0c, 0x29, 0, byte(n >> 8), byte(n)}, 0, 0, true, asset.Evidence{Frame: 1, Time: start})
	}
	began := time.Now()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("%d devices took %v", asset.MaxAssets, took)
	}
	if kept, err := w.store.Assets(); err != nil || len(kept) != asset.MaxAssets {
		t.Errorf("%d kept, %v", len(kept), err)
	}
}

// TestChoice: lines are decided by their ids, several at once, or by who does them; all
// of them or none.
func TestChoice(t *testing.T) {
	w := open(t, t.TempDir())
	w.learn(t, 0, 3)
	w.event(t, event(start+3*int64(day), rogue, wire.Write, 33))
	waiting := map[string]string{} // subjects by id
	w.model.Entries(func(e *baseline.Entry) bool {
		if e.Standing == baseline.Pending && strings.Contains(e.Subject, "10.0.0.1 ") {
			waiting[LineID(e.Detector.String(), e.Subject)] = e.Subject
		}
		return true
	})
	var ids []string
	for id := range waiting {
		if !IsLineID(id) {
			t.Errorf("%q is no id", id)
		}
		ids = append(ids, id)
	}
	if len(ids) < 2 || IsLineID("writes") || IsLineID("abc") {
		t.Fatalf("%v", waiting)
	}
	pending := w.model.Pending()
	if _, err := w.DecideAll(Choice{IDs: append([]string{"zzzzzz"}, ids...)}, baseline.Approved, "Sato"); !errors.Is(err, ErrNothing) || w.model.Pending() != pending {
		t.Errorf("%v, %d wait, %d waited", err, w.model.Pending(), pending)
	}
	done, err := w.DecideAll(Choice{IDs: ids}, baseline.Approved, "Sato")
	if err != nil || len(done) != len(ids) || w.model.Pending() != pending-len(ids) {
		t.Errorf("%+v, %v", done, err)
	}
	for _, d := range done {
		if waiting[LineID(d.Detector, d.Subject)] != d.Subject {
			t.Errorf("%+v was not meant", d)
		}
	}
	done, err = w.DecideAll(Choice{From: rogue.Addr()}, baseline.Rejected, "Sato")
	if err != nil || len(done) != pending-len(ids) || w.model.Pending() != 0 {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := w.DecideAll(Choice{From: rogue.Addr()}, baseline.Approved, "Sato"); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
}

// TestAltered: an audit trail or an edition that was changed by something other than the
// sensor is one incident, however often it is looked at; a store as the sensor left it
// is none.
func TestAltered(t *testing.T) {
	for table, column := range map[string]string{"audit": "who", "versions": "author"} {
		dir := t.TempDir()
		w := open(t, dir)
		w.learn(t, 0, 9)
		w.approve(t)
		if _, err := w.Sign(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{3}, ed25519.SeedSize)), "Sato", "first"); err != nil {
			t.Fatal(err)
		}
		w.told = nil
		if err := w.Verify(context.Background()); err != nil || len(w.told) != 0 {
			t.Fatalf("%+v, %v", w.told, err)
		}
		if err := errors.Join(w.Close(), w.store.Close()); err != nil {
			t.Fatal(err)
		}
		tamper(t, filepath.Join(dir, store.Name), "DROP TRIGGER "+table+"_update", "UPDATE "+table+" SET "+column+" = 'Mallory'")
		w = openWith(t, dir, store.Options{Unverified: true})
		for range 3 {
			if err := w.Verify(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		list := w.opened()
		if len(list) != 1 || !list[0].Tier().Top() || list[0].Count != 1 {
			t.Fatalf("%s: %+v", table, list)
		}
		if today := w.Today(); today.Level < 3 {
			t.Errorf("%s: level %d", table, today.Level)
		}
	}
}

// tamper changes a store behind the sensor's back.
func tamper(t *testing.T, file string, commands ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range commands {
		if _, err := db.Exec(c); err != nil {
			t.Fatal(err)
		}
	}
}
