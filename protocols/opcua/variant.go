package opcua

import "github.com/banken-ot/banken/protocols/wire"

// The encoding octet of a Variant (Part 6, 5.2.2.16).
const (
	variantType       = 0x3f
	variantDimensions = 0x40
	variantArray      = 0x80
)

// variant shows a Variant: a scalar as a field of its type, an array as a list,
// a matrix as a structure of both its values and its dimensions. Whatever is in
// it is a value.
func (r *reader) variant(name string, depth uint8) {
	inert := r.inert
	r.inert = true
	r.anyVariant(name, depth)
	r.inert = inert
}

func (r *reader) anyVariant(name string, depth uint8) {
	mask := r.c.U8()
	typ := builtin(mask & variantType)
	switch {
	case r.c.Short || r.deep(depth):
	case typ > typeLastReserved || typ == typeNull && mask != 0:
		r.flag(defectEncoding)
		r.halt(depth)
	case typ == typeNull:
		r.put(depth, name, wire.Value{})
		r.tell(wire.Value{})
	case mask&variantArray != 0:
		r.array(typ, mask, name, depth)
	case mask&variantDimensions != 0:
		r.flag(defectEncoding)
		r.halt(depth)
	case typ == typeVariant: // not allowed, and decoded all the same
		r.flag(defectNestedVariant)
		r.put(depth, name, wire.Struct())
		r.variant("Variant", depth+1)
	default:
		r.show(typ, 0, name, depth, true)
	}
}

// array shows the elements of a Variant's array.
func (r *reader) array(typ builtin, mask byte, name string, depth uint8) {
	matrix := mask&variantDimensions != 0
	if matrix {
		r.put(depth, name, wire.Struct())
		depth, name = depth+1, "Value"
	}
	n := r.length()
	switch {
	case r.c.Short || r.deep(depth+1) || r.tooLong(n, typ, depth):
		return
	case n < 0:
		r.put(depth, name, wire.Value{})
		r.tell(wire.Value{})
	default:
		r.elements(typ, n, name, depth)
	}
	if matrix {
		last := *r.last
		r.dimensions(max(n, 0), depth)
		r.tell(last)
	}
}

func (r *reader) elements(typ builtin, n int, name string, depth uint8) {
	r.put(depth, name, wire.List(n))
	for i := 0; i < n && !r.c.Short; i++ {
		if typ == typeVariant {
			r.variant("Variant", depth+1)
		} else {
			r.show(typ, 0, builtinNames[typ], depth+1, true)
		}
	}
	r.tell(wire.List(n))
}

// dimensions shows the lengths of a matrix, whose product is the number of
// values.
func (r *reader) dimensions(values int, depth uint8) {
	n := r.length()
	if n < 0 {
		return
	}
	if n > r.c.Len()/4 {
		r.m.Defects |= wire.Truncated
		r.halt(depth)
		return
	}
	r.put(depth, "ArrayDimensions", wire.List(n))
	product := int64(1)
	for range n {
		r.scalar(typeInt32, 0, "Int32", depth+1, true)
		if product *= int64(r.last.Num); product < 0 || product > MaxReassembly {
			product = -1 // no message holds so many
		}
	}
	if product != int64(values) && !r.c.Short {
		r.flag(defectDimensions)
	}
}

// The encoding octet of a DataValue (Part 6, 5.2.2.17).
const (
	dataValueValue = 1 << iota
	dataValueStatus
	dataValueSourceTime
	dataValueServerTime
	dataValueSourcePicoseconds
	dataValueServerPicoseconds
)

// dataValue shows a DataValue and leaves what it told in data.
func (r *reader) dataValue(name string, depth uint8) {
	mask := r.c.U8()
	if r.c.Short || r.deep(depth+1) {
		return
	}
	if mask&0xc0 != 0 {
		r.flag(defectEncoding)
	}
	r.put(depth, name, wire.Struct())
	depth++
	r.tell(wire.Value{})
	if mask&dataValueValue != 0 {
		r.variant("Value", depth)
	}
	d := &r.data // only now, for there may be one in the Variant
	assign(&d.value, r.last)
	d.status, d.has, d.time, d.hasTime = 0, false, 0, false
	if mask&dataValueStatus != 0 {
		r.scalar(typeStatusCode, 0, "StatusCode", depth, false)
		d.status, d.has = uint32(r.last.Num), true
	}
	if mask&dataValueSourceTime != 0 {
		r.scalar(typeDateTime, 0, "SourceTimestamp", depth, false)
		d.time, d.hasTime = int64(r.last.Num), r.last.Kind == wire.KindTime
	}
	if mask&dataValueSourcePicoseconds != 0 {
		r.scalar(typeUInt16, 0, "SourcePicoseconds", depth, false)
	}
	if mask&dataValueServerTime != 0 {
		r.scalar(typeDateTime, 0, "ServerTimestamp", depth, false)
	}
	if mask&dataValueServerPicoseconds != 0 {
		r.scalar(typeUInt16, 0, "ServerPicoseconds", depth, false)
	}
	r.last = &d.value
}
