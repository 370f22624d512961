package rtu

import (
	"encoding/binary"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

// Command is a control relay output block, or an analog output block of 32 bits.
type Command struct {
	Analog bool
	Index  uint16
	Code   byte  // of a control relay output block
	Value  int32 // of an analog output block
}

// CommandOf returns the command of an action.
func CommandOf(a *plant.Action) Command {
	c := Command{Analog: a.Analog, Index: a.Index, Code: a.Code}
	if a.Analog && len(a.Values) > 0 {
		c.Value = int32(a.Values[0])
	}
	return c
}

// Octets returns the object with its header; status is that of the answer, 0 in a
// request.
func (c *Command) Octets(status plant.ControlStatus) []byte {
	if c.Analog {
		return dnp3gen.Header(41, 1, 0x28, le16(1), le16(c.Index), le32(uint32(c.Value)), []byte{byte(status)})
	}
	return dnp3gen.Header(12, 1, 0x28, le16(1), le16(c.Index), dnp3gen.CROB(c.Code, 1, 100, 100, byte(status)))
}

// Octets of the headers of a command: group, variation, qualifier 28, count, index.
const (
	commandHeader = 7
	crobSize      = 11
	analogSize    = 5
)

// ReadCommand reads the one command of a request.
func ReadCommand(b []byte) (c Command, ok bool) {
	if len(b) < commandHeader || b[2] != 0x28 || binary.LittleEndian.Uint16(b[3:]) != 1 {
		return Command{}, false
	}
	c.Index = binary.LittleEndian.Uint16(b[5:])
	rest := b[commandHeader:]
	switch {
	case b[0] == 12 && b[1] == 1 && len(rest) == crobSize:
		c.Code = rest[0]
	case b[0] == 41 && b[1] == 1 && len(rest) == analogSize:
		c.Analog, c.Value = true, int32(binary.LittleEndian.Uint32(rest))
	default:
		return Command{}, false
	}
	return c, true
}

// Operate carries the command out.
func (c *Command) Operate(p *plant.Plant) plant.ControlStatus {
	if c.Analog {
		return p.OperateAnalog(c.Index, c.Value)
	}
	return p.OperateBinary(c.Index, c.Code)
}
