package sight

import (
	"encoding/binary"

	"github.com/banken-ot/banken/sensor/packet"
)

// Types and codes of ICMP (RFC 792, RFC 950) and ICMPv6 (RFC 4443).
const (
	unreachable4        = 3
	fragmentationNeeded = 4
	unreachable6        = 1
	echo6, echoReply6   = 128, 129
)

// icmpSize is the octets of an ICMP header, in front of what an error quotes.
const icmpSize = 8

// question returns the type of request that a message is, or answers; ok is false
// when it is neither.
func question(version, kind uint8) (request uint8, reply, ok bool) {
	if version == 6 {
		return echo6, kind == echoReply6, kind == echo6 || kind == echoReply6
	}
	switch kind {
	case 8, 13, 15, 17: // echo, time stamp, information, address mask
		return kind, false, true
	case 0:
		return 8, true, true
	case 14, 16, 18:
		return kind - 1, true, true
	}
	return 0, false, false
}

// icmp takes an ICMP message: requests and replies are flows, errors refuse some.
func (t *Tracker) icmp(p *packet.Packet) {
	if len(p.Payload) < icmpSize || (p.Protocol == protocolICMPv6) != (p.IPVersion == 6) {
		return
	}
	kind, code := p.Payload[0], p.Payload[1]
	request, reply, ok := question(p.IPVersion, kind)
	switch {
	case ok:
		t.echo(p, request, reply)
	case p.IPVersion == 4 && kind == unreachable4 && code != fragmentationNeeded, p.IPVersion == 6 && kind == unreachable6:
		t.unreachable(p.Payload[icmpSize:])
	}
}

// echo takes a request or a reply. The key has, in the place of ports, who asks and
// for what.
func (t *Tracker) echo(p *packet.Packet, request uint8, reply bool) {
	k, side := keyOf(p)
	client := side
	if reply {
		client ^= 1
	}
	asks(&k, client, request)
	opened := t.exchange(&k, side, client^1, p.Time)
	if opened && reply {
		if place, ok := t.flows.find(&k, k.hash()); ok {
			t.tell(place, true, false)
		}
	}
}

func asks(k *key, client, request uint8) {
	k.rest = k.rest&0xffff | uint64(client)<<48 | uint64(request)<<32
}

// unreachable takes an ICMP error that quotes a packet which did not arrive.
func (t *Tracker) unreachable(quoted []byte) {
	p := &t.whole
	p.WireLen = 0
	if err := p.Parse(packet.LinkRaw, quoted); err == packet.ErrShort && p.Protocol == packet.ProtocolTCP && len(p.Payload) >= icmpSize {
		// 64 bits of the datagram's data (RFC 792): the ports and the number.
		b := p.Payload
		p.SrcPort, p.DstPort, p.Seq = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint32(b[4:])
	} else if err != nil || p.Fragment {
		return
	}
	k, side := keyOf(p)
	if !hasPorts(p.Protocol) && len(p.Payload) > 0 && (p.Protocol == protocolICMP || p.Protocol == protocolICMPv6) {
		request, reply, ok := question(p.IPVersion, p.Payload[0])
		if !ok || reply {
			return
		}
		asks(&k, side, request)
	}
	place, ok := t.flows.find(&k, k.hash())
	if !ok {
		return
	}
	c := &t.flows.cells[place]
	if c.waiting == 0 || side == c.server || c.state&synced != 0 && c.mark != p.Seq {
		return
	}
	t.tell(place, false, true)
}
