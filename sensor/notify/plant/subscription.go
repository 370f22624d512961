package plant

import (
	"context"
	"reflect"
	"time"

	"github.com/gopcua/opcua/ua"
)

// Bounds of what a connection subscribes to.
const (
	maxSubscriptions = 4
	maxItems         = 1000 // of a subscription
	maxPublishing    = 20   // requests that wait for something to be told
	leastInterval    = 500  // ms, of publishing
	mostInterval     = 60_000
	mostLifetime     = 10_000 // intervals
)

// subscription is a list of variables of which a client is told changes.
type subscription struct {
	interval  time.Duration
	keepAlive uint32 // intervals after which it is told that there is nothing to tell
	lifetime  uint32 // intervals without a request to publish after which it is over
	next      time.Time
	idle      uint32 // intervals since something was told
	unasked   uint32 // intervals without a request to publish
	told      bool   // anything at all
	sequence  uint32
	item      uint32 // the last id
	items     []*item
}

type item struct {
	id     uint32
	handle uint32
	read   *ua.ReadValueID
	last   *ua.DataValue // as it was told; nil before
}

// publishing is a request that is answered when there is something to tell.
type publishing struct {
	id uint32
	q  *ua.PublishRequest
}

// within is a number between two; what is none is the first.
func within(x, least, most float64) float64 {
	if !(x >= least) {
		return least
	}
	return min(x, most)
}

func (c *connection) subscribe(q *ua.CreateSubscriptionRequest) (ua.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.subs) >= maxSubscriptions {
		return nil, ua.StatusBadTooManySubscriptions
	}
	interval := within(q.RequestedPublishingInterval, leastInterval, mostInterval)
	x := &subscription{interval: time.Duration(interval) * time.Millisecond, keepAlive: min(max(q.RequestedMaxKeepAliveCount, 1), mostLifetime/3)}
	x.lifetime = min(max(q.RequestedLifetimeCount, 3*x.keepAlive), mostLifetime) // Part 4, 5.13.2
	c.last++
	c.subs[c.last] = x
	return &ua.CreateSubscriptionResponse{ResponseHeader: header(q), SubscriptionID: c.last, RevisedPublishingInterval: interval, RevisedLifetimeCount: x.lifetime, RevisedMaxKeepAliveCount: x.keepAlive}, nil
}

