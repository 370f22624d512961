package flow

// enter takes the octets of a packet into its stream.
func (t *Table) enter(f *Flow, side uint8, s *segment, fin bool) {
	h := &f.half[side]
	end := s.end()
	if !t.position(f, side, s) {
		return
	}
	if s.empty() {
		t.bare(h, s.seq, fin)
	} else {
		t.afterFIN(h, s)
		t.place(f, side, s)
	}
	if fin {
		if h.inGap(end) {
			t.takeBack(h, end)
		}
		h.finish(end)
	}
	if s.old && !s.copied {
		h.count.Retransmitted++
	}
}

// position finds where the stream is if that is not certain yet, and reports
// false when s lies too far from it.
func (t *Table) position(f *Flow, side uint8, s *segment) bool {
	h := &f.half[side]
	if !h.known {
		h.start(s.seq)
	}
	if !h.firm {
		// An acknowledgement or a keep-alive placed next. Octets that come from
		// before are the better start, and a hole of one octet is none.
		if d := s.seq - h.next; d == 1 || d > Window {
			h.start(s.seq)
		}
		h.firm = !s.empty()
	}
	if h.near(s.seq) && !h.precedesStart(s) {
		return true
	}
	return t.wander(f, side, s)
}

// precedesStart reports whether s lies before the first octets of a stream that
// was joined in its midst: nobody has seen these octets, and what came first may
// have been sent to hide them.
func (h *half) precedesStart(s *segment) bool {
	return !h.origin && s.size() > 1 && !before(h.first, s.end())
}

// bare takes a packet without octets: its sequence number tells what was sent.
func (t *Table) bare(h *half, seq uint32, fin bool) {
	switch {
	case h.ahead(seq):
		h.sent = later(h.sent, seq)
	case seq+1 == h.next && !fin && !h.finished:
		h.count.KeepAlives++
	}
}

// place delivers what of s is next, keeps what is to come, and compares what was
// seen before.
func (t *Table) place(f *Flow, side uint8, s *segment) {
	h := &f.half[side]
	if h.precedes(s) {
		h.count.OutOfOrder++
	}
	forced := false
	for t.seen(f, side, s); !s.empty(); t.seen(f, side, s) {
		switch {
		case s.seq == h.next && (forced || !f.held(side, s.ack, s.hasAck)):
			t.pass(f, side, s)
		case t.fits(f, s):
			t.stats.Unbuffered += uint64(t.pool.insert(&h.pending, &f.usage, s))
			t.report(f, side, s)
			return
		default:
			t.stats.BufferBounds++
			forced = t.squeeze(f, side, s)
		}
	}
}

// precedes reports whether s has octets not seen yet that come before waiting
// ones.
func (h *half) precedes(s *segment) bool {
	from := later(s.seq, h.next)
	if !before(from, s.end()) {
		return false
	}
	_, b := h.pending.place(from)
	return b != nil && before(from, b.seq)
}

// seen compares and drops the octets of s that lie before next. Those of a gap
// behind which nothing was delivered are taken back from the gap.
func (t *Table) seen(f *Flow, side uint8, s *segment) {
	h := &f.half[side]
	if !before(s.seq, h.next) || s.empty() {
		return
	}
	if s.seq+1 == h.next && s.size() == 1 && len(s.whole) <= 1 && (!h.hasAck || h.acked == h.next) {
		h.count.KeepAlives++
		s.skip(1)
		return
	}
	if gap := h.next - h.tail; h.tail > 0 && before(gap, s.captured()) {
		t.takeBack(h, later(gap, s.seq))
	}
	if !before(s.seq, h.next) {
		return
	}
	for b := h.kept.head; b != nil; b = b.next {
		s.compare(b)
	}
	s.old = s.old || len(s.b) > 0
	t.report(f, side, s)
	s.skip(min(s.size(), h.next-s.seq))
}

// inGap reports whether seq lies in the gap that the stream ends in.
func (h *half) inGap(seq uint32) bool {
	return h.tail > 0 && before(seq, h.next) && !before(seq, h.next-h.tail)
}

// takeBack moves the stream back to a place within the gap it ends in. What had
// been said to exist there did not, or came later than it could: it is forgotten.
func (t *Table) takeBack(h *half, to uint32) {
	n := h.next - to
	h.next, h.acked, h.sent = to, to, to
	h.tail -= n
	h.count.NotCaptured -= uint64(n)
	t.stats.NotCaptured -= uint64(n)
}

// pass delivers the octets of s, which are next, up to those already waiting.
func (t *Table) pass(f *Flow, side uint8, s *segment) {
	h := &f.half[side]
	n := s.size()
	if p := h.pending.head; p != nil {
		n = min(n, p.seq-h.next)
	}
	if n == 0 {
		t.release(f, side)
		return
	}
	part := s.take(n)
	t.give(f, side, part.at, part.b, part.missing)
	t.keep(f, side, &part)
	t.drain(f)
}

// give delivers octets and declares those missing behind them.
func (t *Table) give(f *Flow, side uint8, at Position, b []byte, missing uint32) {
	if len(b) > 0 {
		t.deliver(f, side, at, b)
	}
	if missing > 0 {
		t.gap(f, side, missing)
	}
	f.half[side].moved()
}

// deliver hands the next octets to the consumer.
func (t *Table) deliver(f *Flow, side uint8, at Position, b []byte) {
	h := &f.half[side]
	if at.Frame >= h.at.Frame {
		h.at = at
	}
	h.tail = 0
	h.next += uint32(len(b))
	t.consumer.Octets(f, f.direction(side), h.at, b)
}

// gap tells the consumer that the next n octets were not captured.
func (t *Table) gap(f *Flow, side uint8, n uint32) {
	h := &f.half[side]
	h.next += n
	h.tail += n
	h.count.NotCaptured += uint64(n)
	t.stats.NotCaptured += uint64(n)
	t.consumer.Gap(f, f.direction(side), t.at, int(n))
}

// report tells the consumer of a conflict, once, while the octets of both sides
// are at hand.
func (t *Table) report(f *Flow, side uint8, s *segment) {
	if c := &s.clash; c.found && !c.told {
		c.told = true
		seen := later(s.seen, f.half[side].next) - (s.captured() - uint32(len(s.whole)))
		t.conflict(f, side, Overlap{First: c.first, Kept: c.kept, Refused: c.refused, Segment: s.whole, Seen: min(int(seen), len(s.whole))})
	}
}

func (t *Table) conflict(f *Flow, side uint8, o Overlap) {
	f.half[side].count.Conflicts++
	t.stats.Conflicts++
	t.consumer.Conflict(f, f.direction(side), t.at, o)
}
