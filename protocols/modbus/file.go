package modbus

import (
	"bytes"

	"github.com/banken-ot/banken/protocols/wire"
)

// Limits of file records (V1.1b3, 6.14).
const (
	fileReference = 6
	maxRecord     = 9999
)

// fileRequest reads reference type, file, record and length as a point, and
// returns it with the length in registers; nil when the message has no room, or
// ends before: then the numbers that are there are fields.
func (x *content) fileRequest(access wire.Access) (*wire.Point, int) {
	x.flag(x.c.U8() != fileReference, badReference)
	begin := x.c
	file, record, length := x.c.BE16(), x.c.BE16(), x.c.BE16()
	if x.c.Short {
		x.c = begin
		x.tell("file_number", wire.Uint(uint64(x.c.BE16())))
		x.tell("record_number", wire.Uint(uint64(x.c.BE16())))
		x.c.Skip(2) // which are not there
		return nil, 0
	}
	x.flag(file == 0 || record > maxRecord, badAddressRange)
	x.flag(length == 0, badQuantity)
	p := x.m.Point()
	if p != nil {
		p.Space, p.Part, p.Index, p.Count, p.Access = FileRecord, uint32(file), uint32(record), max(uint32(length), 1), access
	}
	return p, int(length)
}

func readFileRequest(x *content) {
	n := int(x.c.U8())
	x.flag(n != x.c.Len() || n == 0 || n%7 != 0, badByteCount)
	for x.c.Len() > 0 && !x.c.Short {
		x.fileRequest(wire.AccessRead)
	}
}

func readFileResponse(x *content) {
	n := int(x.c.U8())
	x.flag(n != x.c.Len() || n == 0, badByteCount)
	for x.c.Len() > 0 && !x.c.Short {
		size := int(x.c.U8())
		reference := x.c.U8()
		x.flag(reference != fileReference, badReference)
		length := size - 1 // it counts the reference type
		b := x.c.Octets(min(length, x.c.Len()))
		if x.c.Short {
			return
		}
		if len(b) < length {
			x.m.Defects |= wire.Truncated
		}
		x.flag(length%2 != 0, badByteCount)
		x.relative(FileRecord, len(b)/2, wire.Value{Kind: wire.KindWords, Raw: b})
	}
}

// writeFile is the request and, as its echo, the response.
func writeFile(x *content) {
	n := int(x.c.U8())
	x.flag(n != x.c.Len() || n < 9, badByteCount)
	for x.c.Len() > 0 && !x.c.Short {
		p, length := x.fileRequest(wire.AccessWrite)
		if p == nil {
			return
		}
		b := x.c.Octets(min(2*length, x.c.Len()))
		if len(b) < 2*length {
			x.m.Defects |= wire.Truncated
			x.m.Field("quantity", wire.Uint(uint64(length)))
			p.Count = uint32(max(len(b)/2, 1)) // what is there
		}
		if len(b) >= 2 {
			p.Value = wire.Value{Kind: wire.KindWords, Raw: b}
		}
	}
}

// bindFile gives the records of a response the numbers of the request.
func bindFile(request *wire.Transaction, m *wire.Message) {
	if m.HasStatus {
		return
	}
	asked := request.Request.Points
	if len(m.Points) != len(asked) {
		m.Defects |= own(responseSize)
	}
	for i := range min(len(m.Points), len(asked)) {
		p, q := &m.Points[i], &asked[i]
		p.Relative, p.Part, p.Index = false, q.Part, q.Index
		if p.Count != q.Count {
			m.Defects |= own(responseSize)
		}
	}
}

func bindFileEcho(request *wire.Transaction, m *wire.Message) {
	if m.HasStatus {
		return
	}
	a, b := request.Request.Points, m.Points
	same := len(a) == len(b)
	for i := 0; same && i < len(a); i++ {
		same = a[i].Part == b[i].Part && a[i].Index == b[i].Index && bytes.Equal(a[i].Value.Raw, b[i].Value.Raw)
	}
	if !same {
		m.Defects |= own(echoDiffers)
	}
}
