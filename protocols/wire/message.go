package wire

// Bounds of one message. A Modbus message has at most a few runs; the most
// points come in a DNP3 class 0 response of large outstations (events with
// index prefixes, up to some 2048 octets a fragment) and in OPC UA reads of
// whole areas. Beyond them the message is marked Omitted.
const (
	MaxPoints = 4096
	MaxFields = 8192
)

// Access is what a message does with a point.
type Access uint8

const (
	// AccessRead: asked for, or its value told.
	AccessRead Access = iota
	// AccessWrite: its value is set or its control carried out; in a response,
	// the echo with the device's status.
	AccessWrite
)

// Point is one point of the process, or a run of Count points that follow each
// other. Name and Value.Raw are borrowed.
type Point struct {
	Space  uint32 // Modbus table; DNP3 group<<8 | variation; OPC UA namespace
	Index  uint32 // PDU address, point index or numeric NodeId, from 0
	Count  uint32 // points in the run, at least 1
	Part   uint32 // OPC UA AttributeId; 0 elsewhere
	Access Access
	// Relative: Index counts from the start of the range the request asked for
	// (a Modbus response tells values without addresses).
	Relative   bool
	HasQuality bool
	HasTime    bool
	Quality    uint32 // DNP3 flags or control status, OPC UA StatusCode
	Ident      byte   // kind of Name: 's' text, 'g' Guid, 'b' octets; 0: Index identifies
	Time       int64  // UTC nanoseconds, when HasTime: the device's own
	Name       []byte // identifier when it is not numeric
	Value      Value
}

// Field is one more thing a message says. Fields are a tree in pre-order: a
// Field of KindStruct or KindList heads those of greater Depth behind it.
type Field struct {
	Name  string // the standard's name; a constant of the decoder
	Depth uint8
	Text  string // the standard's name of the value, a constant; "" for none
	Value Value
}

// Message is one ADU, application fragment or service message. It is
// borrowed: its slices are reused by the next Decode, and Name, Raw and
// Function alias the input, the decoder's buffers or constants.
type Message struct {
	Time  int64  // capture time, UTC ns, of the frame that completed the message
	Frame uint64 // number of that frame

	Role      Role
	Operation Operation
	Function  string // the standard's name of function or service; a constant, never ""
	Code      uint32 // function code; for OPC UA the request's encoding id, in both directions
	Sub       uint32 // sub-function, MEI type, UMAS code, when HasSub
	HasSub    bool
	Station   uint32 // unit identifier, outstation link address; 0 for OPC UA
	Key       Key    // what request and response share
	Timeout   int64  // ns until a request counts as unanswered; 0: the Protocol's
	NoReply   bool   // a request no answer is due to (broadcast, no-ack)
	More      bool   // a response that further ones of the same Key continue

	HasStatus bool
	Refused   bool   // a response that says no
	Status    uint32 // exception code, internal indications, StatusCode

	Points  []Point
	Fields  []Field
	Defects Defects
}

// Key is what a request and its response have in common. A request and a
// response with the same ID but another Station or Function are a Mismatch.
type Key struct {
	ID       uint32 // transaction identifier, sequence, RequestId
	Station  uint32
	Function uint32 // 0 where the protocol's responses do not repeat it
}

// Begin empties the message, keeping the capacity of its slices.
func (m *Message) Begin(time int64, frame uint64) {
	points, fields := m.Points[:0], m.Fields[:0]
	*m = Message{} // in place; a literal with these fields would be made and copied
	m.Time, m.Frame, m.Points, m.Fields = time, frame, points, fields
}

// Point appends a point and returns it, empty but for Count 1; nil, and Omitted
// set, when there are MaxPoints already. It is valid until the next call.
func (m *Message) Point() *Point {
	n := len(m.Points)
	if n >= MaxPoints {
		m.Defects |= Omitted
		return nil
	}
	if n < cap(m.Points) {
		m.Points = m.Points[:n+1]
		m.Points[n] = Point{Count: 1}
	} else {
		m.Points = append(m.Points, Point{Count: 1})
	}
	return &m.Points[n]
}

// Field appends a top-level field. At MaxFields it sets Omitted instead.
func (m *Message) Field(name string, v Value) { m.FieldAt(0, name, "", v) }

// FieldText appends a top-level field whose value has a name.
func (m *Message) FieldText(name, text string, v Value) { m.FieldAt(0, name, text, v) }

// FieldAt appends a field at a depth of the tree.
func (m *Message) FieldAt(depth uint8, name, text string, v Value) {
	if len(m.Fields) >= MaxFields {
		m.Defects |= Omitted
		return
	}
	m.Fields = append(m.Fields, Field{Name: name, Depth: depth, Text: text, Value: v})
}

// FindField returns the first top-level field with this name, or nil.
func FindField(fields []Field, name string) *Field {
	for i := range fields {
		if fields[i].Depth == 0 && fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}
