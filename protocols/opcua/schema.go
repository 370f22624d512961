package opcua

import "sort"

//go:generate go run ./gen

// builtin is a built-in type of OPC UA Part 6, 5.1.2, by its number there, or
// typeStructure.
type builtin uint8

const (
	typeNull builtin = iota
	typeBoolean
	typeSByte
	typeByte
	typeInt16
	typeUInt16
	typeInt32
	typeUInt32
	typeInt64
	typeUInt64
	typeFloat
	typeDouble
	typeString
	typeDateTime
	typeGUID
	typeByteString
	typeXMLElement
	typeNodeID
	typeExpandedNodeID
	typeStatusCode
	typeQualifiedName
	typeLocalizedText
	typeExtensionObject
	typeDataValue
	typeVariant
	typeDiagnosticInfo
	// typeReserved to typeLastReserved are decoded as ByteString (Part 6,
	// 5.2.2.16).
	typeReserved
	typeLastReserved builtin = 31
	// typeStructure is not a built-in type: field.ref says which structure.
	typeStructure builtin = 64
)

var builtinNames = [typeLastReserved + 1]string{"Null", "Boolean", "SByte", "Byte",
	"Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Float", "Double",
	"String", "DateTime", "Guid", "ByteString", "XmlElement", "NodeId",
	"ExpandedNodeId", "StatusCode", "QualifiedName", "LocalizedText",
	"ExtensionObject", "DataValue", "Variant", "DiagnosticInfo", "ByteString",
	"ByteString", "ByteString", "ByteString", "ByteString", "ByteString"}

// structure is the layout of one structure of the standard.
type structure struct {
	name    string
	first   uint16 // in fields
	count   uint16
	id      uint16 // of its binary encoding in namespace 0; 0 when it has none
	service uint8  // the service whose message it is; 0: of none
	kind    kind
	end     endAction
	body    body
}

// kind tells the messages among the structures.
type kind uint8

const (
	kindPlain kind = iota
	kindRequest
	kindResponse
)

// field is one field of a structure, in the order of encoding.
type field struct {
	name string
	ref  uint16 // the structure when typ is typeStructure, else its enumeration or 0
	typ  builtin
	list bool
	act  action
}

// elementName is what the elements of a list are called.
func (f *field) elementName() string {
	if f.typ == typeStructure {
		return structures[f.ref].name
	}
	return builtinNames[f.typ]
}

type enumeration struct{ first, count uint16 }

type enumerationValue struct {
	value uint32
	name  string
}

// enumText returns the name of a value of an enumeration, or "".
func enumText(ref uint16, value uint32) string {
	e := &enumerations[ref]
	values := enumerationValues[e.first : e.first+e.count]
	if len(values) == 0 {
		return ""
	}
	// most enumerations count up by one
	if i := value - values[0].value; i < uint32(len(values)) && values[i].value == value {
		return values[i].name
	}
	for i := range values {
		if values[i].value == value {
			return values[i].name
		}
	}
	return ""
}

type service struct {
	name string
	code uint32 // of the request's binary encoding
}

type encoding struct{ id, structure uint16 }

// structureOf finds the structure with a binary encoding of namespace 0; 0 when
// there is none.
func structureOf(id uint32) uint16 {
	if id < uint32(len(lowEncodings)) {
		return lowEncodings[id]
	}
	lo, hi := 0, len(highEncodings)
	for lo < hi {
		mid := (lo + hi) / 2
		if uint32(highEncodings[mid].id) < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(highEncodings) && uint32(highEncodings[lo].id) == id {
		return highEncodings[lo].structure
	}
	return 0
}

// secretType tells whether an ExtensionObject of this type holds secrets, in
// whatever encoding.
func secretType(id uint32) bool {
	i := sort.Search(len(secretTypes), func(i int) bool { return secretTypes[i] >= id })
	return i < len(secretTypes) && secretTypes[i] == id
}
