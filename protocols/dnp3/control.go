package dnp3

import (
	"fmt"

	"github.com/banken-ot/banken/protocols/wire"
)

// Parts of a control code (IEEE 1815-2012, Annex A).
const (
	codeOperation = 0x0f
	codeQueue     = 0x10 // obsolete
	codeClear     = 0x20
	codeTripClose = 0xc0
)

// statusMask are the bits of a control status (clause 11): bit 7 is reserved.
const statusMask = 0x7f

var operationTypes = [...]string{"nul", "pulse-on", "pulse-off", "latch-on", "latch-off"}

var tripCloseCodes = [...]string{"nul", "close", "trip", "reserved"}

// controlStatuses by code.
var controlStatuses = makeControlStatuses()

func makeControlStatuses() (t [statusMask + 1]string) {
	for i := range t {
		t[i] = fmt.Sprintf("reserved-%d", i)
	}
	copy(t[:], []string{"success", "timeout", "no-select", "format-error", "not-supported", "already-active",
		"hardware-error", "local", "too-many-objs", "not-authorized", "automation-inhibit", "processing-limited",
		"out-of-range", "downstream-local", "already-complete", "blocked", "cancelled", "blocked-other-master",
		"downstream-fail"})
	t[126], t[127] = "non-participating", "undefined"
	return t
}

// relayOutput is g12v1, a control relay output block, and g12v2, a pattern
// control block.
func relayOutput(x *fragment, c *wire.Cursor) {
	code, count := c.U8(), c.U8()
	on, off, status := c.LE32(), c.LE32(), c.U8()
	x.field(4, "op_type", name(operationTypes[:], code&codeOperation), wire.Uint(uint64(code&codeOperation)))
	x.field(4, "queue", "", wire.Bool(code&codeQueue != 0))
	x.field(4, "clear", "", wire.Bool(code&codeClear != 0))
	x.field(4, "tcc", tripCloseCodes[code>>6], wire.Uint(uint64(code>>6)))
	x.field(4, "count", "", wire.Uint(uint64(count)))
	x.field(4, "on_time_ms", "", wire.Uint(uint64(on)))
	x.field(4, "off_time_ms", "", wire.Uint(uint64(off)))
	if code&codeQueue != 0 || code&codeTripClose == codeTripClose || int(code&codeOperation) >= len(operationTypes) {
		x.m.Defects |= own(controlCode)
	}
	x.control(wire.Hex(uint64(code)), status)
}

// setPoint is g41, an analog output; its variation says what of.
func setPoint(k valueKind) func(*fragment, *wire.Cursor) {
	return func(x *fragment, c *wire.Cursor) {
		b := c.Octets(valueOctets[k])
		if b == nil {
			return
		}
		v := wire.Value{}
		v.Kind, v.Num = scalar(k, 0, b)
		x.field(4, "value", "", v)
		x.control(v, c.U8())
	}
}

// control adds the point and the status of a control. In a response the status
// says what became of it.
func (x *fragment) control(v wire.Value, status byte) {
	x.field(4, "status", controlStatuses[status&statusMask], wire.Uint(uint64(status&statusMask)))
	if status&^statusMask != 0 {
		x.m.Defects |= own(reservedValue)
	}
	response := x.m.Role != wire.Request
	x.refused = x.refused || status&statusMask != 0
	if !response && status != 0 {
		x.m.Defects |= own(statusInRequest)
	}
	p := x.point(x.index)
	if p == nil {
		return
	}
	p.Access, p.Value = wire.AccessWrite, v
	p.HasQuality, p.Quality = response || status != 0, uint32(status&statusMask)
}
