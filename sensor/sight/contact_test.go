package sight

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/packet"
)

// icmp returns an ICMP message with eight octets of header.
func icmp(from, to host, kind, code uint8, quoted ...byte) packet.Packet {
	return ip(from, to, protocolICMP, append([]byte{kind, code, 0, 0, 0, 0, 0, 0}, quoted...)...)
}

// TestOutcome: what becomes of a first packet is told once, as soon as it is known,
// with the time and frame of that packet.
func TestOutcome(t *testing.T) {
	open := tcp(master, 40000, plc, 502, syn, 100, 0)
	datagram := udp(master, 40000, plc, 20000)
	echo := icmp(master, plc, 8, 0)
	const tcpTo, udpTo, icmpTo = "1 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 ", "1 10.0.0.1:40000 > 10.0.0.2:20000 protocol 17 ", "1 10.0.0.1:0 > 10.0.0.2:0 protocol 1 "
	for _, c := range []struct {
		name    string
		packets []packet.Packet
		want    string // at once
		late    string // after Outcome
	}{
		{"handshake", handshake(master, 40000, plc, 502), tcpTo + "answered", ""},
		{"refused", []packet.Packet{open, tcp(plc, 502, master, 40000, rst|ack, 0, 101)}, tcpTo + "refused", ""},
		{"a RST that does not fit", []packet.Packet{open, tcp(plc, 502, master, 40000, rst|ack, 0, 77)}, "", tcpTo + "no answer"},
		{"given up by the client", []packet.Packet{open, tcp(master, 40000, plc, 502, rst, 101, 0)}, "", tcpTo + "no answer"},
		{"no answer", []packet.Packet{open, open}, "", tcpTo + "no answer"},
		{"client alone captured", []packet.Packet{open, tcp(master, 40000, plc, 502, ack, 101, 901)}, tcpTo + "answered", ""},
		{"host unreachable", []packet.Packet{open, icmp(plc, master, 3, 1, quote(&open)...)}, tcpTo + "refused", ""},
		{"unreachable, of another SYN", []packet.Packet{open, icmp(plc, master, 3, 1, quote(&[]packet.Packet{tcp(master, 40000, plc, 502, syn, 99, 0)}[0])...)}, "", tcpTo + "no answer"},
		{"too large", []packet.Packet{open, icmp(plc, master, 3, 4, quote(&open)...)}, "", tcpTo + "no answer"},
		{"SYN not captured", []packet.Packet{tcp(plc, 502, master, 40000, syn|ack, 900, 101)}, tcpTo + "answered", ""},
		{"amid a connection", []packet.Packet{tcp(plc, 502, master, 40000, ack, 900, 101), tcp(master, 40000, plc, 502, ack, 101, 901)}, tcpTo + "answered", ""},
		{"amid, one end", []packet.Packet{tcp(master, 40000, plc, 502, ack, 101, 901), tcp(master, 40000, plc, 502, ack, 101, 901)}, "", tcpTo + "no answer"},
		{"amid, one end, going on", []packet.Packet{tcp(master, 40000, plc, 502, ack, 101, 901), tcp(master, 40000, plc, 502, ack, 113, 950)}, tcpTo + "answered", ""},
		{"a lone RST", []packet.Packet{tcp(plc, 502, master, 40000, rst|ack, 0, 101)}, "", ""},
		{"datagrams", []packet.Packet{datagram, datagram, udp(plc, 20000, master, 40000)}, udpTo + "answered", ""},
		{"datagram, no answer", []packet.Packet{datagram}, "", udpTo + "no answer"},
		{"port unreachable", []packet.Packet{datagram, icmp(plc, master, 3, 3, quote(&datagram)...)}, udpTo + "refused", ""},
		{"echo", []packet.Packet{echo, icmp(plc, master, 0, 0)}, icmpTo + "answered", ""},
		{"echo, unreachable", []packet.Packet{echo, icmp(plc, master, 3, 1, quote(&echo)...)}, icmpTo + "refused", ""},
		{"another protocol", []packet.Packet{ip(master, plc, 47, 1, 2, 3)}, "", "1 10.0.0.1:0 > 10.0.0.2:0 protocol 47 no answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want []string
			w := newWorld().give(c.packets...)
			if c.want != "" {
				want = append(want, c.want)
			}
			w.wantContacts(t, want...)
			w.after(Outcome).Advance(w.now, w.frame)
			if c.late != "" {
				want = append(want, c.late)
			}
			w.wantContacts(t, want...)
			for _, x := range w.contacts {
				if x.Time != start+1e6 {
					t.Errorf("the time is %d ns after the start", x.Time-start)
				}
			}
			w.Close()
			w.wantContacts(t, want...)
		})
	}
}

