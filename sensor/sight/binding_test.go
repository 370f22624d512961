package sight

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/packet"
)

// data returns a datagram between two ports, of no interest.
func data(from host) packet.Packet { return udp(from, 5000, plc, 5001) }

// in puts a packet into a VLAN.
func in(vlan uint16, p packet.Packet) packet.Packet {
	p.VLANs, p.VLANCount = [2]uint16{3, vlan}, 2
	return p
}

// with sets the TTL of a packet.
func with(ttl uint8, p packet.Packet) packet.Packet {
	p.TTL = ttl
	return p
}

// TestFirst: an address is told when it first sends, and not again.
func TestFirst(t *testing.T) {
	w := newWorld()
	for range 50 {
		w.after(time.Minute).give(data(master), arp(master, "10.0.0.1"), in(9, data(plc)))
	}
	same(t, w.only(" at "), []string{"1 10.0.0.1 at 1 vlan 0 ttl 64 hops 0", "2 10.0.0.1 at 1 vlan 0 ttl 0 hops 0 claimed", "3 10.0.0.2 at 2 vlan 9 ttl 64 hops 0"})
}

// TestNobody: what is no address of one device is not told.
func TestNobody(t *testing.T) {
	w := newWorld()
	for _, addr := range []string{"0.0.0.0", "224.0.0.1", "255.255.255.255"} {
		w.give(data(host{addr, 1}), arp(master, addr))
	}
	same(t, w.only(" at "), nil)
}

// TestRivals: an address that two interfaces use by turns is told at each turn, once
// a second at most; in the end the last is told.
func TestRivals(t *testing.T) {
	other := host{"10.0.0.1", 9}
	w := newWorld()
	for range 10 {
		w.after(2 * time.Second).give(data(master)).after(2 * time.Second).give(data(other))
	}
	if n := len(w.bindings); n != 20 {
		t.Errorf("%d bindings of 20 turns", n)
	}
	w.bindings = nil
	for range 100 { // 20 s, at 10 turns a second
		w.after(100 * time.Millisecond).give(data(master)).after(100 * time.Millisecond).give(data(other))
	}
	if n := len(w.bindings); n < 15 || n > 21 {
		t.Errorf("%d bindings in 20 s", n)
	}
	w.after(time.Hour).give(data(master)).after(100 * time.Millisecond).give(data(other))
	w.bindings = nil
	for range 10 {
		w.after(200 * time.Millisecond).give(data(other))
	}
	if len(w.bindings) != 1 || w.bindings[0].MAC[5] != 9 {
		t.Errorf("the last one: %+v", w.bindings)
	}
}

// TestClaims: ARP messages for one address from two interfaces are told at each turn.
func TestClaims(t *testing.T) {
	w := newWorld()
	for range 5 {
		w.after(2*time.Second).give(arp(master, "10.0.0.1"), arp(host{"", 9}, "10.0.0.1")).after(2 * time.Second).give(arp(host{"", 9}, "10.0.0.1"))
	}
	if n := len(w.bindings); n != 10 {
		t.Errorf("%d of 10 claims", n)
	}
	for i, b := range w.bindings {
		if !b.Claim || b.MAC[5] != [2]byte{1, 9}[i&1] || b.TTL != 0 {
			t.Errorf("%d: %+v", i, b)
		}
	}
}

// TestVLANs: a mirror port that shows a device in two VLANs, or one address that two
// devices have in two VLANs, is told once.
func TestVLANs(t *testing.T) {
	w := newWorld()
	for range 20 {
		w.after(2 * time.Second).give(data(master)).after(2 * time.Second).give(in(7, data(master))).after(2 * time.Second).give(in(8, data(host{"10.0.0.1", 9})))
	}
	same(t, w.only(" at "), []string{"1 10.0.0.1 at 1 vlan 0 ttl 64 hops 0", "2 10.0.0.1 at 1 vlan 7 ttl 64 hops 0", "3 10.0.0.1 at 9 vlan 8 ttl 64 hops 0"})
}

