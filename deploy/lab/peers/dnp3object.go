package peers

import (
	"encoding/binary"
	"slices"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

func le16(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }
func le32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

// le48 is a time of DNP3: milliseconds since 1970.
func le48(ms int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(ms))[:6] }

func join(parts ...[]byte) []byte { return slices.Concat(parts...) }

// static are the group and variation that tell the present value of each kind of
// point, and changes those that tell its events: with flags, and with time.
var static = [...][2]byte{
	plant.BinaryInput: {1, 2}, plant.AnalogInput: {30, 1}, plant.Counter: {20, 1}, plant.BinaryOutput: {10, 2}, plant.AnalogOutput: {40, 1},
}

var changes = [...][2]byte{plant.BinaryInput: {2, 2}, plant.AnalogInput: {32, 3}, plant.Counter: {22, 5}}

// object is the present value, or the change, of one point.
func object(kind plant.PointKind, value int32, flags byte) []byte {
	if kind == plant.BinaryInput || kind == plant.BinaryOutput {
		return []byte{flags | byte(value&1)<<7}
	}
	return append([]byte{flags}, le32(uint32(value))...)
}

// statics is class 0: every point, by kind.
func statics(p *plant.Plant) []byte {
	var b []byte
	for kind := range plant.PointKind(len(static)) {
		var objects [][]byte
		for n := uint16(0); ; n++ {
			v, flags, ok := p.PointValue(kind, n)
			if !ok {
				break
			}
			objects = append(objects, object(kind, v, flags))
		}
		b = append(b, dnp3gen.Range(static[kind][0], static[kind][1], 0, byte(len(objects)-1), objects...)...)
	}
	return b
}

// changed is events, in their order; those of one kind that follow each other
// share a header with a count and indexes of one octet (qualifier 17).
func changed(all []plant.PointEvent) []byte {
	var b []byte
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(x plant.PointEvent) bool { return x.Kind != all[0].Kind })
		if n < 0 {
			n = len(all)
		}
		rest := []byte{byte(n)}
		for _, x := range all[:n] {
			rest = append(rest, byte(x.Index))
			rest = append(rest, object(x.Kind, x.Value, x.Flags)...)
			rest = append(rest, le48(x.Time.UnixMilli())...)
		}
		g := changes[all[0].Kind]
		b = append(b, dnp3gen.Header(g[0], g[1], 0x17, rest)...)
		all = all[n:]
	}
	return b
}

// classes are the objects of g60 for classes by bits 1<<class; bit 0 is class 0.
func classes(set byte) []byte {
	var b []byte
	for _, class := range [...]byte{1, 2, 3, 0} {
		if set&(1<<class) != 0 {
			b = append(b, dnp3gen.All(60, class+1)...)
		}
	}
	return b
}

// classesOf reads such objects; ok is false when there are others.
func classesOf(objects []byte) (set byte, ok bool) {
	for ; len(objects) >= 3; objects = objects[3:] {
		if objects[0] != 60 || objects[1] < 1 || objects[1] > 4 || objects[2] != 6 {
			return 0, false
		}
		set |= 1 << (objects[1] - 1)
	}
	return set, len(objects) == 0
}

// command is a control relay output block, or an analog output block of 32 bits.
type command struct {
	analog bool
	index  uint16
	code   byte
	value  int32
}

func commandOf(a *plant.Action) command {
	c := command{analog: a.Analog, index: a.Index, code: a.Code}
	if a.Analog && len(a.Values) > 0 {
		c.value = int32(a.Values[0])
	}
	return c
}

// octets is the object; status is that of the answer.
func (c *command) octets(status byte) []byte {
	if c.analog {
		return dnp3gen.Header(41, 1, 0x28, le16(1), le16(c.index), le32(uint32(c.value)), []byte{status})
	}
	return dnp3gen.Header(12, 1, 0x28, le16(1), le16(c.index), dnp3gen.CROB(c.code, 1, 100, 100, status))
}

// Octets of the headers of a command: group, variation, qualifier 28, count, index.
const (
	commandHeader = 7
	crobSize      = 11
	analogSize    = 5
)

// readCommand reads the one command of a request.
func readCommand(b []byte) (c command, ok bool) {
	if len(b) < commandHeader || b[2] != 0x28 || binary.LittleEndian.Uint16(b[3:]) != 1 {
		return command{}, false
	}
	c.index = binary.LittleEndian.Uint16(b[5:])
	rest := b[commandHeader:]
	switch {
	case b[0] == 12 && b[1] == 1 && len(rest) == crobSize:
		c.code = rest[0]
	case b[0] == 41 && b[1] == 1 && len(rest) == analogSize:
		c.analog, c.value = true, int32(binary.LittleEndian.Uint32(rest))
	default:
		return command{}, false
	}
	return c, true
}

// operate carries a command out.
func (c *command) operate(p *plant.Plant) plant.ControlStatus {
	if c.analog {
		return p.OperateAnalog(c.index, c.value)
	}
	return p.OperateBinary(c.index, c.code)
}