// TestOtherQuestion: the reply to a question of another kind is no answer, but one by
// itself.
func TestOtherQuestion(t *testing.T) {
	w := newWorld().give(icmp(master, plc, 8, 0), icmp(plc, master, 14, 0))
	w.Close()
	w.wantContacts(t, "2 10.0.0.1:0 > 10.0.0.2:0 protocol 1 answered", "1 10.0.0.1:0 > 10.0.0.2:0 protocol 1 no answer")
}

// TestLate: an answer that comes when the contact was told without one is told, once.
func TestLate(t *testing.T) {
	for _, x := range []struct {
		protocol      string
		first, answer packet.Packet
	}{{"6", tcp(master, 40000, plc, 20000, syn, 1, 0), tcp(plc, 20000, master, 40000, syn|ack, 1, 2)}, {"17", udp(master, 40000, plc, 20000), udp(plc, 20000, master, 40000)}} {
		w := newWorld().give(x.first).after(10*time.Second).give(x.first).after(time.Second).give(x.answer, x.answer)
		w.Close()
		to := " 10.0.0.1:40000 > 10.0.0.2:20000 protocol " + x.protocol
		w.wantContacts(t, "1"+to+" no answer", "3"+to+" answered")
		if w.contacts[1].Time != w.contacts[0].Time || w.contacts[1].Flow != w.contacts[0].Flow {
			t.Errorf("another flow: %+v", w.contacts)
		}
	}
}

// TestRoles: who serves in a flow that is on its way.
func TestRoles(t *testing.T) {
	for _, c := range []struct {
		from, to uint16
		want     string
	}{
		{40000, 502, "1 10.0.0.1:40000 > 10.0.0.2:502"},
		{502, 40000, "1 10.0.0.2:40000 > 10.0.0.1:502"},
		{102, 502, "1 10.0.0.1:102 > 10.0.0.2:502"}, // a known port before a lower one
		{5000, 80, "1 10.0.0.1:5000 > 10.0.0.2:80"},
		{80, 5000, "1 10.0.0.2:5000 > 10.0.0.1:80"},
		{123, 123, "1 10.0.0.1:123 > 10.0.0.2:123"},
	} {
		w := newWorld().give(udp(master, c.from, plc, c.to))
		w.Close()
		w.wantContacts(t, c.want+" protocol 17 no answer")
		w = newWorld().give(tcp(master, c.from, plc, c.to, ack, 1, 1))
		w.Close()
		w.wantContacts(t, c.want+" protocol 6 no answer")
	}
}

// TestOnce: a flow is told once while it lasts, in whatever VLAN its copies are, and
// again when it begins again.
func TestOnce(t *testing.T) {
	open := handshake(master, 40000, plc, 502)
	w := newWorld().give(open...)
	copied := tcp(master, 40000, plc, 502, ack, 101, 901)
	copied.VLANs[0], copied.VLANCount = 7, 1
	for range 100 {
		w.after(50*time.Second).give(copied, tcp(plc, 502, master, 40000, psh|ack, 901, 101))
	}
	w.give(open[0]) // the same SYN once more
	w.wantContacts(t, "1 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 answered")
	w.contacts, w.lines = nil, nil
	w.give(tcp(master, 40000, plc, 502, syn, 5000, 0), tcp(plc, 502, master, 40000, syn|ack, 1, 5001)) // the port is used again
	w.give(tcp(master, 40000, plc, 502, fin|ack, 5001, 2), tcp(plc, 502, master, 40000, fin|ack, 2, 5002))
	w.after(time.Second).give(tcp(master, 40000, plc, 502, syn, 9000, 0), tcp(plc, 502, master, 40000, rst|ack, 0, 9001))
	w.after(time.Second).give(tcp(master, 40000, plc, 502, syn, 9000, 0), tcp(plc, 502, master, 40000, rst|ack, 0, 9001)) // another try
	w.wantContacts(t, "205 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 answered", "209 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 refused",
		"211 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 refused")
	w.lines = nil
	w.give(udp(master, 40000, plc, 20000), udp(plc, 20000, master, 40000))
	w.after(4 * time.Minute).give(udp(master, 40000, plc, 20000)).after(6 * time.Minute).give(udp(plc, 20000, master, 40000))
	w.Close()
	w.wantContacts(t, "213 10.0.0.1:40000 > 10.0.0.2:20000 protocol 17 answered", "216 10.0.0.1:40000 > 10.0.0.2:20000 protocol 17 no answer")
}

