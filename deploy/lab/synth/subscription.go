package synth

import (
	"crypto/sha1"
	"strings"
	"time"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// gateway is the OPC UA server and its regular clients.
type gateway struct {
	clients       []*session
	visitors      map[string]*session // sessions opened by actions, by client
	channels      uint32
	subscriptions uint32
	certificates  map[string][]byte
}

// certificate returns the application certificate of a host.
func (g *gateway) certificate(e *engine, name string) []byte {
	if b, ok := g.certificates[name]; ok {
		return b
	}
	if e.net == nil {
		return []byte(name) // events do not tell certificates
	}
	seed := e.o.Seed
	for _, c := range name {
		seed = seed*31 + uint64(c)
	}
	b, err := certificate(strings.ToLower(name), seed)
	if err != nil && e.err == nil {
		e.err = err
	}
	g.certificates[name] = b
	return b
}

func thumbprint(b []byte) []byte {
	s := sha1.Sum(b)
	return s[:]
}

// publishes is how many Publish requests a client keeps waiting, and
// publishMost the longest time between two publications.
const (
	publishes   = 2
	publishMost = int64(2 * time.Minute)
)

// startGateway puts the regular clients to work: the dispatch centre signs and
// watches what moves every cycle, reporting watches all else every tenth.
func (e *engine) startGateway() {
	e.gateway = &gateway{visitors: map[string]*session{}, certificates: map[string][]byte{}, channels: 100 + e.random.Uint32N(900), subscriptions: 10}
	dispatch := &session{name: plant.Dispatch, user: "dispatch", secure: true}
	reporting := &session{name: plant.Reporting, user: "report"}
	dispatch.nodes, reporting.nodes = plant.WatchedNodes()
	for i, s := range [...]*session{dispatch, reporting} {
		s.told = make([]float64, len(s.nodes))
		for _, n := range s.nodes {
			s.names = append(s.names, []byte(n.ID))
		}
		e.gateway.clients = append(e.gateway.clients, s)
		period := min(int64(e.o.Poll)*int64(1+9*i), publishMost)
		e.at(e.now+int64(3+i)*int64(time.Second)+e.random.Int64N(1e9), e.publishing(s, period))
	}
}

// resubscribe is how long a client whose subscription is gone waits.
const resubscribe = int64(time.Minute)

// publishing returns the task of a client: it connects, subscribes, renews its
// token, and is told what has changed.
func (e *engine) publishing(s *session, period int64) task {
	return func(at int64) int64 {
		next := at + period
		switch {
		case s.c == nil || !s.c.open:
			at = e.subscribe(s, e.connectSession(s, at))
		case at < s.lost:
			return s.lost
		case s.subscription == 0:
			at = e.subscribe(s, at)
		case at >= s.renew:
			at = e.issue(s, at, ua.SecurityTokenRequestTypeRenew)
		default:
			at = e.publish(s, at)
		}
		return max(next, at)
	}
}

func (e *engine) subscribe(s *session, at int64) int64 {
	e.gateway.subscriptions++
	s.subscription, s.notification = e.gateway.subscriptions, 0
	at = e.call(s, at, &ua.CreateSubscriptionRequest{RequestedPublishingInterval: 1000, RequestedLifetimeCount: 10000, RequestedMaxKeepAliveCount: 10, PublishingEnabled: true},
		&ua.CreateSubscriptionResponse{SubscriptionID: s.subscription, RevisedPublishingInterval: 1000, RevisedLifetimeCount: 10000, RevisedMaxKeepAliveCount: 10})
	request := &ua.CreateMonitoredItemsRequest{SubscriptionID: s.subscription, TimestampsToReturn: ua.TimestampsToReturnBoth}
	answer := &ua.CreateMonitoredItemsResponse{}
	for i := range s.nodes {
		s.told[i] = -1
		request.ItemsToCreate = append(request.ItemsToCreate, &ua.MonitoredItemCreateRequest{
			ItemToMonitor:       &ua.ReadValueID{NodeID: nodeID(s.nodes[i].ID), AttributeID: ua.AttributeIDValue, DataEncoding: &ua.QualifiedName{}},
			MonitoringMode:      ua.MonitoringModeReporting,
			RequestedParameters: &ua.MonitoringParameters{ClientHandle: uint32(i), SamplingInterval: 500, Filter: nothing(), QueueSize: 1, DiscardOldest: true}})
		answer.Results = append(answer.Results, &ua.MonitoredItemCreateResult{MonitoredItemID: uint32(1000*s.subscription) + uint32(i), RevisedSamplingInterval: 500, RevisedQueueSize: 1, FilterResult: nothing()})
	}
	at = e.call(s, at, request, answer)
	for range publishes {
		at = e.askPublish(s, at) + 150e3
	}
	return at
}

func nodeID(id string) *ua.NodeID { return ua.NewStringNodeID(plant.Namespace, id) }

// askPublish sends a Publish request, that acknowledges what was told last.
func (e *engine) askPublish(s *session, at int64) int64 {
	s.request++
	if e.short() {
		at = max(at, s.c.last[toServer]+gap)
		s.c.last[toServer] = at
		s.open = append(s.open, waiting{at: at})
		return at
	}
	header := e.requestHeader(s, at)
	header.TimeoutHint = waitFor
	request := &ua.PublishRequest{RequestHeader: header}
	if s.notification > 0 {
		request.SubscriptionAcknowledgements = []*ua.SubscriptionAcknowledgement{{SubscriptionID: s.subscription, SequenceNumber: s.notification}}
	}
	s.open = append(s.open, waiting{s.request, s.handle, at})
	return e.send(s.c, toServer, at, e.chunk(s, toServer, "MSG", s.request, request))
}

// publish answers the oldest Publish request with what has changed.
func (e *engine) publish(s *session, at int64) int64 {
	s.changed = s.changed[:0]
	for i := range s.nodes {
		if v := e.plant.NodeValue(&s.nodes[i]); v != s.told[i] {
			s.told[i] = v
			s.changed = append(s.changed, i)
		}
	}
	if len(s.changed) == 0 || len(s.open) == 0 {
		return at
	}
	s.notification++
	first := s.take()
	if e.short() {
		at = e.tellPublish(s, first, at)
	} else {
		at = e.send(s.c, toClient, at, e.chunk(s, toClient, "MSG", first.request, e.notification(s, first, at)))
	}
	return e.askPublish(s, at+800e3+e.random.Int64N(900e3))
}

// notification is the answer that tells what has changed.
func (e *engine) notification(s *session, first waiting, at int64) *ua.PublishResponse {
	var items []*ua.MonitoredItemNotification
	for _, i := range s.changed {
		items = append(items, &ua.MonitoredItemNotification{ClientHandle: uint32(i), Value: dataValue(&s.nodes[i], s.told[i], at)})
	}
	header := responseHeader(s, at, 0)
	header.RequestHandle = first.handle
	return &ua.PublishResponse{ResponseHeader: header, SubscriptionID: s.subscription, AvailableSequenceNumbers: []uint32{s.notification},
		NotificationMessage: &ua.NotificationMessage{SequenceNumber: s.notification, PublishTime: timeOf(at),
			NotificationData: []*ua.ExtensionObject{ua.NewExtensionObject(&ua.DataChangeNotification{MonitoredItems: items})}}}
}

func (s *session) take() waiting {
	first := s.open[0]
	s.open = append(s.open[:0], s.open[1:]...)
	return first
}

// answerAll answers the waiting Publish requests with a fault.
func (e *engine) answerAll(s *session, at int64, status ua.StatusCode) int64 {
	for len(s.open) > 0 {
		first := s.take()
		if e.short() {
			at = e.refusePublish(s, first, at+100e3, status)
			continue
		}
		header := responseHeader(s, at, status)
		header.RequestHandle = first.handle
		at = e.send(s.c, toClient, at+100e3, e.chunk(s, toClient, "MSG", first.request, &ua.ServiceFault{ResponseHeader: header}))
	}
	return at
}

// dataValue is a value as the gateway tells it, of the second it was sampled.
func dataValue(n *plant.Node, v float64, at int64) *ua.DataValue {
	d := &ua.DataValue{SourceTimestamp: timeOf(at).Truncate(time.Second), ServerTimestamp: timeOf(at)}
	if n.Boolean {
		d.Value = ua.MustVariant(v != 0)
	} else {
		d.Value = ua.MustVariant(v)
	}
	d.UpdateMask()
	return d
}
