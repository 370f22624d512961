package flow

import (
	"bytes"

	"github.com/banken-ot/banken/sensor/packet"
)

// segment is a stretch of octets on its way into a stream or datagram.
type segment struct {
	at      Position
	seq     uint32
	ack     uint32
	hasAck  bool
	b       []byte // borrowed from the packet
	whole   []byte // b as the packet had it
	missing uint32 // octets behind b that were not captured
	copied  bool   // the packet is a copy of one seen before
	old     bool   // some of the octets were seen before
	clash   clash
	seen    uint32 // sequence number behind the last octet that was seen before, when old or clash.found
}

// segmentOf returns the octets of a TCP packet. SYN stands before the first of
// them in the sequence (RFC 9293, 3.4).
func segmentOf(p *packet.Packet) segment {
	s := segment{
		at:      Position{p.Time, p.Frame},
		seq:     p.Seq,
		ack:     p.Ack,
		hasAck:  p.TCPFlags&packet.ACK != 0,
		b:       p.Payload,
		whole:   p.Payload,
		missing: min(p.Missing, Window),
	}
	if p.TCPFlags&packet.SYN != 0 {
		s.seq++
	}
	return s
}

func (s *segment) empty() bool { return len(s.b) == 0 && s.missing == 0 }

func (s *segment) captured() uint32 { return s.seq + uint32(len(s.b)) }

func (s *segment) end() uint32 { return s.captured() + s.missing }

// size returns the octets the segment stands for.
func (s *segment) size() uint32 { return uint32(len(s.b)) + s.missing }

// skip drops the first n octets.
func (s *segment) skip(n uint32) {
	s.seq += n
	k := min(n, uint32(len(s.b)))
	s.b = s.b[k:]
	s.missing -= min(n-k, s.missing)
}

// take splits the first n octets off.
func (s *segment) take(n uint32) segment {
	first := *s
	k := min(n, uint32(len(s.b)))
	first.b = s.b[:k]
	first.missing = min(n-k, s.missing)
	s.skip(n)
	return first
}

// clash is the first difference found between a segment and octets seen before.
type clash struct {
	found, told   bool
	first         Position
	kept, refused []byte
}

// compare compares the octets that s and b have in common.
func (s *segment) compare(b *block) {
	from := later(s.seq, b.seq)
	to := s.captured()
	if before(b.captured(), to) {
		to = b.captured()
	}
	if !before(from, to) {
		return
	}
	s.seen = to
	if s.clash.found {
		return
	}
	kept, seen := b.data[from-b.seq:to-b.seq], s.b[from-s.seq:to-s.seq]
	if bytes.Equal(kept, seen) {
		return
	}
	i := 0
	for kept[i] == seen[i] {
		i++
	}
	s.clash = clash{true, false, b.at, kept[i:], seen[i:]}
}

// insert stores what s has that q has not, and compares the rest. Octets for
// which no block is left are dropped and counted: the caller makes room before.
func (p *pool) insert(q *queue, u *usage, s *segment) (dropped uint32) {
	prev, cur := q.place(s.seq)
	for !s.empty() {
		if cur == nil || !before(cur.seq, s.end()) {
			_, n := p.put(q, u, prev, s.take(s.size()))
			return dropped + n
		}
		if before(s.seq, cur.seq) {
			_, n := p.put(q, u, prev, s.take(cur.seq-s.seq))
			dropped += n
		}
		prev, cur = s.overlap(cur), cur.next
	}
	return dropped
}

// overlap deals with the part of s that lies on b and returns b. Octets that b
// stands for and has not may still come with s: b then ends where they begin.
func (s *segment) overlap(b *block) *block {
	if before(s.seq, b.captured()) {
		s.old = true
		s.compare(b)
		s.skip(min(s.size(), b.captured()-s.seq))
	}
	if len(s.b) > 0 && before(s.seq, b.end()) {
		b.missing = s.seq - b.captured()
	}
	if before(s.seq, b.end()) {
		s.skip(min(s.size(), b.end()-s.seq))
	}
	return b
}

// put stores s behind prev, in as many blocks as it takes, and returns the last.
func (p *pool) put(q *queue, u *usage, prev *block, s segment) (last *block, dropped uint32) {
	for first := true; first || !s.empty(); first = false {
		b := p.take()
		if b == nil {
			return prev, s.size()
		}
		p.fill(b, &s)
		q.link(prev, b)
		u.add(b)
		prev = b
	}
	return prev, 0
}

// fill moves the start of s into b.
func (p *pool) fill(b *block, s *segment) {
	n := copy(b.data[:], s.b)
	b.at, b.seq, b.ack, b.hasAck = s.at, s.seq, s.ack, s.hasAck
	b.n, b.missing, b.more = uint16(n), 0, true
	s.skip(uint32(n))
	if len(s.b) == 0 {
		b.missing, b.more = s.missing, false
		s.missing = 0
		s.seq = b.end()
	}
}

// blocksFor returns how many blocks n octets take.
func blocksFor(n int) int { return max(1, (n+blockOctets-1)/blockOctets) }