// TestFragments: the first fragment of a datagram says between which ports.
func TestFragments(t *testing.T) {
	head := udp(master, 40000, plc, 20000)
	b := make([]byte, 1480)
	binary.BigEndian.PutUint16(b, 40000)
	binary.BigEndian.PutUint16(b[2:], 20000)
	binary.BigEndian.PutUint16(b[4:], 3000)
	head.Fragment, head.MoreFragments, head.SrcPort, head.DstPort, head.Payload = true, true, 0, 0, b
	rest := head
	rest.FragmentOffset, rest.MoreFragments = 1480, false
	w := newWorld().give(rest, head, rest)
	w.Close()
	w.wantContacts(t, "2 10.0.0.1:40000 > 10.0.0.2:20000 protocol 17 no answer")
}

// TestSixth: IPv6, and its ICMP.
func TestSixth(t *testing.T) {
	a, b := host{"fd00::1", 1}, host{"fd00::2", 2}
	w := newWorld().give(handshake(a, 40000, b, 502)...)
	w.give(ip(a, b, protocolICMPv6, 128, 0, 0, 0, 0, 0, 0, 0), ip(b, a, protocolICMPv6, 129, 0, 0, 0, 0, 0, 0, 0), ip(b, a, protocolICMPv6, 135, 0, 0, 0, 0, 0, 0, 0))
	w.Close()
	w.wantContacts(t, "1 [fd00::1]:40000 > [fd00::2]:502 protocol 6 answered", "4 [fd00::1]:0 > [fd00::2]:0 protocol 58 answered")
}

// TestClockSetBack: contacts go on to be told in time, and flows to be known, when
// the clock of the capture is set back.
func TestClockSetBack(t *testing.T) {
	w := newWorld().give(handshake(master, 40000, plc, 502)...)
	w.give(tcp(master, 40001, plc, 502, syn, 1, 0))
	w.after(-time.Hour).give(tcp(plc, 502, master, 40000, psh|ack, 901, 101))
	w.after(2 * time.Second).give(tcp(plc, 502, master, 40000, psh|ack, 901, 101))
	w.wantContacts(t, "1 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 answered")
	w.after(2 * time.Second).give(tcp(plc, 502, master, 40000, psh|ack, 901, 101))
	w.wantContacts(t, "1 10.0.0.1:40000 > 10.0.0.2:502 protocol 6 answered", "4 10.0.0.1:40001 > 10.0.0.2:502 protocol 6 no answer")
}

// TestFlood: a flood of made up addresses costs no memory, is told packet by packet,
// and pushes out neither a connection nor who takes part in it.
func TestFlood(t *testing.T) {
	const established, flood = 1000, 300_000
	w := newWorld()
	for i := range established {
		w.give(handshake(master, uint16(40000+i), plc, 502)...)
	}
	var sink none
	w.Tracker.sink = &sink
	r := rand.New(rand.NewPCG(1, 2))
	p := tcp(host{"10.0.0.1", 66}, 1, plc, 502, syn, 1, 0)
	next := func() {
		w.frame++
		w.now += 1000
		p.Time, p.Frame = w.now, w.frame
		binary.BigEndian.PutUint32(p.Src[12:], r.Uint32()&^(7<<29)|1<<24)
		p.SrcPort = uint16(r.Uint32())
		w.Packet(&p)
	}
	for range flood {
		next()
	}
	if allocations := testing.AllocsPerRun(1000, next); allocations != 0 {
		t.Errorf("%f allocations a packet", allocations)
	}
	if sink.contacts < flood-MaxWaiting || sink.bindings < flood {
		t.Errorf("%d contacts and %d bindings of %d packets", sink.contacts, sink.bindings, flood)
	}
	w.Tracker.sink, w.lines = &w.told, nil
	for i := range established {
		w.give(tcp(plc, 502, master, uint16(40000+i), psh|ack, 901, 101), tcp(master, uint16(40000+i), plc, 502, psh|ack, 101, 901))
	}
	w.want(t)
	s := w.Stats()
	if s.Early == 0 || s.Flows != 0 || s.Addresses != 0 {
		t.Errorf("%+v", s)
	}
	w.Close()
	if n := len(w.contacts) - established; n != MaxWaiting {
		t.Errorf("%d contacts waited", n)
	}
}

