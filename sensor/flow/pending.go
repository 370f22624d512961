package flow

// held reports whether octets that came with this acknowledgement must wait:
// they are later than octets of the other direction that were not seen yet.
func (f *Flow) held(side uint8, ack uint32, hasAck bool) bool {
	o := &f.half[side^1]
	return hasAck && o.known && o.ahead(ack) && before(o.next, o.ackReach())
}

// drain delivers all that waits for nothing any more, and reports whether that
// was something. Either direction may free the other.
func (t *Table) drain(f *Flow) (any bool) {
	for moved := true; moved; any = any || moved {
		moved = t.drainSide(f, 0)
		moved = t.drainSide(f, 1) || moved
		moved = moved || t.untie(f)
	}
	return any
}

// untie frees two segments that wait for each other. The one captured later was
// sent before, and this is a retransmission of it with a new acknowledgement; or
// it was forged.
func (t *Table) untie(f *Flow) bool {
	a, b := &f.half[0], &f.half[1]
	if !a.ready() || !b.ready() {
		return false
	}
	side := uint8(0)
	if b.pending.head.at.Frame > a.pending.head.at.Frame {
		side = 1
	}
	t.release(f, side)
	return true
}

func (t *Table) drainSide(f *Flow, side uint8) (any bool) {
	h := &f.half[side]
	for {
		b := h.pending.head
		if b == nil || b.seq != h.next || f.held(side, b.ack, b.hasAck) {
			return any
		}
		t.release(f, side)
		any = true
	}
}

// release delivers the first waiting segment, which is next.
func (t *Table) release(f *Flow, side uint8) {
	h := &f.half[side]
	b := h.pending.pop()
	f.usage.remove(b)
	if !b.more {
		t.give(f, side, b.at, b.octets(), b.missing)
		t.keepBlock(f, side, b)
		return
	}
	at, missing := b.at, uint32(0)
	octets := append(t.scratch[:0], b.octets()...)
	t.keepBlock(f, side, b)
	for b.more && h.pending.head != nil && h.pending.head.seq == b.end() && len(octets)+blockOctets <= len(t.scratch) {
		b = h.pending.pop()
		f.usage.remove(b)
		octets = append(octets, b.octets()...)
		missing = b.missing
		t.keepBlock(f, side, b)
	}
	t.give(f, side, at, octets, missing)
}

// fits reports whether there is room for s to wait.
func (t *Table) fits(f *Flow, s *segment) bool {
	n := blocksFor(len(s.b))
	return f.usage.blocks+uint32(n) <= FlowSegments && f.usage.octets+uint32(len(s.b)) <= FlowOctets &&
		t.pool.has(n)
}

// squeeze makes room for s by giving up the first hole of its direction. It
// reports true when s itself is next then, and must be delivered.
func (t *Table) squeeze(f *Flow, side uint8, s *segment) bool {
	b := f.half[side].pending.head
	switch {
	case b == nil || !before(b.seq, s.seq):
		t.giveUp(f, side, s.seq, true)
		return true
	case f.half[side].ready():
		t.release(f, side)
	default:
		t.giveUp(f, side, b.seq, true)
	}
	t.drain(f)
	return false
}

// ready reports whether the first waiting segment is next: it waits for the
// other direction, if for anything.
func (h *half) ready() bool { return h.pending.head != nil && h.pending.head.seq == h.next }

// giveUp declares all holes of a direction before to, and delivers what waits
// behind them, in the order of cause and effect. It stops at what waits for a
// hole of the other direction, whose own time will come, unless it is forced to
// go on.
func (t *Table) giveUp(f *Flow, side uint8, to uint32, forced bool) {
	h := &f.half[side]
	if h.hasFIN && before(h.fin, to) {
		to = h.fin
	}
	for before(h.next, to) {
		switch b := h.pending.head; {
		case t.drain(f):
		case h.ready():
			if !forced {
				return
			}
			t.release(f, side)
		case b != nil && before(b.seq, to):
			t.gap(f, side, b.seq-h.next)
		default:
			t.gap(f, side, to-h.next)
		}
		h.moved()
	}
	t.drain(f)
}

// giveUpAll is giveUp for all that waits, whatever for. The direction that waits
// for a hole of its own goes first.
func (t *Table) giveUpAll(f *Flow) {
	first := uint8(0)
	if f.half[0].ready() {
		first = 1
	}
	for _, side := range [...]uint8{first, first ^ 1} {
		t.giveUp(f, side, f.half[side].reach(), true)
	}
}

// overdue gives up the holes whose time is over.
func (t *Table) overdue(f *Flow, now int64) {
	for side := range f.half {
		w := &f.half[side].ackWait
		if w.overdue(now, ReorderTime) || w.on && f.packets-w.packets >= ReorderPackets {
			w.on = false
			t.giveUp(f, uint8(side), w.to, false)
		}
	}
	for side := range f.half {
		if w := &f.half[side].anyWait; w.overdue(now, HoleTime) {
			w.on = false
			t.giveUp(f, uint8(side), w.to, false)
		}
	}
}