// TestTTL: another TTL as sent is told once, and so are hops; resets, ICMP, packets
// to groups and those of traceroute say nothing of it.
func TestTTL(t *testing.T) {
	group := with(1, data(master))
	group.DstMAC[0] = 1
	w := newWorld()
	for range 5 {
		w.after(2*time.Second).give(data(master), group, with(255, icmp(master, plc, 3, 1)), with(255, tcp(master, 1, plc, 2, rst, 1, 1)), with(7, data(master)))
		w.after(2 * time.Second).give(with(128, data(master)))
		w.after(2 * time.Second).give(with(126, data(master)))
	}
	same(t, w.only(" at "), []string{"1 10.0.0.1 at 1 vlan 0 ttl 64 hops 0", "6 10.0.0.1 at 1 vlan 0 ttl 128 hops 0", "7 10.0.0.1 at 1 vlan 0 ttl 128 hops 2"})
	w = newWorld().give(with(30, tcp(plc, 102, master, 1, ack, 1, 1)))
	same(t, w.only(" at "), []string{"1 10.0.0.2 at 2 vlan 0 ttl 32 hops 2"})
	w = newWorld().give(group).after(2*time.Second).give(data(master), group, data(master))
	same(t, w.only(" at "), []string{"1 10.0.0.1 at 1 vlan 0 ttl 0 hops 0", "2 10.0.0.1 at 1 vlan 0 ttl 64 hops 0"})
}

// TestRouter: an interface that sends for several whose TTL was counted down is a
// router, and what was told of it before is told again; a mirror port that shows
// packets on both sides of it gives no rivals.
func TestRouter(t *testing.T) {
	w := newWorld()
	for range 10 {
		for i := range 3 {
			far, routed := host{fmt.Sprint("10.9.0.", i+1), byte(20 + i)}, host{fmt.Sprint("10.9.0.", i+1), 5}
			w.after(2 * time.Second).give(data(far)).after(2 * time.Second).give(with(63, data(routed)))
		}
	}
	same(t, w.only(" at "), []string{
		"1 10.9.0.1 at 14 vlan 0 ttl 64 hops 0", "2 10.9.0.1 at 5 vlan 0 ttl 64 hops 1",
		"3 10.9.0.2 at 15 vlan 0 ttl 64 hops 0", "4 10.9.0.2 at 5 vlan 0 ttl 64 hops 1 router",
		"5 10.9.0.3 at 16 vlan 0 ttl 64 hops 0", "6 10.9.0.3 at 5 vlan 0 ttl 64 hops 1 router",
		"7 10.9.0.1 at 14 vlan 0 ttl 64 hops 0", "8 10.9.0.1 at 5 vlan 0 ttl 64 hops 1 router"})
}

// TestIntruder: who claims the addresses of two others and forwards for them is told
// at each turn: to claim is not to be a router.
func TestIntruder(t *testing.T) {
	evil := func(addr string) host { return host{addr, 66} }
	w := newWorld().give(data(master), data(plc), data(evil("10.0.0.66")), arp(master, "10.0.0.1"), arp(plc, "10.0.0.2"), arp(evil(""), "10.0.0.66"))
	w.after(time.Minute)
	w.lines = nil
	w.give(arp(evil(""), "10.0.0.1"), arp(evil(""), "10.0.0.2"), with(63, data(evil("10.0.0.1"))), with(63, data(evil("10.0.0.2"))))
	w.after(2 * time.Second).give(data(master)).after(2 * time.Second).give(with(63, data(evil("10.0.0.1"))))
	same(t, w.only(" at "), []string{"7 10.0.0.1 at 42 vlan 0 ttl 0 hops 0 claimed", "8 10.0.0.2 at 42 vlan 0 ttl 0 hops 0 claimed",
		"9 10.0.0.1 at 42 vlan 0 ttl 64 hops 1", "10 10.0.0.2 at 42 vlan 0 ttl 64 hops 1",
		"11 10.0.0.1 at 1 vlan 0 ttl 64 hops 0", "12 10.0.0.1 at 42 vlan 0 ttl 64 hops 1"})
}

