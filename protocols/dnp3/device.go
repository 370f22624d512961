package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// storage is g81v1: how full the event buffer for a kind of object is.
func storage(x *fragment, c *wire.Cursor) {
	x.number("overflow_state", uint64(c.U8()))
	x.number("object_group", uint64(c.U8()))
	x.number("object_variation", uint64(c.U8()))
}

// profile is g82v1: the functions a device supports, by bit, and the object
// headers it understands.
func profile(x *fragment, c *wire.Cursor) {
	x.field(4, "functions", "", wire.Hex(c.LE64()))
	n := c.LE16()
	list := x.list(4, "supported_objects")
	for range n {
		if c.Len() < 4 {
			c.Short = true
			return
		}
		x.item(list, "supported_object", wire.Struct())
		x.field(6, "group", "", wire.Uint(uint64(c.U8())))
		x.field(6, "variation", "", wire.Uint(uint64(c.U8())))
		x.field(6, "qualifier", "", wire.Hex(uint64(c.U8())))
		x.field(6, "range", "", wire.Uint(uint64(c.U8())))
	}
}

// registration is g83v1: an object of a vendor's own.
func registration(x *fragment, c *wire.Cursor) {
	x.field(4, "vendor", "", wire.Text(c.Octets(4)))
	x.number("object_id", uint64(c.LE16()))
	x.field(4, "data_objects", "", wire.Octets(c.Octets(int(c.LE16()))))
}

// registrationDescriptor is g83v2: what a vendor's object consists of.
func registrationDescriptor(x *fragment, c *wire.Cursor) {
	x.field(4, "vendor", "", wire.Text(c.Octets(4)))
	x.number("object_id", uint64(c.LE16()))
	n := c.LE16()
	list := x.list(4, "specifiers")
	for range n {
		if c.Len() < 4 {
			c.Short = true
			return
		}
		x.item(list, "specifier", wire.Struct())
		x.field(6, "quantity", "", wire.Uint(uint64(c.LE16())))
		x.field(6, "group", "", wire.Uint(uint64(c.U8())))
		x.field(6, "variation", "", wire.Uint(uint64(c.U8())))
	}
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
func unsigned8(x *fragment, c *wire.Cursor) {
	v := wire.Uint(uint64(c.U8()))
	if p := x.point(x.index); p != nil {
		p.Value = v
	}
}

// octetString is g110 to g113, whose variation is the length.
func octetString(x *fragment, c *wire.Cursor) {
	b := c.Octets(min(int(x.h.variation), c.Len()))
	if len(b) < int(x.h.variation) {
		c.Short = true
	}
	if p := x.point(x.index); p != nil {
		p.Value = wire.Octets(b)
	}
}
