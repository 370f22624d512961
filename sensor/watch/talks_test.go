package watch

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestTalks tests who speaks with whom, in the time of the observations, and that a device
// that became another is named.
func TestTalks(t *testing.T) {
	w := open(t, "")
	if x := w.Talks(); len(x.Talks) != 0 || !x.Time.IsZero() {
		t.Fatalf("of nothing: %+v", x)
	}
	seat := func(at int64, last byte) {
		if err := w.Binding(&baseline.Binding{Time: at, Frame: 9, Addr: device.Addr(), MAC: [6]byte{0x00, 0x80, 0xf4, 1, 2, last}}); err != nil {
			t.Fatal(err)
		}
	}
	seat(start, 3)
	w.learn(t, 0, 8)
	at := start + 8*int64(day)
	w.event(t, event(at, rogue, wire.Write, 40))
	seat(at+1e9, 0x77)
	w.event(t, event(at+2e9, panel, wire.Read, 10))
	x := w.Talks()
	if len(x.Talks) != 2 || x.Omitted != 0 || x.Time.UnixNano() != at+2e9+2e6 {
		t.Fatalf("%+v", x)
	}
	old, fresh := x.Talks[0], x.Talks[1]
	if old.Client != panel.Addr() || old.Server != device.Addr() || old.Protocol != "modbus" || old.Port != 502 || !old.New.IsZero() || old.First.UnixNano() != start || old.Reads == 0 {
		t.Errorf("%+v", old)
	}
	if fresh.Client != rogue.Addr() || fresh.New.UnixNano() != at || fresh.Writes != 1 || fresh.Reads != 0 {
		t.Errorf("%+v", fresh)
	}
	if len(x.Replaced) != 1 || x.Replaced[0].Host != device.Addr() || x.Replaced[0].Detector != baseline.Endpoint {
		t.Errorf("%+v", x.Replaced)
	}
	lines, count := w.LinesOf(device.Addr())
	if count != len(lines) || count == 0 || lines[0].Standing != baseline.Pending || lines[count-1].Standing == baseline.Pending {
		t.Errorf("%d lines: %+v", count, lines)
	}
	if lines, count := w.LinesOf(netip.MustParseAddr("10.9.9.9")); count != 0 || len(lines) != 0 {
		t.Errorf("of nobody: %+v", lines)
	}
}

// TestTalksBound tests that of too many talks those stay that say most.
func TestTalksBound(t *testing.T) {
	plain := model.Talk{Last: time.Unix(9, 0)}
	for name, better := range map[string]model.Talk{
		"new": {New: time.Unix(1, 0)}, "control": {Decoded: true}, "waits": {Waiting: 1}, "rejected": {Standing: baseline.Rejected}, "later": {Last: time.Unix(10, 0)},
	} {
		if moreTelling(better, plain) >= 0 || moreTelling(plain, better) <= 0 {
			t.Errorf("%s comes after another", name)
		}
	}
	w := open(t, "")
	for n := range MaxTalks + 50 {
		server := netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 1, byte(n >> 8), byte(n)}), uint16(1000+n%7))
		c := baseline.Contact{Time: start + int64(n)*1e6, Client: panel, Server: server, Protocol: 6, Answered: true}
		if err := w.Contact(&c); err != nil {
			t.Fatal(err)
		}
	}
	x := w.Talks()
	if len(x.Talks) != MaxTalks || x.Omitted != 50 {
		t.Errorf("%d talks, %d omitted", len(x.Talks), x.Omitted)
	}
	lines, count := w.LinesOf(panel.Addr())
	if len(lines) != MaxLinesOf || count < MaxTalks {
		t.Error(fmt.Sprint(len(lines), count))
	}
}
