package rtu

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

func le16(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }
func le32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

// le48 is a time of DNP3: milliseconds since 1970.
func le48(ms int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(ms))[:6] }

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

// Events returns the objects of events, in their order; those of one kind that
// follow each other share a header with a count and indexes of one octet
// (qualifier 17).
func Events(all []plant.PointEvent) []byte {
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

// Sets of classes, by bits 1<<class: class 0 is every point, 1 to 3 are events.
const (
	Class1     = 1 << 1
	AllClasses = 0x0f
	AllEvents  = 0x0e
)

// Classes returns the objects that ask for the classes of a set (g60).
func Classes(set byte) []byte {
	var b []byte
	for _, class := range [...]byte{1, 2, 3, 0} {
		if set&(1<<class) != 0 {
			b = append(b, dnp3gen.All(60, class+1)...)
		}
	}
	return b
}

// ReadClasses reads such objects; ok is false when there are others.
func ReadClasses(objects []byte) (set byte, ok bool) {
	for ; len(objects) >= 3; objects = objects[3:] {
		if objects[0] != 60 || objects[1] < 1 || objects[1] > 4 || objects[2] != 6 {
			return 0, false
		}
		set |= 1 << (objects[1] - 1)
	}
	return set, len(objects) == 0
}

// Poll answers the reading of a set of classes: with the events, which wait to be
// confirmed, the objects of the response, and its indications, which do not tell
// of the classes that are read.
func Poll(p *plant.Plant, set byte) (events []plant.PointEvent, objects []byte, iin uint16) {
	events = p.PendingEvents(nil, set)
	objects = Events(events)
	if set&1 != 0 {
		objects = append(objects, statics(p)...)
	}
	iin = p.Indications()
	for class := byte(1); class <= 3; class++ {
		if set&(1<<class) != 0 {
			iin &^= plant.Class1Events << (class - 1)
		}
	}
	return events, objects, iin
}

// ClearRestart is what a master writes to clear the restart bit (g80v1).
func ClearRestart() []byte { return dnp3gen.Range(80, 1, 7, 7, []byte{0}) }

// Time is what a master writes to set the time (g50v1), ms since 1970.
func Time(ms int64) []byte { return dnp3gen.Count(50, 1, le48(ms)) }

// Delay is how long a restart takes (g52v2).
func Delay(d time.Duration) []byte { return dnp3gen.Count(52, 2, le16(uint16(d.Milliseconds()))) }
