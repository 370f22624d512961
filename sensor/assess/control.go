package assess

import (
	"github.com/banken-ot/banken/protocols/wire"
)

// relayOutputBlock is the space of DNP3 controls whose value is a control code
// (g12v1, IEEE 1815-2012, A.8.1).
const relayOutputBlock = 12<<8 | 1

// Names of the parts of a control code (A.8.1.2).
var (
	relayOperations = [...]string{"nul", "pulse-on", "pulse-off", "latch-on", "latch-off"}
	tripClose       = [...]string{"", "close", "trip", "close+trip"}
)

// appendValue writes the value of a point; of a control block what it orders.
func appendValue(b []byte, p *wire.Protocol, x *wire.Point) []byte {
	code := x.Value.Num
	if p.Name != "dnp3" || x.Space != relayOutputBlock || x.Count != 1 || code&0x0F >= uint64(len(relayOperations)) || code > 0xFF {
		return x.AppendValues(b)
	}
	if t := tripClose[code>>6]; t != "" {
		b = append(append(b, t...), ' ')
	}
	return append(b, relayOperations[code&0x0F]...)
}
