package dnp3

import (
	"bytes"
	"hash/maphash"

	"github.com/banken-ot/banken/protocols/wire"
)

// Bits of the transport octet (IEEE 1815-2012, clause 8).
const (
	transportFIN = 0x80
	transportFIR = 0x40
	transportSEQ = 0x3f
)

// userData decodes the frame at b, which carries a transport segment, as far as
// it can be trusted.
func (d *decoder) userData(m *wire.Message, dir wire.Direction, f *frame, b, trusted []byte) {
	m.Defects |= f.countDefects()
	again := false
	if f.function() == linkConfirmedData {
		again = d.confirmedData(f, b)
	}
	if again {
		m.Defects |= own(frameRepeated)
	}
	if f.length == 0 {
		m.Defects |= own(linkData)
	}
	if len(trusted) == 0 {
		d.halves[dir].unread = true
		d.linkMessage(m, f)
		return
	}
	d.segment(m, dir, f, trusted, again)
}

func (f *frame) countDefects() wire.Defects {
	if info := f.info(); info.known && (f.control&controlFCV != 0) != info.fcv {
		return own(frameCountValid)
	}
	return 0
}

// confirmedData notes that an acknowledgement is due, and tells whether the
// frame is the last one sent again: same frame count bit, same octets (clause 9).
func (d *decoder) confirmedData(f *frame, b []byte) (again bool) {
	a, side := d.association(f.ends()), f.control>>7
	a.awaits[side] = awaitsData
	now := repeated{true, f.control & controlFCB, maphash.Bytes(d.seed, b)}
	again = a.counted[side] == now
	a.counted[side] = now
	return again
}

// segment takes one transport segment; s begins with the transport octet.
func (d *decoder) segment(m *wire.Message, dir wire.Direction, f *frame, s []byte, again bool) {
	t, payload := s[0], s[1:]
	open := d.assembly(dir, f)
	whole := t&(transportFIR|transportFIN) == transportFIR|transportFIN
	switch {
	case again && !whole:
		d.ignore(m, f, open)
	case t&transportFIR != 0:
		d.first(m, dir, f, open, t, payload)
	case open == nil:
		d.unexpected(m, dir, f, s)
	default:
		d.next(m, dir, f, open, t, payload)
	}
}

// ignore passes over a segment the receiver ignores.
func (d *decoder) ignore(m *wire.Message, f *frame, open *assembly) {
	if open == nil {
		d.linkMessage(m, f)
		return
	}
	open.defects |= m.Defects
}

// first takes a segment with FIR: a fragment begins, and an unfinished one of
// the same two ends is given up (clause 8).
func (d *decoder) first(m *wire.Message, dir wire.Direction, f *frame, open *assembly, t byte, payload []byte) {
	d.halves[dir].gap = false
	if open != nil {
		d.close(open)
		m.Defects |= own(fragmentAbandoned)
	}
	damaged := m.Defects&own(blockCRC) != 0
	if t&transportFIN != 0 {
		d.application(m, dir, f, &apdu{octets: payload, segments: 1, cut: damaged})
		return
	}
	s := d.begin(m, dir, f)
	s.seq, s.segments, s.defects = t&transportSEQ, 1, m.Defects
	s.add(d.room, payload)
	s.broken = s.broken || damaged
}

// unexpected reports a segment without FIR that continues nothing.
func (d *decoder) unexpected(m *wire.Message, dir wire.Direction, f *frame, s []byte) {
	d.linkMessage(m, f)
	d.halves[dir].unread = true
	if d.halves[dir].gap {
		m.Defects |= wire.NotCaptured
	} else {
		m.Defects |= own(segmentUnexpected)
	}
	m.Field("transport", wire.Hex(uint64(s[0])))
	m.Field("data", wire.Octets(s[1:]))
}

// next joins a segment to the fragment it continues.
func (d *decoder) next(m *wire.Message, dir wire.Direction, f *frame, s *assembly, t byte, payload []byte) {
	d.uses++
	s.used = d.uses
	s.defects |= m.Defects
	seq := t & transportSEQ
	if seq == s.seq && !s.broken && bytes.Equal(payload, s.octets[s.last:]) {
		s.defects |= own(segmentRepeated)
	} else {
		s.join(d.room, seq, payload)
	}
	if m.Defects&own(blockCRC) != 0 {
		s.broken = true
	}
	if t&transportFIN == 0 {
		return
	}
	m.Defects |= s.defects
	whole := d.finish(s)
	d.application(m, dir, f, &whole)
}