// TestFingerprint: stacks are told apart by their SYNs, whatever changes from one SYN
// to the next.
func TestFingerprint(t *testing.T) {
	of := func(ttl uint8, window uint16, options ...byte) uint32 {
		p := tcp(master, 1, plc, 2, syn, 7, 0)
		p.TTL, p.Window, p.Options = ttl, window, options
		return fingerprint(&p)
	}
	linux := []byte{2, 4, 5, 180, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7}
	later := []byte{2, 4, 5, 180, 4, 2, 8, 10, 9, 9, 9, 9, 0, 0, 0, 0, 1, 3, 3, 7}
	if of(64, 64240, linux...) != of(61, 64240, later...) {
		t.Error("a time stamp or hops change the fingerprint")
	}
	seen := map[uint32]string{}
	for _, x := range []struct {
		name string
		is   uint32
	}{{"linux", of(64, 64240, linux...)}, {"ttl", of(128, 64240, linux...)}, {"window", of(64, 8192, linux...)}, {"no options", of(64, 64240)},
		{"mss", of(64, 64240, 2, 4, 5, 100, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7)}, {"order", of(64, 64240, 4, 2, 2, 4, 5, 180, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7)},
		{"scale", of(64, 64240, 2, 4, 5, 180, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 8)}} {
		if other, ok := seen[x.is]; ok || x.is == 0 {
			t.Errorf("%s is as %q: %x", x.name, other, x.is)
		}
		seen[x.is] = x.name
	}
	for n := range len(linux) { // cut off
		of(64, 1, linux[:n]...)
		of(64, 1, append(linux[:n:n], 2, 0)...)
	}
}

// TestPrints: another fingerprint is told when it is first seen; a SYN sent again is
// no new one.
func TestPrints(t *testing.T) {
	open := func(port, window uint16, seq uint32) packet.Packet {
		p := tcp(master, port, plc, 502, syn, seq, 0)
		p.Window = window
		return p
	}
	w := newWorld()
	for i := range uint32(10) {
		w.after(2*time.Second).give(open(40000, 8192, i), open(40000, 1, i)).after(2 * time.Second).give(open(40001, 4096, i))
	}
	same(t, w.only(" at "), []string{"1 10.0.0.1 at 1 vlan 0 ttl 64 hops 0 print", "3 10.0.0.1 at 1 vlan 0 ttl 64 hops 0 print"})
	if w.bindings[0].Fingerprint == w.bindings[1].Fingerprint {
		t.Error("two windows, one fingerprint")
	}
}

// TestMerger: two trackers that each see a part of the packets tell, put together,
// what one does.
func TestMerger(t *testing.T) {
	one := newWorld()
	parts := []*world{newWorld(), newWorld()}
	merger := NewMerger()
	var merged told
	r := rand.New(rand.NewPCG(7, 8))
	routers := map[string]bool{}
	for i := range 5000 {
		n := r.Uint32N(40)
		p := with(63, data(host{fmt.Sprint("10.9.0.", n+1), 5}))
		if n < 20 {
			p = tcp(host{fmt.Sprint("10.0.0.", n+1), byte(n + 10)}, 40000, host{fmt.Sprint("10.1.0.", r.Uint32N(5)+1), 2}, 502, syn, uint32(i), 0)
		}
		w := parts[r.Uint32N(2)]
		one.after(10 * time.Millisecond)
		w.now = one.now
		one.give(p)
		w.bindings = nil
		w.give(p)
		for _, b := range w.bindings {
			if merger.Binding(&b) {
				merged.Binding(&b)
				if b.Router {
					routers[b.Addr.String()] = true
				}
			}
		}
	}
	type is struct {
		baseline.Binding
	}
	count := func(list []baseline.Binding) map[is]int {
		m := map[is]int{}
		for _, b := range list {
			b.Time, b.Frame = 0, 0
			m[is{b}]++
		}
		return m
	}
	want, got := count(one.bindings), count(merged.bindings)
	for k := range want {
		if got[k] == 0 && !k.Router {
			t.Errorf("not told: %+v", k.Binding)
		}
	}
	for k, n := range got {
		if n > 1 {
			t.Errorf("%d times: %+v", n, k.Binding)
		}
	}
	if len(routers) != 20 {
		t.Errorf("%d addresses behind the router", len(routers))
	}
	c := baseline.Contact{Client: netip.MustParseAddrPort("10.0.0.1:40000"), Server: netip.MustParseAddrPort("10.0.0.2:502"), Protocol: 6}
	turned := baseline.Contact{Client: c.Server, Server: c.Client, Protocol: 6}
	merger.Contact(&c)
	if merger.Counted(&turned) || !merger.Counted(&baseline.Contact{Client: c.Client, Server: c.Server, Protocol: 17}) {
		t.Error("a contact told by a tracker is news, or another one is not")
	}
}
