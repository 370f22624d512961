package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// descriptorCodes of data sets (IEEE 1815-2012, clause 11).
var descriptorCodes = [...]string{1: "ID", 2: "UUID", 3: "NSPC", 4: "NAME", 5: "DAEL", 6: "PTYP", 7: "CTLS", 8: "CTLV"}

// descriptor is g85v1, a prototype, and g86v1, the descriptor of a data set: each
// element is its length, descriptor code, data type code, largest data length
// and ancillary value.
func descriptor(x *fragment, c *wire.Cursor) {
	list := x.list(4, "elements")
	for c.Len() > 0 {
		b := c.Octets(int(c.U8()))
		if c.Short || len(b) < 3 {
			c.Short = true
			return
		}
		x.item(list, "element", wire.Struct())
		x.field(6, "descriptor_code", name(descriptorCodes[:], b[0]), wire.Uint(uint64(b[0])))
		x.field(6, "data_type", typeNames[b[1]], wire.Uint(uint64(b[1])))
		x.field(6, "max_length", "", wire.Uint(uint64(b[2])))
		if len(b) > 3 {
			x.field(6, "ancillary", "", ancillary(b[0], b[3:]))
		}
	}
}

// ancillary returns the ancillary value of a descriptor element: a name, an
// identifier, or octets.
func ancillary(code byte, b []byte) wire.Value {
	switch name(descriptorCodes[:], code) {
	case "ID":
		if len(b) <= 8 {
			return wire.Uint(littleEndian(b))
		}
	case "NSPC", "NAME", "DAEL":
		return wire.Text(b)
	}
	return wire.Octets(b)
}

// characteristics is g86v2: bit 0 readable, 1 writable, 2 static event, 3 event,
// 4 defined by the master.
func characteristics(x *fragment, c *wire.Cursor) {
	b := c.U8()
	x.field(4, "readable", "", wire.Bool(b&1 != 0))
	x.field(4, "writable", "", wire.Bool(b&2 != 0))
	x.field(4, "holds_static_event", "", wire.Bool(b&4 != 0))
	x.field(4, "generates_event", "", wire.Bool(b&8 != 0))
	x.field(4, "defined_by_master", "", wire.Bool(b&16 != 0))
}

// dataSet is g86v3, g87v1 and g88v1: elements of a length and as many octets.
// What they mean is said by the descriptor of the data set.
func dataSet(x *fragment, c *wire.Cursor) {
	list := x.list(4, "elements")
	for c.Len() > 0 {
		b := c.Octets(int(c.U8()))
		if c.Short {
			return
		}
		x.item(list, "element", wire.Octets(b))
	}
}
