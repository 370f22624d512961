package wire

import "net/netip"

// NoLatency is the Latency of a transaction that has not both halves.
const NoLatency = -1

// Part is what one half of a transaction said, owned.
type Part struct {
	Points  []Point
	Fields  []Field
	Defects Defects

	octets []byte // what Points and Fields refer to
}

// Transaction is a request and its response, or the one of them that was
// seen: the record everything behind the decoders works on. It owns what its
// slices refer to. A Sink must give it back with Release.
type Transaction struct {
	Protocol *Protocol
	Client   netip.AddrPort // client or master
	Server   netip.AddrPort // server or outstation
	Flow     uint64         // of its conversation: tells connections with the same addresses and ports apart; 0 when not known

	Time          int64  // capture time, UTC ns, of the request; of the response when unasked
	Frame         uint64 // frame that completed the request; 0 when unasked
	ResponseFrame uint64 // frame that completed the (last) response; 0 when there is none
	Latency       int64  // ns from request to first response; NoLatency without both

	Operation Operation
	Function  string // the standard's name
	Code, Sub uint32
	HasSub    bool
	Station   uint32

	Outcome   Outcome
	NoReply   bool // no response was due
	HasStatus bool
	Status    uint32

	Request, Response Part

	key      Key
	deadline int64
	pool     *Pool
	gap      bool // octets towards the client were lost since the request
}

// Defects returns those of both halves.
func (t *Transaction) Defects() Defects { return t.Request.Defects | t.Response.Defects }

// EachPoint calls f with the points of the transaction as one list: what was
// written (with the device's status where the response repeats it), then what
// was read, or asked for where no values came back.
func (t *Transaction) EachPoint(f func(*Point)) {
	written := t.Request.Points
	if t.echoed() {
		written = t.Response.Points
	}
	for i := range written {
		if written[i].Access == AccessWrite {
			f(&written[i])
		}
	}
	read := t.Request.Points
	if has(t.Response.Points, AccessRead) {
		read = t.Response.Points
	}
	for i := range read {
		if read[i].Access == AccessRead {
			f(&read[i])
		}
	}
}

func (t *Transaction) echoed() bool { return has(t.Response.Points, AccessWrite) }

func has(points []Point, a Access) bool {
	for i := range points {
		if points[i].Access == a {
			return true
		}
	}
	return false
}

// setRequest copies a request into the empty transaction.
func (t *Transaction) setRequest(m *Message) {
	t.Time, t.Frame, t.Latency = m.Time, m.Frame, NoLatency
	t.describe(m)
	t.NoReply, t.key = m.NoReply, m.Key
	t.keep(&t.Request, m)
}

// describe takes over what names a transaction.
func (t *Transaction) describe(m *Message) {
	t.Operation, t.Function, t.Station = m.Operation, m.Function, m.Station
	t.Code, t.Sub, t.HasSub = m.Code, m.Sub, m.HasSub
}

// addResponse copies a response, or one more part of it.
func (t *Transaction) addResponse(m *Message) {
	if t.ResponseFrame == 0 && t.Frame != 0 {
		t.Latency = m.Time - t.Time
	}
	t.ResponseFrame = m.Frame
	t.HasStatus = t.HasStatus || m.HasStatus
	t.Status |= m.Status
	if m.Refused {
		t.Outcome = Refused
	} else if t.Outcome != Refused {
		t.Outcome = Answered
	}
	t.keep(&t.Response, m)
}

// keep copies points and fields into p, and their octets into the part's own, so
// that nothing aliases the message any more.
func (t *Transaction) keep(p *Part, m *Message) {
	p.Defects |= m.Defects
	points, fields := m.Points, m.Fields
	if room := MaxPoints - len(p.Points); len(points) > room {
		points = points[:room]
		p.Defects |= Omitted
	}
	if room := MaxFields - len(p.Fields); len(fields) > room {
		fields = fields[:room]
		p.Defects |= Omitted
	}
	p.Points = append(t.pool.points.grow(p.Points, len(points)), points...)
	p.Fields = append(t.pool.fields.grow(p.Fields, len(fields)), fields...)
	p.own(&t.pool.octets, p.Points[len(p.Points)-len(points):], p.Fields[len(p.Fields)-len(fields):])
}

// own replaces the octets that the last points and fields refer to by copies.
func (p *Part) own(room *room[byte], points []Point, fields []Field) {
	n := 0
	for i := range points {
		n += len(points[i].Name) + len(points[i].Value.Raw)
	}
	for i := range fields {
		n += len(fields[i].Value.Raw)
	}
	if len(p.octets)+n <= cap(p.octets) {
		p.copyAll(points, fields)
		return
	}
	before := p.octets
	p.octets = room.take(len(before) + n)
	p.copyAll(p.Points, p.Fields)
	room.give(before)
}

func (p *Part) copyAll(points []Point, fields []Field) {
	for i := range points {
		p.copyOf(&points[i].Name)
		p.copyOf(&points[i].Value.Raw)
	}
	for i := range fields {
		p.copyOf(&fields[i].Value.Raw)
	}
}

func (p *Part) copyOf(b *[]byte) {
	if len(*b) == 0 {
		return
	}
	n := len(p.octets)
	p.octets = append(p.octets, *b...)
	*b = p.octets[n:len(p.octets):len(p.octets)]
}
