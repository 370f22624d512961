package modbus

import "github.com/banken-ot/banken/protocols/wire"

// whole returns a decode function for a layout that is published, but not by the
// vendor: when it does not account for every octet, what it made of them is taken
// back and they stay raw.
func whole(decode func(x *content)) func(x *content) {
	return func(x *content) {
		begin := x.mark()
		decode(x)
		x.settle(begin)
	}
}

// mark is a place to go back to.
type mark struct {
	points, fields int
	defects        wire.Defects
	c              wire.Cursor
}

func (x *content) mark() mark { return mark{len(x.m.Points), len(x.m.Fields), x.m.Defects, x.c} }

// settle goes back when the octets since begin were not all there, or not all
// accounted for; it tells whether they were.
func (x *content) settle(begin mark) bool {
	if !x.c.Short && x.c.Len() == 0 {
		return true
	}
	x.m.Points, x.m.Fields = x.m.Points[:begin.points], x.m.Fields[:begin.fields]
	x.m.Defects, x.c = begin.defects, begin.c
	return false
}

// le16 and le32 add numbers that are sent low octet first, as all in UMAS.
func (x *content) le16(name string) { x.m.Field(name, wire.Hex(uint64(x.c.LE16()))) }
func (x *content) le32(name string) { x.m.Field(name, wire.Hex(uint64(x.c.LE32()))) }

// counted8 reads a text behind its length.
func (x *content) counted8() []byte { return x.c.Octets(int(x.c.U8())) }

// umasSubCode reads which part of an information is asked for.
func umasSubCode(x *content) { x.m.Field("sub_code", wire.Hex(uint64(x.c.U8()))) }

// umasInitialized tells how long messages may be, and what the controller is.
func umasInitialized(x *content) {
	x.m.Field("max_frame_size", wire.Uint(uint64(x.c.LE16())))
	x.le16("firmware_version")
	x.le32("unknown")
	x.le32("internal_code")
	x.m.Field("host_name", wire.Text(x.counted8()))
}

// umasIdentity tells the hardware, its versions and its memory; of a controller
// that tells it in another way, the name where it usually is.
func umasIdentity(x *content) {
	begin := x.mark()
	x.identity()
	if x.settle(begin) {
		return
	}
	const numbers = 22
	b := x.c.Rest()
	if len(b) > numbers && numbers+1+int(b[numbers]) <= len(b) {
		x.m.Field("hardware_name", wire.Text(b[numbers+1:numbers+1+int(b[numbers])]))
	}
	x.m.Field("identity", wire.Octets(b))
}

func (x *content) identity() {
	x.le16("range")
	x.le32("ident")
	for _, name := range [...]string{"model", "com_version", "com_patch", "int_version", "hardware_version"} {
		x.le16(name)
	}
	x.le32("crash_code")
	x.le16("unknown")
	x.m.Field("hardware_name", wire.Text(x.counted8()))
	n := int(x.c.U8())
	x.m.Field("memory_banks", wire.List(n))
	for range n {
		x.memoryBank()
	}
}

func (x *content) memoryBank() {
	if x.c.Short {
		return
	}
	x.m.FieldAt(1, "memory_bank", "", wire.Struct())
	x.m.FieldAt(2, "block_type", "", wire.Uint(uint64(x.c.U8())))
	x.m.FieldAt(2, "folio", "", wire.Uint(uint64(x.c.U8())))
	x.m.FieldAt(2, "status", "", wire.Hex(uint64(x.c.LE16())))
	x.m.FieldAt(2, "memory_length", "", wire.Uint(uint64(x.c.LE32())))
}

// umasProject finds the project's name, which a length tells behind 38 octets;
// they hold dates and numbers.
func umasProject(x *content) {
	b := x.c.Octets(38)
	name := x.counted8()
	if x.c.Short || len(name) == 0 || name[len(name)-1] != 0 {
		x.c.Short = true // another layout, as other sub-codes have
		return
	}
	x.m.Field("project_name", wire.Text(name[:len(name)-1]))
	x.m.Field("project_data", wire.Octets(b))
}

// umasState is read-plc-status: octets of state, the numbers by which blocks of
// the application are told from others, more state. A number changes with the
// block.
func umasState(x *content) {
	state := x.c.Octets(3)
	n := int(x.c.U8())
	x.m.Field("state", wire.Octets(state))
	x.m.Field("blocks", wire.List(n))
	for range n {
		if x.c.Short {
			return
		}
		x.m.FieldAt(1, "block_check", "", wire.Hex(uint64(x.c.LE32())))
	}
	if b := x.c.Rest(); len(b) > 0 {
		x.m.Field("more_state", wire.Octets(b))
	}
}
