package opcua

import "github.com/banken-ot/banken/protocols/wire"

// structure reads structure s, whose fields are shown at depth.
func (r *reader) structure(s uint16, depth uint8) {
	if r.deep(depth) {
		return
	}
	def := &structures[s]
	fs := fields[def.first : def.first+def.count]
	for i := range fs {
		f := &fs[i]
		switch {
		case f.list:
			r.list(f, depth)
		case f.act == actNone && f.typ <= typeNodeID:
			r.scalar(f.typ, f.ref, f.name, depth, false)
		default:
			r.element(f, f.name, depth, false)
		}
		if r.c.Short {
			return
		}
	}
	if def.end != endNone && !r.inert {
		r.end(def.end)
	}
}

// list reads a list (Part 6, 5.2.5). Every element takes an octet at least, so
// a length beyond the octets left is not believed.
func (r *reader) list(f *field, depth uint8) {
	n := r.length()
	if n < 0 {
		return
	}
	if r.tooLong(n, f.typ, depth) {
		return
	}
	r.put(depth, f.name, wire.List(n))
	if r.deep(depth + 1) {
		return
	}
	name := f.elementName()
	for i := 0; i < n && !r.c.Short; i++ {
		if depth == 0 {
			r.operation = i
		}
		r.index = i
		r.element(f, name, depth+1, true)
	}
	if f.act == actInput && n != 1 && !r.inert {
		r.argument = wire.Value{} // which of them is not told by one value
	}
}

// tooLong tells that there are fewer octets left than elements of a list, and
// gives up.
func (r *reader) tooLong(n int, typ builtin, depth uint8) bool {
	if n <= r.c.Len() {
		return false
	}
	r.m.Defects |= wire.Truncated
	r.secretive = r.secretive || typ >= typeExtensionObject // there may be an identity in it
	r.halt(depth)
	return true
}

// element reads one value of a field's type and does what the field asks.
func (r *reader) element(f *field, name string, depth uint8, listed bool) {
	if f.act == actNone || r.inert && !f.act.everywhere() {
		r.show(f.typ, f.ref, name, depth, listed)
		return
	}
	index, withhold := r.index, r.withhold
	if r.before(f.act, name, depth) {
		return
	}
	r.show(f.typ, f.ref, name, depth, listed)
	r.withhold = withhold
	if !r.c.Short {
		r.after(f.act, index)
	}
}

// show reads a value and shows it as a field; a null only as an element of a
// list. The value is left in last.
func (r *reader) show(typ builtin, ref uint16, name string, depth uint8, listed bool) {
	switch typ {
	case typeStructure:
		if r.c.Len() == 0 && structures[ref].count > 0 {
			r.c.Skip(1) // nothing of it is there, and no head is shown
			return
		}
		r.put(depth, name, wire.Struct())
		r.structure(ref, depth+1)
	case typeVariant:
		r.variant(name, depth)
	case typeDataValue:
		r.dataValue(name, depth)
	case typeExpandedNodeID:
		r.expandedNodeID(name, depth)
	case typeQualifiedName:
		r.qualifiedName(name, depth, listed)
	case typeLocalizedText:
		r.localizedText(name, depth, listed)
	case typeExtensionObject:
		r.extensionObject(name, depth, listed)
	case typeDiagnosticInfo:
		r.diagnosticInfo(name, depth, listed)
	default:
		r.scalar(typ, ref, name, depth, listed)
	}
}

// scalar reads and shows a value that is one field, and leaves it in last.
func (r *reader) scalar(typ builtin, ref uint16, name string, depth uint8, listed bool) {
	if p := &fixed[typ]; p.size != 0 {
		r.number(p, typ, ref, name, depth, listed)
		return
	}
	v := &r.told
	r.last = v
	r.value(v, typ)
	if r.c.Short || v.Kind == wire.KindNone && !listed {
		return
	}
	f := r.slot(depth, name)
	if r.withhold {
		withhold(v)
	} else if v.Kind == wire.KindNode && v.Num <= 0xffff {
		f.Text = nodeText(uint32(v.Num))
	}
	assign(&f.Value, v)
}

// withhold puts the mark of a secret in place of a value with octets.
func withhold(v *wire.Value) {
	switch v.Kind {
	case wire.KindText, wire.KindOctets, wire.KindGUID, wire.KindNodeText, wire.KindNodeGUID, wire.KindNodeOctets:
		set(v, wire.KindSecret, uint64(len(v.Raw)), nil)
	}
}
