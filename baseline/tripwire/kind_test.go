package tripwire

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// scenario is something that is told, and something near to it that is not.
type scenario struct {
	kind      baseline.Kind
	hit, miss func(*bench)
}

// one feeds one event to the ordinary server.
func one(p *wire.Protocol, code uint32, o wire.Operation, with ...change) func(*bench) {
	return func(b *bench) { b.do(p, code, o, with...) }
}

// then feeds several, with time between.
func then(list ...func(*bench)) func(*bench) {
	return func(b *bench) {
		for _, f := range list {
			f(b)
		}
	}
}

// wait lets time pass.
func wait(d time.Duration) func(*bench) { return func(b *bench) { b.pass(d) } }

func learned(b *bench) { b.learned() }

// native makes the channels those of the time of learning.
func native(b *bench) { b.l.Native = true }

// report is a spontaneous report of an outstation with a sequence number and a value.
func report(sequence, value uint64) func(*bench) {
	return one(dn, 130, wire.Read, flow(7), says(field(0, "sequence", wire.Uint(sequence))), func(e *baseline.Event) {
		e.Outcome, e.Points = wire.Unasked, []wire.Point{{Space: 2<<8 | 1, Index: 1, Count: 1, Value: wire.Uint(value)}}
	})
}

// counts are so many reports, a second apart, each with the next sequence number.
func counts(from uint64, n int) func(*bench) {
	return func(b *bench) {
		for i := range uint64(n) {
			report((from+i)%16, i)(b)
			b.pass(time.Second)
		}
	}
}

// times repeats.
func times(n int, f func(*bench)) func(*bench) {
	return func(b *bench) {
		for range n {
			f(b)
		}
	}
}

// probes asks for many registers that are not there.
func probes(n int, exception uint32, gap time.Duration) func(*bench) {
	return func(b *bench) {
		for i := range n {
			b.do(mb, 3, wire.Read, reads(4, uint32(i)), refused(exception))
			b.pass(gap)
		}
	}
}

var (
	poll     = one(mb, 3, wire.Read, reads(4, 0))
	scan     = one(dn, 1, wire.Read, status(0))
	restart  = status(iinRestart)
	operates = []change{writes(12<<8|1, 3), status(0)}
	secured  = one(ua, opcuaOpenChannel, wire.Session, policy("Basic256Sha256"))
	create   = one(ua, opcuaCreateSubscription, wire.Session, says(field(0, "SubscriptionId", wire.Uint(7))))
	master   = asks(field(0, "master", wire.Uint(3)))
)

func with(list []change, more ...change) []change {
	return append(append([]change(nil), list...), more...)
}

