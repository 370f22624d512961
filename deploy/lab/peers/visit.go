package peers

import (
	"errors"
	"slices"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

var (
	errSession = errors.New("peers: opcua: no session is open")
	errNode    = errors.New("peers: opcua: no such node or method")
)

// firstPort is the first local port given to sessions of attacks: below those the
// system gives by itself.
const firstPort = 20100

// openSession opens a session for an action.
func (d *doing) openSession(a *plant.Action) error {
	d.from.leaveVisit(d.cause)
	x := identity{user: a.Text, secure: a.Secure, own: d.dispatch}
	if d.cause != nil {
		d.mu.Lock()
		x.port = firstPort + 2*d.ports
		d.ports = (d.ports + 1) % 4000
		d.mu.Unlock()
		if d.from.Name != plant.Intruder {
			// In force until the program ends: the ports are given once.
			d.tally.add(&rule{cause: d.cause, client: d.from.Address, server: d.to.Address, serverPort: opcuaPort, clientPorts: [2]uint16{x.port, x.port + 1}})
		}
	}
	s, err := d.from.openSession(d.ctx, d.to, x)
	if err != nil {
		return err
	}
	s.cause = d.cause
	d.from.mu.Lock()
	old := d.from.visitor
	d.from.visitor = s
	d.from.mu.Unlock()
	if old != nil {
		old.close()
	}
	return nil
}

func (d *doing) closeSession(*plant.Action) error {
	d.from.leaveVisit(d.cause)
	return nil
}

// leaveVisit closes the session that was opened for an attack, or, for nil, any
// that was opened for an action.
func (h *host) leaveVisit(cause *attack.Run) {
	h.mu.Lock()
	s := h.visitor
	if s == nil || cause != nil && s.cause != cause {
		h.mu.Unlock()
		return
	}
	h.visitor = nil
	h.mu.Unlock()
	s.close()
}

// setRegular tells the session a host has anyway.
func (h *host) setRegular(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.regular = s
}

// session is the one an action goes by: opened for it, else the regular one.
func (h *host) session() *session {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.visitor != nil {
		return h.visitor
	}
	return h.regular
}

// writeNode writes a node; a status other than good is an answer too.
func (d *doing) writeNode(a *plant.Action) error {
	s := d.from.session()
	if s == nil {
		return errSession
	}
	_, err := s.client.Write(d.ctx, &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{{NodeID: nodeID(a.Text), AttributeID: ua.AttributeIDValue,
		Value: &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(a.Value)}}}})
	return err
}

func (d *doing) callMethod(a *plant.Action) error {
	s := d.from.session()
	if s == nil {
		return errSession
	}
	for _, m := range plant.Methods() {
		if m.ID == a.Text {
			_, err := s.client.Call(d.ctx, &ua.CallMethodRequest{ObjectID: nodeID(m.Object), MethodID: nodeID(m.ID)})
			return err
		}
	}
	return errNode
}

// deleteSubscriptions deletes those of another client; their numbers are small and
// easily guessed.
func (d *doing) deleteSubscriptions(a *plant.Action) error {
	s := d.from.session()
	victim, ok := plant.HostNamed(a.Text)
	if s == nil || !ok {
		return errSession
	}
	ids := d.gateway.owned(victim.Address)
	slices.Sort(ids)
	return s.client.Send(d.ctx, &ua.DeleteSubscriptionsRequest{SubscriptionIDs: ids}, func(r ua.Response) error {
		if _, ok := r.(*ua.DeleteSubscriptionsResponse); !ok {
			return errAnswer
		}
		return nil
	})
}
