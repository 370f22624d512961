package main

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/store"
)

// Addresses of the small plant of these tests, and when it is first seen: a Monday at
// its midnight.
const (
	panel      = "10.0.0.10"
	controller = "10.0.0.20"
	safety     = "10.0.0.30"
	laptop     = "10.0.0.99"
)

var plantStart = time.Date(2026, 3, 1, 15, 0, 0, 0, time.UTC)

// plantAssets is the owner's list.
const plantAssets = `address,name,role,zone,criticality,safety
10.0.0.10,操作盤1,operator-panel,control,2,no
10.0.0.20,PLC-1,controller,control,2,no
10.0.0.30,SIS-1,controller,safety,3,yes
`

// modbusEvent is a request of Modbus with its answer.
func modbusEvent(at time.Time, frame uint64, client, server string, code uint32, do wire.Operation, function string, points ...wire.Point) *baseline.Event {
	return &baseline.Event{Time: at.UnixNano(), Frame: frame, ResponseFrame: frame + 1, Flow: frame / 2, Client: netip.AddrPortFrom(netip.MustParseAddr(client), 40000),
		Server: netip.AddrPortFrom(netip.MustParseAddr(server), 502), Protocol: &modbus.Protocol, Station: 1, Operation: do, Function: function, Code: code,
		Outcome: wire.Answered, Latency: int64(5 * time.Millisecond), Points: points}
}

func poll(at time.Time, frame uint64, server string) *baseline.Event {
	return modbusEvent(at, frame, panel, server, 3, wire.Read, "read-holding-registers", wire.Point{Space: modbus.HoldingRegister, Count: 2})
}

func setPoint(at time.Time, frame uint64, client, server string, value uint64) *baseline.Event {
	return modbusEvent(at, frame, client, server, 6, wire.Write, "write-single-register",
		wire.Point{Space: modbus.HoldingRegister, Index: 12, Count: 1, Access: wire.AccessWrite, Value: wire.Uint(value)})
}

func observe(t testing.TB, site *ownSite, e *baseline.Event) {
	t.Helper()
	if err := site.site.Event(e); err != nil {
		t.Fatal(err)
	}
}

// operate observes the plant for some days: the panel reads both controllers every
// quarter of an hour, and changes a set-point every morning.
func operate(t testing.TB, site *ownSite, days int) (end time.Time) {
	t.Helper()
	frame := uint64(1)
	end = plantStart.Add(time.Duration(days) * 24 * time.Hour)
	for now := plantStart; now.Before(end); now = now.Add(15 * time.Minute) {
		for _, server := range []string{controller, safety} {
			observe(t, site, poll(now, frame, server))
			frame += 2
		}
		if now.Sub(plantStart)%(24*time.Hour) == 9*time.Hour {
			observe(t, site, setPoint(now.Add(time.Second), frame, panel, controller, 250))
			frame += 2
		}
	}
	return end
}

// intrude observes a laptop that nobody knows: it changes a register of the safety
// controller and tries to stop the other one.
func intrude(t testing.TB, site *ownSite, at time.Time) {
	t.Helper()
	observe(t, site, setPoint(at, 9001, laptop, safety, 900))
	stop := modbusEvent(at.Add(20*time.Second), 9003, laptop, controller, 90, wire.Restart, "umas-stop-plc")
	stop.Sub, stop.HasSub, stop.Outcome = 0x41, true, wire.Unanswered
	observe(t, site, stop)
}

// plantSite makes a store in a folder and hands its site to do, then closes it.
func plantSite(t testing.TB, do func(site *ownSite)) (dir string) {
	t.Helper()
	dir = t.TempDir()
	st, err := store.Open(filepath.Join(dir, store.Name), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := config.Default()
	c.Site.Name = "浄水場1"
	site, err := openSite(st, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := site.ImportAssets(context.Background(), "Sato", []byte(plantAssets)); err != nil {
		t.Fatal(err)
	}
	do(site)
	if err := site.site.Close(); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// plantConfig writes a configuration of the plant whose store is in a folder.
func plantConfig(t testing.TB, dir string) string {
	t.Helper()
	name := filepath.Join(dir, "banken.yaml")
	text := "site: {name: 浄水場1}\ncapture: {interfaces: [{name: eth1}]}\nstore: {dir: " + dir + "}\nconsole: {socket: " + filepath.Join(dir, "none.sock") + "}\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// keyOf is a key that is always the same.
func keyOf(t testing.TB, seed byte) ed25519.PrivateKey {
	t.Helper()
	return ed25519.NewKeyFromSeed(append(make([]byte, ed25519.SeedSize-1), seed))
}

// testKey writes it.
func testKey(t testing.TB, dir string, seed byte) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(keyOf(t, seed))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "key"+string('0'+rune(seed))+".pem")
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
