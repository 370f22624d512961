package model

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
)

// start is a Monday, midnight.
const start = int64(1772409600e9)

var (
	panel  = netip.MustParseAddrPort("10.0.0.1:40000")
	device = netip.MustParseAddrPort("10.0.0.2:502")
	other  = netip.MustParseAddrPort("10.0.0.9:40000")
	modbus = protocolNamed("modbus")
)

// told is what a model reported.
type told struct {
	all []baseline.Deviation
}

func (t *told) take(d *baseline.Deviation) { t.all = append(t.all, *d.Clone()) }

func (t *told) kinds() (list []string) {
	for i := range t.all {
		list = append(list, string(t.all[i].Meaning.Kind))
	}
	return list
}

func settings(day time.Duration) baseline.Settings {
	return baseline.Settings{Day: day, Lower: map[baseline.Detector]baseline.Budget{baseline.Timing: 0.3, baseline.Values: 0.4},
		Top: map[baseline.Detector]baseline.Budget{baseline.Values: 0.01}}
}

func newModel(day time.Duration, t *told) *Model {
	return New(Options{Settings: settings(day), Protocols: protocols.All, Report: t.take})
}

// read is an ordinary question and its answer.
func read(at int64, from netip.AddrPort) *baseline.Event {
	return &baseline.Event{Time: at, Client: from, Server: device, Protocol: modbus, Station: 1, Flow: 7, Operation: wire.Read, Function: "read-holding-registers",
		Code: 3, Outcome: wire.Answered, Latency: 2e6, Points: []wire.Point{{Space: 3, Index: 10, Count: 1, Value: wire.Uint(5)}}}
}

func write(at int64, from netip.AddrPort, index uint32) *baseline.Event {
	e := read(at, from)
	e.Operation, e.Function, e.Code = wire.Write, "write-single-register", 6
	e.Points = []wire.Point{{Space: 3, Index: index, Count: 1, Access: wire.AccessWrite, Value: wire.Uint(5)}}
	return e
}

// days has the panel read every minute of so many days, and write at noon.
func days(m *Model, from, to int, day int64) {
	for n := from; n < to; n++ {
		for i := range int64(1440) {
			at := start + int64(n)*day + i*(day/1440)
			m.Event(read(at, panel))
			if i == 720 {
				m.Event(write(at+day/4000, panel, 20))
			}
		}
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
