package flow

import "github.com/banken-ot/banken/sensor/packet"

// reset takes a packet with RST. It ends the flow when its number is near the
// stream: stricter receivers ignore some of these (RFC 5961, 3), but a stream
// that goes on nevertheless is resumed, and a lenient receiver's end is not
// missed when octets before the RST were lost.
func (t *Table) reset(f *Flow, side uint8, s *segment) {
	h, o := &f.half[side], &f.half[side^1]
	h.count.Resets++
	switch {
	case h.known && h.near(s.seq):
	case !h.firm && s.hasAck && o.known && o.near(s.ack):
		// The refusal of a SYN has the sequence number 0 (RFC 9293, 3.10.7.1).
	default:
		h.count.Strays++
		t.stats.Strays++
		return
	}
	t.end(f, Reset)
}

// finish takes a FIN. One before octets that wait already is not the sender's.
func (h *half) finish(fin uint32) {
	last := h.pending.tail
	if h.hasFIN || fin != h.next && !h.ahead(fin) || last != nil && before(fin, last.end()) {
		return
	}
	h.hasFIN, h.fin, h.sent = true, fin, fin
	h.moved()
}

// afterFIN takes octets behind a FIN. No stack sends them; the FIN was forged,
// or is that of somebody else, and so it is withdrawn.
func (t *Table) afterFIN(h *half, s *segment) {
	if !h.hasFIN || !before(h.fin, s.end()) || s.size() == 1 && s.seq+1 == h.next {
		return
	}
	h.count.AfterFIN++
	if h.finished && !before(h.fin, s.seq) {
		h.next = h.fin
	}
	h.hasFIN, h.finished = false, false
}

// again reports whether a packet of a flow that ended opens a new one: a SYN, or
// octets not seen yet. They go on with the old connection when they are near to
// its streams: somebody took its end for one that was not.
func (f *Flow) again(side uint8, p *packet.Packet) (again, goesOn bool) {
	h := &f.half[side]
	if p.TCPFlags&packet.RST != 0 {
		return false, false
	}
	if p.TCPFlags&packet.SYN != 0 {
		return !h.remembers(markTCP(p), p), false
	}
	s := segmentOf(p)
	switch {
	case len(s.b) == 0:
		return false, false
	case !h.known:
		return true, true
	case !h.near(s.seq):
		return true, false
	}
	end := h.next
	if h.finished {
		end = h.fin
	}
	keepAlive := s.size() == 1 && s.seq+1 == h.next
	goesOn = before(end, s.captured()) && !keepAlive
	return goesOn, goesOn
}

// resume lets the streams of f go on where those of the flow that ended stood,
// so that neither old octets pass for new ones nor new ones for old.
func (f *Flow) resume(before *[2]half, side uint8, p *packet.Packet) {
	f.Resumed = true
	for i := range f.half {
		h, old := &f.half[i], &before[i]
		if !old.known {
			continue
		}
		next := old.next
		if old.finished && (i != int(side) || p.Seq != next) {
			next = old.fin // FIN was not one
		}
		h.start(next)
		h.firm, h.origin = old.firm, old.origin
	}
}

// late counts a packet of a flow that had ended.
func (t *Table) late(f *Flow, side uint8, p *packet.Packet) {
	t.touch(f, p.Time)
	h := &f.half[side]
	h.count.Packets++
	h.count.Octets += uint64(len(p.Payload))
	if p.TCPFlags&packet.RST != 0 {
		h.count.Resets++
	}
	if h.repeated(markTCP(p), p) {
		h.count.Duplicates++
		t.stats.Duplicates++
	}
	t.stats.AfterEnd++
	t.stats.AfterEndOctets += uint64(len(p.Payload))
}
