package tripwire

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

func netipPort(a string, port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.MustParseAddr(a), port)
}

// ordinary are events of ordinary operation, of all protocols.
func ordinary() []*baseline.Event {
	fields := []wire.Field{field(0, "master", wire.Uint(3)), field(1, "object", wire.Struct()), field(2, "group", wire.Uint(60)), field(2, "variation", wire.Uint(2))}
	var points []change
	for i := range uint32(200) {
		points = append(points, reads(30<<8|1, i))
	}
	return []*baseline.Event{
		event(mb, hmi, plc, 1, 3, wire.Read, reads(4, 0)),
		event(mb, hmi, plc, 1, 16, wire.Write, writes(4, 0)),
		event(mb, hmi, plc, 2, 3, wire.Read, reads(4, 0), refused(11)),
		event(mb, hmi, plc, 1, 3, wire.Read, reads(4, 7), refused(2)),
		event(dn, hmi, plc, 1, 1, wire.Read, append(points, asks(fields...), status(0))...),
		event(dn, hmi, plc, 1, 3, wire.Select, append(slices.Clone(operates), asks(fields[0]))...),
		event(dn, hmi, plc, 1, 4, wire.Operate, append(slices.Clone(operates), asks(fields[0]))...),
		event(dn, hmi, plc, 1, 2, wire.Configure, group(50), status(0)),
		event(dn, hmi, plc, 1, 21, wire.Configure, opening, asks(fields...), status(0)),
		event(ua, hmi, plc, 0, 631, wire.Read, reads(2, 5)),
		event(ua, hmi, plc, 0, 673, wire.Write, nodeNamed("Pump.Speed")),
		event(ua, hmi, plc, 0, 461, wire.Session, mode(3)),
		event(ua, hmi, plc, 0, opcuaOpenChannel, wire.Session, policy("Basic256Sha256")),
		event(ua, hmi, plc, 0, opcuaCreateSubscription, wire.Session, says(field(0, "SubscriptionId", wire.Uint(7)))),
	}
}

