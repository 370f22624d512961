package sight

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/packet"
)

// via counts the contacts told to pass an interface.
func (w *world) via(mac byte) (n int) {
	for _, c := range w.contacts {
		if c.Via[5] == mac {
			n++
		}
	}
	return n
}

// between lets an intruder claim the addresses of both, on a connection there is.
func between(t *testing.T) (w *world, question, answer packet.Packet) {
	t.Helper()
	w = newWorld().give(arp(master, "10.0.0.1"), arp(plc, "10.0.0.2"))
	w.give(handshake(master, 40000, plc, 502)...)
	question, answer = tcp(master, 40000, plc, 502, psh|ack, 101, 901), tcp(plc, 502, master, 40000, psh|ack, 901, 113)
	w.after(time.Minute).give(question, answer)
	if w.usurpers.n != 0 {
		t.Fatal("ordinary hosts speak for others")
	}
	return w, question, answer
}

// TestVia: packets that go to an interface which claims the address of another, or
// come from it in the other's name, are told once; not its own traffic.
func TestVia(t *testing.T) {
	evil := host{"10.0.0.66", 66}
	w, question, answer := between(t)
	w.give(arp(evil, "10.0.0.66"), arp(evil, "10.0.0.2"))
	w.give(handshake(evil, 50000, plc, 502)...)
	w.give(question, answer)
	if w.via(66) != 0 {
		t.Fatal("traffic that does not pass it is told")
	}
	toEvil, fromEvil := question, question
	toEvil.DstMAC[5], fromEvil.SrcMAC[5] = 66, 66
	w.give(toEvil, fromEvil, toEvil)
	if w.via(66) != 1 {
		t.Fatalf("told %d times", w.via(66))
	}
	c := w.contacts[len(w.contacts)-1]
	if c.Client.String() != "10.0.0.1:40000" || c.Server.String() != "10.0.0.2:502" || c.Flow != w.contacts[0].Flow || c.Frame != 15 || !c.Answered || c.Time != w.now-2e6 {
		t.Errorf("%+v, now frame %d", c, w.frame)
	}
	w.give(arp(evil, "10.0.0.1"), toEvil) // it takes the other end too
	if w.via(66) != 1 {
		t.Error("told at once again")
	}
	w.after(10*time.Second).give(toEvil, fromEvil)
	if w.via(66) != 2 {
		t.Errorf("told %d times", w.via(66))
	}
	w.after(11 * time.Minute).give(toEvil)
	if w.via(66) != 2 || w.usurpers.n != 0 {
		t.Error("what claims nothing any more is told")
	}
}

// TestViaNot: what passes a router, an address that routers take over from each other,
// or who claims in another VLAN, is not told.
func TestViaNot(t *testing.T) {
	virtual := [6]byte{0, 0, 0x5e, 0, 1, 7}
	for name, claim := range map[string]func(w *world) [6]byte{
		"VRRP": func(w *world) [6]byte {
			p := arp(master, "10.0.0.2")
			copy(p.Payload[8:14], virtual[:])
			w.give(p)
			return virtual
		},
		"another VLAN": func(w *world) [6]byte {
			w.give(in(7, arp(host{"", 66}, "10.0.0.2")))
			return [6]byte{2, 0, 0, 0, 0, 66}
		},
		"a router": func(w *world) [6]byte {
			for _, far := range []string{"10.9.0.1", "10.9.0.2", "10.9.0.3"} {
				w.give(with(63, data(host{far, 66})))
			}
			w.give(arp(host{"", 66}, "10.0.0.2"))
			return [6]byte{2, 0, 0, 0, 0, 66}
		},
	} {
		w, question, _ := between(t)
		question.DstMAC = claim(w)
		w.give(question, question)
		if n := w.via(question.DstMAC[5]); n != 0 {
			t.Errorf("%s: told %d times", name, n)
		}
	}
}

// TestUsurpersBounded: a flood of claims by made-up interfaces costs no memory and
// allocates nothing.
func TestUsurpersBounded(t *testing.T) {
	w, question, _ := between(t)
	w.Tracker.sink = &none{}
	p := arp(host{"", 66}, "10.0.0.2")
	i := 0
	if n := testing.AllocsPerRun(5000, func() {
		i++
		p.Payload[12], p.Payload[13], p.Time = byte(i>>8), byte(i), w.now+int64(i)*1e6
		question.DstMAC, question.Time = [6]byte{2, 0, 0, 0, byte(i >> 8), byte(i)}, p.Time
		w.Packet(&p)
		w.Packet(&question)
	}); n != 0 || w.usurpers.n != maxUsurpers {
		t.Errorf("%f allocations, %d interfaces", n, w.usurpers.n)
	}
}

// neighbour returns a message of neighbour discovery about an address.
func neighbour(from host, kind, flags, option byte, target string) packet.Packet {
	b := append([]byte{kind, 0, 0, 0, flags, 0, 0, 0}, netip.MustParseAddr(target).AsSlice()...)
	b = append(b, 14, 1, 0, 0, 0, 0, 0, 0) // a nonce (RFC 3971)
	b = append(append(b, option, 1, 2, 0, 0, 0, 0), from.mac)
	return with(255, ip(from, host{"ff02::1", 0}, protocolICMPv6, b...))
}

// TestNeighbour: messages of neighbour discovery claim addresses as those of ARP do;
// probes, advertisements that do not override, those that were routed, and those cut
// off claim nothing.
func TestNeighbour(t *testing.T) {
	a, evil := host{"fd00::1", 1}, host{"fd00::66", 66}
	routed := with(254, neighbour(evil, 136, 0x20, 2, "fd00::1"))
	short := neighbour(evil, 136, 0x20, 2, "fd00::1")
	short.Payload = short.Payload[:30]
	endless := neighbour(evil, 136, 0x20, 2, "fd00::1")
	endless.Payload[25] = 0
	w := newWorld().give(neighbour(a, 136, 0x60, 2, "fd00::1"), neighbour(evil, 135, 0, 1, "fd00::1"))
	w.after(2*time.Second).give(routed, short, endless, neighbour(host{"::", 9}, 135, 0, 1, "fd00::1"), neighbour(evil, 136, 0, 2, "fd00::1"), neighbour(evil, 136, 0x20, 1, "fd00::1"))
	w.after(2 * time.Second).give(neighbour(evil, 136, 0x20, 2, "fd00::1"))
	same(t, w.only(" claimed"), []string{"1 fd00::1 at 1 vlan 0 ttl 0 hops 0 claimed", "2 fd00::66 at 42 vlan 0 ttl 0 hops 0 claimed", "9 fd00::1 at 42 vlan 0 ttl 0 hops 0 claimed"})
	if w.usurpers.n != 1 {
		t.Error("who claims the address of another is not noted")
	}
}

// TestNeighbourNoRouter: a host of both versions that claims its address of version 6
// alone is no router.
func TestNeighbourNoRouter(t *testing.T) {
	w := newWorld().give(neighbour(host{"fd00::1", 1}, 136, 0x20, 2, "fd00::1")).after(2 * time.Second).give(data(master))
	for _, b := range w.bindings {
		if b.Router {
			t.Errorf("%+v", b)
		}
	}
}
