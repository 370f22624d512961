package peers

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/server"
	"github.com/gopcua/opcua/ua"
	"github.com/gopcua/opcua/uasc"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// gateway is the OPC UA server: a view of the plant, and two methods.
type gateway struct {
	server  *server.Server
	works   *works
	space   *addressSpace
	front   *opcuaFront
	own     certificate
	pass    func(t plant.Tag, values ...uint16) // writes into a controller
	started bool
	issued  int // the highest SubscriptionId so far
}

// newGateway makes the server; it does not listen yet.
func newGateway(w *works, h plant.Host, c certificate) *gateway {
	s := server.New(
		server.EndPoint(h.Address.String(), opcuaPort),
		server.EnableSecurity("None", ua.MessageSecurityModeNone),
		server.EnableSecurity("Basic256Sha256", ua.MessageSecurityModeSign),
		server.EnableAuthMode(ua.UserTokenTypeAnonymous),
		server.EnableAuthMode(ua.UserTokenTypeUserName),
		server.Certificate(c.der), server.PrivateKey(c.key),
		server.ServerName(h.Name), server.ManufacturerName("Banken Lab"), server.ProductName("Water works gateway"),
	)
	g := &gateway{server: s, works: w, own: c}
	server.NewNodeNameSpace(s, "urn:waterworks:gateway")
	g.space = newAddressSpace(g)
	s.AddNamespace(g.space)
	s.RegisterHandler(id.CallRequest_Encoding_DefaultBinary, g.call)
	s.RegisterHandler(id.CreateSubscriptionRequest_Encoding_DefaultBinary, g.createSubscription)
	s.RegisterHandler(id.DeleteSubscriptionsRequest_Encoding_DefaultBinary, g.deleteSubscriptions)
	return g
}

// startGateway starts the server in its host.
func (l *lab) startGateway(ctx context.Context, g *gateway) error {
	h := l.present(plant.Gateway)
	if g.space.ID() != plant.Namespace {
		return fmt.Errorf("peers: the gateway's nodes are in namespace %d", g.space.ID())
	}
	g.pass = func(t plant.Tag, values ...uint16) {
		l.perform(plant.Action{At: l.works.start, Verb: plant.WritePoints, From: plant.Gateway, To: t.Controller, Unit: plant.Unit, Table: t.Table, Index: t.Address, Values: values})
	}
	var err error
	if g.front, err = newOPCUAFront(h, g.own); err != nil {
		return err
	}
	if err := g.front.inner.Do(func() error { return g.server.Start(ctx) }); err != nil {
		return err
	}
	outside, err := g.front.listen(ctx, h)
	if err != nil {
		return err
	}
	l.serves(func() { g.front.run(ctx, outside) })
	g.started = true
	l.serves(func() { g.notify(ctx) })
	return nil
}

// notify tells the server which nodes have changed, until the context is done.
func (g *gateway) notify(ctx context.Context) {
	last := make([]float64, len(g.space.nodes))
	for sleep(ctx, time.Second) {
		for i := range g.space.nodes {
			n := &g.space.nodes[i]
			var v float64
			g.works.do(func(p *plant.Plant) { v = p.NodeValue(n) })
			if v != last[i] {
				last[i] = v
				g.server.ChangeNotification(nodeID(n.ID))
			}
		}
	}
}

func responseHeader(r ua.Request, result ua.StatusCode) *ua.ResponseHeader {
	return &ua.ResponseHeader{Timestamp: time.Now(), RequestHandle: r.Header().RequestHandle, ServiceResult: result,
		ServiceDiagnostics: &ua.DiagnosticInfo{}, StringTable: []string{}, AdditionalHeader: ua.NewExtensionObject(nil)}
}

