package flow

// keep keeps delivered octets, to compare retransmissions with. Octets of this
// direction acknowledged before are dropped for them.
func (t *Table) keep(f *Flow, side uint8, s *segment) {
	if len(s.b) == 0 {
		return
	}
	h := &f.half[side]
	one := h.kept.head
	if one != nil && one == h.kept.tail && len(s.b) <= blockOctets && h.acked == s.seq {
		t.pool.fill(one, s)
		return
	}
	t.trim(f, side)
	part := *s
	part.missing = 0
	for len(part.b) > 0 && t.pool.spare() {
		b := t.pool.take()
		t.pool.fill(b, &part)
		h.kept.push(b)
	}
	t.trim(f, side)
}

// keepBlock keeps a block that was delivered from among those waiting.
func (t *Table) keepBlock(f *Flow, side uint8, b *block) {
	if b.n == 0 || !t.pool.spare() {
		t.pool.give(b)
		return
	}
	f.half[side].kept.push(b)
	t.trim(f, side)
}

// trim drops kept blocks that were acknowledged, but not the last, and those
// beyond the bound.
func (t *Table) trim(f *Flow, side uint8) {
	h := &f.half[side]
	bound := int32(KeptSegments)
	if !f.half[side^1].seen {
		bound = KeptOneSided
	}
	for h.kept.n > 1 {
		if h.kept.n <= bound && (!h.hasAck || before(h.acked, h.kept.head.end())) {
			return
		}
		t.pool.give(h.kept.pop())
	}
}
