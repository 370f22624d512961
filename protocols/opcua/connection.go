package opcua

import "github.com/banken-ot/banken/protocols/wire"

// connection decodes a message of the connection protocol (Part 6, 7.1.2).
func (d *decoder) connection(m *wire.Message, dir wire.Direction, h header, b []byte) {
	r := &d.read
	r.begin(m, b[messageHeader:])
	m.Code, m.Operation = uint32(h.typ), wire.Session
	m.Key.Function = uint32(codeHello)
	r.envelope(h, b)
	switch h.typ {
	case codeHello:
		m.Role, m.Function = wire.Request, "Hello"
		d.hello, d.begun = true, true
		d.receive(r, wire.ToClient)
		r.url("EndpointUrl")
	case codeAcknowledge:
		m.Role, m.Function, m.Code = wire.Response, "Hello", uint32(codeHello)
		d.hello = false
		d.receive(r, wire.ToServer)
	case codeError:
		d.failed(m, dir)
	case codeReverseHello:
		m.Role, m.Function = wire.Unsolicited, "ReverseHello"
		r.url("ServerUri")
		r.url("EndpointUrl")
	}
	r.finish(0)
}

// receive reads what the sender of HEL or ACK accepts: of what goes in
// direction dir, the sizes of chunks and messages.
func (d *decoder) receive(r *reader, dir wire.Direction) {
	if dir == wire.ToClient { // a new connection
		d.sides[0].begin()
		d.sides[1].begin()
	}
	r.u32("ProtocolVersion")
	d.limits[dir].chunk = r.u32("ReceiveBufferSize")
	send := r.u32("SendBufferSize")
	if dir == wire.ToServer && send != 0 {
		d.limits[wire.ToClient].chunk = send // the server's word is the last
	}
	d.limits[dir].message = r.u32("MaxMessageSize")
	d.limits[dir].chunks = r.u32("MaxChunkCount")
}

// begin forgets what was before the first message of a connection.
func (s *side) begin() {
	s.sequenced, s.lost, s.evicted = false, 0, false
	for i := range s.assemblies {
		s.assemblies[i].used = false
	}
	s.encrypted = sealed{}
}

// failed decodes an error (Part 6, 7.1.2.5), after which the connection is
// closed: the answer to what opened it, or unasked.
func (d *decoder) failed(m *wire.Message, dir wire.Direction) {
	r := &d.read
	m.Function = "Error"
	m.Refused = dir == wire.ToClient
	r.failure()
	switch {
	case dir == wire.ToServer: // a client that turns a reverse hello down
		m.Role, m.NoReply = wire.Request, true
	case d.hello:
		m.Role, d.hello = wire.Response, false
	case d.opening.waits:
		m.Role, m.Key = wire.Response, d.opening.key
		d.opening.waits = false
	default:
		m.Role = wire.Unsolicited
	}
}

// failure shows why a message or connection was given up, which is the status.
func (r *reader) failure() {
	status := r.c.LE32()
	if r.c.Short {
		return
	}
	r.m.HasStatus, r.m.Status = true, status
	r.put(0, "Error", wire.Hex(uint64(status))).Text = statusText(status)
	r.url("Reason")
}

// u32 shows a UInt32 and returns it.
func (r *reader) u32(name string) uint32 {
	n := r.c.LE32()
	if !r.c.Short {
		r.put(0, name, wire.Uint(uint64(n)))
	}
	return n
}

// url shows a string of at most maxURL octets.
func (r *reader) url(name string) {
	v := r.text()
	if len(v.Raw) > maxURL {
		r.m.Defects |= wire.BadLength
	}
	if v.Kind != wire.KindNone {
		r.put(0, name, v)
	}
}
