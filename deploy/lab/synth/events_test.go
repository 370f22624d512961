package synth

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// line is an event for comparison.
func line(v *Event) string {
	s := fmt.Sprintf("%d %d %s %s %s %x %v %s %d %d %d %v %v %v %d", v.Kind, v.Time, v.Client, v.Server, v.Transport, v.MAC, v.Operation, v.Function, v.Code, v.Sub, v.Station, v.Outcome, v.HasStatus, v.Status, v.Latency)
	for i := range v.Points {
		s += " " + string(v.Protocol.AppendPoint(nil, &v.Points[i]))
	}
	return s
}

func run(t *testing.T, o Options, octets bool, see func(*Event)) attack.Truth {
	t.Helper()
	truth, err := events(context.Background(), o, octets, see)
	if err != nil {
		t.Fatal(err)
	}
	return truth
}

// TestEventsAsDecoded: the short cut makes the events that encoding and decoding
// would make, attacks included.
func TestEventsAsDecoded(t *testing.T) {
	o := Options{Seed: 11, Duration: 3 * time.Hour, Poll: 10 * time.Second, Start: defaultStart.Add(5 * time.Hour),
		Attacks: attack.Spread(10*time.Minute, 7*time.Minute, attack.All()...)}
	var direct, decoded []string
	run(t, o, false, func(v *Event) { direct = append(direct, line(v)) })
	run(t, o, true, func(v *Event) { decoded = append(decoded, line(v)) })
	if len(direct) != len(decoded) || len(direct) < 20000 {
		t.Fatalf("%d events, and %d decoded", len(direct), len(decoded))
	}
	for i := range direct {
		if direct[i] != decoded[i] {
			t.Fatalf("event %d:\n%s\n%s", i, direct[i], decoded[i])
		}
	}
}

// TestEventsDeterministic: two runs are equal, another seed is not.
func TestEventsDeterministic(t *testing.T) {
	digest := func(seed uint64) string {
		h := sha256.New()
		run(t, Options{Seed: seed, Duration: 12 * time.Hour, Poll: 30 * time.Second, Attacks: attack.Spread(time.Hour, time.Hour, "scan", "mitm", "flood")}, false, func(v *Event) { write(h, v) })
		return fmt.Sprintf("%x", h.Sum(nil))
	}
	first := digest(1)
	if digest(1) != first {
		t.Error("two runs differ")
	}
	if digest(2) == first {
		t.Error("two seeds give the same events")
	}
}

func write(h hash.Hash, v *Event) { fmt.Fprintln(h, line(v)) }

// TestMonth: a month has what is done seldom too, everything of it by hosts that
// belong there, and no event of a host that does not but in an attack.
func TestMonth(t *testing.T) {
	intruder, _ := plant.HostNamed(plant.Intruder)
	o := Options{Seed: 3, Duration: 28 * 24 * time.Hour, Poll: time.Minute, Attacks: []attack.Launch{{Scenario: "rogue-read", At: 200 * time.Hour}}}
	functions, outside := map[string]int{}, []*Event{}
	truth := run(t, o, false, func(v *Event) {
		if v.Kind == Transaction {
			functions[v.Protocol.Name+" "+v.Function]++
		}
		if v.Client.Addr() == intruder.Address {
			copied := *v
			outside = append(outside, &copied)
		}
	})
	for _, f := range []string{"modbus read-input-registers", "modbus write-single-register", "modbus write-single-coil", "modbus umas",
		"modbus encapsulated-interface-transport", "dnp3 read", "dnp3 select", "dnp3 operate", "dnp3 unsolicited-response", "opcua Publish", "opcua Write", "opcua Call", "opcua OpenSecureChannel"} {
		if functions[f] == 0 {
			t.Errorf("no %s in a month: %v", f, functions)
		}
	}
	if len(truth.Attacks) != 1 || len(outside) < 100 || len(truth.Permits) == 0 {
		t.Fatalf("%d attacks, %d events of the intruder, %d permits", len(truth.Attacks), len(outside), len(truth.Permits))
	}
	a := truth.Attacks[0]
	for _, v := range outside {
		if at := timeOf(v.Time); at.Before(a.Start) || at.After(a.End) {
			t.Errorf("%s is not in %s to %s", at, a.Start, a.End)
		}
	}
}

// TestFalsified: the machine in the middle shows the panel a level that is not
// the one it reads itself.
func TestFalsified(t *testing.T) {
	panel, _ := plant.HostNamed(plant.HMI1)
	intruder, _ := plant.HostNamed(plant.Intruder)
	server, _ := plant.HostNamed(plant.PLC3)
	o := Options{Seed: 5, Duration: 20 * time.Minute, Attacks: []attack.Launch{{Scenario: "mitm", At: 5 * time.Minute}}}
	last, false1, true1, bindings := map[netip.Addr]uint64{}, 0, 0, 0
	truth := run(t, o, false, func(v *Event) {
		if v.Kind == Binding && v.Client.Addr() == server.Address && v.MAC == intruder.MAC {
			bindings++
		}
		if v.Server.Addr() != server.Address || v.Function != "read-input-registers" {
			return
		}
		level := v.Points[0].Value.At(0).Num
		last[v.Client.Addr()] = level
		if v.Client.Addr() == panel.Address && last[intruder.Address] != 0 {
			if level == last[intruder.Address]*5/4 {
				false1++
			} else if level == last[intruder.Address] {
				true1++
			}
		}
	})
	if false1 < 200 || bindings < 30 || len(truth.Attacks) != 1 {
		t.Errorf("%d false levels, %d true ones, %d claims, %d attacks", false1, true1, bindings, len(truth.Attacks))
	}
}

// TestOptions: what cannot be is refused.
func TestOptions(t *testing.T) {
	for _, o := range []Options{{}, {Duration: time.Hour, Poll: time.Hour}, {Duration: time.Hour, Attacks: []attack.Launch{{Scenario: "none"}}}} {
		if _, err := Events(context.Background(), o, func(*Event) {}); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}

// BenchmarkEvents is a day at a poll of 10 s.
func BenchmarkEvents(b *testing.B) {
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n = 0
		if _, err := Events(context.Background(), Options{Seed: 1, Duration: 24 * time.Hour, Poll: 10 * time.Second}, func(*Event) { n++ }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/event")
}
