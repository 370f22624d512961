package sight

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

const (
	// inFlight is how long after a RST octets may come that were sent before it: longer
	// than a round trip and than a mirror port delays (flow.ReorderTime), and no longer
	// than stacks wait at least before they send again.
	inFlight = int64(200 * time.Millisecond)
	// settled is how long a connection must have lasted before its RST: until then it
	// may be that of another one, before it on the same ports.
	settled = int64(time.Second)
	// reach is how far behind the number of a RST, in octets, a stream is that the RST
	// was meant for: the largest window that is not scaled.
	reach = 1 << 16
	// maxResets bounds the connections watched after a RST, for flow.IdleClosed each.
	// Where two share a place, the earlier is forgotten.
	maxResets = 1024
)

// What is known of a stream after a RST.
const (
	watched uint8 = iota
	goes          // its sender, who had ended it, sends octets
	went          // and more of them
	over          // it was told, or another connection began
)

// reset is a RST, and what came of the connection.
type reset struct {
	hash  uint64 // of its key; 0 for none
	at    int64  // counted
	seq   uint32
	from  uint32 // behind the first octets that its sender sent afterwards
	side  uint8  // of its sender
	state uint8
}

// resets are the connections that a RST ended a short while ago.
type resets []reset

func newResets() resets { return make(resets, maxResets) }

// of returns what is known of a connection, or of another in its place.
func (r resets) of(hash uint64) *reset { return &r[hash>>24%maxResets] }

// arm notes a RST. Of several the first counts; one that is known from before a
// connection began is a copy.
func (r resets) arm(hash uint64, side uint8, seq uint32, now int64) {
	x := r.of(hash)
	if x.hash == hash && now-x.at < int64(flow.IdleClosed) && (x.state != over || x.seq == seq) {
		return
	}
	*x = reset{hash: hash, at: now, seq: seq, side: side}
}

// begins notes that a connection begins with a SYN.
func (r resets) begins(hash uint64) {
	if x := r.of(hash); x.hash == hash {
		x.state = over
	}
}

// follow takes a packet that comes after a RST, and reports whether the stream is
// proved to go on: the end that sent the RST sends octets behind its number, twice,
// and the other acknowledges them. So copies, however late, what was sent before, and
// what one end alone says prove nothing.
func (x *reset) follow(side uint8, p *packet.Packet, now int64) (goesOn bool) {
	if x.state == over || now-x.at < inFlight {
		return false
	}
	if side != x.side {
		if x.state != went || p.TCPFlags&packet.ACK == 0 || int32(p.Ack-x.from) <= 0 {
			return false
		}
		x.state = over
		return true
	}
	end := p.Seq + uint32(len(p.Payload)) + p.Missing
	if end == p.Seq || int32(end-x.seq) <= 0 || int32(end-x.seq) >= reach {
		return false
	}
	switch {
	case x.state == watched:
		x.state, x.from = goes, end
	case int32(end-x.from) > 0:
		x.state = went
	}
	return false
}

// ended notes the RST of a connection that both ends took part in.
func (t *Tracker) ended(c *cell, hash uint64, side uint8, p *packet.Packet) {
	if c.heard() && c.waiting == 0 && p.Time-c.first >= settled {
		t.resets.arm(hash, side, p.Seq, t.now)
	}
}

// resumed tells that a connection goes on after a RST, if this packet proves it.
func (t *Tracker) resumed(c *cell, hash uint64, side uint8, p *packet.Packet) {
	x := t.resets.of(hash)
	if x.hash != hash || !x.follow(side, p, t.now) {
		return
	}
	t.again(c, p)
	t.contact.Resumed = true
	t.sink.Contact(&t.contact)
}

// again makes the contact of a flow once more, for something seen of it now.
func (t *Tracker) again(c *cell, p *packet.Packet) {
	k := c.key.flow()
	t.contact = baseline.Contact{Time: p.Time, Frame: t.frame, Client: end(&k, c.server^1), Server: end(&k, c.server),
		Protocol: k.Protocol, Answered: true, Flow: flowID(&k, c.first)}
}
