package sight

import (
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

const synAck = packet.SYN | packet.ACK

// tcp takes a TCP packet. It reports whether it opened a flow.
func (t *Tracker) tcp(p *packet.Packet) (opened bool) {
	k, side := keyOf(p)
	hash := k.hash()
	place, ok := t.flows.find(&k, hash)
	if p.TCPFlags&packet.RST != 0 {
		if ok {
			t.reset(place, hash, side, p)
		}
		return false
	}
	if opened = !ok || t.begins(place, p); opened {
		place = t.connection(&k, hash, side, p)
	}
	c := &t.flows.cells[place]
	switch {
	case p.TCPFlags&packet.SYN != 0:
		t.resets.begins(hash)
	case c.state&closed != 0:
		t.resumed(c, hash, side, p)
	}
	c.state |= heardA << side
	if p.TCPFlags&packet.FIN != 0 {
		c.state |= finA << side
		if c.state&(finA|finB) == finA|finB {
			c.state |= closed
		}
	}
	t.flows.used(place, t.tick())
	if c.open() && c.shows(p) {
		t.tell(place, true, false)
	}
	return opened
}

// begins reports whether a packet begins another flow than the one with its key.
func (t *Tracker) begins(place uint32, p *packet.Packet) bool {
	now, c := t.tick(), &t.flows.cells[place]
	switch {
	case t.flows.over(place, now):
		return true
	case p.TCPFlags&synAck != packet.SYN:
		return false
	case c.state&synced == 0 || c.mark != p.Seq:
		return true
	}
	// The same SYN again is a try that goes on, unless the one before had ended; right
	// behind it, it is a copy.
	return c.state&closed != 0 && t.flows.since(place, now) > ticks(flow.DuplicateTime)
}

// connection opens a flow with its first packet: a SYN, a SYN-ACK whose SYN was not
// captured, or one amid a connection.
func (t *Tracker) connection(k *key, hash uint64, side uint8, p *packet.Packet) (place uint32) {
	server := side ^ 1
	switch p.TCPFlags & synAck {
	case synAck:
		server = side
	case packet.SYN:
	default:
		server = t.guess(p, side)
	}
	place = t.open(k, hash, side, server, p.Time)
	c := &t.flows.cells[place]
	c.mark = p.Ack
	if p.TCPFlags&synAck == packet.SYN {
		c.mark = p.Seq
		c.state |= synced
	}
	return place
}

// shows reports whether a packet, which c takes account of, shows that the server
// answered: both ends were heard; it is the answer; or it acknowledges what was not
// captured.
func (c *cell) shows(p *packet.Packet) bool {
	if c.heard() || p.TCPFlags&synAck == synAck {
		return true
	}
	if p.TCPFlags&packet.ACK == 0 {
		return false
	}
	return c.state&synced != 0 || p.Ack != c.mark
}

// reset takes a RST. It refuses a SYN when it acknowledges it (RFC 9293, 3.10.7.3).
func (t *Tracker) reset(place uint32, hash uint64, side uint8, p *packet.Packet) {
	c := &t.flows.cells[place]
	if t.flows.over(place, t.tick()) {
		return
	}
	if c.waiting != 0 && side == c.server {
		if c.state&synced != 0 && p.Ack != c.mark+1 {
			return
		}
		t.tell(place, false, true)
	}
	t.ended(c, hash, side, p)
	c.state |= closed
	t.flows.used(place, t.tick())
}
