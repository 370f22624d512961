package opcua

import (
	"encoding/binary"
	"math"

	"github.com/banken-ot/banken/protocols/wire"
)

// DateTime counts 100 ns since 1601 (Part 6, 5.2.2.5); wire counts ns since
// 1970, which reaches from 1678 to 2262.
const (
	ticksTo1970 = 116444736000000000
	maxTicks    = ticksTo1970 + math.MaxInt64/100
	minTicks    = ticksTo1970 + math.MinInt64/100
)

// fixed is how the built-in types of a fixed size are encoded (Part 6, 5.2.2):
// as numbers, low octet first.
var fixed = [typeStructure + 1]number{
	typeBoolean:    {1, wire.KindBool},
	typeSByte:      {1, wire.KindInt},
	typeByte:       {1, wire.KindUint},
	typeInt16:      {2, wire.KindInt},
	typeUInt16:     {2, wire.KindUint},
	typeInt32:      {4, wire.KindInt},
	typeUInt32:     {4, wire.KindUint},
	typeInt64:      {8, wire.KindInt},
	typeUInt64:     {8, wire.KindUint},
	typeFloat:      {4, wire.KindFloat32},
	typeDouble:     {8, wire.KindFloat64},
	typeDateTime:   {8, wire.KindTime},
	typeStatusCode: {4, wire.KindHex},
}

type number struct {
	size uint8
	kind wire.Kind
}

// number reads and shows a value of a fixed size.
func (r *reader) number(p *number, typ builtin, ref uint16, name string, depth uint8, listed bool) {
	b := r.c.Octets(int(p.size))
	var n uint64
	switch len(b) {
	case 0:
		r.tell(wire.Value{})
		return
	case 1:
		n = uint64(b[0])
	case 2:
		n = uint64(binary.LittleEndian.Uint16(b))
	case 4:
		n = uint64(binary.LittleEndian.Uint32(b))
	default:
		n = binary.LittleEndian.Uint64(b)
	}
	if n == 0 && typ == typeDateTime && !listed {
		r.tell(wire.Value{})
		return
	}
	f := r.slot(depth, name)
	set(&f.Value, p.kind, n, nil)
	r.last = &f.Value
	switch {
	case p.kind == wire.KindInt:
		shift := 64 - 8*p.size
		f.Value.Num = uint64(int64(n<<shift) >> shift)
	case p.kind == wire.KindBool:
		f.Value.Num = min(n, 1) // every other octet is true too
	case typ == typeDateTime:
		dateTime(f, int64(n))
		return
	case typ == typeStatusCode:
		f.Text = statusText(uint32(n))
		return
	}
	if ref != 0 {
		f.Text = enumText(ref, uint32(n))
	}
}

// dateTime sets a field to a DateTime. 0 is none; what wire cannot hold stays a
// count of 100 ns since 1601.
func dateTime(f *wire.Field, ticks int64) {
	switch {
	case ticks == 0:
		f.Value.Kind = wire.KindNone
	case ticks < minTicks || ticks > maxTicks:
		f.Value.Kind, f.Text = wire.KindInt, "beyond-range"
	default:
		f.Value.Num = uint64((ticks - ticksTo1970) * 100)
	}
}

// value reads a built-in type of no fixed size that is a single value; a null
// is KindNone.
func (r *reader) value(v *wire.Value, typ builtin) {
	switch typ {
	case typeNodeID:
		r.nodeID(v, r.c.U8())
	case typeGUID:
		set(v, wire.KindGUID, 0, r.c.Octets(16))
	case typeString, typeXMLElement:
		r.run(v, wire.KindText)
	default:
		r.run(v, wire.KindOctets)
	}
}

// run reads a String or ByteString; a null one is KindNone, and so is one that
// is not all there.
func (r *reader) run(v *wire.Value, kind wire.Kind) {
	set(v, wire.KindNone, 0, nil)
	n := r.length()
	if n < 0 {
		return
	}
	if b := r.octets(n); !r.c.Short {
		v.Kind, v.Raw = kind, b
	}
}

func (r *reader) text() (v wire.Value) {
	r.run(&v, wire.KindText)
	return v
}

