package dnp3

import (
	"bytes"

	"github.com/banken-ot/banken/protocols/wire"
)

// Bits of the transport octet (IEEE 1815-2012, clause 8).
const (
	transportFIN = 0x80
	transportFIR = 0x40
	transportSEQ = 0x3f
)

// Bounds of reassembly.
const (
	// MaxFragment is the longest fragment that is joined. Devices send 2048
	// octets unless configured otherwise, and configuration goes no further than
	// the 65,535 of a 16-bit setting.
	MaxFragment = 64 << 10
	// MaxAssemblies is how many fragments of one connection may be unfinished
	// at the same time: masters poll one outstation after another, so more than
	// one each way happens only when outstations report on their own.
	MaxAssemblies = 4
)

// assembly is a fragment of which segments are still to come.
type assembly struct {
	active   bool
	dir      wire.Direction
	ends     uint32 // source and destination
	used     uint64
	octets   []byte
	last     int // where the last segment starts in octets
	seq      byte
	segments int
	broken   bool // what follows cannot be joined any more
	defects  wire.Defects
}

// userData decodes a frame that carries a transport segment.
func (d *decoder) userData(m *wire.Message, dir wire.Direction, f *frame, b []byte, trusted int) {
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
	if trusted == 0 {
		d.halves[dir].unread = true
		d.linkMessage(m, f)
		return
	}
	d.segment(m, dir, f, d.data[:trusted], again)
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
	d.hash.Reset()
	_, _ = d.hash.Write(b)
	now := repeated{true, f.control & controlFCB, d.hash.Sum64()}
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
		open.active = false
		m.Defects |= own(fragmentAbandoned)
	}
	if t&transportFIN != 0 {
		d.application(m, dir, f, apdu{octets: payload, segments: 1, cut: m.Defects&own(blockCRC) != 0})
		return
	}
	open = d.freeAssembly(m)
	*open = assembly{active: true, dir: dir, ends: f.sourceDestination(), used: d.uses, octets: append(open.octets[:0], payload...),
		seq: t & transportSEQ, segments: 1, defects: m.Defects, broken: m.Defects&own(blockCRC) != 0}
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
		s.join(seq, payload)
	}
	if m.Defects&own(blockCRC) != 0 {
		s.broken = true
	}
	if t&transportFIN == 0 {
		return
	}
	s.active = false
	m.Defects |= s.defects
	d.application(m, dir, f, apdu{octets: s.octets, segments: s.segments, cut: s.broken})
}

func (s *assembly) join(seq byte, payload []byte) {
	if seq != (s.seq+1)&transportSEQ {
		s.defects |= own(segmentMissing)
		s.broken = true
	}
	s.seq = seq
	s.segments++
	if s.broken {
		return
	}
	if len(s.octets)+len(payload) > MaxFragment {
		s.defects |= own(fragmentTooLong)
		s.broken = true
		return
	}
	s.last = len(s.octets)
	s.octets = append(s.octets, payload...)
}

func (f *frame) sourceDestination() uint32 { return uint32(f.src)<<16 | uint32(f.destination) }

// assembly returns the unfinished fragment a frame may continue, or nil.
func (d *decoder) assembly(dir wire.Direction, f *frame) *assembly {
	for i := range d.assemblies {
		if s := &d.assemblies[i]; s.active && s.dir == dir && s.ends == f.sourceDestination() {
			return s
		}
	}
	return nil
}

// freeAssembly returns one to begin with: a free one, or the one not used for
// longest, whose fragment is given up.
func (d *decoder) freeAssembly(m *wire.Message) *assembly {
	d.uses++
	oldest := &d.assemblies[0]
	for i := range d.assemblies {
		s := &d.assemblies[i]
		if !s.active {
			return s
		}
		if s.used < oldest.used {
			oldest = s
		}
	}
	m.Defects |= own(fragmentAbandoned)
	return oldest
}
