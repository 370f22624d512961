package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// MaxFragment is the longest fragment that is joined (IEEE 1815-2012, clause 4).
// Devices send 2048 octets unless configured otherwise, and configuration goes no
// further than the 65,535 of a 16-bit setting.
const MaxFragment = 64 << 10

// MaxAssemblies is how many fragments of one connection may have segments to come
// (IEEE 1815-2012, clause 8) at the same time: masters poll one outstation after
// another, so more than one each way happens only when outstations report on
// their own.
const MaxAssemblies = 4

// assembly is a fragment of which segments are still to come (IEEE 1815-2012,
// clause 8).
type assembly struct {
	dir      wire.Direction
	ends     uint32 // source and destination
	used     uint64
	octets   []byte // borrowed from the room
	last     int    // where the last segment starts in octets
	seq      byte
	segments int
	broken   bool // what follows cannot be joined any more
	defects  wire.Defects
}

// join takes the next segment.
func (s *assembly) join(room *wire.Buffers, seq byte, payload []byte) {
	if seq != (s.seq+1)&transportSEQ {
		s.defects |= own(segmentMissing)
		s.broken = true
	}
	s.seq = seq
	s.segments++
	if !s.broken {
		s.add(room, payload)
	}
}

// add puts the octets of a segment behind those before it.
func (s *assembly) add(room *wire.Buffers, payload []byte) {
	if len(s.octets)+len(payload) > MaxFragment {
		s.defects |= own(fragmentTooLong)
		s.broken = true
		return
	}
	longer := room.Grow(s.octets, len(payload))
	if longer == nil {
		s.defects |= own(fragmentAbandoned)
		s.broken = true
		return
	}
	s.last = len(s.octets)
	s.octets = append(longer, payload...)
}

func (f *frame) sourceDestination() uint32 { return uint32(f.src)<<16 | uint32(f.destination) }

// assembly returns the unfinished fragment a frame may continue, or nil.
func (d *decoder) assembly(dir wire.Direction, f *frame) *assembly {
	for i := range d.assemblies {
		if s := &d.assemblies[i]; s.dir == dir && s.ends == f.sourceDestination() {
			return s
		}
	}
	return nil
}

// begin returns the assembly of a fragment that begins. When there are too many,
// the one not used for longest is given up.
func (d *decoder) begin(m *wire.Message, dir wire.Direction, f *frame) *assembly {
	if len(d.assemblies) == MaxAssemblies {
		oldest := &d.assemblies[0]
		for i := range d.assemblies {
			if s := &d.assemblies[i]; s.used < oldest.used {
				oldest = s
			}
		}
		d.close(oldest)
		m.Defects |= own(fragmentAbandoned)
	}
	d.uses++
	d.assemblies = append(d.assemblies, assembly{dir: dir, ends: f.sourceDestination(), used: d.uses})
	return &d.assemblies[len(d.assemblies)-1]
}

// close gives up a fragment. The last assembly takes its place.
func (d *decoder) close(s *assembly) {
	d.room.Give(s.octets)
	d.remove(s)
}

func (d *decoder) remove(s *assembly) {
	last := len(d.assemblies) - 1
	*s = d.assemblies[last]
	d.assemblies[last] = assembly{}
	d.assemblies = d.assemblies[:last]
}

// finish returns the fragment of an assembly that is complete. Its octets are
// lent until the next call of the decoder.
func (d *decoder) finish(s *assembly) apdu {
	whole := apdu{octets: s.octets, segments: s.segments, cut: s.broken}
	d.lent = s.octets
	d.remove(s)
	return whole
}

// takeBack gives back the octets of a finished fragment: the message that refers
// to them is not used any more.
func (d *decoder) takeBack() {
	if d.lent != nil {
		d.room.Give(d.lent)
		d.lent = nil
	}
}
