package assess

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/replay"
)

func TestLatencies(t *testing.T) {
	for _, want := range []time.Duration{0, 7 * time.Microsecond, 250 * time.Microsecond, 2131 * time.Microsecond, 80 * time.Millisecond, 9 * time.Second, 20 * time.Minute} {
		var l latencies
		for range 100 {
			l.add(int64(want))
		}
		l.add(1)
		l.add(int64(time.Hour))
		got := l.median()
		if d := (got - want).Abs(); d > want/30+time.Microsecond {
			t.Errorf("median %v of %v", got, want)
		}
	}
	var l latencies
	if l.median() != 0 {
		t.Error("there is a median of nothing")
	}
	l.add(-5)
	l.add(1 << 62)
	if l.n != 2 {
		t.Error("a latency out of range was not counted")
	}
}

func TestRanges(t *testing.T) {
	for want, in := range map[string][]uint32{"": nil, "4": {4}, "1-3, 7": {1, 2, 3, 7}, "0, 2, 4294967294-4294967295": {0, 2, 1<<32 - 2, 1<<32 - 1}} {
		if got := ranges(in); got != want {
			t.Errorf("%v is written %q, want %q", in, got, want)
		}
	}
}

func TestLength(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0 ms", 2131 * time.Microsecond: "2.13 ms", time.Second: "1 s", 122 * time.Second: "2 min 2 s",
		3 * time.Hour: "3 h", 26*time.Hour + 5*time.Second: "1 d 2 h", 24*time.Hour + time.Second: "1 d"} {
		if got := lang.Span(d); got.EN != want || got.JA == "" {
			t.Errorf("%v is written %q, want %q", d, got.EN, want)
		}
	}
}

func TestZone(t *testing.T) {
	for name, want := range map[string]int{"Asia/Tokyo": 9 * 3600, "+09:00": 9 * 3600, "-03:30": -12600, "UTC": 0} {
		z, err := ParseZone(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := time.Unix(0, start).In(z).Zone(); got != want {
			t.Errorf("%s is %d s east, want %d", name, got, want)
		}
	}
	for _, bad := range []string{"", "Local", "Nowhere/City", "9", "../../etc/passwd"} {
		if _, err := ParseZone(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	r, err := NewCollector().Report(Options{})
	if err != nil || r.Zone.EN != "UTC" {
		t.Errorf("without a zone: %q, %v", r.Zone.EN, err)
	}
}

// TestValues: the values of a group of writes in the shortest form that says
// what they were.
func TestValues(t *testing.T) {
	write := func(values ...wire.Value) Change {
		b := newBench(t)
		for _, v := range values {
			b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "w", 6, wire.Write, writes(4, 100, v))
		}
		return b.end().Changes[0]
	}
	for want, values := range map[string][]wire.Value{
		"7":                       {wire.Uint(7), wire.Uint(7)},
		"-5 to 3, last 1":         {wire.Int(3), wire.Int(-5), wire.Int(1)},
		`"a" | "b"`:               {wire.Text([]byte("a")), wire.Text([]byte("b"))},
		`"a" … "e" (5 different)`: {wire.Text([]byte("a")), wire.Text([]byte("b")), wire.Text([]byte("c")), wire.Text([]byte("d")), wire.Text([]byte("e"))},
		"":                        {{}},
	} {
		if got := write(values...); got.Values.EN != want || got.Count != uint64(len(values)) {
			t.Errorf("%d values are written %q, want %q", got.Count, got.Values.EN, want)
		}
	}
	b := newBench(t)
	b.ask(dnp3Test, "10.0.0.1:4000", "10.0.0.5:20000", 1, "operate", 4, wire.Operate, writes(relayOutputBlock, 3, wire.Hex(0x81)))
	if got := b.end().Changes[0].Values.EN; got != "trip pulse-on" {
		t.Errorf("a control code is written %q", got)
	}
}

// TestOneRow: an operation on another point is another row, the same one again
// is not.
func TestOneRow(t *testing.T) {
	b := newBench(t)
	for _, point := range []uint32{1, 2, 1, 1} {
		b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "w", 6, wire.Write, writes(4, point, wire.Uint(1)))
	}
	r := b.end()
	if len(r.Changes) != 2 || r.Changes[0].Count != 3 || r.Changes[0].Place.EN != "frame 1 to frame 7" {
		t.Errorf("%+v", r.Changes)
	}
}

// TestSight: what was not captured is told, with its share, and at the top when
// it is much.
func TestSight(t *testing.T) {
	b := newBench(t)
	b.ask(modbusTest, "10.0.0.1:4000", "10.0.0.5:502", 1, "r", 3, wire.Read)
	f := &replay.Flow{Client: addrPort("10.0.0.1:4000"), Server: addrPort("10.0.0.5:502"), Protocol: modbusTest}
	f.Counters[0].Packets, f.Counters[0].Octets = 50, 900
	f.Decoded[0].Lost, f.Decoded[0].Blind, f.Decoded[0].BlindTime = 100, 40, 2e9
	if err := b.c.Flow(f); err != nil {
		t.Fatal(err)
	}
	r := b.end()
	page := html(t, r, Options{Language: lang.English, Alone: true})
	for _, want := range []string{"100 B were never captured (10 %)", "40 B of control connections", "1 connection only one direction"} {
		if !contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if f, ok := ids(r)["sight"]; !ok || len(f.Lines) != 2 {
		t.Errorf("at the top: %v %+v", ok, f)
	}
}

// TestFault: a file that could not be read to its end is told.
func TestFault(t *testing.T) {
	b := newBench(t)
	b.c.files[0].fault = Plain("capture: plant.pcapng: at octet 17: cut short")
	page := html(t, b.endKeeping(), Options{})
	if !contains(page, "at octet 17: cut short") {
		t.Error("the fault is not told")
	}
}

// TestReportsOff: reports that were in use, turned off and not on again.
func TestReportsOff(t *testing.T) {
	for _, x := range []struct {
		codes []uint32
		want  bool
	}{{[]uint32{130, 21}, true}, {[]uint32{130, 21, 20}, false}, {[]uint32{21, 20, 130}, false}, {[]uint32{21}, false}, {[]uint32{20, 130, 21}, true}} {
		b := newBench(t)
		for _, code := range x.codes {
			b.ask(dnp3Test, "10.0.0.1:4000", "10.0.0.5:20000", 1, "f", code, wire.Configure)
		}
		if _, got := ids(b.end())["reports-off"]; got != x.want {
			t.Errorf("after %v: %v, want %v", x.codes, got, x.want)
		}
	}
}

// TestTakingOut: taking a program out of a device does not count as changing it.
func TestTakingOut(t *testing.T) {
	for name, want := range map[string]bool{"upload-block": false, "read-file-record": false, "get-file-info": false, "download-block": true, "write-file-record": true} {
		if got := (function{name: name, operation: wire.Program}).changes(); got != want {
			t.Errorf("%s changes a device: %v", name, got)
		}
	}
	if !(function{name: "umas", subName: "stop-plc", operation: wire.Restart}).changes() {
		t.Error("stopping does not count")
	}
}

// TestDuration: the time between two captures was not captured.
func TestDuration(t *testing.T) {
	b := newBench(t)
	b.c.End(replay.Totals{First: start, Last: start + 60e9}, Text{})
	b.c.Begin("a year later")
	b.c.End(replay.Totals{First: start + 3e16, Last: start + 3e16 + 30e9}, Text{})
	if got := b.endKeeping().Summary[0].Value.EN; got != "1 min 30 s" {
		t.Errorf("captured %q", got)
	}
}