func (c *connection) unsubscribe(q *ua.DeleteSubscriptionsRequest) (ua.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(q.SubscriptionIDs) > maxNodes {
		return nil, ua.StatusBadTooManyOperations
	}
	a := &ua.DeleteSubscriptionsResponse{ResponseHeader: header(q), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	for _, n := range q.SubscriptionIDs {
		status := ua.StatusOK
		if c.subs[n] == nil {
			status = ua.StatusBadSubscriptionIDInvalid
		}
		delete(c.subs, n)
		a.Results = append(a.Results, status)
	}
	return a, nil
}

func (c *connection) monitor(q *ua.CreateMonitoredItemsRequest) (ua.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.subs[q.SubscriptionID]
	switch {
	case x == nil:
		return nil, ua.StatusBadSubscriptionIDInvalid
	case len(q.ItemsToCreate) > maxNodes:
		return nil, ua.StatusBadTooManyOperations
	}
	a := &ua.CreateMonitoredItemsResponse{ResponseHeader: header(q), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	for _, r := range q.ItemsToCreate {
		a.Results = append(a.Results, c.add(x, r))
	}
	return a, nil
}

// add adds a node to a subscription, if there is one.
func (c *connection) add(x *subscription, r *ua.MonitoredItemCreateRequest) *ua.MonitoredItemCreateResult {
	result := &ua.MonitoredItemCreateResult{FilterResult: ua.NewExtensionObject(nil), RevisedSamplingInterval: float64(c.s.every.Milliseconds()), RevisedQueueSize: 1}
	if r.ItemToMonitor == nil || r.RequestedParameters == nil {
		result.StatusCode = ua.StatusBadNodeIDInvalid
		return result
	}
	if v := c.s.space.attribute(r.ItemToMonitor.NodeID, r.ItemToMonitor.AttributeID); v.Status == ua.StatusBadNodeIDUnknown || v.Status == ua.StatusBadAttributeIDInvalid {
		result.StatusCode = v.Status
		return result
	}
	if len(x.items) >= maxItems {
		result.StatusCode = ua.StatusBadTooManyMonitoredItems
		return result
	}
	x.item++
	x.items = append(x.items, &item{id: x.item, handle: r.RequestedParameters.ClientHandle, read: r.ItemToMonitor})
	result.MonitoredItemID = x.item
	return result
}

func (c *connection) unmonitor(q *ua.DeleteMonitoredItemsRequest) (ua.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := c.subs[q.SubscriptionID]
	switch {
	case x == nil:
		return nil, ua.StatusBadSubscriptionIDInvalid
	case len(q.MonitoredItemIDs) > maxNodes:
		return nil, ua.StatusBadTooManyOperations
	}
	a := &ua.DeleteMonitoredItemsResponse{ResponseHeader: header(q), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	for _, n := range q.MonitoredItemIDs {
		status := ua.StatusBadMonitoredItemIDInvalid
		for i := range x.items {
			if x.items[i].id == n {
				x.items = append(x.items[:i:i], x.items[i+1:]...)
				status = ua.StatusOK
				break
			}
		}
		a.Results = append(a.Results, status)
	}
	return a, nil
}

// queue keeps a request until there is something to tell.
func (c *connection) queue(id uint32, q *ua.PublishRequest) (ua.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case len(c.subs) == 0:
		return nil, ua.StatusBadNoSubscription
	case len(c.wait) >= maxPublishing:
		return nil, ua.StatusBadTooManyPublishRequests
	}
	c.wait = append(c.wait, publishing{id, q})
	return nil, nil
}

// publishEvery is how often is looked whether a subscription has something to tell.
const publishEvery = 100 * time.Millisecond

// publish tells subscribers what has changed, until ctx is done.
func (c *connection) publish(ctx context.Context) {
	tick := time.NewTicker(publishEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			if !c.turn(ctx, now) {
				return
			}
		}
	}
}

// turn gives each subscription whose interval is over its turn.
func (c *connection) turn(ctx context.Context, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for n := uint32(1); n <= c.last; n++ {
		x := c.subs[n]
		if x == nil || now.Before(x.next) {
			continue
		}
		x.next = now.Add(x.interval)
		if x.idle++; len(c.wait) == 0 {
			if x.unasked++; x.unasked > x.lifetime {
				delete(c.subs, n)
			}
			continue
		}
		x.unasked = 0
		changes := x.changes(c.s.space)
		if len(changes) == 0 && x.told && x.idle < x.keepAlive {
			continue
		}
		if !c.tell(ctx, n, x, changes) {
			return false
		}
	}
	if len(c.subs) == 0 {
		return c.dismiss(ctx)
	}
	return true
}

// changes are the items that have changed since they were told.
func (x *subscription) changes(s *space) (list []*ua.MonitoredItemNotification) {
	for _, i := range x.items {
		v := s.attribute(i.read.NodeID, i.read.AttributeID)
		if i.last != nil && i.last.Status == v.Status && (v.Value == nil || i.last.Value != nil && reflect.DeepEqual(i.last.Value.Value(), v.Value.Value())) {
			continue
		}
		i.last = v
		list = append(list, &ua.MonitoredItemNotification{ClientHandle: i.handle, Value: v})
	}
	return list
}

// tell answers the request that waits longest, with changes or that there are none.
func (c *connection) tell(ctx context.Context, n uint32, x *subscription, changes []*ua.MonitoredItemNotification) bool {
	p := c.wait[0]
	c.wait = c.wait[1:]
	message := &ua.NotificationMessage{SequenceNumber: x.sequence + 1, PublishTime: time.Now(), NotificationData: []*ua.ExtensionObject{}}
	if len(changes) > 0 {
		x.sequence++ // one that tells nothing has the next number, and does not use it (Part 4, 5.13.1)
		data := ua.NewExtensionObject(&ua.DataChangeNotification{MonitoredItems: changes, DiagnosticInfos: []*ua.DiagnosticInfo{}})
		data.UpdateMask()
		message.NotificationData = append(message.NotificationData, data)
	}
	x.idle, x.told = 0, true
	a := &ua.PublishResponse{ResponseHeader: header(p.q), SubscriptionID: n, AvailableSequenceNumbers: []uint32{}, NotificationMessage: message,
		Results: make([]ua.StatusCode, len(p.q.SubscriptionAcknowledgements)), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	return c.sendLocked(ctx, p.id, a)
}

// dismiss answers the requests that wait when there is no subscription any more.
func (c *connection) dismiss(ctx context.Context) bool {
	for _, p := range c.wait {
		h := header(p.q)
		h.ServiceResult = ua.StatusBadNoSubscription
		if !c.sendLocked(ctx, p.id, &ua.ServiceFault{ResponseHeader: h}) {
			return false
		}
	}
	c.wait = nil
	return true
}
