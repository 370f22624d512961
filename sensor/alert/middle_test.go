package alert_test

import (
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// seen is a deviation about one conversation, as its detector reports it.
type seen struct {
	kind                          baseline.Kind
	actor, target, client, server netip.Addr
	at                            int64 // seconds
}

// conversation: an operator station asks a controller, as others do, and somebody comes
// in between.
func conversation() []seen {
	station, plc, middle := host(2), host(10), host(66)
	return []seen{
		{"mac-changed", plc, plc, plc, plc, 0},
		{"address-contested", middle, plc, middle, plc, 5},
		{"readers-differ", plc, plc, station, plc, 40},
		{"latency-shift", station, plc, station, plc, 70},
	}
}

// orders are all orders of so many things.
func orders(n int) (all [][]int) {
	if n == 0 {
		return [][]int{{}}
	}
	for _, o := range orders(n - 1) {
		for i := 0; i <= len(o); i++ {
			x := append(append(append([]int{}, o[:i]...), n-1), o[i:]...)
			all = append(all, x)
		}
	}
	return all
}

// tell has a desk be told some of them, in an order, and returns what is open.
func (x *life) tell(list []seen, order []int) []*alert.Incident {
	for n, i := range order {
		s := list[i]
		m := x.kind(s.kind)
		at := begin + list[n].at*1e9
		d := &baseline.Deviation{Meaning: m, Time: at, Event: at, Frame: uint64(n + 1), Flow: 4, Protocol: "modbus", Client: s.client, Server: s.server,
			Actor: s.actor, Target: s.target, Outcome: wire.Answered, Count: 1, State: baseline.Ready}
		x.note(x.d.Add(d), nil)
	}
	return x.d.Incidents()
}

// TestMiddle: another interface at an address, two that claim it, two readers of one
// point that are told differently, and slower answers, on one conversation, are one
// incident, in whatever order they are noticed; and so is any part of it. Of those that
// look at different things two make it credible, without the one that is exact.
func TestMiddle(t *testing.T) {
	list := conversation()
	for _, order := range orders(len(list)) {
		for size := 1; size <= len(list); size++ {
			part := order[:size]
			open := newLife(t, 1).tell(list, part)
			groups := map[string]bool{}
			alone := false
			for _, i := range part {
				alone = alone || list[i].kind != "latency-shift"
				groups[map[baseline.Kind]string{"mac-changed": "who", "address-contested": "exact", "readers-differ": "values", "latency-shift": "times"}[list[i].kind]] = true
			}
			if !alone {
				if len(open) != 0 {
					t.Errorf("%v: slower answers alone open an incident", part)
				}
				continue
			}
			want := "L"
			if groups["exact"] || len(groups) > 1 {
				want = "M"
			}
			if len(open) != 1 || open[0].Count != uint64(size) || open[0].Inputs.Credibility != want {
				t.Errorf("%v: %d incidents, %+v", part, len(open), open[0].Inputs)
			}
		}
	}
}

// TestExact: whatever is exact, and may stand alone, is at least corroborated, at each step it may reach and
// at each stage, where it is not early news on a channel that is still being learned;
// and its priority is that of the table for just these inputs.
func TestExact(t *testing.T) {
	table, err := yardstick.Load()
	if err != nil {
		t.Fatal(err)
	}
	stages := map[baseline.Stage]bool{}
	for _, m := range append(model.Meanings(), baseline.Own()...) {
		if !m.Exact || !m.Alone {
			continue
		}
		stages[m.Stage] = true
		for step := baseline.Precursor; step <= baseline.Success; step++ {
			for _, state := range []baseline.State{baseline.Cold, baseline.Provisional, baseline.Ready} {
				for _, native := range []bool{false, true} {
					x := newLife(t, 3)
					x.note(x.d.Add(&baseline.Deviation{Meaning: &m, Time: begin, Event: begin, Frame: 1, Actor: host(9), Target: host(8), Client: host(9), Server: host(8),
						Evidence: step, Outcome: wire.Answered, Count: 1, State: state, Native: native}), nil)
					list := x.d.Incidents()
					if len(list) != 1 {
						t.Fatalf("%s opens %d incidents", m.Kind, len(list))
					}
					i := list[0]
					early := m.Detector == baseline.Whitelist && native && state < baseline.Ready && m.Kind != "rejected-control" && m.Kind != "rejected-way"
					want := yardstick.Inputs{Evidence: int(step), Credibility: 1, Impact: i.Values.Impact, Exposure: i.Values.Exposure}
					tier, row := table.Decide(want)
					if !early && (i.Values != want || i.Tier() != tier || i.Row != row) || early && i.Inputs.Credibility != "L" {
						t.Errorf("%s, %s, %s, native %v: %v is %s", m.Kind, step, state, native, i.Inputs, i.Priority)
					}
				}
			}
		}
	}
	for _, s := range []baseline.Stage{baseline.Recon, baseline.Access, baseline.Control, baseline.Configuration, baseline.Disruption} {
		if !stages[s] {
			t.Errorf("nothing exact is of stage %s", s)
		}
	}
}
