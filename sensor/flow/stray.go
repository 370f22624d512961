package flow

// wander deals with octets too far from their stream, or from before its start.
// The capture may have lost much, or a connection begun unseen; or somebody wants
// the sensor to lose its place. Two packets must agree: the segment is kept until the next one goes on
// where it ends, or the other end acknowledges it. It reports true when that is
// so already, and s is near now.
func (t *Table) wander(f *Flow, side uint8, s *segment) bool {
	h := &f.half[side]
	if s.empty() {
		return false
	}
	if b := h.stray.tail; b != nil && b.end() == s.seq {
		t.jump(f, side)
		return true
	}
	if h.hasAck && !before(h.lastAck, s.seq) && !before(s.end(), h.lastAck) {
		t.dropStray(f, h)
		t.leap(f, side, s.seq)
		return true
	}
	t.dropStray(f, h)
	if !t.fits(f, s) {
		h.count.Strays++
		t.stats.Strays++
		return false
	}
	t.pool.insert(&h.stray, &f.usage, s)
	return false
}

// confirm takes a stray segment into the stream when the other end has
// acknowledged it.
func (t *Table) confirm(f *Flow, side uint8) {
	h := &f.half[side]
	if b := h.stray.head; b != nil && before(b.seq, h.lastAck) && !before(h.stray.tail.end(), h.lastAck) {
		t.jump(f, side)
	}
}

// jump lets the stream go on with the stray segment.
func (t *Table) jump(f *Flow, side uint8) {
	h := &f.half[side]
	t.leap(f, side, h.stray.head.seq)
	h.pending, h.stray = h.stray, queue{}
	t.drain(f)
}

// leap lets the stream go on at seq. What waited is delivered before.
func (t *Table) leap(f *Flow, side uint8, seq uint32) {
	h := &f.half[side]
	if b := h.pending.tail; b != nil {
		t.giveUp(f, side, b.end(), true)
	}
	t.pool.giveAll(&h.kept)
	n := seq - h.next
	if n > UnknownJump {
		n = 0
	}
	first := h.first
	h.start(seq)
	if h.origin {
		h.first = first
	}
	h.next -= n
	t.gap(f, side, n)
	h.tail = 0
	h.hasFIN, h.finished = false, false
	if h.hasAck && h.near(h.lastAck) {
		h.acked = h.lastAck
	}
}

// dropStray gives the stray segment up.
func (t *Table) dropStray(f *Flow, h *half) {
	if h.stray.head == nil {
		return
	}
	h.count.Strays++
	t.stats.Strays++
	for b := h.stray.head; b != nil; b = b.next {
		f.usage.remove(b)
	}
	t.pool.giveAll(&h.stray)
}