func (r *reader) byteString() (v wire.Value) {
	r.run(&v, wire.KindOctets)
	return v
}

// Encodings of a NodeId (Part 6, 5.2.2.9) and the flags of an ExpandedNodeId
// (5.2.2.10).
const (
	nodeTwoByte = iota
	nodeFourByte
	nodeNumeric
	nodeString
	nodeGUID
	nodeOctets

	nodeServerIndex  = 0x40
	nodeNamespaceURI = 0x80
)

// nodeID reads a NodeId behind its encoding octet.
func (r *reader) nodeID(v *wire.Value, encoding byte) {
	c := &r.c
	switch encoding {
	case nodeTwoByte:
		set(v, wire.KindNode, uint64(c.U8()), nil)
	case nodeFourByte:
		n := uint64(c.U8()) << 32
		set(v, wire.KindNode, n|uint64(c.LE16()), nil)
	case nodeNumeric:
		n := uint64(c.LE16()) << 32
		set(v, wire.KindNode, n|uint64(c.LE32()), nil)
	case nodeString, nodeOctets:
		n := uint64(c.LE16()) << 32
		r.run(v, wire.KindText)
		v.Kind, v.Num = wire.KindNodeText, n
		if encoding == nodeOctets {
			v.Kind = wire.KindNodeOctets
		}
	case nodeGUID:
		n := uint64(c.LE16()) << 32
		set(v, wire.KindNodeGUID, n, c.Octets(16))
	default:
		set(v, wire.KindNode, 0, nil)
		r.flag(defectEncoding)
		r.halt(r.level)
	}
}

// expandedNodeID shows an ExpandedNodeId as a NodeId; one of another server or
// with its namespace spelled out as a structure.
func (r *reader) expandedNodeID(name string, depth uint8) {
	encoding := r.c.U8()
	if encoding&(nodeServerIndex|nodeNamespaceURI) != 0 {
		r.put(depth, name, wire.Struct())
		depth, name = depth+1, "NodeId"
	}
	var v wire.Value
	r.nodeID(&v, encoding&^(nodeServerIndex|nodeNamespaceURI))
	if r.c.Short {
		return
	}
	text := ""
	if v.Kind == wire.KindNode && v.Num <= 0xffff {
		text = nodeText(uint32(v.Num))
	}
	if r.withhold {
		withhold(&v)
	}
	r.put(depth, name, v).Text = text
	if encoding&nodeNamespaceURI != 0 {
		r.scalar(typeString, 0, "NamespaceUri", depth, false)
	}
	if encoding&nodeServerIndex != 0 {
		r.scalar(typeUInt32, 0, "ServerIndex", depth, false)
	}
	r.tell(v)
}

// qualifiedName shows a QualifiedName (Part 6, 5.2.2.13); an empty one of
// namespace 0 is null.
func (r *reader) qualifiedName(name string, depth uint8, listed bool) {
	namespace := r.c.LE16()
	v := &r.told
	r.last = v
	r.run(v, wire.KindText)
	if r.c.Short || namespace == 0 && v.Kind == wire.KindNone && !listed {
		return
	}
	r.put(depth, name, wire.Struct())
	r.put(depth+1, "NamespaceIndex", wire.Uint(uint64(namespace)))
	if r.withhold {
		withhold(v)
	}
	if v.Kind != wire.KindNone {
		r.put(depth+1, "Name", *v)
	}
}

// localizedText shows a LocalizedText (Part 6, 5.2.2.14).
func (r *reader) localizedText(name string, depth uint8, listed bool) {
	mask := r.c.U8()
	if mask&^3 != 0 {
		r.flag(defectEncoding)
	}
	if r.c.Short || !listed && mask&3 == 0 {
		r.tell(wire.Value{})
		return
	}
	r.put(depth, name, wire.Struct())
	if mask&1 != 0 {
		r.scalar(typeString, 0, "Locale", depth+1, false)
	}
	r.tell(wire.Value{})
	if mask&2 != 0 {
		r.scalar(typeString, 0, "Text", depth+1, false)
	}
}
