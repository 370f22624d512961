package dnp3

import (
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// body decodes what follows the object header. It returns false when the end of
// it cannot be told.
func (x *fragment) body() bool {
	g := &groups[x.h.group]
	v := g.variation(x.h.variation)
	if x.names(v) {
		x.named(g)
		return !x.c.Short
	}
	if v == nil {
		return x.unknown(g)
	}
	switch v.kind {
	case kindBits, kindBits2:
		return x.packed(v)
	case kindPoint:
		return x.points(v)
	}
	return x.each(v)
}

// names tells whether the header stands alone: nothing but headers is expected,
// or there is nothing to the objects. Objects with a size, and authentication,
// come with their octets in any function.
func (x *fragment) names(v *variation) bool {
	if v != nil && v.kind == kindEmpty {
		return true
	}
	if x.h.kind == rangeAll {
		if x.content == contentValues && x.h.group != groupApplication {
			x.m.Defects |= own(badQualifier) // objects without a number of them
		}
		return true
	}
	if x.h.sized() || v != nil && v.always {
		return false
	}
	return x.content == contentNames && !(x.h.group == groupTime && freezeAtTime(x.code))
}

func freezeAtTime(code byte) bool { return code == funcFreezeAtTime || code == funcFreezeAtTimeNR }

// named adds what a header without objects names.
func (x *fragment) named(g *group) {
	if g.variation(x.h.variation) == nil || x.h.variation == 0 && x.content == contentValues {
		x.m.Defects |= own(unknownObject) // "any" says nothing where values must stand
	}
	if x.h.indexed() {
		x.listedIndexes()
		return
	}
	p := x.point(0)
	if p == nil {
		return
	}
	switch {
	case x.h.kind == rangeStartStop:
		p.Index, p.Count = x.h.start, uint32(min(x.h.count, AllPoints))
	case g.points:
		p.Count = AllPoints
	}
}

// listedIndexes adds a point for each index of a list of them.
func (x *fragment) listedIndexes() {
	for range x.h.count {
		i := number(&x.c, prefixOctets[x.h.prefix])
		if x.c.Short {
			x.short()
			return
		}
		x.point(i)
	}
}

// point adds a point of the current group and variation; nil when there are too
// many.
func (x *fragment) point(index uint32) *wire.Point {
	p := x.extend(1)
	if len(p) == 0 {
		return nil
	}
	p[0] = x.like(index)
	return &p[0]
}

// pointOf adds the current point, whose value is v.
func (x *fragment) pointOf(v wire.Value) {
	if p := x.point(x.index); p != nil {
		p.Value = v
	}
}

// like returns a point of the current group and variation without a value.
func (x *fragment) like(index uint32) wire.Point {
	access := x.access
	if x.h.group == groupRelayOutput || x.h.group == groupAnalogOutput {
		access = wire.AccessWrite // in a response it is the echo
	}
	return wire.Point{Space: uint32(x.h.group)<<8 | uint32(x.h.variation), Index: index, Count: 1, Access: access}
}

// extend adds n points, or as many as there may be; the caller fills them.
func (x *fragment) extend(n int) []wire.Point {
	m, from := x.m, len(x.m.Points)
	if from+n > wire.MaxPoints {
		n = wire.MaxPoints - from
		m.Defects |= wire.Omitted
	}
	m.Points = slices.Grow(m.Points, n)[:from+n]
	return m.Points[from:]
}

// unknown deals with a variation that is not assigned: objects whose size is
// told are kept raw, without it the rest of the fragment is.
func (x *fragment) unknown(g *group) bool {
	x.m.Defects |= own(unknownObject)
	if !x.h.sized() {
		return false
	}
	return x.each(&unknownVariation)
}

var unknownVariation = variation{kind: kindObject, list: "unknown", item: "object_data",
	decode: func(x *fragment, c *wire.Cursor) { x.field(4, "data", "", wire.Octets(c.Rest())) }}

// each decodes objects one by one.
func (x *fragment) each(v *variation) bool {
	list := -1
	for i := range x.h.count {
		before := x.c
		c, ok := x.next(i)
		if !ok || !x.h.sized() && c.Len() < v.least {
			x.c = before
			return x.short()
		}
		if v.list != "" {
			list = x.element(list, v)
		}
		if c.Len() >= v.least {
			v.decode(x, c)
		} else {
			c.Short = true
		}
		if x.h.sized() {
			x.left(c, v)
		} else if c.Short {
			return x.short()
		}
	}
	return true
}

// element adds the structure of one object to the list at a place, or to a new
// one; it returns the place.
func (x *fragment) element(list int, v *variation) int {
	if list < 0 {
		list = x.list(2, v.list)
	}
	x.item(list, v.item, wire.Struct())
	if x.h.kind == rangeStartStop || x.h.indexed() {
		x.field(4, "index", "", wire.Uint(uint64(x.index)))
	}
	return list
}

// left checks that an object whose size is told was that long, and keeps what is
// left of it.
func (x *fragment) left(c *wire.Cursor, v *variation) {
	if c.Short || c.Len() > 0 {
		x.m.Defects |= own(objectSize)
	}
	depth := uint8(2) // of the header
	if v.list != "" {
		depth = 4 // of the object
	}
	if c.Len() > 0 {
		x.field(depth, "data", "", wire.Octets(c.Octets(c.Len())))
	}
}

// next reads the prefix of object i, and returns the cursor it is read from: its
// own octets when their number is told.
func (x *fragment) next(i uint64) (*wire.Cursor, bool) {
	prefix := number(&x.c, prefixOctets[x.h.prefix])
	x.index = x.h.start + uint32(i)
	if !x.h.sized() {
		if x.h.indexed() {
			x.index = prefix
		}
		return &x.c, !x.c.Short
	}
	if x.c.Short || uint64(prefix) > uint64(x.c.Len()) {
		return &x.c, false
	}
	x.one = wire.NewCursor(x.c.Octets(int(prefix)))
	return &x.one, true
}

// short tells that the fragment ends before its objects do. It returns false.
func (x *fragment) short() bool {
	x.m.Defects |= truncated(x.cut)
	return false
}
