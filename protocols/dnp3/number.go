package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// floatingPoint is g100v1 to v3, obsolete: short, long and extended, in IEEE 754
// format.
func floatingPoint(octets int) func(*fragment, *wire.Cursor) {
	return func(x *fragment, c *wire.Cursor) {
		switch octets {
		case 4:
			x.pointOf(wire.Float32(c.LEFloat32()))
		case 8:
			x.pointOf(wire.Float64(c.LEFloat64()))
		default:
			x.pointOf(wire.Octets(c.Octets(octets)))
		}
	}
}

// binaryCoded is g101: digits of four bits, the lowest first.
func binaryCoded(octets int) func(*fragment, *wire.Cursor) {
	return func(x *fragment, c *wire.Cursor) {
		b := c.Octets(octets)
		v, ok := fromBCD(b)
		if !ok {
			x.m.Defects |= own(reservedValue)
		}
		x.pointOf(v)
	}
}

// fromBCD returns the number, or the octets when a digit is none.
func fromBCD(b []byte) (wire.Value, bool) {
	n := uint64(0)
	for i := len(b) - 1; i >= 0; i-- {
		high, low := b[i]>>4, b[i]&0x0f
		if high > 9 || low > 9 {
			return wire.Octets(b), false
		}
		n = n*100 + uint64(high)*10 + uint64(low)
	}
	return wire.Uint(n), true
}
