package tripwire

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// entries returns the subjects with their standings.
func (b *bench) entries() map[string]baseline.Entry {
	m := map[string]baseline.Entry{}
	b.d.Entries(b.l.Book, func(e *baseline.Entry) bool {
		m[e.Subject] = *e
		return true
	})
	return m
}

const stop = "umas-start-stop modbus 10.0.0.1 > 10.0.0.5:502 station 1 umas stop-plc"

func stopPLC(with ...change) func(*bench) {
	return one(mb, 90, wire.Restart, append([]change{sub(0x41), func(e *baseline.Event) {
		e.Function = "umas"
		e.Request = []wire.Field{{Name: "umas_code", Text: "stop-plc", Value: wire.Hex(0x41)}}
	}}, with...)...)
}

// TestRepeats: the first is told at once, then what came in ten minutes; what was
// held back is told even when nothing follows.
func TestRepeats(t *testing.T) {
	b := newBench(24 * time.Hour)
	for range 15 * 60 {
		stopPLC()(b)
		b.pass(time.Second)
	}
	b.check(t, "umas-start-stop", 2)
	if d := b.told; d[0].Count != 1 || d[1].Count < 500 || d[1].Seen != "umas stop-plc" || d[1].Evidence != baseline.Success {
		t.Errorf("counts %d and %d, seen %q, %s", d[0].Count, d[1].Count, d[1].Seen, d[1].Evidence)
	}
	b.pass(20 * time.Minute)
	b.check(t, "umas-start-stop", 3)
	if total := b.told[0].Count + b.told[1].Count + b.told[2].Count; total != 15*60 {
		t.Errorf("%d were counted", total)
	}
	if d := b.told[2]; d.Client.String() != hmi || d.Server.String() != plc || d.Port != 502 || d.Protocol != "modbus" || d.Station != 1 {
		t.Errorf("%+v", d)
	}
}

// TestSuccess: that a device accepts what it refused before is told at once.
func TestSuccess(t *testing.T) {
	b := newBench(24 * time.Hour)
	times(5, stopPLC(refused(0x1FD)))(b)
	b.check(t, "umas-start-stop", 1)
	stopPLC()(b)
	b.check(t, "umas-start-stop", 2)
	if b.told[0].Evidence != baseline.Attempt || b.told[1].Evidence != baseline.Success || b.told[1].Count != 5 {
		t.Errorf("%s, %s, %d", b.told[0].Evidence, b.told[1].Evidence, b.told[1].Count)
	}
}

// TestDecide: what is approved is ordinary on its channel alone; what is rejected
// is told each time.
func TestDecide(t *testing.T) {
	b := newBench(24 * time.Hour)
	stopPLC()(b)
	if e := b.entries()[stop]; e.Standing != baseline.Pending || e.Count != 1 || e.Facts != "success" || e.Client == 0 || e.Server == 0 {
		t.Fatalf("%+v", b.entries())
	}
	if b.d.Decide(b.l.Book, "nothing", baseline.Approved) || b.d.Decide(b.l.Book, stop, baseline.Known) || !b.d.Decide(b.l.Book, stop, baseline.Approved) {
		t.Fatal("decisions are taken for what they are not")
	}
	b.told = nil
	for range 100 {
		b.pass(time.Minute)
		stopPLC()(b)
	}
	b.check(t, "umas-start-stop", 0)
	stopPLC(from(other))(b)
	b.check(t, "umas-start-stop", 1)
	one(mb, 90, wire.Restart, sub(0x40))(b)
	b.check(t, "umas-start-stop", 2)
	b.told = nil
	if !b.d.Decide(b.l.Book, stop, baseline.Rejected) {
		t.Fatal("an approved entry cannot be rejected")
	}
	for range 3 {
		b.pass(time.Second)
		stopPLC()(b)
	}
	b.check(t, "umas-start-stop", 3)
	if e := b.entries()[stop]; e.Standing != baseline.Rejected || e.Count != 104 {
		t.Errorf("%+v", e)
	}
}

// TestWide: what no function stands for is one entry of its channel, and hosts
// are told when it is repeated.
func TestWide(t *testing.T) {
	b := newBench(24 * time.Hour)
	one(dn, 1, wire.Read, master)(b)
	for i := range 20 {
		one(dn, uint32(1+i%2*3), wire.Read, master, from(other))(b)
		b.pass(time.Minute)
	}
	b.pass(20 * time.Minute)
	for i := range b.told {
		if d := &b.told[i]; d.Meaning.Kind == kindMasterHost && (d.Expected != hmi || d.Seen != other) {
			t.Errorf("expected %q, seen %q", d.Expected, d.Seen)
		}
	}
	if n := b.count(kindMasterHost); n != 3 {
		t.Errorf("told %d times", n)
	}
	const subject = "dnp3-master-host dnp3 10.0.0.9 > 10.0.0.5:20000 station 1 any"
	if !b.d.Decide(b.l.Book, subject, baseline.Approved) {
		t.Errorf("%+v", b.entries())
	}
}

