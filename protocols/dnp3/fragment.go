package dnp3

import (
	"hash/maphash"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// fragment is the decoding of the objects of one application fragment. It
// belongs to a decoder, so that nothing is allocated.
type fragment struct {
	m       *wire.Message
	c       wire.Cursor // the objects
	one     wire.Cursor // one object whose size is told
	h       header
	content content
	access  wire.Access
	code    byte
	cut     bool // the fragment ends early for a reason already told
	listed  int  // place of the list "objects" among the fields; -1 before the first
	index   uint32
	findings
}

// findings are what the objects of a fragment say of the whole, or of objects
// behind them.
type findings struct {
	commonTime    uint64 // the common time of occurrence: ms since 1970
	hasCommonTime bool
	operation     wire.Operation
	rank          uint8
	refused       bool
	challenge     bool   // holds an authentication challenge
	onlyReply     bool   // holds nothing but the reply to one
	others        bool   // holds objects that are not authentication
	full          bool   // no room for more fields
	hash          uint64 // of the objects of a control
}

// begin prepares for the objects in b.
func (x *fragment) begin(m *wire.Message, u *apdu, b []byte) {
	x.m, x.code, x.cut, x.listed = m, u.code, u.cut, -1
	x.c = wire.NewCursor(b)
	x.findings = findings{}
	x.access = wire.AccessWrite
	if m.Role != wire.Request || u.code == funcRead {
		x.access = wire.AccessRead
	}
}

// hashFactor makes a hash of hashes depend on their order; it is odd, so that
// none is lost.
const hashFactor = 0x9e3779b97f4a7c15

// objects decodes all objects, or as far as they can be told apart.
func (x *fragment) objects(seed maphash.Seed, info *functionInfo) {
	x.content = info.content
	if x.content == contentRaw {
		x.raw()
		return
	}
	if x.c.Len() == 0 && !info.empty {
		x.m.Defects |= own(objectsMissing)
		return
	}
	for x.c.Len() > 0 {
		object := x.c
		ok := x.object()
		if control(x.code) && x.h.group != groupAuthentication {
			b := object.Octets(x.c.Offset() - object.Offset())
			x.hash = x.hash*hashFactor + maphash.Bytes(seed, b)
		}
		if !ok {
			break
		}
	}
	x.conclude(info)
}

// object decodes what one object header heads. It returns false when what
// follows cannot be told apart; it is then kept raw.
func (x *fragment) object() bool {
	before := x.c
	bad, ok := x.h.read(&x.c)
	if x.c.Short {
		x.c = before
		x.raw()
		x.m.Defects |= truncated(x.cut)
		return false
	}
	x.m.Defects |= bad
	x.describe()
	x.note()
	if !ok {
		x.raw()
		return false
	}
	if !x.body() {
		x.raw()
		return false
	}
	return true
}

// note keeps what the group says of the whole.
func (x *fragment) note() {
	g := &groups[x.h.group]
	op := g.write
	if x.access == wire.AccessRead {
		op = g.read
	}
	if r := operationRank[op]; r > x.rank {
		x.rank, x.operation = r, op
	}
	if x.h.group != groupAuthentication {
		x.others = true
	}
}

// operationRank orders operations by how much they say of a READ or WRITE of
// several groups.
var operationRank = [...]uint8{wire.OperationNone: 0, wire.Session: 1, wire.Read: 2, wire.Write: 3, wire.Diagnose: 4,
	wire.Identify: 5, wire.Configure: 6, wire.Operate: 7, wire.Program: 8}

// conclude sets what follows from all objects together.
func (x *fragment) conclude(info *functionInfo) {
	m := x.m
	if info.byGroup && x.rank > 0 {
		m.Operation = x.operation
	}
	if info.content == contentNone && x.others {
		m.Defects |= own(objectsUnexpected)
	}
	if m.Role == wire.Response && x.refused {
		m.Refused = true
	}
	if x.others || x.challenge {
		x.onlyReply = false
	}
}

// raw keeps what is left as octets, outside the tree of objects.
func (x *fragment) raw() {
	if x.c.Len() > 0 && !x.c.Short {
		x.m.Field("data", wire.Octets(x.c.Rest()))
	}
}

// fieldsOfHeader is the most fields that describe adds to the list.
const fieldsOfHeader = 9

// describe adds the structure of the current object header to "objects".
func (x *fragment) describe() {
	m, h := x.m, &x.h
	if x.full || len(m.Fields)+fieldsOfHeader >= wire.MaxFields {
		x.full, m.Defects = true, m.Defects|wire.Omitted
		return
	}
	if x.listed < 0 {
		x.listed = len(m.Fields)
		set(&extend(m, 1)[0], 0, "objects", wire.KindList, 0)
	}
	m.Fields[x.listed].Value.Num++
	f := (*[fieldsOfHeader]wire.Field)(extend(m, fieldsOfHeader))
	set(&f[0], 1, "object", wire.KindStruct, 0)
	set(&f[1], 2, "group", wire.KindUint, uint64(h.group))
	set(&f[2], 2, "variation", wire.KindUint, uint64(h.variation))
	set(&f[3], 2, "qualifier", wire.KindHex, uint64(h.qualifier))
	set(&f[4], 2, "prefix_code", wire.KindUint, uint64(h.prefix))
	set(&f[5], 2, "range_code", wire.KindUint, uint64(h.qualifier&0x0f))
	unused := 3
	switch h.kind {
	case rangeStartStop:
		set(&f[6], 2, "start", wire.KindUint, uint64(h.start))
		set(&f[7], 2, "stop", wire.KindUint, uint64(h.stop))
		set(&f[8], 2, "count", wire.KindUint, h.count)
		unused = 0
	case rangeCount:
		set(&f[6], 2, "count", wire.KindUint, h.count)
		unused = 2
	}
	m.Fields = m.Fields[:len(m.Fields)-unused]
}

// extend adds n fields to be set.
func extend(m *wire.Message, n int) []wire.Field {
	from := len(m.Fields)
	m.Fields = slices.Grow(m.Fields, n)[:from+n]
	return m.Fields[from:]
}

// set fills a field whose value is a number. It writes in place: header fields
// are most of the fields there are.
func set(f *wire.Field, depth uint8, name string, kind wire.Kind, n uint64) {
	f.Name, f.Text, f.Depth = name, "", depth
	f.Value.Kind, f.Value.Num, f.Value.Raw = kind, n, nil
}

// field adds a field to the current object header's structure.
func (x *fragment) field(depth uint8, name, text string, v wire.Value) {
	if x.full || len(x.m.Fields) >= wire.MaxFields {
		x.full, x.m.Defects = true, x.m.Defects|wire.Omitted
		return
	}
	f := &extend(x.m, 1)[0]
	f.Name, f.Text, f.Depth = name, text, depth
	f.Value.Kind, f.Value.Num, f.Value.Raw = v.Kind, v.Num, v.Raw
}

// list adds the head of a list and returns its place for item.
func (x *fragment) list(depth uint8, name string) int {
	x.field(depth, name, "", wire.List(0))
	return len(x.m.Fields) - 1
}

// item adds an element to the list at a place.
func (x *fragment) item(list int, name string, v wire.Value) {
	if x.full {
		return
	}
	depth := x.m.Fields[list].Depth + 1
	x.field(depth, name, "", v)
	if !x.full {
		x.m.Fields[list].Value.Num++
	}
}
