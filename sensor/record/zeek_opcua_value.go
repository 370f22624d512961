package record

import (
	"encoding/hex"
	"math"
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// valueForm is how a value becomes the text of a cell.
type valueForm uint8

const (
	formPlain     valueForm = iota
	formCount               // a number without decimals
	formBool                //
	formTime                //
	formDouble              //
	formName                // the standard's name of the value, or the number
	formKnown               // the standard's name of the value, if it has one
	formOctets              // octets as 0x and digits
	formHex                 // a number as 0x and eight digits
	formValue               // a Variant: a scalar as text, all else as JSON
	formNode                // one of the six cells of a NodeId
	formDirection           // of Browse
	formClasses             // a set of node classes
	formClass               // one node class
	formTexts               // which parts a LocalizedText has
	formTextsHex            //
	formDataParts           // which parts a DataValue has
	formSize                // how many octets a certificate has
	formLength              // how many octets a text has
	formSecret              // never shown
)

// valueForms are the types of the forms that are none of Zeek's, and what they are
// in the header.
var valueForms = map[string]struct {
	form valueForm
	kind string
}{
	"string": {formPlain, "string"}, "count": {formCount, "count"}, "int": {formCount, "int"}, "bool": {formBool, "bool"},
	"time": {formTime, "time"}, "interval": {formPlain, "interval"}, "double": {formDouble, "double"},
	"name": {formName, "string"}, "known": {formKnown, "string"}, "octets": {formOctets, "string"}, "hex": {formHex, "string"}, "value": {formValue, "string"},
	"direction": {formDirection, "string"}, "classes": {formClasses, "string"}, "class": {formClass, "string"},
	"texts": {formTexts, "count"}, "texts-hex": {formTextsHex, "string"}, "data-parts": {formDataParts, "string"},
	"size": {formSize, "count"}, "length": {formLength, "int"}, "secret": {formSecret, "string"},
	"port": {formCount, "port"}, "addr": {formPlain, "addr"}, "enum": {formPlain, "enum"},
	"set[string]": {formPlain, "set[string]"}, "vector[count]": {formPlain, "vector[count]"},
	"vector[string]": {formPlain, "vector[string]"}, "vector[time]": {formPlain, "vector[time]"},
}

// nodeCells are the cells of a NodeId, and of an ExpandedNodeId.
var nodeCells = [...][2]string{{"_encoding_mask", "string"}, {"_namespace_idx", "count"}, {"_numeric", "count"},
	{"_string", "string"}, {"_guid", "string"}, {"_opaque", "string"}, {"_namespace_uri", "string"}, {"_server_idx", "count"}}

// form sets a cell to the value of a field; what does not fit the type of the
// column, and what is secret, leaves it unset.
func (r *zeekRow) form(place int, f *wire.Field, below zeekTree) {
	v, from := f.Value, len(r.text)
	switch form := r.table.columns[place].source.kind; form {
	case formNode:
		r.node(place, f, below)
		return
	case formSecret:
		return
	case formName:
		r.text = r.appendName(r.text, f)
	case formKnown:
		r.text = append(r.text, f.Text...)
	case formValue:
		r.text = r.appendVariant(r.text, f, below)
	case formSize:
		if size, _ := below.at("Octets"); size != nil {
			r.text = strconv.AppendUint(r.text, size.Value.Num, 10)
		}
	case formLength:
		r.text = strconv.AppendInt(r.text, int64(len(v.Raw)), 10)
	case formTexts, formTextsHex, formDataParts:
		r.text = appendParts(r.text, form, below)
	case formPlain:
		if v.Kind != wire.KindSecret && v.Kind != wire.KindNone && v.Kind != wire.KindStruct && v.Kind != wire.KindList {
			r.raw = appendPlain(r.raw[:0], v)
			r.text = appendZeekText(r.text, r.raw, false)
		}
	case formOctets:
		if v.Kind == wire.KindOctets || v.Kind == wire.KindText {
			r.text = hex.AppendEncode(append(r.text, "0x"...), v.Raw)
		}
	default:
		r.text = r.appendNumber(r.text, form, v)
	}
	r.cells[place] = span{from, len(r.text)}
}

// appendName appends the standard's name of a value, or the number.
func (r *zeekRow) appendName(dst []byte, f *wire.Field) []byte {
	r.raw = append(r.raw[:0], f.Text...)
	if f.Text == "" {
		r.raw = appendPlain(r.raw, f.Value)
	}
	return appendZeekText(dst, r.raw, false)
}

// appendVariant appends a value: a scalar as text, lists and structures as JSON.
func (r *zeekRow) appendVariant(dst []byte, f *wire.Field, below zeekTree) []byte {
	switch f.Value.Kind {
	case wire.KindNone:
		return dst
	case wire.KindStruct:
		r.raw = wire.AppendFieldsJSON(r.raw[:0], below.fields)
	case wire.KindList:
		r.raw = appendListJSON(r.raw[:0], below)
	default:
		r.raw = appendPlain(r.raw[:0], f.Value)
	}
	return appendZeekText(dst, r.raw, false)
}

// appendListJSON appends a list as a JSON array. Lists nest as deep as fields do.
func appendListJSON(dst []byte, list zeekTree) []byte {
	dst = append(dst, '[')
	for i := 0; i < len(list.fields); {
		if i > 0 {
			dst = append(dst, ',')
		}
		next := list.end(i)
		f, below := &list.fields[i], zeekTree{list.fields[i+1 : next], list.depth + 1}
		switch {
		case f.Value.Kind == wire.KindStruct:
			dst = wire.AppendFieldsJSON(dst, below.fields)
		case f.Value.Kind == wire.KindList:
			dst = appendListJSON(dst, below)
		case f.Text != "":
			dst = f.Value.AppendJSON(append(dst, `{"code":`...))
			dst = append(append(append(dst, `,"name":"`...), f.Text...), `"}`...)
		default:
			dst = f.Value.AppendJSON(dst)
		}
		i = next
	}
	return append(dst, ']')
}

// appendNumber appends a number in one of the forms of numbers.
func (r *zeekRow) appendNumber(dst []byte, form valueForm, v wire.Value) []byte {
	n, ok := v.Num, v.Kind == wire.KindUint || v.Kind == wire.KindHex || v.Kind == wire.KindBool || v.Kind == wire.KindInt && int64(v.Num) >= 0
	f := floatOf(v)
	switch form {
	case formTime:
		if v.Kind == wire.KindTime {
			dst = appendZeekSeconds(dst, int64(v.Num))
		}
		return dst
	case formDouble:
		switch {
		case v.Kind == wire.KindFloat32 || v.Kind == wire.KindFloat64:
			dst = appendZeekFloat(dst, f)
		case ok:
			dst = append(strconv.AppendUint(dst, n, 10), ".0"...)
		}
		return dst
	case formCount:
		if f >= 0 && f < math.MaxInt64 && (v.Kind == wire.KindFloat32 || v.Kind == wire.KindFloat64) {
			n, ok = uint64(f), true // milliseconds, of which Zeek's logs have whole ones
		}
	}
	if !ok {
		return dst
	}
	switch form {
	case formBool:
		return append(dst, zeekBool(n != 0))
	case formHex:
		return hex.AppendEncode(append(dst, "0x"...), []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
	case formDirection:
		return appendListed(dst, browseDirections[:], n)
	case formClass, formClasses:
		return appendClasses(dst, form, n)
	}
	return strconv.AppendUint(dst, n, 10)
}

// floatOf returns the value of a float, 0 of anything else.
func floatOf(v wire.Value) float64 {
	switch v.Kind {
	case wire.KindFloat32:
		return float64(math.Float32frombits(uint32(v.Num)))
	case wire.KindFloat64:
		return math.Float64frombits(v.Num)
	}
	return 0
}

// browseDirections are ICSNPP's names.
var browseDirections = [...]string{"FWD", "INVERSE", "BOTH"}

func appendListed(dst []byte, names []string, n uint64) []byte {
	if n < uint64(len(names)) {
		return append(dst, names[n]...)
	}
	return strconv.AppendUint(dst, n, 10)
}

// nodeClasses by bit (Part 3, 8.29).
var nodeClasses = [...]string{"Object", "Variable", "Method", "ObjectType", "VariableType", "ReferenceType", "DataType", "View"}

// appendClasses appends the names of node classes, joined by a bar; an empty set
// in a filter stands for all.
func appendClasses(dst []byte, form valueForm, n uint64) []byte {
	if n == 0 && form == formClasses {
		return append(dst, "All"...)
	}
	if n == 0 || n>>len(nodeClasses) != 0 {
		return strconv.AppendUint(dst, n, 10)
	}
	from := len(dst)
	for i, name := range nodeClasses {
		if n>>i&1 == 0 {
			continue
		}
		if len(dst) > from {
			dst = append(dst, '|')
		}
		dst = append(append(dst, name...), "NodeClass"...)
	}
	return dst
}

// Parts of a structure that its encoding tells by bits (Part 6, 5.2.2.14,
// 5.2.2.17), from the lowest.
var (
	textParts = [...]string{"Locale", "Text"}
	dataParts = [...]string{"Value", "StatusCode", "SourceTimestamp", "ServerTimestamp", "SourcePicoseconds", "ServerPicoseconds"}
)

// appendParts appends which parts a structure has.
func appendParts(dst []byte, form valueForm, t zeekTree) []byte {
	names := textParts[:]
	if form == formDataParts {
		names = dataParts[:]
	}
	mask := byte(0)
	for i, name := range names {
		if f, _ := t.at(name); f != nil {
			mask |= 1 << i
		}
	}
	if form == formTexts {
		return strconv.AppendUint(dst, uint64(mask), 10)
	}
	return hex.AppendEncode(append(dst, "0x"...), []byte{mask})
}

// node sets the cells of a NodeId from place on. The encoding mask is that of the
// shortest encoding (Part 6, 5.2.2.9): the one on the wire is not kept.
func (r *zeekRow) node(place int, f *wire.Field, below zeekTree) {
	if f.Value.Kind == wire.KindStruct { // an ExpandedNodeId with more to say
		r.expanded(place, below)
		if f, _ = below.at("NodeId"); f == nil {
			return
		}
	}
	v := f.Value
	namespace, id := v.Num>>32, v.Num&math.MaxUint32
	mask := byte(3)
	switch v.Kind {
	case wire.KindNode:
		mask = 2
		if id <= 0xffff && namespace <= 0xff {
			mask = 1
		}
		if id <= 0xff && namespace == 0 {
			mask = 0
		}
		r.text = r.cellAt(place+2, strconv.AppendUint(r.text, id, 10))
	case wire.KindNodeText:
		r.text = r.cellAt(place+3, appendZeekText(r.text, v.Raw, false))
	case wire.KindNodeGUID:
		mask = 4
		r.text = r.cellAt(place+4, wire.Value{Kind: wire.KindGUID, Raw: v.Raw}.Append(r.text))
	case wire.KindNodeOctets:
		mask = 5
		r.text = r.cellAt(place+5, hex.AppendEncode(append(r.text, "0x"...), v.Raw))
	default: // null, or withheld
		return
	}
	r.text = r.cellAt(place, hex.AppendEncode(append(r.text, "0x"...), []byte{mask}))
	if mask != 0 {
		r.text = r.cellAt(place+1, strconv.AppendUint(r.text, namespace, 10))
	}
}

// expanded sets the cells an ExpandedNodeId has besides those of a NodeId, where
// the log has them.
func (r *zeekRow) expanded(place int, t zeekTree) {
	if place+7 >= len(r.table.columns) || r.table.columns[place+7].source.from != 0 {
		return
	}
	if f, _ := t.at("NamespaceUri"); f != nil {
		r.text = r.cellAt(place+6, appendZeekText(r.text, f.Value.Raw, false))
	}
	if f, _ := t.at("ServerIndex"); f != nil {
		r.text = r.cellAt(place+7, strconv.AppendUint(r.text, f.Value.Num, 10))
	}
}
