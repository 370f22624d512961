package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// fileModes of g70v3 (IEEE 1815-2012, Annex A).
var fileModes = [...]string{"null", "read", "write", "append"}

// fileTypes of g70v7.
var fileTypes = [...]string{"directory", "file"}

// fileStatuses of g70v4 and g70v6 (clause 11).
var fileStatuses = [256]string{0: "success", 1: "permission-denied", 2: "invalid-mode", 3: "file-not-found", 4: "file-locked",
	5: "too-many-open", 6: "invalid-handle", 7: "write-block-size", 8: "comm-lost", 9: "cannot-abort",
	16: "not-opened", 17: "handle-expired", 18: "buffer-overrun", 19: "fatal", 20: "block-seq", 255: "undefined"}

// filePermissions are those of the nine bits of a permissions field, the lowest
// first.
const filePermissions = 0x01ff

// lastBlock marks the last block of a file in a block number.
const lastBlock = 1 << 31

// fileIdentifier is g70v1, obsolete.
func fileIdentifier(x *fragment, c *wire.Cursor) {
	size := c.LE16()
	x.field(4, "type_code", "", wire.Uint(uint64(c.U8())))
	x.field(4, "attribute_code", "", wire.Uint(uint64(c.U8())))
	x.field(4, "start_record", "", wire.Uint(uint64(c.LE16())))
	x.field(4, "end_record", "", wire.Uint(uint64(c.LE16())))
	x.field(4, "file_size", "", wire.Uint(uint64(c.LE32())))
	x.timeField("time_of_creation", c.LE48())
	x.permissions(c.LE16())
	x.field(4, "file_handle", "", wire.Uint(uint64(c.LE32())))
	x.field(4, "owner_id", "", wire.Uint(uint64(c.LE32())))
	x.field(4, "group_id", "", wire.Uint(uint64(c.LE32())))
	x.field(4, "file_function_code", "", wire.Uint(uint64(c.U8())))
	x.status(c.U8())
	x.fileName(c.Octets(int(size)))
	x.field(4, "records", "", wire.Octets(c.Rest()))
}

// fileAuthentication is g70v2. Of the password only the length is kept.
func fileAuthentication(x *fragment, c *wire.Cursor) {
	object := *c
	userAt, userLen := c.LE16(), c.LE16()
	passwordAt, passwordLen := c.LE16(), c.LE16()
	key := c.LE32()
	x.field(4, "user_name", "", wire.Text(x.at(object, c, userAt, userLen)))
	x.at(object, c, passwordAt, passwordLen)
	x.field(4, "password", "", wire.Secret(int(passwordLen)))
	x.authenticationKey(key)
}

// authenticationKey is a key an outstation gives out for one use of a file; 0 is
// none.
func (x *fragment) authenticationKey(key uint32) {
	if key == 0 {
		x.field(4, "authentication_key", "", wire.Uint(0))
		return
	}
	x.field(4, "authentication_key", "", wire.Secret(4))
}

// fileCommand is g70v3.
func fileCommand(x *fragment, c *wire.Cursor) {
	object := *c
	at, size := c.LE16(), c.LE16()
	created, permissions, key := c.LE48(), c.LE16(), c.LE32()
	fileSize, mode, block, request := c.LE32(), c.LE16(), c.LE16(), c.LE16()
	x.fileName(x.at(object, c, at, size))
	x.timeField("time_of_creation", created)
	x.permissions(permissions)
	x.authenticationKey(key)
	x.field(4, "file_size", "", wire.Uint(uint64(fileSize)))
	x.field(4, "operational_mode", name(fileModes[:], byte(min(mode, 0xff))), wire.Uint(uint64(mode)))
	x.field(4, "maximum_block_size", "", wire.Uint(uint64(block)))
	x.field(4, "request_id", "", wire.Uint(uint64(request)))
}

// fileCommandStatus is g70v4.
func fileCommandStatus(x *fragment, c *wire.Cursor) {
	x.field(4, "file_handle", "", wire.Uint(uint64(c.LE32())))
	x.field(4, "file_size", "", wire.Uint(uint64(c.LE32())))
	x.field(4, "maximum_block_size", "", wire.Uint(uint64(c.LE16())))
	x.field(4, "request_id", "", wire.Uint(uint64(c.LE16())))
	x.status(c.U8())
	x.optionalText(c)
}

// fileTransport is g70v5.
func fileTransport(x *fragment, c *wire.Cursor) {
	x.block(c)
	b := c.Octets(c.Len())
	x.field(4, "data_length", "", wire.Uint(uint64(len(b))))
	if len(b) > 0 {
		x.field(4, "file_data", "", wire.Octets(b))
	}
}

// fileTransportStatus is g70v6.
func fileTransportStatus(x *fragment, c *wire.Cursor) {
	x.block(c)
	x.status(c.U8())
	x.optionalText(c)
}

// fileDescriptor is g70v7.
func fileDescriptor(x *fragment, c *wire.Cursor) {
	object := *c
	at, size := c.LE16(), c.LE16()
	kind, fileSize := c.LE16(), c.LE32()
	created, permissions, request := c.LE48(), c.LE16(), c.LE16()
	x.fileName(x.at(object, c, at, size))
	x.field(4, "file_type", name(fileTypes[:], byte(min(kind, 0xff))), wire.Uint(uint64(kind)))
	x.field(4, "file_size", "", wire.Uint(uint64(fileSize)))
	x.timeField("time_of_creation", created)
	x.permissions(permissions)
	x.field(4, "request_id", "", wire.Uint(uint64(request)))
}

// fileSpecification is g70v8.
func fileSpecification(x *fragment, c *wire.Cursor) {
	x.fileName(c.Octets(c.Len()))
}

func (x *fragment) block(c *wire.Cursor) {
	x.field(4, "file_handle", "", wire.Uint(uint64(c.LE32())))
	n := c.LE32()
	x.field(4, "block_number", "", wire.Uint(uint64(n&^lastBlock)))
	x.field(4, "last_block", "", wire.Bool(n&lastBlock != 0))
}

func (x *fragment) status(s byte) {
	x.field(4, "status", fileStatuses[s], wire.Uint(uint64(s)))
	x.refused = x.refused || s != 0
}

func (x *fragment) permissions(p uint16) {
	x.field(4, "permissions", "", wire.Hex(uint64(p)))
	if p&^filePermissions != 0 {
		x.m.Defects |= own(reservedValue)
	}
}

// fileName adds the name as a field, and as the point that is asked for.
func (x *fragment) fileName(b []byte) {
	x.field(4, "file_name", "", wire.Text(b))
	if len(b) == 0 {
		return
	}
	if p := x.point(0); p != nil {
		p.Ident, p.Name = 's', b
	}
}

func (x *fragment) optionalText(c *wire.Cursor) {
	if c.Len() > 0 {
		x.field(4, "optional_text", "", wire.Text(c.Octets(c.Len())))
	}
}

// at returns the string at an offset of an object, and moves c behind it.
// Strings follow the fixed part of their object; an offset that says otherwise
// is a defect, but is what a device goes by as long as it stays in the object.
func (x *fragment) at(object wire.Cursor, c *wire.Cursor, offset, size uint16) []byte {
	if size == 0 {
		return nil
	}
	if int(offset) != c.Offset()-object.Offset() {
		x.m.Defects |= own(stringBounds)
	}
	object.Skip(int(offset))
	b := object.Octets(int(size))
	if object.Short {
		x.m.Defects |= own(stringBounds)
		return nil
	}
	if object.Offset() > c.Offset() {
		c.Skip(object.Offset() - c.Offset())
	}
	return b
}
