package sight

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// IP protocol numbers (IANA, "Assigned Internet Protocol Numbers").
const (
	protocolICMP   = 1
	protocolIGMP   = 2
	protocolICMPv6 = 58
	protocolNone   = 59
)

// talk takes a packet as part of its flow. It reports whether it opened one.
func (t *Tracker) talk(p *packet.Packet) (opened bool) {
	if p.Fragment {
		if p.FragmentOffset != 0 {
			return false // the first of the datagram says between which ports
		}
		t.whole = *p
		if t.whole.ParseTransport(p.Payload) != nil {
			return false
		}
		p = &t.whole
	}
	switch p.Protocol {
	case packet.ProtocolTCP:
		return t.tcp(p)
	case packet.ProtocolUDP:
		k, side := keyOf(p)
		return t.exchange(&k, side, t.guess(p, side), p.Time)
	case protocolICMP, protocolICMPv6:
		t.icmp(p)
		return false
	case protocolIGMP, protocolNone:
		return false
	}
	k, side := keyOf(p)
	return t.exchange(&k, side, side^1, p.Time)
}

// exchange takes a packet of a protocol without connections.
func (t *Tracker) exchange(k *key, side, server uint8, now int64) (opened bool) {
	hash := k.hash()
	place, ok := t.flows.find(k, hash)
	if !ok || t.flows.over(place, t.tick()) {
		t.open(k, hash, side, server, now)
		return true
	}
	c := &t.flows.cells[place]
	c.state |= heardA << side
	t.flows.used(place, t.tick())
	if c.open() && c.heard() {
		t.tell(place, true, false)
	}
	return false
}

// open begins a flow with a packet that side sent, and has its contact wait.
func (t *Tracker) open(k *key, hash uint64, side, server uint8, first int64) (place uint32) {
	now := t.tick()
	place, ok := t.flows.find(k, hash)
	used := ok
	if !ok {
		var was stamp
		if place, was, used = t.flows.take(hash, loose, now); used && was == firm {
			t.flows.evicted++
		}
	}
	if used && t.flows.cells[place].waiting != 0 {
		if !ok {
			t.early++
		}
		t.tell(place, false, false)
	}
	t.flows.cells[place] = cell{key: *k, server: server, state: heardA << side, first: first}
	t.flows.used(place, now)
	t.wait(place)
	return place
}

// guess returns which end serves, by what is not the beginning of a connection: one
// with a known port, else with the lower port, else who did not speak first.
func (t *Tracker) guess(p *packet.Packet, side uint8) uint8 {
	source := t.server(p.Protocol, p.SrcPort)
	if source == t.server(p.Protocol, p.DstPort) {
		source = p.SrcPort < p.DstPort
	}
	if source {
		return side
	}
	return side ^ 1
}

// tell tells the contact of a flow, which waits, or was told and is answered now.
func (t *Tracker) tell(place uint32, answered, refused bool) {
	c := &t.flows.cells[place]
	frame := t.frame
	if c.waiting != 0 {
		w := &t.line.waits[c.waiting-1]
		frame, w.place, c.waiting = w.frame, nowhere, 0
	}
	c.state &^= missed
	if !answered && !refused {
		c.state |= missed
	}
	k := c.key.flow()
	t.contact = baseline.Contact{Time: c.first, Frame: frame, Client: end(&k, c.server^1), Server: end(&k, c.server),
		Protocol: k.Protocol, Answered: answered, Refused: refused}
	t.contact.Flow = flowID(&k, c.first)
	if answered {
		t.addresses.answered(&k.A)
		t.addresses.answered(&k.B)
	}
	t.sink.Contact(&t.contact)
}

// flowID returns the number of a flow that has ports; 0 of another.
func flowID(k *flow.Key, first int64) uint64 {
	if !hasPorts(k.Protocol) {
		return 0
	}
	return decode.FlowID(k, first)
}

func hasPorts(protocol uint8) bool {
	return protocol == packet.ProtocolTCP || protocol == packet.ProtocolUDP
}

// end returns an end of a flow. What stands for the ports of other protocols says
// something else.
func end(k *flow.Key, side uint8) netip.AddrPort {
	e := flow.Endpoint{Addr: k.A, Port: k.APort}
	if side == 1 {
		e = flow.Endpoint{Addr: k.B, Port: k.BPort}
	}
	if !hasPorts(k.Protocol) {
		e.Port = 0
	}
	return e.AddrPort()
}
