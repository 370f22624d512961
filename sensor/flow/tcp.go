package flow

import "github.com/banken-ot/banken/sensor/packet"

// control are the flags that decide how a packet is taken; an ordinary one has
// ACK alone of them. The urgent pointer has no say.
const control = packet.FIN | packet.SYN | packet.RST | packet.ACK

// tcp takes a TCP packet.
func (t *Table) tcp(p *packet.Packet) {
	k, side := KeyOf(p)
	f, hash := t.lookup(p, &k, side)
	if f != nil && f.calm && t.inOrder(f, side, p) {
		return
	}
	f = t.connection(f, p, &k, hash, side)
	if f == nil {
		return
	}
	t.touch(f, p.Time)
	t.arrive(f, side, p)
	if f.ended {
		return
	}
	t.settle(f)
}

// inOrder is the fast path: nothing waits, and the packet is the next of its
// direction and acknowledges nothing unseen. It reports false, having done
// nothing, when this is not so.
func (t *Table) inOrder(f *Flow, side uint8, p *packet.Packet) bool {
	h, o := &f.half[side], &f.half[side^1]
	if p.TCPFlags&control != packet.ACK || p.Seq != h.next || p.Missing != 0 || t.fragments.work != nil ||
		!h.firm || !o.known || int32(p.Ack-o.next) > 0 || !o.near(p.Ack) {
		return false
	}
	mark := markTCP(p)
	if len(p.Payload) == 0 {
		return t.pureACK(f, h, o, mark, p)
	}
	t.touch(f, p.Time)
	f.packets++
	f.loaded++
	h.seen = true
	h.count.Packets++
	h.count.Octets += uint64(len(p.Payload))
	h.remember(mark, p.Time)
	o.lastAck, o.hasAck = p.Ack, true
	o.acked = later(o.acked, p.Ack)
	s := segment{at: t.at, seq: p.Seq, ack: p.Ack, b: p.Payload}
	t.deliver(f, side, t.at, p.Payload)
	t.keep(f, side, &s)
	return true
}

// pureACK takes a packet without payload that changes nothing but counters.
func (t *Table) pureACK(f *Flow, h, o *half, mark uint64, p *packet.Packet) bool {
	if h.repeated(mark, p) {
		h.count.Duplicates++
		t.stats.Duplicates++
	}
	t.touch(f, p.Time)
	f.packets++
	h.seen = true
	h.count.Packets++
	o.lastAck, o.hasAck = p.Ack, true
	o.acked = later(o.acked, p.Ack)
	return true
}

// connection returns the flow a packet is part of: f, or a new one when f is nil
// or p belongs to a later connection. It is nil when p is no part of any.
func (t *Table) connection(f *Flow, p *packet.Packet, k *Key, hash uint32, side uint8) *Flow {
	switch {
	case f == nil && p.TCPFlags&packet.RST != 0:
		t.stats.NoFlow++
		return nil
	case f == nil:
	case f.ended:
		return t.reopen(f, p, k, hash, side)
	case f.reused(side, p):
		t.retire(f, Reused)
	default:
		return f
	}
	return t.open(p, k, hash, side)
}

// reopen returns the flow that a packet of an ended flow opens, or nil.
func (t *Table) reopen(f *Flow, p *packet.Packet, k *Key, hash uint32, side uint8) *Flow {
	again, goesOn := f.again(side, p)
	if !again {
		t.late(f, side, p)
		return nil
	}
	old := f.half
	t.retire(f, Reused)
	f = t.open(p, k, hash, side)
	if goesOn {
		f.resume(&old, side, p)
		t.stats.Resumed++
	}
	return f
}

// arrive takes a packet of a live flow.
func (t *Table) arrive(f *Flow, side uint8, p *packet.Packet) {
	h, o := &f.half[side], &f.half[side^1]
	f.packets++
	h.count.Packets++
	h.count.Octets += uint64(len(p.Payload))
	if len(p.Payload) > 0 {
		f.loaded++
	}
	s := segmentOf(p)
	s.copied = h.repeated(markTCP(p), p)
	if s.copied {
		h.count.Duplicates++
		t.stats.Duplicates++
	}
	t.overdue(f, p.Time)
	t.reportFragments(f, side)
	if p.TCPFlags&packet.RST != 0 {
		t.reset(f, side, &s)
		return
	}
	h.seen = true
	t.synchronise(f, side, p)
	if s.hasAck {
		o.acknowledge(p.Ack)
		t.confirm(f, side^1)
	}
	t.enter(f, side, &s, p.TCPFlags&packet.FIN != 0)
}

// synchronise takes SYN, and the ACK that completes the handshake.
func (t *Table) synchronise(f *Flow, side uint8, p *packet.Packet) {
	h := &f.half[side]
	if p.TCPFlags&packet.SYN != 0 {
		if !h.firm {
			h.start(p.Seq + 1)
			h.firm, h.origin = true, true
		}
		f.syns |= 1 << side
		return
	}
	if f.syns == 3 && !f.Handshake && p.TCPFlags&packet.ACK != 0 && side != f.server {
		f.Handshake = true
	}
}

// reused reports whether a SYN opens another connection than f. A SYN of a
// stream that was joined at its first octets, captured late, does not.
func (f *Flow) reused(side uint8, p *packet.Packet) bool {
	h := &f.half[side]
	if p.TCPFlags&packet.SYN == 0 || !h.seen || !h.known {
		return false
	}
	d := int32(h.first - (p.Seq + 1))
	if f.syns&(1<<side) != 0 {
		return d != 0
	}
	return d < 0 || d > Window
}

// settle brings waits, class and fast path in step after a packet or an Advance.
func (t *Table) settle(f *Flow) {
	t.drain(f)
	if f.half[0].finished && f.half[1].finished {
		t.end(f, Finished)
		return
	}
	now, calm := t.at.Time, true
	for i := range f.half {
		h := &f.half[i]
		h.track(now, f.packets)
		if h.anyWait.on || h.pending.head != nil || h.stray.head != nil || h.finished {
			calm = false
		}
	}
	if f.class == halfOpen {
		t.prove(f)
	}
	f.calm = calm && f.class == proven
	if !calm {
		t.hurry(f)
	}
}