// TestPermit: while nothing may be learned, everything is still judged, and what
// is ordinary is not learned.
func TestPermit(t *testing.T) {
	b := newBench(24 * time.Hour)
	b.l.Learn = false
	b.do(dn, 2, wire.Configure, group(50))
	stopPLC()(b)
	b.check(t, "umas-start-stop", 1)
	b.l.Learn = true
	b.told = nil
	b.do(dn, 2, wire.Configure, group(50), from(other))
	b.check(t, "dnp3-time", 0)
}

// TestScaledDay: with a learning day of minutes the same is told; a pair is new
// after the twenty-fourth part of it.
func TestScaledDay(t *testing.T) {
	b := newBench(10 * time.Minute)
	poll(b)
	b.pass(30 * time.Second)
	b.do(mb, 22, wire.Write, from(other), writes(4, 1))
	b.check(t, "modbus-mask-or-read-write", 1)
	b = newBench(10 * time.Minute)
	then(poll, probes(25, 2, 100*time.Millisecond))(b)
	if b.count(kindStorm) != 1 {
		t.Error("no storm within a minute of a scaled day")
	}
}

// TestNotModbus: what looks like Modbus on a port of its own is nothing until a
// server has answered.
func TestNotModbus(t *testing.T) {
	b := newBench(24 * time.Hour)
	odd := func(e *baseline.Event) { e.Server = netipPort(plc, 5094) }
	b.do(mb, 13, wire.Program, odd, unanswered)
	b.check(t, "modbus-legacy-program", 0)
	b.do(mb, 3, wire.Read, odd)
	b.do(mb, 13, wire.Program, odd, unanswered)
	b.check(t, "modbus-legacy-program", 1)
}

// TestViolations: each defect that counts is told, and none beside a doubt; the
// others are not. Names are those of the decoders.
func TestViolations(t *testing.T) {
	for i, p := range [...]*wire.Protocol{mb, dn, ua} {
		counts := map[string]bool{}
		for _, name := range violations[i].names {
			counts[name] = true
		}
		for _, name := range p.Defects {
			b := newBench(24 * time.Hour)
			b.do(p, 1, wire.Read, wrong(name))
			if got := b.count(violations[i].kind) == 1; got != counts[name] {
				t.Errorf("%s: %s told: %v", p.Name, name, got)
			}
			delete(counts, name)
		}
		for name := range counts {
			t.Errorf("%s has no defect %s", p.Name, name)
		}
	}
	known := map[string]bool{}
	for _, p := range [...]*wire.Protocol{mb, dn, ua} {
		for _, name := range p.Defects {
			known[name] = true
		}
	}
	for _, name := range doubted {
		if !known[name] {
			t.Errorf("no protocol has a defect %s", name)
		}
	}
	b := newBench(24 * time.Hour)
	b.l.Blind = true
	b.do(mb, 1, wire.Read, wrong("coil-value-invalid"))
	b.check(t, "modbus-malformed", 0)
}

// TestBlind: after the sensor was blind a SELECT may have been missed.
func TestBlind(t *testing.T) {
	b := newBench(24 * time.Hour)
	scan(b)
	b.pass(time.Minute)
	b.l.Blind = true
	scan(b)
	b.l.Blind = false
	b.pass(5 * time.Second)
	b.do(dn, 4, wire.Operate, with(operates, wrong("select-missing"))...)
	b.check(t, "dnp3-select-operate", 0)
	b.pass(time.Minute)
	b.do(dn, 4, wire.Operate, with(operates, wrong("select-missing"))...)
	b.check(t, "dnp3-select-operate", 1)
}

// TestRefusedIsNotLearned: a control that was refused says nothing of how the point
// is controlled.
func TestRefusedIsNotLearned(t *testing.T) {
	b := newBench(24 * time.Hour)
	b.do(dn, 3, wire.Select, operates...)
	b.do(dn, 4, wire.Operate, with(operates, refused(1))...)
	b.do(dn, 5, wire.Operate, operates...)
	b.check(t, kindDirect, 0)
}
