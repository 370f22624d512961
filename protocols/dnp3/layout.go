package dnp3

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// valueKind is how the value of a point is encoded.
type valueKind uint8

const (
	valueNone   valueKind = iota
	valueState            // bit 7 of the flags
	valueState2           // bits 7 and 6 of the flags
	valueU16
	valueU32
	valueI16
	valueI32
	valueF32
	valueF64
)

// valueOctets is indexed by valueKind.
var valueOctets = [...]int{valueU16: 2, valueU32: 4, valueI16: 2, valueI32: 4, valueF32: 4, valueF64: 8}

// timeKind is the time of a point.
type timeKind uint8

const (
	timeNone     timeKind = iota
	timeAbsolute          // 48 bits, ms since 1970
	timeRelative          // 16 bits, ms since the common time of occurrence
)

var timeOctets = [...]int{timeNone: 0, timeAbsolute: 6, timeRelative: 2}

// layout is what an object of a point consists of, in this order: flags or
// status, value, time.
type layout struct {
	flags   bool
	command bool // the first octet is a control status, with a commanded state in bit 7
	value   valueKind
	time    timeKind
	octets  int
}

// sized returns the layout with the octets of its objects counted.
func (l layout) sized() layout {
	l.octets = valueOctets[l.value] + timeOctets[l.time]
	if l.flags {
		l.octets++
	}
	return l
}

// points decodes points of a fixed layout: as many as are there.
func (x *fragment) points(v *variation) bool {
	if x.h.sized() {
		return x.sizedPoints(v)
	}
	prefix := int(prefixOctets[x.h.prefix])
	size := prefix + v.layout.octets
	n := min(x.h.count, uint64(x.c.Len()/size))
	b := x.c.Octets(int(n) * size)
	points, like := x.extend(int(n)), x.like(x.h.start)
	for i := range points {
		p, o := &points[i], b[i*size:][:size]
		*p = like
		p.Index += uint32(i)
		if prefix > 0 {
			p.Index = index(o[:prefix])
		}
		x.value(p, &v.layout, o[prefix:])
	}
	if n < x.h.count {
		return x.short()
	}
	return true
}

// sizedPoints decodes points before each of which stands its size.
func (x *fragment) sizedPoints(v *variation) bool {
	for i := range x.h.count {
		before := x.c
		c, ok := x.next(i)
		if !ok || c.Len() < v.layout.octets {
			x.c = before
			return x.short()
		}
		b := c.Octets(v.layout.octets)
		if p := x.point(x.index); p != nil {
			x.value(p, &v.layout, b)
		}
		x.left(c, v)
	}
	return true
}

// value sets flags, value and time of a point from its octets.
func (x *fragment) value(p *wire.Point, l *layout, b []byte) {
	first := b[0]
	if l.flags {
		p.HasQuality, p.Quality = true, uint32(first)
		if l.command {
			p.Quality &= statusMask
		}
		b = b[1:]
	}
	p.Value.Kind, p.Value.Num = scalar(l.value, first, b)
	switch l.time {
	case timeAbsolute:
		x.absolute(p, littleEndian48(b[len(b)-6:]))
	case timeRelative:
		x.relative(p, binary.LittleEndian.Uint16(b[len(b)-2:]))
	}
}

// scalar returns the value in b, or in the flags, as kind and number.
func scalar(k valueKind, flags byte, b []byte) (wire.Kind, uint64) {
	switch k {
	case valueState:
		return wire.KindBool, uint64(flags >> 7)
	case valueState2:
		return wire.KindUint, uint64(flags >> 6)
	case valueU16:
		return wire.KindUint, uint64(binary.LittleEndian.Uint16(b))
	case valueU32:
		return wire.KindUint, uint64(binary.LittleEndian.Uint32(b))
	case valueI16:
		return wire.KindInt, uint64(int16(binary.LittleEndian.Uint16(b)))
	case valueI32:
		return wire.KindInt, uint64(int32(binary.LittleEndian.Uint32(b)))
	case valueF32:
		return wire.KindFloat32, uint64(binary.LittleEndian.Uint32(b))
	case valueF64:
		return wire.KindFloat64, binary.LittleEndian.Uint64(b)
	}
	return wire.KindNone, 0
}

func littleEndian48(b []byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint16(b[4:]))<<32
}

// packed decodes packed bits: a run, or with indexes one octet each.
func (x *fragment) packed(v *variation) bool {
	width, kind := uint64(1), wire.KindBits
	if v.kind == kindBits2 {
		width, kind = 2, wire.KindBits2
	}
	if x.h.prefix != prefixNone {
		return x.unpacked(kind)
	}
	octets := (x.h.count*width + 7) / 8
	count := x.h.count
	ok := octets <= uint64(x.c.Len())
	if !ok {
		octets = uint64(x.c.Len())
		count = octets * 8 / width
	}
	if count > 0 {
		raw := x.c.Octets(int(octets))
		if p := x.point(x.h.start); p != nil {
			p.Count, p.Value = uint32(count), wire.Value{Kind: kind, Raw: raw}
		}
	}
	if !ok {
		return x.short()
	}
	return true
}

// unpacked decodes objects of a packed variation that have prefixes, which leave
// no bits to pack.
func (x *fragment) unpacked(kind wire.Kind) bool {
	for i := range x.h.count {
		before := x.c
		c, ok := x.next(i)
		if !ok || c.Len() == 0 {
			x.c = before
			return x.short()
		}
		if p := x.point(x.index); p != nil {
			p.Value = wire.Value{Kind: kind, Raw: c.Octets(1)}
		} else {
			c.Skip(1)
		}
	}
	return true
}
