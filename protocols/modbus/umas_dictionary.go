package modbus

import "github.com/banken-ot/banken/protocols/wire"

// Kinds of records of the data dictionary.
const (
	dictionaryVariables = 0xdd02
	dictionaryTypes     = 0xdd03
	// allBlocks asks for the variables; with the number of a type, for what that
	// is made of.
	allBlocks = 0xffff
)

// record is one layout of a record: numbers of two octets (or one), then a text
// that a zero ends.
type record struct {
	list   string
	before int // octets before the number of records
	fields [5]recordField
}

type recordField struct {
	name string
	size int // 1 or 2; 0 ends the list
}

// records by kind.
var (
	variableRecord = record{"variables", 5, [5]recordField{{"data_type", 2}, {"block", 2}, {"offset", 2}, {"unknown", 2}, {"name_length", 2}}}
	elementRecord  = record{"elements", 5, [5]recordField{{"data_type", 2}, {"offset", 2}, {"unknown", 2}, {"unknown", 2}}}
	typeRecord     = record{"data_types", 4, [5]recordField{{"data_size", 2}, {"unknown", 2}, {"class_identifier", 1}, {"data_type", 1}, {"name_length", 1}}}
)

// umasDictionaryRequest asks for names of variables or types.
func umasDictionaryRequest(x *content) {
	kind := x.c.LE16()
	text := ""
	switch kind {
	case dictionaryVariables:
		text = "variables"
	case dictionaryTypes:
		text = "data-types"
	}
	x.m.FieldText("record_type", text, wire.Hex(uint64(kind)))
	x.m.Field("index", wire.Uint(uint64(x.c.U8())))
	x.le32("hardware_id")
	x.le16("dictionary_block")
	x.m.Field("offset", wire.Uint(uint64(x.c.LE16())))
	x.le16("blank")
}

// bindDictionary decodes the records the request asked for.
func bindDictionary(request *wire.Transaction, x *content) {
	kind := wire.FindField(request.Request.Fields, "record_type")
	block := wire.FindField(request.Request.Fields, "dictionary_block")
	if kind == nil || block == nil {
		return
	}
	switch {
	case kind.Value.Num == dictionaryTypes:
		x.records(&typeRecord)
	case kind.Value.Num != dictionaryVariables:
	case block.Value.Num == allBlocks:
		x.records(&variableRecord)
	default:
		x.records(&elementRecord)
	}
}

func (x *content) records(r *record) {
	x.m.Field("range", wire.Hex(uint64(x.c.U8())))
	x.m.Field("next_address", wire.Hex(uint64(x.c.LE16())))
	x.m.Field("unknown", wire.Octets(x.c.Octets(r.before-3)))
	n := int(x.c.LE16())
	x.m.Field(r.list, wire.List(n))
	for i := 0; i < n && !x.c.Short; i++ {
		x.record(r)
	}
}

func (x *content) record(r *record) {
	x.m.FieldAt(1, "record", "", wire.Struct())
	for _, f := range r.fields {
		switch f.size {
		case 1:
			x.m.FieldAt(2, f.name, "", wire.Uint(uint64(x.c.U8())))
		case 2:
			x.m.FieldAt(2, f.name, "", wire.Uint(uint64(x.c.LE16())))
		}
	}
	x.m.FieldAt(2, "name", "", wire.Text(x.terminated()))
}

// terminated reads a text up to a zero.
func (x *content) terminated() []byte {
	c := x.c
	n := 0
	for c.Len() > 0 && c.U8() != 0 {
		n++
	}
	text := x.c.Octets(n)
	x.c.Skip(1)
	return text
}
