package model

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestReversalOnce: that a server begins to ask is told once, whatever else is new about
// it: in a young site, in one that is judged, and of a server that came on the same day.
// Who was a server for minutes only is told as one that asks for the first time.
func TestReversalOnce(t *testing.T) {
	late, third := netip.MustParseAddrPort("10.0.0.7:502"), netip.MustParseAddrPort("10.0.0.3:502")
	asks := func(at int64, server netip.Addr) *baseline.Event {
		e := read(at, netip.AddrPortFrom(server, 40000))
		e.Server, e.Flow = third, 9
		return e
	}
	polled := func(m *Model, from int64, minutes int) {
		for i := range int64(minutes) {
			e := read(from+i*60e9, panel)
			e.Server = late
			m.Event(e)
		}
	}
	for _, x := range []struct {
		name    string
		days    int
		minutes int
		server  netip.Addr
		want    []string
	}{
		{"young site", 2, 0, device.Addr(), []string{"role-reversal"}},
		{"judged site", 9, 0, device.Addr(), []string{"role-reversal"}},
		{"server of today", 9, 90, late.Addr(), []string{"role-reversal"}},
		{"server of some minutes", 9, 20, late.Addr(), []string{"new-client"}},
	} {
		var got told
		m := newModel(24*time.Hour, &got)
		for n := range x.days {
			days(m, n, n+1, day)
			e := read(start+int64(n+1)*day-1e9, panel)
			e.Server = third
			m.Event(e)
		}
		at := start + int64(x.days)*day
		polled(m, at, x.minutes)
		got.all = nil
		at += 2 * int64(time.Hour)
		for i := range int64(3) {
			m.Event(asks(at+i*1e9, x.server))
		}
		if k := got.kinds(); !slices.Equal(k, x.want) {
			t.Errorf("%s: %v", x.name, k)
		}
		e := asks(at+5e9, x.server)
		e.Operation, e.Function, e.Code, e.Points[0].Access = wire.Write, "write-single-register", 6, wire.AccessWrite
		got.all = nil
		m.Event(e)
		if k := got.kinds(); slices.Contains(k, "role-reversal") || x.days > 7 && !slices.Contains(k, "first-write") {
			t.Errorf("%s, and then it writes: %v", x.name, k)
		}
	}
}
