package opcua

import "github.com/banken-ot/banken/protocols/wire"

// reader reads one message: it walks the layout of structures, shows what it
// finds as fields, and remembers what operations are made of.
type reader struct {
	d *decoder
	m *wire.Message
	c wire.Cursor
	// halted: what follows cannot be decoded; it was kept raw, and nothing is
	// shown behind it until its content is over.
	halted bool
	room   int          // fields there may be: 0 when halted, else wire.MaxFields
	full   wire.Defects // what one more means: nothing when halted
	level  uint8        // depth of the content at hand: 0, or that of an ExtensionObject
	// withhold: texts and octets are shown by their length only.
	withhold bool
	// live: the ExtensionObject that is next is a part of the message. inert:
	// what is read is a value, and means nothing to the decoder.
	live, inert bool
	// secretive: what cannot be decoded may hold secrets.
	secretive bool
	spare     wire.Field // takes what is not shown, for MaxFields or being behind a halt
	facts
}

// facts is what was read of the message and the operation at hand.
type facts struct {
	channel   *channel
	session   *session
	node      wire.Value // the operation's node; the object of a call
	method    wire.Value
	data      dataValue
	last      *wire.Value // read last, whatever it was
	told      wire.Value  // where last points when it is no field
	argument  wire.Value  // the only input argument
	user      wire.Value
	token     uint64 // a new session's
	index     int    // of the element at hand in its list
	operation int    // of the operation at hand
	results   int    // operations that ended, and badly
	bad       int
	values    int // values that the result at hand told

	request   uint32 // RequestId
	attribute uint32
	status    uint32 // of the operation
	timeout   uint32
	result    uint32 // ServiceResult, when answered
	serviceID uint32
	opened    openedChannel

	handle, item, subscription uint32
	chain                      int32 // the monitored item whose result is next
	service                    uint8
	gravest                    wire.Operation
	answered                   bool
	secretOutputs              bool
	foreign                    bool // acts on another session's subscription
	configures                 bool // writes other attributes than values
}

// dataValue is what a DataValue told (Part 6, 5.2.2.17).
type dataValue struct {
	value   wire.Value
	status  uint32
	has     bool // a status
	time    int64
	hasTime bool
}

// begin starts a message whose content is b.
func (r *reader) begin(m *wire.Message, b []byte) {
	r.m, r.c = m, wire.NewCursor(b)
	r.proceed()
	r.withhold, r.secretive, r.level = false, false, 0
	r.live, r.inert = false, false
	r.facts = facts{chain: -1}
	r.last = &r.told
}

// tell sets what was read last.
func (r *reader) tell(v wire.Value) {
	set(&r.told, v.Kind, v.Num, v.Raw)
	r.last = &r.told
}

// set writes a value part by part: written whole it would be copied by octets
// that were stored a moment ago, which the processor has to wait for.
func set(v *wire.Value, kind wire.Kind, num uint64, raw []byte) {
	v.Kind, v.Num, v.Raw = kind, num, raw
}

// assign copies a value likewise.
func assign(dst, src *wire.Value) { dst.Kind, dst.Num, dst.Raw = src.Kind, src.Num, src.Raw }

// slot returns the next field with its name and depth. Its value is that of a
// former message: the caller sets it.
func (r *reader) slot(depth uint8, name string) *wire.Field {
	m := r.m
	n := len(m.Fields)
	switch {
	case n < cap(m.Fields) && n < r.room:
		m.Fields = m.Fields[:n+1]
	case n < r.room:
		m.Fields = append(m.Fields, wire.Field{})
	default:
		m.Defects |= r.full
		return &r.spare
	}
	f := &m.Fields[n]
	f.Name, f.Depth, f.Text = name, depth, ""
	return f
}

// put shows a field and returns it, for the caller to set its text.
func (r *reader) put(depth uint8, name string, v wire.Value) *wire.Field {
	f := r.slot(depth, name)
	set(&f.Value, v.Kind, v.Num, v.Raw)
	return f
}

// octets returns the next n octets. When there are fewer, the content is
// truncated and what is there is kept raw.
func (r *reader) octets(n int) []byte {
	if n > r.c.Len() {
		r.m.Defects |= wire.Truncated
		r.halt(r.level)
		return nil
	}
	return r.c.Octets(n)
}

// halt gives up on the rest of the content at hand and shows it raw.
func (r *reader) halt(depth uint8) {
	if r.halted {
		return
	}
	r.raw(depth)
	r.halted, r.room, r.full = true, 0, 0
	r.c.Skip(1) // sets Short, which ends every loop
}

// proceed has fields shown again.
func (r *reader) proceed() { r.halted, r.room, r.full = false, wire.MaxFields, wire.Omitted }

// raw shows the octets left, or how many when they may be secret.
func (r *reader) raw(depth uint8) {
	b := r.c.Rest()
	if len(b) == 0 {
		return
	}
	if r.secretive || r.withhold {
		r.put(depth, "data", wire.Secret(len(b)))
		return
	}
	r.put(depth, "data", wire.Octets(b))
}

// finish ends the content at hand: it must have been all there, and no more.
func (r *reader) finish(depth uint8) {
	switch {
	case r.halted:
	case r.c.Short:
		r.m.Defects |= wire.Truncated
	case r.c.Len() > 0:
		r.m.Defects |= wire.Trailing
		r.raw(depth)
	}
	r.proceed()
}

// flag adds one of the protocol's own defects.
func (r *reader) flag(defect uint8) { r.m.Defects |= wire.Own(defect) }

// deep tells that nesting is beyond the bound, and gives up.
func (r *reader) deep(depth uint8) bool {
	if depth < maxDepth {
		return false
	}
	r.m.Defects |= wire.TooDeep
	r.halt(depth)
	return true
}

// length reads the length of a string or list: -1 is null, and so is what else
// is negative, which is a defect (Part 6, 5.2.2.4, 5.2.5).
func (r *reader) length() int {
	n := int32(r.c.LE32())
	if n < -1 {
		r.m.Defects |= wire.BadLength
	}
	if r.c.Short || n < 0 {
		return -1
	}
	return int(n)
}
