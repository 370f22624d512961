package wire

import (
	"net/netip"
	"unsafe"
)

// NoLatency is the Latency of a transaction that has not both halves.
const NoLatency = -1

// Part is what one half of a transaction said, owned.
type Part struct {
	Points  []Point
	Fields  []Field
	Defects Defects
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
	octets   []byte
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

// Release gives the transaction back to the pool it came from; it must not be
// used afterwards.
func (t *Transaction) Release() { t.pool.put(t) }

// Pool recycles transactions so that none is allocated in steady state. It
// belongs to one goroutine: what was handed to another must come back to it.
type Pool struct {
	free        []*Transaction
	held        int // octets the slices of the free ones hold
	outstanding int // requests waiting in the Pairers that share this pool
}

// keptOctets bounds what the slices of recycled transactions hold, all
// together: hostile messages must not hold their memory for ever.
const keptOctets = 32 << 20

func (p *Pool) get() *Transaction {
	n := len(p.free)
	if n == 0 {
		return &Transaction{pool: p}
	}
	t := p.free[n-1]
	p.free = p.free[:n-1]
	p.held -= t.size()
	return t
}

func (p *Pool) put(t *Transaction) {
	*t = Transaction{pool: p, octets: t.octets[:0],
		Request:  Part{Points: t.Request.Points[:0], Fields: t.Request.Fields[:0]},
		Response: Part{Points: t.Response.Points[:0], Fields: t.Response.Fields[:0]}}
	if p.held+t.size() > keptOctets {
		*t = Transaction{pool: p}
	}
	p.held += t.size()
	p.free = append(p.free, t)
}

// size returns how many octets the slices hold.
func (t *Transaction) size() int {
	points, fields := cap(t.Request.Points)+cap(t.Response.Points), cap(t.Request.Fields)+cap(t.Response.Fields)
	return cap(t.octets) + points*int(unsafe.Sizeof(Point{})) + fields*int(unsafe.Sizeof(Field{}))
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

// keep copies points and fields into p, and their octets into the
// transaction's own, so that nothing aliases the message any more.
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
	p.Points = append(p.Points, points...)
	p.Fields = append(p.Fields, fields...)
	t.ownPoints(p.Points[len(p.Points)-len(points):])
	for i := len(p.Fields) - len(fields); i < len(p.Fields); i++ {
		t.own(&p.Fields[i].Value.Raw)
	}
}

func (t *Transaction) ownPoints(points []Point) {
	for i := range points {
		t.own(&points[i].Name)
		t.own(&points[i].Value.Raw)
	}
}

// own replaces b by a copy. When the octets outgrow their array, what was
// copied before keeps referring to the old one.
func (t *Transaction) own(b *[]byte) {
	if len(*b) == 0 {
		return
	}
	n := len(t.octets)
	t.octets = append(t.octets, *b...)
	*b = t.octets[n:len(t.octets):len(t.octets)]
}
