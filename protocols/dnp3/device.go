package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// part is a number of an object: its name, its octets, and how it is written.
type part struct {
	name   string
	octets uint8
	kind   wire.Kind
}

// Parts of the objects here, in their order (IEEE 1815-2012, Annex A).
var (
	supportedObjectParts = []part{{"group", 1, wire.KindUint}, {"variation", 1, wire.KindUint}, {"qualifier", 1, wire.KindHex}, {"range", 1, wire.KindUint}}
	specifierParts       = []part{{"quantity", 2, wire.KindUint}, {"group", 1, wire.KindUint}, {"variation", 1, wire.KindUint}}
)

// parts adds the numbers of a structure.
func (x *fragment) parts(depth uint8, c *wire.Cursor, parts []part) {
	for i := range parts {
		p := &parts[i]
		x.field(depth, p.name, "", wire.Value{Kind: p.kind, Num: uint64(number(c, p.octets))})
	}
}

// entries adds a list of structures of four octets, as many as the number before
// them says.
func (x *fragment) entries(c *wire.Cursor, list, item string, parts []part) {
	n := c.LE16()
	at := x.list(4, list)
	for range n {
		if c.Len() < 4 {
			c.Short = true
			return
		}
		x.item(at, item, wire.Struct())
		x.parts(6, c, parts)
	}
}

// storage is g81v1: how full the event buffer for a kind of object is, and in bit
// 7 whether it overflowed.
func storage(x *fragment, c *wire.Cursor) {
	fill := c.U8()
	x.number("fill_percentage", uint64(fill&0x7f))
	x.field(4, "overflow_state", "", wire.Bool(fill&0x80 != 0))
	x.number("object_group", uint64(c.U8()))
	x.number("object_variation", uint64(c.U8()))
}

// profile is g82v1: the functions a device supports, by bit, and the object
// headers it understands.
func profile(x *fragment, c *wire.Cursor) {
	x.field(4, "functions", "", wire.Hex(c.LE64()))
	x.entries(c, "supported_objects", "supported_object", supportedObjectParts)
}

// registration is g83v1: an object of a vendor's own.
func registration(x *fragment, c *wire.Cursor) {
	x.vendor(c)
	x.field(4, "data_objects", "", wire.Octets(c.Octets(int(c.LE16()))))
}

// registrationDescriptor is g83v2: what a vendor's object consists of.
func registrationDescriptor(x *fragment, c *wire.Cursor) {
	x.vendor(c)
	x.entries(c, "specifiers", "specifier", specifierParts)
}

// vendor adds whose object it is, and which.
func (x *fragment) vendor(c *wire.Cursor) {
	x.field(4, "vendor", "", wire.Text(c.Octets(4)))
	x.number("object_id", uint64(c.LE16()))
}

// applicationIdentifier is g90v1.
func applicationIdentifier(x *fragment, c *wire.Cursor) {
	b := c.Octets(c.Len())
	x.field(4, "application_identifier", "", wire.Text(b))
	if p := x.point(0); p != nil && len(b) > 0 {
		p.Ident, p.Name = 's', b
	}
}

// activationStatuses of g91v1 (IEEE 1815-2012, Annex A).
var activationStatuses = [...]string{"success", "error", "file-error", "not-file", "not-in-order"}

// activation is g91v1: when a requested operation will be done, and the status
// of each of its parts.
func activation(x *fragment, c *wire.Cursor) {
	x.number("time_delay_ms", uint64(c.LE32()))
	n := c.U8()
	list := x.list(4, "statuses")
	for range n {
		length := int(c.U8())
		b := c.Octets(length)
		if c.Short || length == 0 {
			c.Short = true
			return
		}
		x.item(list, "status_element", wire.Struct())
		x.field(6, "status", name(activationStatuses[:], b[0]), wire.Uint(uint64(b[0])))
		x.refused = x.refused || b[0] != 0
		if length > 1 {
			x.field(6, "ancillary", "", wire.Octets(b[1:]))
		}
	}
}

// unsigned8 is g102v1.
func unsigned8(x *fragment, c *wire.Cursor) { x.pointOf(wire.Uint(uint64(c.U8()))) }

// octetString is g110 to g113, whose variation is the length.
func octetString(x *fragment, c *wire.Cursor) {
	b := c.Octets(min(int(x.h.variation), c.Len()))
	if len(b) < int(x.h.variation) {
		c.Short = true
	}
	x.pointOf(wire.Octets(b))
}
