package synth

import (
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// sessionFor returns the session an action of a client uses: the one an action
// has opened, or the client's own; nil when there is none that is open.
func (e *engine) sessionFor(name string) *session {
	if s := e.gateway.visitors[name]; s != nil {
		return s
	}
	if s := e.clientNamed(name); s != nil && s.c != nil && s.c.open {
		return s
	}
	return nil
}

func (e *engine) clientNamed(name string) *session {
	for _, s := range e.gateway.clients {
		if s.name == name {
			return s
		}
	}
	return nil
}

func openSession(e *engine, at int64, a *plant.Action) {
	s := &session{name: a.From, user: a.Text, secure: a.Secure}
	e.connectSession(s, at)
	e.gateway.visitors[a.From] = s
}

func closeSession(e *engine, at int64, a *plant.Action) {
	if s := e.gateway.visitors[a.From]; s != nil {
		e.leaveSession(s, at)
		delete(e.gateway.visitors, a.From)
	}
}

// writeNode writes a node; the gateway passes a set point on to its controller.
func writeNode(e *engine, at int64, a *plant.Action) {
	s := e.sessionFor(a.From)
	n, ok := plant.NodeNamed(a.Text)
	if s == nil || !ok {
		return
	}
	result := ua.StatusOK
	if !e.plant.WriteNode(&n, a.Value) {
		result = ua.StatusBadNotWritable
	}
	request := &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{{NodeID: nodeID(n.ID), AttributeID: ua.AttributeIDValue,
		Value: &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(a.Value)}}}}
	at = e.call(s, at, request, &ua.WriteResponse{Results: []ua.StatusCode{result}})
	if t, ok := plant.TagNamed(n.Tag); ok && t.Write {
		e.pass(at, t, uint16(t.Raw(a.Value)))
	}
}

// pass has the gateway write into a controller.
func (e *engine) pass(at int64, t plant.Tag, values ...uint16) {
	c, at := e.connect(plant.Gateway, t.Controller, modbusPort, at)
	x := writing(t.Table, t.Address, values)
	e.access(c, at, &x)
}

// callMethod calls a method; the gateway carries it out by Modbus.
func callMethod(e *engine, at int64, a *plant.Action) {
	s := e.sessionFor(a.From)
	if s == nil {
		return
	}
	for _, m := range plant.Methods() {
		if m.ID != a.Text {
			continue
		}
		e.plant.Call(m.ID)
		request := &ua.CallRequest{MethodsToCall: []*ua.CallMethodRequest{{ObjectID: nodeID(m.Object), MethodID: nodeID(m.ID)}}}
		at = e.call(s, at, request, &ua.CallResponse{Results: []*ua.CallMethodResult{{}}})
		e.passMethod(at, m.ID)
	}
}

// passMethod writes what a method sets in the high-lift controller.
func (e *engine) passMethod(at int64, id string) {
	auto, _ := plant.TagNamed("HS300A")
	first, _ := plant.TagNamed("HS301")
	switch id {
	case "Works.HighLift.StopAll":
		e.pass(at, auto, 0)
		e.pass(at+20e6, first, 0, 0, 0)
	case "Works.HighLift.StartAutomatic":
		e.pass(at, auto, 1)
	}
}

// deleteSubscriptions deletes those of another client: the server does not look
// whose they are. The victim's waiting requests fail, and after a while it
// subscribes again.
func deleteSubscriptions(e *engine, at int64, a *plant.Action) {
	s, victim := e.sessionFor(a.From), e.clientNamed(a.Text)
	if s == nil || victim == nil || victim.subscription == 0 {
		return
	}
	at = e.call(s, at, &ua.DeleteSubscriptionsRequest{SubscriptionIDs: []uint32{victim.subscription}}, &ua.DeleteSubscriptionsResponse{Results: []ua.StatusCode{0}})
	cause := e.cause
	e.cause = nil
	e.answerAll(victim, at, ua.StatusBadNoSubscription)
	e.cause = cause
	victim.subscription, victim.lost = 0, at+resubscribe
}
