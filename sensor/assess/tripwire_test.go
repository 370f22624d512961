package assess

import (
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/guide"
)

// TestTable: every rule has texts, and techniques that are told with their names.
func TestTable(t *testing.T) {
	n := 0
	kinds := map[baseline.Kind]bool{}
	tripwire.NewTable().Each(func(protocol string, r *tripwire.Rule) {
		n++
		if a, ok := guide.Of(r.Kind); !ok || a.Title.Empty() || a.Why.Empty() || a.First.Empty() {
			t.Errorf("%s of %s has no texts", r.Kind, protocol)
		}
		if got := techniquesOf(r.Techniques); len(got) != len(r.Techniques) {
			t.Errorf("%s: of techniques %v only %v are known", r.Kind, r.Techniques, got)
		}
		kinds[r.Kind] = true
	})
	if n < 50 {
		t.Errorf("only %d rules were looked at", n)
	}
	for k := range urgencies {
		if !kinds[k] {
			t.Errorf("%s has an urgency and is no rule", k)
		}
	}
}

// TestTripwires: each operation that is never learned hits its tripwire, and
// ordinary ones hit none.
func TestTripwires(t *testing.T) {
	group := func(g uint32) func(*wire.Transaction) { return writes(g<<8|1, 0, wire.Uint(1)) }
	object := func(g, v uint64) func(*wire.Transaction) {
		return asks(field(2, "group", "", wire.Uint(g)), field(2, "variation", "", wire.Uint(v)))
	}
	attribute := func(t *wire.Transaction) {
		t.Request.Points = []wire.Point{{Count: 1, Part: 17, Access: wire.AccessWrite, Value: wire.Uint(3)}}
	}
	for _, x := range []struct {
		want string
		p    *wire.Protocol
		code uint32
		op   wire.Operation
		with []func(*wire.Transaction)
	}{
		{"modbus-restart-communications", modbusTest, 8, wire.Restart, []func(*wire.Transaction){sub(1)}},
		{"modbus-listen-only", modbusTest, 8, wire.Restart, []func(*wire.Transaction){sub(4)}},
		{"modbus-clear-counters", modbusTest, 8, wire.Diagnose, []func(*wire.Transaction){sub(10)}},
		{"", modbusTest, 8, wire.Diagnose, []func(*wire.Transaction){sub(0)}},
		{"modbus-read-file", modbusTest, 20, wire.Program, nil},
		{"modbus-write-file", modbusTest, 21, wire.Program, nil},
		{"modbus-mask-or-read-write", modbusTest, 22, wire.Write, nil},
		{"modbus-mask-or-read-write", modbusTest, 23, wire.Write, nil},
		{"modbus-broadcast-write", modbusTest, 16, wire.Write, []func(*wire.Transaction){unanswered, func(t *wire.Transaction) { t.Station = 0 }}},
		{"", modbusTest, 16, wire.Write, []func(*wire.Transaction){func(t *wire.Transaction) { t.Station = 0 }}},
		{"", modbusTest, 16, wire.Write, []func(*wire.Transaction){unanswered}},
		{"", modbusTest, 43, wire.Identify, []func(*wire.Transaction){sub(14)}},
		{"modbus-firmware", modbusTest, 125, wire.Program, nil},
		{"modbus-legacy-program", modbusTest, 126, wire.Program, nil},
		{"modbus-legacy-program", modbusTest, 40, wire.Program, nil},
		{"modbus-reserved-function", modbusTest, 55, wire.Operate, nil},
		{"modbus-reserved-function", modbusTest, 0, wire.Operate, nil},
		{"", modbusTest, 101, wire.Operate, nil},
		{"umas-start-stop", modbusTest, 90, wire.Restart, []func(*wire.Transaction){sub(0x40)}},
		{"umas-initialize", modbusTest, 90, wire.Restart, []func(*wire.Transaction){sub(0x42)}},
		{"umas-reservation", modbusTest, 90, wire.Program, []func(*wire.Transaction){sub(0x10)}},
		{"umas-download", modbusTest, 90, wire.Program, []func(*wire.Transaction){sub(0x31)}},
		{"umas-upload", modbusTest, 90, wire.Program, []func(*wire.Transaction){sub(0x34)}},
		{"umas-backup", modbusTest, 90, wire.Program, []func(*wire.Transaction){sub(0x36)}},
		{"umas-write", modbusTest, 90, wire.Write, []func(*wire.Transaction){sub(0x29)}},
		{"umas-force-output", modbusTest, 90, wire.Operate, []func(*wire.Transaction){sub(0x71)}},
		{"umas-debug", modbusTest, 90, wire.Program, []func(*wire.Transaction){sub(0x60)}},
		{"umas-other", modbusTest, 90, wire.Program, []func(*wire.Transaction){sub(0x38)}},
		{"umas-other", modbusTest, 90, wire.Configure, []func(*wire.Transaction){sub(0xC0)}},
		{"umas-use", modbusTest, 90, wire.Identify, []func(*wire.Transaction){sub(0x02)}},
		{"dnp3-restart", dnp3Test, 13, wire.Restart, nil},
		{"dnp3-restart", dnp3Test, 14, wire.Restart, nil},
		{"dnp3-obsolete-configuration", dnp3Test, 15, wire.Configure, nil},
		{"dnp3-start-stop", dnp3Test, 18, wire.Restart, nil},
		{"dnp3-enable-unsolicited", dnp3Test, 20, wire.Configure, nil},
		{"dnp3-disable-unsolicited", dnp3Test, 21, wire.Configure, nil},
		{"dnp3-assign-class", dnp3Test, 22, wire.Configure, nil},
		{"dnp3-time", dnp3Test, 24, wire.Configure, nil},
		{"dnp3-time", dnp3Test, 2, wire.Configure, []func(*wire.Transaction){group(50)}},
		{"dnp3-file", dnp3Test, 25, wire.Program, nil},
		{"dnp3-delete-file", dnp3Test, 27, wire.Program, nil},
		{"dnp3-activate-configuration", dnp3Test, 31, wire.Program, nil},
		{"dnp3-write-file", dnp3Test, 2, wire.Program, []func(*wire.Transaction){object(70, 5)}},
		{"dnp3-read-file", dnp3Test, 1, wire.Program, []func(*wire.Transaction){object(70, 5)}},
		{"dnp3-deadband", dnp3Test, 2, wire.Configure, []func(*wire.Transaction){group(34)}},
		{"dnp3-freeze-clear", dnp3Test, 10, wire.Write, nil},
		{"dnp3-user-change", dnp3Test, 32, wire.Session, []func(*wire.Transaction){object(120, 10)}},
		{"dnp3-authentication-error", dnp3Test, 32, wire.Session, []func(*wire.Transaction){object(120, 7)}},
		{"", dnp3Test, 32, wire.Session, []func(*wire.Transaction){object(120, 1)}},
		{"dnp3-select-operate", dnp3Test, 4, wire.Operate, []func(*wire.Transaction){func(t *wire.Transaction) { t.Request.Defects = wire.Own(0) }}},
		{"dnp3-broadcast-control", dnp3Test, 6, wire.Operate, []func(*wire.Transaction){func(t *wire.Transaction) { t.Station = 0xFFFD }}},
		{"dnp3-config-corrupt", dnp3Test, 1, wire.Read, []func(*wire.Transaction){status(iinConfigCorrupt)}},
		{"", dnp3Test, 1, wire.Read, []func(*wire.Transaction){group(30), status(0)}},
		{"", dnp3Test, 5, wire.Operate, nil},
		{"opcua-add-nodes", opcuaTest, 488, wire.Configure, nil},
		{"opcua-delete-nodes", opcuaTest, 506, wire.Configure, nil},
		{"opcua-history-update", opcuaTest, 700, wire.Write, nil},
		{"opcua-call-restart", opcuaTest, 712, wire.Restart, nil},
		{"opcua-call-program", opcuaTest, 712, wire.Program, nil},
		{"opcua-call-configure", opcuaTest, 712, wire.Configure, nil},
		{"", opcuaTest, 712, wire.Operate, nil},
		{"opcua-write-attribute", opcuaTest, 673, wire.Write, []func(*wire.Transaction){attribute}},
		{"opcua-write-limit", opcuaTest, 673, wire.Write, []func(*wire.Transaction){func(t *wire.Transaction) {
			t.Request.Points = []wire.Point{{Count: 1, Ident: 's', Name: []byte("Boiler.Level.HighLimit"), Access: wire.AccessWrite}}
		}}},
		{"", opcuaTest, 673, wire.Write, []func(*wire.Transaction){writes(2, 5, wire.Uint(1))}},
		{"opcua-publishing-off", opcuaTest, 799, wire.Configure, []func(*wire.Transaction){asks(field(0, "PublishingEnabled", "", wire.Bool(false)))}},
		{"", opcuaTest, 799, wire.Configure, []func(*wire.Transaction){asks(field(0, "PublishingEnabled", "", wire.Bool(true)))}},
		{"opcua-transfer-subscriptions", opcuaTest, 841, wire.Configure, nil},
		{"opcua-login-refused", opcuaTest, 467, wire.Session, []func(*wire.Transaction){refused(0x801F0000)}},
		{"", opcuaTest, 467, wire.Session, nil},
	} {
		b := newBench(t)
		b.ask(x.p, "10.0.0.1:4000", "10.0.0.5:9", 1, "function", x.code, x.op, x.with...)
		got := ""
		for _, h := range b.c.hitList() {
			got += string(h.rule.Kind)
		}
		if got != x.want {
			t.Errorf("%s code %d: hit %q, want %q", x.p.Name, x.code, got, x.want)
		}
	}
}

// TestAttempt: what no device accepted is less urgent than what one did.
func TestAttempt(t *testing.T) {
	b := newBench(t)
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "umas", modbusUMAS, wire.Restart, sub(0x41), refused(1))
	if got := b.end().Tripwires[0].Urgency; got != Check {
		t.Errorf("urgency %d, want %d", got, Check)
	}
	b.ask(modbusTest, "10.0.0.2:4000", "10.0.0.5:502", 1, "umas", modbusUMAS, wire.Restart, sub(0x41))
	r := b.end()
	if len(r.Tripwires) != 1 || r.Tripwires[0].Urgency != First || r.Tripwires[0].Hits[0].Client != "10.0.0.2" {
		t.Errorf("%+v", r.Tripwires)
	}
}
