package flow

import "github.com/banken-ot/banken/sensor/packet"

const (
	fragmentMarks = 8  // fragments of a whole datagram that are remembered
	overlapOctets = 64 // octets of an overlap that are kept until the datagram is whole
)

// fragmentKey names a datagram. Of IPv6 the protocol is no part of it: the first
// fragment says it (RFC 8200, 4.5).
type fragmentKey struct {
	src, dst [16]byte
	id       uint32
	vlan     [2]uint16
	protocol uint8
	version  uint8
}

func fragmentKeyOf(p *packet.Packet) fragmentKey {
	k := fragmentKey{p.Src, p.Dst, p.ID, vlans(p), p.Protocol, p.IPVersion}
	if p.IPVersion == 6 {
		k.protocol = 0
	}
	return k
}

func (k *fragmentKey) hash(seed uint64) uint32 {
	h := mix(address(&k.src)^seed, address(&k.dst)^prime0)
	return uint32(mix(h^uint64(k.id), prime1^seed))
}

// datagram collects the fragments of one IP datagram. When it is whole it stays
// for DuplicateTime: copies of its fragments begin it again, but are not counted
// as a datagram that never became whole.
type datagram struct {
	key      fragmentKey
	number   uint32
	began    int64 // time of the first fragment
	parts    queue
	usage    usage
	total    uint32 // octets of the datagram, when last is set
	last     bool   // the last fragment was seen
	protocol uint8  // from the fragment with offset 0
	clash    bool   // fragments overlapped with other octets: see overlap
	overlap  Overlap
	octets   [2][overlapOctets]byte // what overlap refers to

	whole  bool  // was put together,
	at     int64 // at this time
	copies bool  // and nothing but copies came since
	marks  [fragmentMarks]uint64
	marked uint8
}

// deadline returns when the datagram is given up or forgotten.
func (d *datagram) deadline() int64 {
	if d.copies {
		return plus(d.at, DuplicateTime)
	}
	return plus(d.began, FragmentTime)
}

// copied reports whether a fragment with this mark was part of the datagram when
// it was whole, and remembers it otherwise.
func (d *datagram) copied(mark uint64) bool {
	for _, m := range d.marks[:min(int(d.marked), fragmentMarks)] {
		if m == mark {
			return d.whole
		}
	}
	if d.marked < fragmentMarks {
		d.marks[d.marked] = mark
		d.marked++
	}
	return false
}

// sound reports whether a fragment can be part of a datagram at all.
func sound(p *packet.Packet) bool {
	size := uint64(len(p.Payload)) + uint64(p.Missing)
	if size == 0 || uint64(p.FragmentOffset)+size > MaxDatagram {
		return false
	}
	return !p.MoreFragments || size%8 == 0 // RFC 791, 3.2; RFC 8200, 4.5
}

// agrees takes what a fragment says of the datagram's length, and reports false
// when that contradicts the fragments before.
func (d *datagram) agrees(p *packet.Packet) bool {
	end := uint32(p.FragmentOffset) + uint32(len(p.Payload)) + p.Missing
	switch {
	case d.last && end > d.total, d.last && !p.MoreFragments && end != d.total:
		return false
	case !p.MoreFragments && d.parts.tail != nil && d.parts.tail.end() > end:
		return false
	}
	if !p.MoreFragments {
		d.last, d.total = true, end
	}
	return true
}

// note remembers the first conflict until the flow is known.
func (d *datagram) note(c *clash) {
	if d.clash {
		return
	}
	d.clash = true
	k := copy(d.octets[0][:], c.kept)
	r := copy(d.octets[1][:], c.refused)
	d.overlap = Overlap{First: c.first, Kept: d.octets[0][:k], Refused: d.octets[1][:r], Fragment: true}
}

// join copies the datagram into b once every octet of it is there; those at its
// end may be missing where the capture cut the last fragment.
func (d *datagram) join(b []byte) (n int, missing uint32, ok bool) {
	tail := d.parts.tail
	if !d.last || tail == nil || d.usage.octets+tail.missing != d.total {
		return 0, 0, false
	}
	for p := d.parts.head; p != nil; p = p.next {
		if int(p.seq) != n {
			return 0, 0, false
		}
		n += copy(b[n:], p.octets())
	}
	return n, tail.missing, true
}