// call answers Call, which the server library does not (Part 4, 5.11).
func (g *gateway) call(_ *uasc.SecureChannel, r ua.Request, _ uint32) (ua.Response, error) {
	request, ok := r.(*ua.CallRequest)
	if !ok {
		return nil, ua.StatusBadRequestTypeInvalid
	}
	answer := &ua.CallResponse{ResponseHeader: responseHeader(r, ua.StatusOK)}
	for _, m := range request.MethodsToCall {
		result := ua.StatusBadMethodInvalid
		called := false
		g.works.do(func(p *plant.Plant) {
			called = m.MethodID.Namespace() == plant.Namespace && p.Call(m.MethodID.StringID())
		})
		if called {
			result = ua.StatusOK
			g.passMethod(m.MethodID.StringID())
		}
		answer.Results = append(answer.Results, &ua.CallMethodResult{StatusCode: result})
	}
	return answer, nil
}

// passMethod writes what a method sets in the high-lift controller.
func (g *gateway) passMethod(method string) {
	auto, _ := plant.TagNamed("HS300A")
	first, _ := plant.TagNamed("HS301")
	switch method {
	case "Works.HighLift.StopAll":
		g.pass(auto, 0)
		g.pass(first, 0, 0, 0)
	case "Works.HighLift.StartAutomatic":
		g.pass(auto, 1)
	}
}

// filler is the first key of entries that stand for deleted subscriptions.
const filler = 1 << 30

// createSubscription has the library give every subscription another id: it
// counts those there are, and would give one twice after a deletion.
func (g *gateway) createSubscription(sc *uasc.SecureChannel, r ua.Request, request uint32) (ua.Response, error) {
	subs := g.server.SubscriptionService
	subs.Mu.Lock()
	for i := uint32(0); len(subs.Subs) < g.issued; i++ {
		subs.Subs[filler+i] = server.NewSubscription()
	}
	subs.Mu.Unlock()
	answer, err := subs.CreateSubscription(sc, r, request)
	subs.Mu.Lock()
	defer subs.Mu.Unlock()
	for key := range subs.Subs {
		if key >= filler {
			delete(subs.Subs, key)
		} else {
			g.issued = max(g.issued, int(key))
		}
	}
	return answer, err
}

// deleteSubscriptions deletes the subscriptions of anybody: the server does not
// look whose they are, as some do not. Their Publish requests are answered.
func (g *gateway) deleteSubscriptions(_ *uasc.SecureChannel, r ua.Request, _ uint32) (ua.Response, error) {
	request, ok := r.(*ua.DeleteSubscriptionsRequest)
	if !ok {
		return nil, ua.StatusBadRequestTypeInvalid
	}
	answer := &ua.DeleteSubscriptionsResponse{ResponseHeader: responseHeader(r, ua.StatusOK)}
	subs := g.server.SubscriptionService
	for _, n := range request.SubscriptionIDs {
		subs.Mu.Lock()
		s := subs.Subs[n]
		subs.Mu.Unlock()
		if s == nil {
			answer.Results = append(answer.Results, ua.StatusBadSubscriptionIDInvalid)
			continue
		}
		subs.DeleteSubscription(n)
		answerPublishing(s)
		answer.Results = append(answer.Results, ua.StatusOK)
	}
	return answer, nil
}

// answerPublishing answers the Publish requests that wait in a session.
func answerPublishing(s *server.Subscription) {
	for s.Session != nil {
		select {
		case p := <-s.Session.PublishRequests:
			fault := &ua.ServiceFault{ResponseHeader: responseHeader(p.Req, ua.StatusBadNoSubscription)}
			_ = s.Channel.SendResponseWithContext(context.Background(), p.ID, fault) // the client may be gone
		default:
			return
		}
	}
}

// owned are the ids of the subscriptions of a client, by its address.
func (g *gateway) owned(client netip.Addr) (ids []uint32) {
	subs := g.server.SubscriptionService
	subs.Mu.Lock()
	defer subs.Mu.Unlock()
	for n, s := range subs.Subs {
		if s.Channel != nil && g.front.clientOf(s.Channel.RemoteAddr()) == client {
			ids = append(ids, n)
		}
	}
	return ids
}