var scenarios = []scenario{
	{"modbus-listen-only", one(mb, 8, wire.Restart, sub(4), unanswered), one(mb, 8, wire.Diagnose, sub(0))},
	{"modbus-restart-communications", one(mb, 8, wire.Restart, sub(1)), one(mb, 8, wire.Diagnose, sub(2))},
	{"modbus-clear-counters", one(mb, 8, wire.Diagnose, sub(10)), one(mb, 8, wire.Diagnose, sub(11))},
	{"modbus-write-file", one(mb, 21, wire.Program), one(mb, 16, wire.Write, writes(4, 1))},
	{"modbus-read-file", one(mb, 20, wire.Program), one(mb, 24, wire.Read)},
	{"modbus-firmware", one(mb, 125, wire.Program), one(mb, 43, wire.Identify, sub(14))},
	{"modbus-legacy-program", one(mb, 126, wire.Program), one(mb, 17, wire.Identify)},
	{"modbus-reserved-function", one(mb, 55, wire.Configure, refused(1)), one(mb, 55, wire.Configure, defects(wire.NotCaptured))},
	{"modbus-broadcast-write", one(mb, 16, wire.Write, station(0), unanswered),
		then(one(mb, 3, wire.Read, station(0)), one(mb, 16, wire.Write, station(0), unanswered))},
	{"modbus-broadcast-write", then(poll, one(mb, 16, wire.Write, station(0))), then(one(mb, 3, wire.Read, station(255)), one(mb, 16, wire.Write, station(0)))},
	{"modbus-mask-or-read-write", then(poll, wait(2*time.Hour), one(mb, 22, wire.Write, from(other), writes(4, 1))),
		then(poll, wait(2*time.Hour), one(mb, 23, wire.Write, writes(4, 1)))},
	{"modbus-exception-storm", then(poll, probes(25, 2, time.Second)), then(poll, probes(19, 2, time.Second))},
	{"modbus-exception-storm", then(poll, probes(25, 2, time.Second)), then(poll, probes(40, 11, time.Second))},
	{"modbus-exception-storm", then(poll, probes(25, 2, time.Second)), then(poll, probes(40, 2, 4*time.Second))},
	{"modbus-exception-storm", then(poll, probes(25, 2, time.Second)), then(poll, times(500, one(mb, 3, wire.Read, reads(4, 9), refused(2))))},
	{"modbus-never-accepted", times(3, one(mb, 17, wire.Identify, refused(1))), then(poll, times(9, one(mb, 3, wire.Read, refused(2))))},
	{"modbus-never-accepted", times(3, one(mb, 17, wire.Identify, refused(1))), times(9, one(mb, 17, wire.Identify, refused(6)))},
	{"modbus-malformed", one(mb, 3, wire.Read, wrong("quantity-out-of-range")), one(mb, 3, wire.Read, wrong("quantity-out-of-range"), defects(wire.Truncated))},
	{"umas-start-stop", one(mb, 90, wire.Restart, sub(0x41)), one(mb, 3, wire.Read)},
	{"umas-initialize", one(mb, 90, wire.Restart, sub(0x42)), poll},
	{"umas-download", one(mb, 90, wire.Program, sub(0x31)), poll},
	{"umas-upload", one(mb, 90, wire.Program, sub(0x34)), poll},
	{"umas-backup", one(mb, 90, wire.Program, sub(0x36)), poll},
	{"umas-force-output", one(mb, 90, wire.Write, sub(0x71)), poll},
	{"umas-write", one(mb, 90, wire.Write, sub(0x29)), poll},
	{"umas-reservation", one(mb, 90, wire.Session, sub(0x10)), poll},
	{"umas-debug", one(mb, 90, wire.Program, sub(0x60)), poll},
	{"umas-other", one(mb, 90, wire.Configure, sub(0xC0)), poll},
	{"umas-use", one(mb, 90, wire.Read, sub(0x22)), poll},
	{"dnp3-restart", one(dn, 13, wire.Restart), scan},
	{"dnp3-start-stop", one(dn, 18, wire.Restart), scan},
	{"dnp3-obsolete-configuration", one(dn, 15, wire.Configure), scan},
	{"dnp3-delete-file", one(dn, 27, wire.Program), scan},
	{"dnp3-activate-configuration", one(dn, 31, wire.Program), scan},
	{"dnp3-write-file", one(dn, 2, wire.Program, object(70, 5)), one(dn, 2, wire.Write, object(80, 1))},
	{"dnp3-file", one(dn, 25, wire.Program), scan},
	{"dnp3-read-file", one(dn, 1, wire.Program, object(70, 5)), one(dn, 1, wire.Read, object(60, 1), reads(70<<8|5, 0))},
	{"dnp3-user-change", one(dn, 32, wire.Session, object(120, 10)), one(dn, 32, wire.Session, object(120, 12))},
	{"dnp3-authentication-error", one(dn, 1, wire.Read, refused(0), says(field(2, "group", wire.Uint(120)), field(2, "variation", wire.Uint(7)))),
		one(dn, 32, wire.Session, object(120, 1))},
	{"dnp3-select-operate", then(scan, wait(time.Minute), one(dn, 4, wire.Operate, with(operates, wrong("select-missing"))...)),
		then(scan, one(dn, 4, wire.Operate, with(operates, wrong("select-missing"))...))},
	{"dnp3-select-operate", then(one(dn, 3, wire.Select), one(dn, 4, wire.Operate, with(operates, wrong("select-differs"))...)),
		then(scan, wait(time.Minute), one(dn, 4, wire.Operate, operates...))},
	{"dnp3-select-operate", then(one(dn, 3, wire.Select), wait(3*time.Minute), one(dn, 4, wire.Operate, with(operates, wrong("select-expired"))...)),
		then(one(dn, 3, wire.Select), wait(time.Minute), one(dn, 4, wire.Operate, with(operates, wrong("select-expired"))...))},
	{"dnp3-broadcast-control", one(dn, 6, wire.Operate, station(0xFFFD)), one(dn, 8, wire.Write, station(0xFFFD))},
	{"dnp3-disable-unsolicited", one(dn, 21, wire.Configure), one(dn, 21, wire.Configure, opening)},
	{"dnp3-disable-unsolicited", then(scan, wait(2*time.Hour), one(dn, 21, wire.Configure, opening, from(other))),
		then(scan, wait(2*time.Hour), one(dn, 1, wire.Read, restart), one(dn, 21, wire.Configure))},
	{"dnp3-disable-unsolicited", then(one(dn, 130, wire.Read), one(dn, 21, wire.Configure, opening), wait(6*time.Minute)),
		then(one(dn, 130, wire.Read), one(dn, 21, wire.Configure, opening), wait(time.Minute), one(dn, 20, wire.Configure), wait(9*time.Minute))},
	{"dnp3-disable-unsolicited", times(2, one(dn, 21, wire.Configure, opening, flow(7))),
		then(one(dn, 21, wire.Configure, opening, flow(7)), one(dn, 21, wire.Configure, opening, flow(8)))},
	{"dnp3-disable-unsolicited", then(one(dn, 130, wire.Read), times(4, one(dn, 21, wire.Configure, opening, flow(7), unanswered))),
		times(3, then(one(dn, 130, wire.Read), one(dn, 21, wire.Configure, opening, flow(7)), one(dn, 20, wire.Configure, opening)))},
	{"dnp3-disable-unsolicited", then(scan, learned, wait(30*time.Hour), one(dn, 21, wire.Configure, opening, from(other))),
		then(scan, learned, native, wait(30*time.Hour), one(dn, 21, wire.Configure, opening))},
	{"dnp3-report-again", then(wait(time.Minute), report(4, 1), report(4, 1)), then(wait(time.Minute), report(4, 1), wait(time.Second), report(4, 1), report(5, 1))},
	{"dnp3-report-order", then(wait(time.Minute), counts(0, 17), report(9, 2)), then(wait(time.Minute), counts(0, 14), report(9, 2), counts(3, 20))},
	{"dnp3-report-order", then(wait(time.Minute), counts(3, 17), report(3, 2)), then(wait(time.Minute), counts(3, 17), report(4, 2))},
	{"dnp3-enable-unsolicited", one(dn, 20, wire.Configure), then(one(dn, 130, wire.Read), one(dn, 21, wire.Configure, opening), wait(2*time.Minute), one(dn, 20, wire.Configure))},
	{"dnp3-enable-unsolicited", one(dn, 20, wire.Configure), then(one(dn, 130, wire.Read), one(dn, 20, wire.Configure))},
	{"dnp3-assign-class", one(dn, 22, wire.Configure), scan},
	{"dnp3-time", one(dn, 24, wire.Configure), one(dn, 23, wire.Diagnose)},
	{"dnp3-time", then(one(dn, 2, wire.Configure, group(50)), one(dn, 2, wire.Configure, group(50), from(other))),
		times(3, one(dn, 2, wire.Configure, group(50)))},
	{"dnp3-time", then(learned, scan, one(dn, 2, wire.Configure, group(50))),
		then(learned, one(dn, 1, wire.Read, status(iinNeedTime)), one(dn, 2, wire.Configure, group(50)))},
	{"dnp3-freeze-clear", one(dn, 9, wire.Write), one(dn, 7, wire.Write)},
	{"dnp3-config-corrupt", times(5, one(dn, 1, wire.Read, status(iinConfigCorrupt))), scan},
	{"dnp3-restarted", then(scan, times(5, one(dn, 1, wire.Read, restart))), times(5, one(dn, 1, wire.Read, restart))},
	{"dnp3-restarted", then(learned, times(5, one(dn, 1, wire.Read, restart))), then(times(5, one(dn, 1, wire.Read, restart)), learned, one(dn, 1, wire.Read, restart))},
	{"dnp3-direct-operate", then(one(dn, 3, wire.Select, operates...), one(dn, 4, wire.Operate, operates...), one(dn, 5, wire.Operate, operates...)),
		then(one(dn, 3, wire.Select, operates...), one(dn, 4, wire.Operate, operates...), one(dn, 5, wire.Operate, writes(12<<8|1, 4)))},
	{"dnp3-direct-operate", then(one(dn, 3, wire.Select, operates...), one(dn, 4, wire.Operate, operates...), learned, one(dn, 5, wire.Operate, writes(12<<8|1, 4))),
		then(one(dn, 4, wire.Operate, operates...), learned, one(dn, 5, wire.Operate, writes(41<<8|1, 4)))},
	{"dnp3-master-host", then(one(dn, 1, wire.Read, master), one(dn, 1, wire.Read, master, from(other))),
		then(one(dn, 1, wire.Read, master), one(dn, 1, wire.Read, asks(field(0, "master", wire.Uint(4))), from(other)))},
	{"dnp3-malformed", one(dn, 2, wire.Write, wrong("range-reversed")), one(dn, 2, wire.Write, wrong("range-reversed"), wrong("segment-missing"))},
	{"opcua-delete-nodes", one(ua, 500, wire.Configure), one(ua, 527, wire.Read)},
	{"opcua-add-nodes", one(ua, 488, wire.Configure), one(ua, 560, wire.Session)},
	{"opcua-history-update", one(ua, 700, wire.Configure), one(ua, 664, wire.Read)},
	{"opcua-call-restart", one(ua, 712, wire.Restart), one(ua, 712, wire.Operate)},
	{"opcua-call-program", one(ua, 712, wire.Program), one(ua, 712, wire.Read)},
	{"opcua-call-configure", one(ua, 712, wire.Configure), one(ua, 712, wire.Session)},
	{"opcua-write-attribute", one(ua, 673, wire.Configure, func(e *baseline.Event) {
		e.Points = []wire.Point{{Count: 1, Part: 17, Access: wire.AccessWrite}}
	}), one(ua, 673, wire.Write, writes(2, 5))},
	{"opcua-write-limit", one(ua, 673, wire.Write, nodeNamed("Boiler.HighLimit")), one(ua, 673, wire.Write, nodeNamed("Boiler.Level"))},
	{"opcua-transfer-subscriptions", then(create, one(ua, 841, wire.Configure, subscriptions(7), from(other))), then(create, one(ua, 841, wire.Configure, subscriptions(7)))},
	{"opcua-transfer-subscriptions", then(create, wait(2*time.Hour), one(ua, 841, wire.Configure, subscriptions(8), from(other))),
		then(create, wait(2*time.Hour), one(ua, 841, wire.Configure, subscriptions(8)))},
	{"opcua-foreign-subscription", then(create, one(ua, 847, wire.Configure, subscriptions(7), from(other))), then(create, one(ua, 847, wire.Session, subscriptions(7)))},
	{"opcua-foreign-subscription", then(create, one(ua, 799, wire.Configure, subscriptions(7), from(other))),
		then(create, one(ua, 847, wire.Session, subscriptions(7)), one(ua, 799, wire.Configure, subscriptions(7), from(other)))},
	{"opcua-security-none", then(secured, one(ua, 461, wire.Session, mode(1))), then(secured, one(ua, opcuaOpenChannel, wire.Session, policy("None"), mode(1)), one(ua, 461, wire.Session, mode(2)))},
	{"opcua-security-none", then(secured, wait(2*time.Hour), one(ua, 461, wire.Session, mode(1), from(other))),
		then(one(ua, 461, wire.Session, mode(1), from(other)), secured, wait(2*time.Hour), one(ua, 461, wire.Session, mode(1), from(other)))},
	{"opcua-anonymous", then(one(ua, 467, wire.Session, identity(324)), one(ua, 467, wire.Session, identity(321))),
		then(one(ua, 467, wire.Session, identity(321)), one(ua, 467, wire.Session, identity(324)), one(ua, 467, wire.Session, identity(321)))},
	{"opcua-policy-downgrade", then(secured, one(ua, opcuaOpenChannel, wire.Session, policy("Basic128Rsa15"))), then(secured, one(ua, opcuaOpenChannel, wire.Session, policy("Aes256_Sha256_RsaPss")), secured)},
	{"opcua-malformed", one(ua, 631, wire.Read, wrong("variant-in-variant")), one(ua, 631, wire.Read, wrong("wrong-number-of-results"))},
	{"opcua-malformed", one(ua, 631, wire.Read, defects(wire.TooDeep)), one(ua, 631, wire.Read, defects(wire.NotCaptured|wire.TooDeep))},
	{"program-transfer", one(mb, 41, wire.Program), one(mb, 41, wire.Read)},
	{"mode-change", one(mb, 100, wire.Restart), one(mb, 100, wire.Read)},
}

