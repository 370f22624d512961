package opcua

import "github.com/banken-ot/banken/protocols/wire"

// Encodings of an ExtensionObject's body (Part 6, 5.2.2.15).
const (
	encodingNone = iota
	encodingBinary
	encodingXML
)

// extensionObject shows an ExtensionObject: its TypeId, and the fields of a
// structure the standard has, or its body raw.
func (r *reader) extensionObject(name string, depth uint8, listed bool) {
	live := r.live
	r.live = false
	var id wire.Value
	r.nodeID(&id, r.c.U8())
	encoding := r.c.U8()
	if r.c.Short || r.deep(depth+1) {
		return
	}
	if encoding == encodingNone && id.Kind == wire.KindNode && id.Num == 0 {
		if listed {
			r.put(depth, name, wire.Value{})
		}
		r.tell(wire.Value{})
		return
	}
	known := uint16(0)
	if id.Kind == wire.KindNode && encoding == encodingBinary && id.Num <= 0xffff {
		known = structureOf(uint32(id.Num))
	}
	r.put(depth, name, wire.Struct())
	r.put(depth+1, "TypeId", id).Text = structures[known].name
	if encoding != encodingNone {
		live = live && structures[known].body == bodyOf(r.service)
		inert := r.inert
		r.inert = inert || !live
		r.body(id, encoding, known, depth+1)
		r.inert = inert
	}
	r.tell(wire.Struct())
}

func (r *reader) body(id wire.Value, encoding byte, known uint16, depth uint8) {
	secret := r.secretive || r.withhold || id.Kind == wire.KindNode && id.Num <= 0xffff && secretType(uint32(id.Num))
	if encoding > encodingXML {
		r.flag(defectEncoding)
		r.secretive = secret
		r.halt(depth)
		return
	}
	n := r.length()
	if n < 0 {
		return
	}
	if n > r.c.Len() {
		r.secretive = secret || known != 0 // there may be an identity in it
	}
	b := r.octets(n)
	switch {
	case r.halted:
	case known != 0:
		r.nested(known, b, depth)
	case secret:
		r.put(depth, "Body", wire.Secret(len(b)))
	case encoding == encodingXML:
		r.put(depth, "Body", wire.Text(b))
	default:
		r.put(depth, "Body", wire.Octets(b))
	}
}

// nested reads a structure whose octets are b.
func (r *reader) nested(s uint16, b []byte, depth uint8) {
	outer, secretive, level := r.c, r.secretive, r.level
	r.c, r.level = wire.NewCursor(b), depth
	r.secretive = secretive || secretType(uint32(structures[s].id))
	r.structure(s, depth)
	r.finish(depth)
	r.c, r.secretive, r.level = outer, secretive, level
}

// The encoding octet of a DiagnosticInfo (Part 6, 5.2.2.12).
const (
	diagnosticSymbolicID = 1 << iota
	diagnosticNamespace
	diagnosticLocalizedText
	diagnosticLocale
	diagnosticAdditional
	diagnosticInnerStatus
	diagnosticInner
)

// diagnosticInfo shows a DiagnosticInfo.
func (r *reader) diagnosticInfo(name string, depth uint8, listed bool) {
	mask := r.c.U8()
	r.tell(wire.Value{})
	switch {
	case r.c.Short || r.deep(depth+1):
		return
	case mask == 0 && !listed:
		return
	case mask == 0:
		r.put(depth, name, wire.Value{})
		return
	case mask&0x80 != 0:
		r.flag(defectEncoding)
	}
	r.put(depth, name, wire.Struct())
	depth++
	for _, part := range diagnosticParts {
		if mask&part.flag != 0 {
			r.scalar(part.typ, 0, part.name, depth, false)
		}
	}
	if mask&diagnosticInner != 0 && !r.c.Short {
		r.diagnosticInfo("InnerDiagnosticInfo", depth, true)
	}
	r.tell(wire.Struct())
}

// diagnosticParts is what a DiagnosticInfo may hold, in the order of encoding.
// The numbers are places in the StringTable of the ResponseHeader.
var diagnosticParts = [...]struct {
	flag byte
	typ  builtin
	name string
}{
	{diagnosticSymbolicID, typeInt32, "SymbolicId"},
	{diagnosticNamespace, typeInt32, "NamespaceUri"},
	{diagnosticLocale, typeInt32, "Locale"},
	{diagnosticLocalizedText, typeInt32, "LocalizedText"},
	{diagnosticAdditional, typeString, "AdditionalInfo"},
	{diagnosticInnerStatus, typeStatusCode, "InnerStatusCode"},
}
