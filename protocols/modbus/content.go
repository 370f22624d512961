package modbus

import "github.com/banken-ot/banken/protocols/wire"

// content is the PDU being decoded: the message it becomes and a cursor behind
// the function code.
type content struct {
	m    *wire.Message
	c    wire.Cursor
	d    *decoder
	unit uint8
	code uint8
}

// pdu decodes a PDU, function code included, of at least one octet.
func (d *decoder) pdu(m *wire.Message, dir wire.Direction, unit uint8, b []byte) {
	code := b[0]
	m.Station = uint32(unit)
	m.Role = wire.Request
	if dir == wire.ToClient {
		m.Role = wire.Response
	}
	if dir == wire.ToClient && code&exceptionBit != 0 {
		d.exception(m, code&^exceptionBit, b[1:])
		return
	}
	f := &functions[code]
	d.name(m, f, code)
	if !f.known && !userDefined(code) {
		m.Defects |= own(reservedFunction)
	}
	x := d.begin(m, unit, code, b[1:])
	decode := f.request
	if dir == wire.ToClient {
		decode = f.response
	}
	if decode == nil {
		decode = raw
	}
	decode(x)
	x.end()
}

// begin returns the content of a PDU to decode, b being what is behind its
// function code. It is the decoder's own, for decode functions are called through
// a table and would make one of the caller's escape.
func (d *decoder) begin(m *wire.Message, unit, code uint8, b []byte) *content {
	x := &d.x
	x.m, x.d, x.unit, x.code = m, d, unit, code
	x.c = wire.NewCursor(b)
	return x
}

// name sets what is told by the function alone.
func (d *decoder) name(m *wire.Message, f *function, code uint8) {
	m.Function, m.Operation, m.Code = f.name, f.operation, uint32(code)
	// A request whose code has the exception bit is refused under the same code.
	m.Key.Station, m.Key.Function = m.Station, uint32(code&^exceptionBit)
}

// exception decodes an exception response (V1.1b3, 7). With acknowledge the device
// says that it accepted the request and will take long: that is no refusal.
func (d *decoder) exception(m *wire.Message, code uint8, b []byte) {
	d.name(m, &functions[code], code)
	m.HasStatus, m.Refused = true, len(b) == 0 || b[0] != acknowledge
	if len(b) == 0 {
		m.Defects |= wire.Truncated
		return
	}
	m.Status = uint32(b[0])
	if !knownException(b[0]) {
		m.Defects |= own(badException)
	} else if implausible(code, b[0]) {
		m.Defects |= own(implausibleException)
	}
	if len(b) > 1 {
		m.Defects |= wire.Trailing
		m.Field("data", wire.Octets(b[1:]))
	}
}

// end reports what a function left over or asked in vain.
func (x *content) end() {
	if x.c.Short {
		x.m.Defects |= wire.Truncated
	}
	if n := x.c.Len(); n > 0 {
		x.m.Defects |= wire.Trailing
		x.m.Field("data", wire.Octets(x.c.Rest()))
	}
}

// raw keeps what nobody can read.
func raw(x *content) {
	if x.c.Len() > 0 {
		x.m.Field("data", wire.Octets(x.c.Rest()))
	}
}

// empty is a PDU of the function code alone.
func empty(*content) {}

// tell adds a field whose octets were just read, when they were all there.
func (x *content) tell(name string, v wire.Value) { x.tellText(name, "", v) }

// tellText is tell of a value that has a name.
func (x *content) tellText(name, text string, v wire.Value) {
	if !x.c.Short {
		x.m.FieldText(name, text, v)
	}
}

func (x *content) flag(wrong bool, defect uint8) {
	if wrong && !x.c.Short {
		x.m.Defects |= own(defect)
	}
}
