package opcua

// subscription is a subscription and the session that has it.
type subscription struct {
	used    bool
	id      uint32
	session uint64 // its token's hash; 0 when not known
	last    uint64
}

// subscriptions is those of a connection.
type subscriptions struct {
	all     []subscription // at most maxSubscriptions
	clock   uint64
	evicted bool // one was forgotten for lack of room
}

func (s *subscriptions) find(id uint32) *subscription {
	for i := range s.all {
		if x := &s.all[i]; x.used && x.id == id {
			return x
		}
	}
	return nil
}

// own remembers whose a subscription is; when there are too many, the one named
// longest ago is forgotten.
func (s *subscriptions) own(id uint32, session uint64) {
	x := s.find(id)
	if x == nil {
		x = s.place()
	}
	s.evicted = s.evicted || x.used && x.id != id
	s.clock++
	*x = subscription{used: true, id: id, session: session, last: s.clock}
}

// place returns a place for a subscription.
func (s *subscriptions) place() *subscription {
	var oldest *subscription
	for i := range s.all {
		x := &s.all[i]
		if !x.used {
			return x
		}
		if oldest == nil || x.last < oldest.last {
			oldest = x
		}
	}
	if len(s.all) < maxSubscriptions {
		s.all = append(s.all, subscription{})
		return &s.all[len(s.all)-1]
	}
	return oldest
}

func (s *subscriptions) remove(id uint32) {
	if x := s.find(id); x != nil {
		x.used = false
	}
}

// foreign tells whether a subscription is known not to belong to a session:
// another has it, or the session's whole life was seen and it did not create
// it.
func (d *decoder) foreign(id uint32, s *session) bool {
	if s == nil {
		return false
	}
	if x := d.subscriptions.find(id); x != nil {
		return x.session != 0 && x.session != s.token
	}
	return s.created && !d.lossy && !d.subscriptions.evicted
}
