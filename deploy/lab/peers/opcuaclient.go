package peers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gopcua/opcua"
	"github.com/gopcua/opcua/ua"
	"github.com/gopcua/opcua/uacp"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// session is a client of the gateway with its session open.
type session struct {
	client *opcua.Client
	cancel context.CancelFunc
	cause  *attack.Run // it was opened for, nil for none
}

// identity is how a client comes to the gateway.
type identity struct {
	user   string // "" is anonymous
	secure bool   // Basic256Sha256 with mode Sign, else None
	own    certificate
	port   uint16 // local, of the connection; the one that asks for endpoints has the next; 0 for any
}

// tokenLifetime is that of a channel's security token, of the longest that fit:
// gopcua v0.8.0 does not come through the renewal of a token as a server.
const tokenLifetime = 30 * 24 * time.Hour

// closeWait is how long a client takes to take its leave.
const closeWait = time.Second

// openSession asks for the endpoints, as clients do, and opens channel and session
// with the one that fits.
func (h *host) openSession(ctx context.Context, gateway *host, x identity) (s *session, err error) {
	url := "opc.tcp://" + gateway.endpoint(opcuaPort)
	policy, mode, token := ua.SecurityPolicyURINone, ua.MessageSecurityModeNone, ua.UserTokenTypeAnonymous
	if x.secure {
		policy, mode = ua.SecurityPolicyURIBasic256Sha256, ua.MessageSecurityModeSign
	}
	if x.user != "" {
		token = ua.UserTokenTypeUserName
	}
	dialer := func(port uint16) opcua.Option { return opcua.Dialer(&uacp.Dialer{Dialer: h.dialer(port)}) }
	second := x.port
	if second != 0 {
		second++
	}
	err = h.space.Do(func() error {
		asking, done := context.WithTimeout(ctx, dialTimeout)
		defer done()
		endpoints, err := opcua.GetEndpoints(asking, url, dialer(second))
		if err != nil {
			return fmt.Errorf("peers: opcua: endpoints: %w", err)
		}
		endpoint, err := opcua.SelectEndpoint(endpoints, policy, mode)
		if err != nil {
			return fmt.Errorf("peers: opcua: %w", err)
		}
		options := []opcua.Option{dialer(x.port), opcua.AutoReconnect(false), opcua.Lifetime(tokenLifetime), opcua.RequestTimeout(masterTimeout), opcua.DialTimeout(dialTimeout),
			opcua.ApplicationName(h.Name), opcua.SessionName(h.Name), opcua.SecurityFromEndpoint(endpoint, token)}
		if x.user != "" {
			options = append(options, opcua.AuthUsername(x.user, "example"))
		}
		if x.secure {
			options = append(options, opcua.Certificate(x.own.der), opcua.PrivateKey(x.own.key))
		}
		s, err = connect(ctx, url, options)
		return err
	})
	return s, err
}

func connect(ctx context.Context, url string, options []opcua.Option) (*session, error) {
	client, err := opcua.NewClient(url, options...)
	if err != nil {
		return nil, fmt.Errorf("peers: opcua: %w", err)
	}
	// The session outlives the context by its leave.
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &session{client: client, cancel: cancel}
	if err := client.Connect(life); err != nil {
		s.close()
		return nil, fmt.Errorf("peers: opcua: %w", err)
	}
	return s, nil
}

// close closes session, channel and connection.
func (s *session) close() {
	ctx, done := context.WithTimeout(context.Background(), closeWait)
	defer done()
	_ = s.client.Close(ctx) // it closes the connection whatever fails before
	s.cancel()
}

// subscriber is a client that watches nodes.
type subscriber struct {
	name     string
	interval time.Duration
	identity
	nodes []plant.Node
}

// subscribers returns the regular clients of the gateway: the dispatch centre
// signs and watches what moves, reporting watches all else less often.
func (l *lab) subscribers() []subscriber {
	dispatch := subscriber{name: plant.Dispatch, interval: time.Second, identity: identity{user: "dispatch", secure: true, own: l.dispatch}}
	reporting := subscriber{name: plant.Reporting, interval: 10 * time.Second}
	dispatch.nodes, reporting.nodes = plant.WatchedNodes()
	return []subscriber{dispatch, reporting}
}

// startSubscribers puts the regular clients of the gateway to work.
func (l *lab) startSubscribers(ctx context.Context) {
	for _, s := range l.subscribers() {
		l.goes(func() {
			for ctx.Err() == nil {
				err := l.subscribe(ctx, &s)
				if ctx.Err() != nil {
					return
				}
				l.o.Exchanged(Exchange{From: s.name, To: plant.Gateway, Protocol: "opcua", Err: err})
				sleep(ctx, masterRetry)
			}
		})
	}
}

// silence is how long a subscriber hears nothing before it subscribes again; its
// publishing interval is added.
const silence = 15 * time.Second

// subscribe opens a session and watches until something fails.
func (l *lab) subscribe(ctx context.Context, x *subscriber) error {
	h := l.present(x.name)
	s, err := h.openSession(ctx, l.present(plant.Gateway), x.identity)
	if err != nil {
		return err
	}
	defer s.close()
	h.setRegular(s)
	defer h.setRegular(nil)
	for {
		err := l.watch(ctx, x, s)
		if !errors.Is(err, errSilence) {
			return err
		}
	}
}

var errSilence = errors.New("peers: opcua: nothing is published")

// watch creates a subscription and reads what is published.
func (l *lab) watch(ctx context.Context, x *subscriber, s *session) error {
	told := make(chan *opcua.PublishNotificationData, 16)
	subscription, err := s.client.Subscribe(ctx, &opcua.SubscriptionParameters{Interval: x.interval, LifetimeCount: 10000, MaxKeepAliveCount: 10}, told)
	if err != nil {
		return err
	}
	defer func() {
		leave, done := context.WithTimeout(context.Background(), closeWait)
		defer done()
		_ = subscription.Cancel(leave) // it may be gone
	}()
	var items []*ua.MonitoredItemCreateRequest
	for i := range x.nodes {
		items = append(items, opcua.NewMonitoredItemCreateRequestWithDefaults(nodeID(x.nodes[i].ID), ua.AttributeIDValue, uint32(i)))
	}
	if _, err := subscription.Monitor(ctx, ua.TimestampsToReturnBoth, items...); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case n := <-told:
			if n.Error != nil {
				return n.Error
			}
			l.o.Exchanged(Exchange{From: x.name, To: plant.Gateway, Protocol: "opcua"})
		case <-time.After(silence + x.interval):
			return errSilence
		}
	}
}