// TestAllocs: ordinary events of all protocols, and those that a person approved,
// allocate nothing.
func TestAllocs(t *testing.T) {
	b := newBench(24 * time.Hour)
	list := ordinary()
	stopPLC()(b)
	if !b.d.Decide(b.l.Book, stop, baseline.Approved) {
		t.Fatal("nothing to approve")
	}
	approved := event(mb, hmi, plc, 1, 90, wire.Restart, sub(0x41))
	list = append(list, approved)
	feed := func() {
		for _, e := range list {
			b.feed(e)
		}
		b.d.Tick(b.l)
	}
	b.told = nil
	feed()
	if len(b.told) != 0 {
		t.Fatalf("%+v", b.told)
	}
	if n := testing.AllocsPerRun(200, feed); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// flood is an event of an attacker who makes everything up.
func flood(r *rand.Rand) *baseline.Event {
	p := [...]*wire.Protocol{mb, dn, ua}[r.IntN(3)]
	a := netip.AddrFrom4([4]byte{10, 1, byte(r.IntN(40)), byte(r.IntN(256))})
	s := netip.AddrFrom4([4]byte{10, 250, byte(r.IntN(40)), byte(r.IntN(256))})
	codes := [...]uint32{1, 2, 3, 4, 5, 13, 20, 21, 22, 23, 24, 25, 90, 125, 461, 467, 488, 700, 712, 787, 841, 847, uint32(r.IntN(256))}
	e := event(p, a.String(), s.String(), uint32(r.IntN(70000)), codes[r.IntN(len(codes))], wire.Operation(r.IntN(11)), sub(uint32(r.IntN(1000))),
		writes(uint32(r.IntN(130)<<8|1), r.Uint32()), asks(field(0, "master", wire.Uint(uint64(r.IntN(70000)))), field(0, "SubscriptionId", wire.Uint(r.Uint64()))),
		says(field(0, "SubscriptionId", wire.Uint(uint64(r.Uint32())))), policy("Basic256"), mode(uint64(r.IntN(4))), identity(uint64(321+r.IntN(2)*3)))
	e.Outcome = wire.Outcome(1 + r.IntN(4))
	e.HasStatus, e.Status, e.Opening = r.IntN(2) == 0, uint32(r.IntN(1<<16)), r.IntN(2) == 0
	if e.Outcome == wire.Refused && r.IntN(2) == 0 {
		e.Status = 2
	}
	if r.IntN(10) == 0 {
		e.Defects = wire.Defects(r.Uint64())
	}
	return e
}

// TestFlood: no flood changes what was approved or learned, and nothing grows
// beyond its bound.
func TestFlood(t *testing.T) {
	b := newBench(24 * time.Hour)
	create(b)
	b.do(dn, 1, wire.Read, master)
	b.do(dn, 3, wire.Select, operates...)
	b.do(dn, 4, wire.Operate, operates...)
	stopPLC()(b)
	b.d.Decide(b.l.Book, stop, baseline.Approved)
	r := rand.New(rand.NewPCG(1, 2))
	for range 120000 {
		b.l.Now += 1e6
		b.feed(flood(r))
	}
	d := b.d
	if len(d.hits.list) > MaxHits || len(d.tells.list) > MaxHits || len(d.devices.list) > maxDevices || len(d.pairs) > maxPairs ||
		len(d.opcua.owners) > maxOwners || len(d.dnp3.selected.list) > maxSelected || len(d.dnp3.masters.list) > maxMasters ||
		len(d.modbus.clients.list) > maxRefusing || len(d.unsettle) > maxUnsettled {
		t.Error("a table is beyond its bound")
	}
	if len(d.hits.list) != MaxHits || d.Omitted() == 0 {
		t.Errorf("%d hits, %d omitted: the flood did not reach the bounds", len(d.hits.list), d.Omitted())
	}
	if len(b.told) > 100000 {
		t.Errorf("%d were told", len(b.told))
	}
	b.told = nil
	stopPLC()(b)
	b.check(t, "umas-start-stop", 0)
	b.do(dn, 5, wire.Operate, operates...)
	b.do(dn, 1, wire.Read, master, from(other))
	one(ua, 841, wire.Configure, subscriptions(7), from(other))(b)
	if b.count(kindDirect) != 1 || b.count(kindMasterHost) != 1 || b.count("opcua-transfer-subscriptions") != 1 {
		t.Errorf("what was learned before the flood is lost: %d, %d, %d", b.count(kindDirect), b.count(kindMasterHost), b.count("opcua-transfer-subscriptions"))
	}
}

// state is what a detector and its book write.
func (b *bench) state() []byte {
	var w snapshot.Writer
	b.d.AppendState(&w)
	return w.B
}

// restored is another bench that goes on where b is.
func (b *bench) restored(t *testing.T) *bench {
	t.Helper()
	c := newBench(24 * time.Hour)
	var w snapshot.Writer
	b.l.Book.AppendState(&w)
	b.l.AppendState(&w)
	b.d.AppendState(&w)
	r := snapshot.NewReader(w.B)
	c.l.Book.Restore(r)
	all := Meanings()
	c.l.Restore(r, func(k baseline.Kind) *baseline.Meaning {
		if n := kindOf(k); n != 0 {
			return &all[n-1]
		}
		return nil
	})
	c.d.Restore(r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	c.l.Now, c.frame, c.l.Site, c.l.Channel, c.l.Native = b.l.Now, b.frame, b.l.Site, b.l.Channel, b.l.Native
	return c
}

// TestState: a detector that was restored in the middle goes on as if it had never
// stopped.
func TestState(t *testing.T) {
	b := newBench(24 * time.Hour)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range scenarios {
		scenarios[i].hit(b)
		scenarios[i].miss(b)
	}
	for range 500 {
		b.feed(flood(r))
	}
	b.d.Decide(b.l.Book, b.d.subject(b.l.Book, 0), baseline.Approved)
	b.d.Decide(b.l.Book, b.d.subject(b.l.Book, 1), baseline.Rejected)
	c := b.restored(t)
	if !slices.Equal(b.state(), c.state()) {
		t.Fatal("the restored state is another one")
	}
	b.told, c.told = nil, nil
	seeds := [2]*rand.Rand{rand.New(rand.NewPCG(5, 6)), rand.New(rand.NewPCG(5, 6))}
	for i, x := range [...]*bench{b, c} {
		for j := range scenarios {
			scenarios[j].hit(x)
			x.feed(flood(seeds[i]))
			x.pass(time.Minute)
		}
		x.pass(time.Hour)
	}
	if len(b.told) == 0 || len(b.told) != len(c.told) {
		t.Fatalf("%d and %d were told", len(b.told), len(c.told))
	}
	for i := range b.told {
		x, y := b.told[i], c.told[i]
		if x.Meaning.Kind != y.Meaning.Kind {
			t.Fatalf("%d: %s, %s", i, x.Meaning.Kind, y.Meaning.Kind)
		}
		x.Meaning, y.Meaning = nil, nil
		if x != y {
			t.Fatalf("%d: %+v\n%+v", i, x, y)
		}
	}
	if !slices.Equal(b.state(), c.state()) {
		t.Error("the states differ after that")
	}
}

// TestDamage: of a damaged state nothing is made, and nothing panics.
func TestDamage(t *testing.T) {
	b := newBench(24 * time.Hour)
	for i := range scenarios {
		scenarios[i].hit(b)
	}
	good := b.state()
	for n := 0; n < len(good); n += 7 {
		r := snapshot.NewReader(good[:n])
		New(baseline.Settings{}).Restore(r)
		if r.End() == nil {
			t.Errorf("a state cut at octet %d of %d is accepted", n, len(good))
		}
	}
	x := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		bad := slices.Clone(good)
		for range 1 + x.IntN(4) {
			bad[x.IntN(len(bad))] = byte(x.Uint32())
		}
		d := New(baseline.Settings{})
		d.Restore(snapshot.NewReader(bad))
		d.Entries(baseline.NewBook(), func(*baseline.Entry) bool { return true })
	}
}

// TestEntriesOrder: entries come by subject, and each subject once.
func TestEntriesOrder(t *testing.T) {
	b := newBench(24 * time.Hour)
	for i := range scenarios {
		scenarios[i].hit(b)
	}
	last := ""
	b.d.Entries(b.l.Book, func(e *baseline.Entry) bool {
		if e.Subject <= last {
			t.Errorf("%q after %q", e.Subject, last)
		}
		last = e.Subject
		return true
	})
	if last == "" {
		t.Error("no entries")
	}
	n := 0
	b.d.Entries(b.l.Book, func(*baseline.Entry) bool { n++; return n < 3 })
	if n != 3 {
		t.Errorf("%d entries after the third was enough", n)
	}
}

// BenchmarkOrdinary is an ordinary event.
func BenchmarkOrdinary(bb *testing.B) {
	b := newBench(24 * time.Hour)
	list := ordinary()
	for _, e := range list {
		b.feed(e)
	}
	bb.ReportAllocs()
	for i := 0; bb.Loop(); i++ {
		b.d.Event(b.l, list[i%len(list)])
	}
}