// TestFull: more connections than there is room for are told again and again, and
// counted.
func TestFull(t *testing.T) {
	var sink none
	tr := New(Config{}, &sink)
	for round := range 2 {
		for i := range 2 * MaxFlows {
			a, b := tcp(master, uint16(i), plc, uint16(20000+i>>16), ack, 1, 1), tcp(plc, uint16(20000+i>>16), master, uint16(i), ack, 1, 1)
			a.Time, b.Time = start+int64(round)*1e9, start+int64(round)*1e9
			tr.Packet(&a)
			tr.Packet(&b)
		}
	}
	if sink.contacts < 3*MaxFlows || tr.Stats().Flows == 0 {
		t.Errorf("%d contacts, %+v", sink.contacts, tr.Stats())
	}
}

// TestPlaces: as many flows as three quarters of the places are all known.
func TestPlaces(t *testing.T) {
	var sink none
	tr := New(Config{}, &sink)
	const n = MaxFlows * 3 / 4
	for range 3 {
		for i := range n {
			p := udp(master, uint16(i), plc, uint16(20000+i>>16))
			q := udp(plc, uint16(20000+i>>16), master, uint16(i))
			p.Time, q.Time = start, start
			tr.Packet(&p)
			tr.Packet(&q)
		}
	}
	if sink.contacts > n+n/1000 {
		t.Errorf("%d contacts of %d flows", sink.contacts, n)
	}
}

// TestAllocations: nothing is allocated for packets of any sort.
func TestAllocations(t *testing.T) {
	w := newWorld()
	w.Tracker.sink = &none{}
	list := append(handshake(master, 40000, plc, 502), udp(master, 1, plc, 2), icmp(master, plc, 8, 0), arp(master, "10.0.0.1"), tcp(plc, 502, master, 40000, rst, 901, 0))
	list = append(list, icmp(plc, master, 3, 3, quote(&list[0])...))
	i := uint32(0)
	if n := testing.AllocsPerRun(1000, func() {
		for _, p := range list {
			i++
			p.Time = start + int64(i)*1e8
			if p.Protocol == packet.ProtocolTCP {
				p.Seq += i / 20 * 1000
			}
			w.Packet(&p)
		}
	}); n != 0 {
		t.Errorf("%f allocations", n)
	}
}

// TestStrange: whatever a packet holds, nothing breaks, and every contact has two
// ends.
func TestStrange(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	w := newWorld()
	for range 200_000 {
		p := tcp(host{"10.0.0.1", byte(r.Uint32N(4))}, uint16(r.Uint32N(3)), plc, uint16(r.Uint32N(3)), uint8(r.Uint32N(64)), r.Uint32N(3), r.Uint32N(3))
		p.Protocol = [...]uint8{6, 6, 17, 1, 58, 47, 2}[r.Uint32N(7)]
		p.Src[15], p.Dst[15], p.TTL = byte(r.Uint32N(4)), byte(r.Uint32N(4)), uint8(r.Uint32())
		p.Payload = make([]byte, r.Uint32N(60))
		for i := range p.Payload {
			p.Payload[i] = byte(r.Uint32N(9)) * byte(r.Uint32N(2)*15+1)
		}
		p.Fragment = r.Uint32N(20) == 0
		p.VLANCount = uint8(r.Uint32N(3))
		p.Time = start + int64(r.Uint64N(1e12))
		w.Packet(&p)
	}
	w.Close()
	for _, c := range w.contacts {
		if !c.Client.Addr().Is4() || !c.Server.Addr().Is4() || c.Answered && c.Refused {
			t.Fatalf("%+v", c)
		}
	}
	if len(w.contacts) == 0 || len(w.bindings) == 0 {
		t.Error("nothing was told")
	}
	for _, b := range w.bindings {
		if !isHost(b.Addr) || b.TTL < b.Hops {
			t.Fatalf("%+v", b)
		}
	}
}
