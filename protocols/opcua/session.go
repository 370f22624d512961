package opcua

import "github.com/banken-ot/banken/protocols/wire"

// session is a session whose creation, or activation, was seen.
type session struct {
	used      bool
	token     uint64 // hash of the AuthenticationToken
	id        node   // the SessionId, which is no secret
	user      []byte // owned
	next      []byte // the user an ActivateSession asks for
	request   uint32 // its RequestId, while unanswered
	activates bool
	created   bool // on this connection: all it did since was seen
	last      uint64
}

// sessions is the sessions of a connection.
type sessions struct {
	all   []session // at most maxSessions
	clock uint64    // counts uses, to find the one not used longest
}

func (s *sessions) find(token uint64) *session {
	for i := range s.all {
		if x := &s.all[i]; x.used && x.token == token {
			s.clock++
			x.last = s.clock
			return x
		}
	}
	return nil
}

// byID finds a session by its SessionId.
func (s *sessions) byID(id wire.Value) *session {
	for i := range s.all {
		if x := &s.all[i]; x.used && x.id.is(id) {
			return x
		}
	}
	return nil
}

// add returns the place of a new session: a free one, or that not used
// longest.
func (s *sessions) add(token uint64) *session {
	x := s.find(token)
	if x == nil {
		x = s.place()
	}
	s.clock++
	*x = session{used: true, token: token, id: x.id, user: x.user[:0], next: x.next[:0], last: s.clock}
	return x
}

// place returns a place for a session.
func (s *sessions) place() *session {
	var oldest *session
	for i := range s.all {
		x := &s.all[i]
		if !x.used {
			return x
		}
		if oldest == nil || x.last < oldest.last {
			oldest = x
		}
	}
	if len(s.all) < maxSessions {
		s.all = append(s.all, session{})
		return &s.all[len(s.all)-1]
	}
	return oldest
}

// authenticationToken reads the token that names the session and shows its
// length: who knows it can speak for the session (Part 4, 5.6.2.2).
func (r *reader) authenticationToken(act action, name string, depth uint8) {
	var v wire.Value
	r.nodeID(&v, r.c.U8())
	if r.c.Short && act == actNewToken && !r.inert {
		r.hideSessionID(octetsOf(r.node)) // it may be the token that is not all there
	}
	if r.c.Short || v.Kind == wire.KindNode && v.Num == 0 {
		return
	}
	n := octetsOf(v)
	r.put(depth, name, wire.Secret(n))
	if r.inert {
		return
	}
	r.token = r.d.hash(v)
	if act == actToken {
		r.session = r.d.sessions.find(r.token)
		return
	}
	if bad(r.result) {
		return
	}
	s := r.d.sessions.add(r.token)
	if r.node.Kind == v.Kind && r.node.Num == v.Num && string(r.node.Raw) == string(v.Raw) {
		r.hideSessionID(n) // a server that gives out the one for the other
		s.id.kind, s.created = wire.KindNone, true
		return
	}
	s.created = r.d.set(&s.id, r.node)
}

// octetsOf returns how many octets the identifier of a NodeId takes.
func octetsOf(v wire.Value) int {
	if v.Kind == wire.KindNode {
		return 4
	}
	return len(v.Raw)
}

// hideSessionID takes back the SessionId of the message, which was shown before
// the token that is the same was read.
func (r *reader) hideSessionID(n int) {
	if f := wire.FindField(r.m.Fields, "SessionId"); f != nil {
		f.Value, f.Text = wire.Secret(n), ""
	}
}

// activate remembers the user an ActivateSession asks for; without a name
// (anonymous, a certificate) it is empty. A session that was created elsewhere
// becomes known by it, though not its id.
func (r *reader) activate() {
	s := r.session
	if s == nil {
		if r.token == 0 {
			return
		}
		s = r.d.sessions.add(r.token)
		s.id.kind = wire.KindNone
	}
	s.next, _ = r.d.keep(s.next, r.user.Raw)
	s.request, s.activates = r.request, true
}

// activated takes in that the server accepted the user.
func (d *decoder) activated(request uint32) {
	for i := range d.sessions.all {
		s := &d.sessions.all[i]
		if s.used && s.activates && s.request == request {
			s.user, s.next = s.next, s.user
			s.activates = false
		}
	}
}
