package value

import (
	"math"
	"strconv"

	"github.com/banken-ot/banken/baseline"
)

// appendNumber appends a number as people write it: whole ones plain, others with
// six digits.
func appendNumber(dst []byte, x float64) []byte {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.AppendFloat(dst, x, 'f', 0, 64)
	}
	return strconv.AppendFloat(dst, x, 'g', 6, 64)
}

// appendRange appends "200..260".
func appendRange(dst []byte, s span) []byte {
	dst = append(appendNumber(dst, s.low), ".."...)
	return appendNumber(dst, s.high)
}

// appendRate appends "3/s".
func appendRate(dst []byte, x float64) []byte { return append(appendNumber(dst, x), "/s"...) }

// appendValue appends a value of a variable; of a text or octets, its hash.
func (v *variable) appendValue(dst []byte, x uint64) []byte {
	if v.flags&isNumber != 0 {
		return appendNumber(dst, math.Float64frombits(x))
	}
	return strconv.AppendUint(append(dst, '#'), x>>32, 16)
}

// appendBits appends the names of bits: "bit 3, bit 12".
func appendBits(dst []byte, mask uint16) []byte {
	begin := len(dst)
	for i := range 16 {
		if mask>>i&1 != 0 {
			if len(dst) > begin {
				dst = append(dst, ", "...)
			}
			dst = strconv.AppendInt(append(dst, "bit "...), int64(i), 10)
		}
	}
	return dst
}

// appendKnown appends the values that count of a variable with few.
func (d *Detector) appendKnown(dst []byte, v *variable) []byte {
	first := true
	for i := range d.size(v) {
		x := d.valueAt(v, i)
		if !d.isKnown(v, i) {
			continue
		}
		if !first {
			dst = append(dst, ", "...)
		}
		dst, first = v.appendValue(dst, x), false
	}
	return dst
}

// appendPoint appends the name of a variable's point.
func (d *Detector) appendPoint(dst []byte, b *baseline.Book, v *variable) []byte {
	k := baseline.PointKey{Space: v.key.space, Index: v.key.index, Part: v.key.part, Ident: v.key.ident}
	if p := d.protocol(b, &d.units[v.key.unit]); p != nil {
		return b.AppendPoint(dst, p, k)
	}
	dst = strconv.AppendUint(append(dst, "space "...), uint64(k.Space), 10)
	return strconv.AppendUint(append(dst, " index "...), uint64(k.Index), 10)
}

// appendPlace appends "modbus 10.0.0.2:502 station 1".
func (d *Detector) appendPlace(dst []byte, b *baseline.Book, v *variable) []byte {
	u := &d.units[v.key.unit]
	dst = append(append(dst, b.Text(u.unitKey.protocol)...), ' ')
	dst = append(appendAddr(dst, b, u.server), ':')
	dst = strconv.AppendUint(dst, uint64(u.port), 10)
	return strconv.AppendUint(append(dst, " station "...), uint64(u.station), 10)
}

// appendAddr appends the address of an asset, a v6 one in brackets.
func appendAddr(dst []byte, b *baseline.Book, id baseline.AssetID) []byte {
	a := b.Addr(id)
	if a.Is6() {
		return append(a.AppendTo(append(dst, '[')), ']')
	}
	return a.AppendTo(dst)
}
