package flow

import "time"

// half is one direction of a flow, named for the end that sends it. The first
// two cache lines are all that a segment in order touches, and the first is all
// that one of the other direction does.
type half struct {
	next    uint32 // sequence number of the next octet to deliver
	acked   uint32 // the other end has acknowledged the octets before
	lastAck uint32 // the latest acknowledgement, believed or not
	tail    uint32 // octets of the gap that ends at next, none delivered since

	known    bool // next is set
	firm     bool // by SYN or octets; else it may still be corrected
	origin   bool // what lies before first was delivered, or is nothing
	seen     bool // the sender sent something that was captured
	hasAck   bool // lastAck is set
	hasFIN   bool
	finished bool  // FIN was reached: next stands behind it
	newest   uint8 // place in recent

	kept   queue    // delivered, for comparison
	at     Position // latest of the frames whose octets were delivered
	recent recent
	count  Counters

	sent    uint32  // the sender has shown that it sent the octets before
	fin     uint32  // sequence number of the sender's FIN
	first   uint32  // sequence number the stream began at
	pending queue   // waiting
	stray   queue   // one segment too far away to be believed
	ackWait wait    // for acknowledged octets
	anyWait wait    // for octets that exist
	_       [8]byte // to a whole number of cache lines
}

// wait is the time granted to octets before they are given up: all those before
// to, which was as far as was known when the wait began.
type wait struct {
	on      bool
	to      uint32
	packets uint32 // of the flow, at the start
	since   int64
}

// track begins, keeps or ends the wait for the octets from next to to.
func (w *wait) track(next, to uint32, now int64, packets uint32) {
	if !before(next, to) {
		w.on = false
		return
	}
	if !w.on || !before(next, w.to) {
		*w = wait{true, to, packets, now}
	}
}

// overdue reports whether the wait has lasted for d.
func (w *wait) overdue(now int64, d time.Duration) bool {
	return w.on && now >= plus(w.since, d)
}

// plus adds without wrapping, whatever time a capture may claim.
func plus(t int64, d time.Duration) int64 {
	if sum := t + int64(d); sum >= t {
		return sum
	}
	return 1<<63 - 1
}

// start sets next from the first thing known of the stream. A FIN seen before is
// to be reached yet, if it lies ahead.
func (h *half) start(seq uint32) {
	h.next, h.sent, h.acked, h.first = seq, seq, seq, seq
	h.tail = 0
	h.ackWait.on, h.anyWait.on = false, false
	h.known = true
	h.finished = false
	h.hasFIN = h.hasFIN && (h.fin == seq || h.ahead(h.fin))
}

// near reports whether a sequence number can belong to the stream.
func (h *half) near(seq uint32) bool {
	d := int32(seq - h.next)
	return d <= Window && d >= -Window
}

// ahead is near for what lies beyond next. Marks that the stream has long passed
// are not ahead, even when their numbers have wrapped.
func (h *half) ahead(seq uint32) bool { return before(h.next, seq) && h.near(seq) }

// acknowledge notes that the other end acknowledges the octets before ack.
//
// No receiver acknowledges a SYN with the number of the SYN itself. Where one
// does, both ends were made up by a program that does not count the SYN, and the
// octets begin there.
func (h *half) acknowledge(ack uint32) {
	h.lastAck, h.hasAck = ack, true
	switch {
	case h.firm && h.next == h.first && ack+1 == h.first:
		first := h.first
		h.start(ack)
		h.first, h.firm = first, false
	case !h.known, !h.seen && !h.near(ack):
		h.start(ack)
	case h.near(ack) && (before(h.acked, ack) || !h.near(h.acked)):
		h.acked = ack
	}
}

// ackReach is acknowledged for a sender that is within the capture's sight.
func (h *half) ackReach() uint32 {
	if !h.seen {
		return h.next
	}
	return h.acknowledged()
}

// acknowledged returns up to where octets exist because they were acknowledged.
func (h *half) acknowledged() uint32 {
	a := h.acked
	if h.hasFIN && before(h.fin, a) {
		a = h.fin
	}
	if !h.ahead(a) || h.lone(a) {
		return h.next
	}
	return a
}

// lone reports whether an acknowledgement up to a may be that of a FIN: it is of
// one octet, and nothing else speaks for that.
func (h *half) lone(a uint32) bool {
	return a-h.next == 1 && !h.hasFIN && h.pending.head == nil && !h.ahead(h.sent)
}

// reach returns up to where octets are known to exist.
func (h *half) reach() uint32 {
	r := h.acknowledged()
	if h.ahead(h.sent) {
		r = later(r, h.sent)
	}
	if h.pending.tail != nil {
		r = later(r, h.pending.tail.end())
	}
	return r
}

// track keeps the waits in step with the stream.
func (h *half) track(now int64, packets uint32) {
	h.ackWait.track(h.next, h.ackReach(), now, packets)
	h.anyWait.track(h.next, h.reach(), now, packets)
}

// moved takes FIN when all octets before it are dealt with. FIN has a sequence
// number of its own (RFC 9293, 3.4).
func (h *half) moved() {
	if h.hasFIN && !h.finished && h.next == h.fin {
		h.next++
		h.tail = 0
		h.finished = true
	}
}
