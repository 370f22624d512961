package synth

import (
	"github.com/banken-ot/banken/deploy/lab/attack"
)

// sending is a frame on its way to the capture. A TCP segment gets its
// acknowledgement number, and its identification, when it comes up.
type sending struct {
	cause *attack.Run // the attack it belongs to, or nil
	frame []byte      // whole, of what is not TCP
	c     *conn
	dir   uint8
	check bool // acknowledge if nothing else has
	segment
}

// network writes what the hosts send, in order of time.
type network struct {
	w     *writer
	queue queue[sending]
	frame []byte
}

// flush writes what comes up before a time.
func (n *network) flush(before int64) {
	for {
		at, ok := n.queue.next()
		if !ok || at >= before {
			return
		}
		at, s := n.queue.take()
		switch {
		case s.c == nil:
			n.write(at, s.frame, s.cause)
		case s.check:
			n.acknowledge(at, &s)
		default:
			n.segment(at, &s)
		}
	}
}

func (n *network) write(at int64, b []byte, cause *attack.Run) {
	n.w.frame(at, b)
	if cause != nil {
		cause.Caused(timeOf(at), 1)
	}
}

// delayedAck is how long a host waits for something to send along with an
// acknowledgement, ns.
const delayedAck = 40e6

// segment writes a TCP segment and sees that it is acknowledged.
func (n *network) segment(at int64, s *sending) {
	c, other := s.c, s.dir^1
	if s.flags&ack != 0 {
		s.ack = c.seen[other]
		c.acked[s.dir] = s.ack
	}
	n.tcp(at, s)
	length := uint32(len(s.payload))
	if s.flags&(syn|fin) != 0 {
		length++
	}
	end := s.seq + length
	if int32(end-c.seen[s.dir]) > 0 || s.flags&syn != 0 {
		c.seen[s.dir] = end
	}
	if len(s.payload) > 0 && !c.checking[other] {
		c.checking[other] = true
		n.queue.put(at+delayedAck, sending{cause: s.cause, c: c, dir: other, check: true})
	}
}

func (n *network) tcp(at int64, s *sending) {
	from, to := &s.c.ends[s.dir], &s.c.ends[s.dir^1]
	s.window = from.window
	if s.flags&rst != 0 {
		s.window = 0
	}
	id := s.c.hosts[s.dir]
	id.identification++
	n.frame = appendTCP(n.frame[:0], from, to, id.identification, &s.segment)
	n.write(at, n.frame, s.cause)
}

// acknowledge writes a bare acknowledgement unless data have carried it.
func (n *network) acknowledge(at int64, s *sending) {
	c := s.c
	c.checking[s.dir] = false
	if c.acked[s.dir] == c.seen[s.dir^1] || c.dead {
		return
	}
	s.flags, s.seq, s.ack = ack, c.seen[s.dir], c.seen[s.dir^1]
	c.acked[s.dir] = s.ack
	n.tcp(at, s)
}
