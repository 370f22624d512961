package dnp3

import (
	"encoding/binary"
	"math"

	"github.com/banken-ot/banken/protocols/wire"
)

// AllPoints is the Count of a point that stands for every point of its space
// (range specifier code 6; IEEE 1815-2012, 4.2.2): indexes have at most 32 bits,
// so a range from index 0 with this count holds all of them but one nobody has.
const AllPoints = math.MaxUint32

// MaxRange is how many objects one header (4.2.2) may name before it counts as
// excessive: indexes of more than 16 bits exist only on paper.
const MaxRange = 1 << 16

// Object prefix codes (IEEE 1815-2012, 4.2.2).
const (
	prefixNone   = 0
	prefixIndex4 = 3 // 1 to 3: an index of 1, 2, 4 octets
	prefixSize1  = 4 // 4 to 6: a size of 1, 2, 4 octets
	prefixSize4  = 6
)

// rangeKind is what the range specifier code says of the range.
type rangeKind uint8

const (
	rangeReserved rangeKind = iota
	rangeStartStop
	rangeAll
	rangeCount
)

// ranges is indexed by range specifier code: kind, and octets of each number.
// Codes 3 to 5 are virtual addresses, laid out as indexes.
var ranges = [16]struct {
	kind   rangeKind
	octets uint8
}{
	0: {rangeStartStop, 1}, 1: {rangeStartStop, 2}, 2: {rangeStartStop, 4},
	3: {rangeStartStop, 1}, 4: {rangeStartStop, 2}, 5: {rangeStartStop, 4},
	6: {rangeAll, 0},
	7: {rangeCount, 1}, 8: {rangeCount, 2}, 9: {rangeCount, 4},
	11: {rangeCount, 1},
}

// prefixOctets is indexed by object prefix code.
var prefixOctets = [8]uint8{0, 1, 2, 4, 1, 2, 4, 0}

// header is an object header (4.2.2).
type header struct {
	group, variation, qualifier byte
	prefix                      byte
	kind                        rangeKind
	start, stop                 uint32
	count                       uint64 // objects; 0 when kind is rangeAll
}

func (h *header) sized() bool   { return h.prefix >= prefixSize1 && h.prefix <= prefixSize4 }
func (h *header) indexed() bool { return h.prefix > prefixNone && h.prefix <= prefixIndex4 }

// number reads an unsigned number of 0, 1, 2 or 4 octets.
func number(c *wire.Cursor, octets uint8) uint32 {
	switch octets {
	case 1:
		return uint32(c.U8())
	case 2:
		return uint32(c.LE16())
	case 4:
		return c.LE32()
	}
	return 0
}

// index returns the number in 1, 2 or 4 octets, low octet first.
func index(b []byte) uint32 {
	switch len(b) {
	case 1:
		return uint32(b[0])
	case 2:
		return uint32(binary.LittleEndian.Uint16(b))
	}
	return binary.LittleEndian.Uint32(b)
}

// read reads a header. It returns false when what follows the header cannot be
// told: it is cut short, its qualifier is reserved, or its range is reversed.
func (h *header) read(c *wire.Cursor) (bad wire.Defects, ok bool) {
	*h = header{group: c.U8(), variation: c.U8(), qualifier: c.U8()}
	h.prefix = h.qualifier >> 4 & 7
	code := h.qualifier & 0x0f
	r := ranges[code]
	h.kind = r.kind
	if h.qualifier&0x80 != 0 || h.prefix == 7 || r.kind == rangeReserved || (code == 11) != h.sized() {
		bad = own(badQualifier)
	}
	switch r.kind {
	case rangeReserved:
		return bad, false
	case rangeStartStop:
		h.start, h.stop = number(c, r.octets), number(c, r.octets)
		h.count = uint64(h.stop) - uint64(h.start) + 1
	case rangeCount:
		h.count = uint64(number(c, r.octets))
	}
	return bad | h.check(c), !c.Short && h.prefix != 7 && h.stop >= h.start
}

func (h *header) check(c *wire.Cursor) (bad wire.Defects) {
	switch {
	case c.Short:
	case h.stop < h.start:
		h.count = 0
		return own(rangeReversed)
	case h.count > MaxRange:
		return own(countExcessive)
	}
	return 0
}