func nodeNamed(name string) change {
	return func(e *baseline.Event) {
		e.Points = []wire.Point{{Space: 2, Count: 1, Ident: 's', Name: []byte(name), Access: wire.AccessWrite}}
	}
}

// TestKinds: each kind is told once, at once, also while nothing is learned yet;
// what is near to it is not told.
func TestKinds(t *testing.T) {
	seen := map[baseline.Kind]bool{}
	for i := range scenarios {
		s := &scenarios[i]
		seen[s.kind] = true
		b := newBench(24 * time.Hour)
		s.hit(b)
		if b.count(s.kind) != 1 {
			t.Errorf("scenario %d, %s: told %d times: %+v", i, s.kind, b.count(s.kind), b.told)
		}
		if d := b.told; len(d) > 0 && (d[0].Seen == "" || d[0].Count != 1) {
			t.Errorf("%s: seen %q, %d times", s.kind, d[0].Seen, d[0].Count)
		}
		b = newBench(24 * time.Hour)
		s.miss(b)
		if b.count(s.kind) != 0 {
			t.Errorf("scenario %d: %s was told of what is near to it", i, s.kind)
		}
	}
	for _, m := range Meanings() {
		if !seen[m.Kind] {
			t.Errorf("no scenario tells %s", m.Kind)
		}
		if m.Detector != baseline.Tripwire {
			t.Errorf("%s is of detector %s", m.Kind, m.Detector)
		}
		seen[m.Kind] = false
	}
	for k, left := range seen {
		if left {
			t.Errorf("%s has no meaning", k)
		}
	}
}

// TestTold: rules that only an assessment tells are in the table, and not among
// the meanings.
func TestTold(t *testing.T) {
	told := 0
	unique := map[baseline.Kind]bool{}
	NewTable().Each(func(_ string, r *Rule) {
		if unique[r.Kind] {
			t.Errorf("%s is listed twice", r.Kind)
		}
		unique[r.Kind] = true
		if len(r.Codes) == 0 && r.When == nil {
			t.Errorf("%s matches everything", r.Kind)
		}
		if r.Told {
			told++
		}
		if r.Told != (kindOf(r.Kind) == 0) {
			t.Errorf("%s: told only in an assessment: %v", r.Kind, r.Told)
		}
	})
	if told == 0 {
		t.Error("no rule is only told")
	}
	b := newBench(24 * time.Hour)
	b.do(dn, 2, wire.Configure, group(34))
	b.do(ua, 467, wire.Session, refused(0x801F0000))
	b.do(ua, 799, wire.Session, asks(field(0, "PublishingEnabled", wire.Bool(false))))
	if len(b.told) != 0 {
		t.Errorf("%+v", b.told)
	}
}
