package opcua

import "github.com/banken-ot/banken/protocols/wire"

// Encodings of the headers that every service message begins with (Part 4,
// 7.32, 7.33).
const (
	idRequestHeader  = 391
	idResponseHeader = 394
)

// message decodes the service message at the reader's place: its TypeId, and
// the structure that names.
func (d *decoder) message(m *wire.Message, dir wire.Direction) {
	r := &d.read
	r.secretive = true
	var id wire.Value
	r.nodeID(&id, r.c.U8())
	s := uint16(0)
	if id.Kind == wire.KindNode && id.Num <= 0xffff {
		s = structureOf(uint32(id.Num))
	}
	def := &structures[s]
	if def.kind == kindPlain || r.c.Short {
		d.unknown(m, dir, id)
		return
	}
	d.name(m, def.service)
	r.service = def.service
	m.Role = wire.Request
	if def.kind == kindResponse {
		m.Role = wire.Response
		r.secretive = secretiveService(r.service)
		r.expect()
	}
	if m.Role != roleOf(dir) {
		r.flag(defectDirection)
	}
	r.structure(s, 0)
	if m.Role == wire.Request {
		r.requested()
	} else {
		r.responded()
	}
	m.Operation = r.operationOf(m.Operation)
}

// unknown decodes a message of a service the standard does not have, as far as
// every message is the same.
func (d *decoder) unknown(m *wire.Message, dir wire.Direction, id wire.Value) {
	r := &d.read
	m.Role = roleOf(dir)
	m.Function, m.Code, m.Operation = "unknown-service", uint32(id.Num), wire.Operate
	switch {
	case r.c.Short:
		return // there is none
	case id.Num == 0:
		r.flag(defectTypeID)
		r.halt(0)
		return
	}
	r.put(0, "TypeId", id)
	name, header := "RequestHeader", uint32(idRequestHeader)
	if m.Role == wire.Response {
		name, header = "ResponseHeader", idResponseHeader
	}
	r.show(typeStructure, structureOf(header), name, 0, false)
	if r.c.Short {
		return
	}
	r.secretive = false
	r.raw(0)
	if m.Role == wire.Response {
		r.responded()
	}
}

// secretiveService tells whether what cannot be decoded of a service's message
// may hold secrets.
func secretiveService(service uint8) bool {
	switch service {
	case serviceActivateSession, serviceCreateSession, serviceOpenSecureChannel:
		return true
	}
	return false
}

// requested completes a request that was read.
func (r *reader) requested() {
	m := r.m
	m.Timeout = min(int64(r.timeout)*1e6, int64(maxTimeout))
	switch r.service {
	case servicePublish:
		m.Timeout = int64(maxTimeout)
	case serviceCloseSecureChannel:
		m.NoReply = true
	case serviceActivateSession:
		r.activate()
	case serviceRepublish:
		r.d.watched.await(r.service, r)
	case serviceCall:
		// methods that were not read may give out secrets too
		r.d.watched.await(r.service, r).secret = r.secretOutputs || r.c.Short
	case serviceSessionlessInvoke:
		r.invoked()
	}
}

// expect takes from the request, before a response is read, what it is read
// with.
func (r *reader) expect() {
	switch r.service {
	case serviceRepublish:
		if p := r.d.watched.awaited(r.service, r); p != nil {
			r.subscription, p.service = p.subscription, serviceNone
		}
	case serviceCall:
		// of a call that was not seen, nobody knows what it gives out
		p := r.d.watched.awaited(r.service, r)
		r.secretOutputs = p == nil || p.secret
		if p != nil {
			p.service = serviceNone
		}
	}
}

// responded completes a response that was read. Operations that all failed
// leave nothing done, whatever the ServiceResult; of those that were not read
// nobody knows.
func (r *reader) responded() {
	m := r.m
	if r.service == serviceSessionlessInvoke && !r.invoked() {
		return
	}
	m.HasStatus, m.Status = r.answered, r.result
	failed := acts(m.Operation) && r.results > 0 && r.bad == r.results && !r.c.Short
	m.Refused = bad(r.result) || failed
}

// invoked reads the service message inside a SessionlessInvoke (Part 4, 6.3),
// which has no TypeId of its own, and tells whether it could.
func (r *reader) invoked() bool {
	s := structureOf(r.serviceID)
	switch {
	case r.halted || r.c.Short || r.c.Len() == 0:
		return false
	case structures[s].kind == kindPlain:
		r.secretive = true // a token in its header
		r.raw(0)
		return false
	}
	r.service = structures[s].service
	r.m.Operation = operations[r.service]
	r.put(0, structures[s].name, wire.Struct())
	r.structure(s, 1)
	return true
}
