package opcua

import "github.com/banken-ot/banken/protocols/wire"

// reader reads one message: it walks the layout of structures, shows what it
// finds as fields, and remembers what operations are made of.
type reader struct {
	d *decoder
	m *wire.Message
	c wire.Cursor
	// halted: what follows cannot be decoded; it was kept raw.
	halted bool
	level  uint8 // depth of the content at hand: 0, or that of an ExtensionObject
	// withhold: texts and octets are shown by their length only.
	withhold bool
	// live: the ExtensionObject that is next is a part of the message. inert:
	// what is read is a value, and means nothing to the decoder.
	live, inert bool
	// secretive: what cannot be decoded may hold secrets.
	secretive bool
	spare     wire.Field // takes what MaxFields has no room for
	facts
}

// facts is what was read of the message and the operation at hand.
type facts struct {
	request   uint32 // RequestId
	channel   *channel
	service   uint8
	session   *session
	node      wire.Value // the operation's node; the object of a call
	method    wire.Value
	attribute uint32
	data      dataValue
	last      *wire.Value // read last, whatever it was
	told      wire.Value  // where last points when it is no field
	argument  wire.Value  // the only input argument
	status    uint32      // of the operation
	index     int         // of the element at hand in its list
	operation int         // of the operation at hand
	results   int         // operations that ended, and badly
	bad       int
	values    int // values that the result at hand told

	handle, item, subscription uint32
	chain                      int32 // the monitored item whose result is next
	secretOutputs              bool
	foreign                    bool // acts on another session's subscription
	configures                 bool // writes other attributes than values
	gravest                    wire.Operation
	timeout                    uint32
	result                     uint32 // ServiceResult
	serviceID                  uint32
	token                      uint64 // a new session's
	opened                     openedChannel
	user                       wire.Value
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
	r.halted, r.withhold, r.secretive, r.level = false, false, false, 0
	r.live, r.inert = false, false
	r.facts = facts{chain: -1}
	r.last = &r.told
}

// tell sets what was read last.
func (r *reader) tell(v wire.Value) {
	r.told = v
	r.last = &r.told
}

// slot returns the next field with its name and depth. Its value is that of a
// former message: the caller sets it.
func (r *reader) slot(depth uint8, name string) *wire.Field {
	m := r.m
	n := len(m.Fields)
	switch {
	case n < cap(m.Fields) && n < wire.MaxFields:
		m.Fields = m.Fields[:n+1]
	case n < wire.MaxFields:
		m.Fields = append(m.Fields, wire.Field{})
	default:
		m.Defects |= wire.Omitted
		return &r.spare
	}
	f := &m.Fields[n]
	f.Name, f.Depth, f.Text = name, depth, ""
	return f
}

// put shows a field.
func (r *reader) put(depth uint8, name, text string, v wire.Value) {
	f := r.slot(depth, name)
	f.Text, f.Value = text, v
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
	r.halted = true
	r.raw(depth)
	r.c.Skip(1) // sets Short, which ends every loop
}

// raw shows the octets left, or how many when they may be secret.
func (r *reader) raw(depth uint8) {
	b := r.c.Rest()
	if len(b) == 0 {
		return
	}
	if r.secretive || r.withhold {
		r.put(depth, "data", "", wire.Secret(len(b)))
		return
	}
	r.put(depth, "data", "", wire.Octets(b))
}

// finish checks that the content was all there, and no more.
func (r *reader) finish(depth uint8) {
	switch {
	case r.halted:
	case r.c.Short:
		r.m.Defects |= wire.Truncated
	case r.c.Len() > 0:
		r.m.Defects |= wire.Trailing
		r.raw(depth)
	}
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
