package modbus

import "github.com/banken-ot/banken/protocols/wire"

// umasMemory tells the memory block and the place in it.
func umasMemory(x *content) {
	if x.c.Len() < 9 {
		return
	}
	x.m.Field("range", wire.Hex(uint64(x.c.U8())))
	x.m.Field("block", wire.Uint(uint64(x.c.LE16())))
	x.m.Field("offset", wire.Uint(uint64(x.c.LE32())))
	x.m.Field("length", wire.Uint(uint64(x.c.LE16())))
}

// umasMemoryRead gives the octets of a memory block.
func umasMemoryRead(x *content) {
	x.m.Field("range", wire.Hex(uint64(x.c.U8())))
	n := int(x.c.LE16())
	x.m.Field("memory", wire.Octets(x.c.Octets(n)))
}

// variableSizes is how many octets a variable has, by the index messages give
// for its size; 0 is not known.
var variableSizes = [16]int{1: 1, 2: 2, 3: 4}

// variable is where a variable of the application lies. Its place is in octets
// of a block.
type variable struct {
	block, place uint32
	size         int
	count        int // elements; 1 when it is no array
}

// variableHead reads what requests of variables begin with, and returns how many
// there are.
func (x *content) variableHead() int {
	x.le32("project_check")
	n := int(x.c.U8())
	x.m.Field("variables", wire.List(n))
	return n
}

// variable reads a reference: kind and size, block, place and, of an array,
// its length. References to be read have an octet more before the place, and one
// less behind it.
func (x *content) variable(write bool) (v variable) {
	kind := x.c.U8()
	v.block = uint32(x.c.LE16())
	if write {
		v.place = uint32(x.c.LE16()) + uint32(x.c.LE16())
	} else {
		x.c.Skip(1)
		v.place = uint32(x.c.LE16()) + uint32(x.c.U8())
	}
	v.size, v.count = variableSizes[kind&0x0f], 1
	if kind&0xf0 != 0 {
		v.count = int(x.c.LE16())
	}
	x.c.Short = x.c.Short || v.size == 0 || v.count == 0
	if !x.c.Short {
		x.m.FieldAt(1, "size", "", wire.Uint(uint64(v.size)))
	}
	return v
}

// element adds element i of a variable as a point.
func (x *content) element(v variable, i, count int, access wire.Access, value wire.Value) {
	if p := x.m.Point(); p != nil {
		p.Space, p.Part, p.Index, p.Count = Variable, v.block, v.place+uint32(i*v.size), uint32(count)
		p.Access, p.Value = access, value
	}
}

func umasReadVariables(x *content) {
	for range x.variableHead() {
		if v := x.variable(false); !x.c.Short {
			x.element(v, 0, v.count, wire.AccessRead, wire.Value{})
		}
	}
}

func umasWriteVariables(x *content) {
	for range x.variableHead() {
		v := x.variable(true)
		for i := 0; i < v.count && !x.c.Short; i++ {
			if value := x.number(v.size); !x.c.Short {
				x.element(v, i, 1, wire.AccessWrite, value)
			}
		}
	}
}

// number reads an element.
func (x *content) number(size int) wire.Value {
	switch size {
	case 1:
		return wire.Uint(uint64(x.c.U8()))
	case 2:
		return wire.Uint(uint64(x.c.LE16()))
	}
	return wire.Uint(uint64(x.c.LE32()))
}

// bindVariables gives the values of a response to the variables the request
// named, one behind the other.
func bindVariables(request *wire.Transaction, x *content) {
	points, fields := request.Request.Points, request.Request.Fields
	at := 0
	for i := range points {
		for at < len(fields) && (fields[at].Depth != 1 || fields[at].Name != "size") {
			at++
		}
		if at == len(fields) {
			return
		}
		v := variable{points[i].Part, points[i].Index, int(fields[at].Value.Num), int(points[i].Count)}
		at++
		for k := 0; k < v.count && !x.c.Short; k++ {
			if value := x.number(v.size); !x.c.Short {
				x.element(v, k, 1, wire.AccessRead, value)
			}
		}
	}
}
