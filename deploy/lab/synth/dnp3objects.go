package synth

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

// static are the group and variation that tell the present value of each kind of
// point, and event those that tell its changes: with flags, and with time.
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
func (e *engine) statics() []byte {
	var b []byte
	for kind := range plant.PointKind(len(static)) {
		var objects [][]byte
		for n := uint16(0); ; n++ {
			v, flags, ok := e.plant.PointValue(kind, n)
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

// control is the object of a command: a control relay output block, or an analog
// output block of 32 bits; status is that of the answer.
func control(a *plant.Action, status byte) []byte {
	if a.Analog {
		return dnp3gen.Header(41, 1, 0x28, le16(1), le16(a.Index), le32(uint32(a.Values[0])), []byte{status})
	}
	return dnp3gen.Header(12, 1, 0x28, le16(1), le16(a.Index), dnp3gen.CROB(a.Code, 1, 100, 100, status))
}
