package plant

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gopcua/opcua"
	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/lang/langtest"
)

// sensor is one whose answer can be changed.
type sensor struct {
	mu    sync.Mutex
	today *control.Today
	err   error
}

func (s *sensor) Today(context.Context) (*control.Today, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.today, s.err
}

func (s *sensor) set(t *control.Today, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.today, s.err = t, err
}

var opened = time.Date(2026, 11, 24, 9, 40, 3, 0, time.UTC)

func site() *control.Today {
	b := control.Brief{ID: "20261124-ab", Priority: "act", State: "open", Opened: opened, Title: lang.Text{EN: "A device was restarted", JA: "機器が再起動されました"}, Exercise: true}
	c := b
	c.ID, c.Priority = "20261124-cd", "track*"
	return &control.Today{Level: 4, Blind: &control.Blind{}, Reason: &b, Open: []control.Brief{b, c}}
}

// start starts a server on loopback, that looks often.
func start(t *testing.T, security string, source Source) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	s, err := Open(Options{Config: config.Plant{Address: address, Security: security}, Source: source, Version: "x"})
	if err != nil {
		t.Fatal(err)
	}
	s.every, s.begins = 100*time.Millisecond, 500*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return "opc.tcp://" + address
}

// connect connects a client; with a mode other than None by Basic256Sha256.
func connect(t *testing.T, ctx context.Context, at string, mode ua.MessageSecurityMode) *opcua.Client {
	t.Helper()
	options := []opcua.Option{opcua.SecurityPolicy("None"), opcua.AuthAnonymous(), opcua.AutoReconnect(false)}
	if mode != ua.MessageSecurityModeNone {
		der, key, err := newIdentity()
		if err != nil {
			t.Fatal(err)
		}
		list, err := opcua.GetEndpoints(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		ep, err := opcua.SelectEndpoint(list, "Basic256Sha256", mode)
		if err != nil {
			t.Fatal(err)
		}
		options = []opcua.Option{opcua.Certificate(der), opcua.PrivateKey(key), opcua.SecurityFromEndpoint(ep, ua.UserTokenTypeAnonymous), opcua.AutoReconnect(false)}
	}
	c, err := opcua.NewClient(at, options...)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(context.Background()) })
	return c
}

func node(name string) *ua.NodeID { return ua.NewStringNodeID(1, name) }

// value reads a variable.
func value(t *testing.T, ctx context.Context, c *opcua.Client, name string) (any, ua.StatusCode) {
	t.Helper()
	r, err := c.Read(ctx, &ua.ReadRequest{NodesToRead: []*ua.ReadValueID{{NodeID: node(name), AttributeID: ua.AttributeIDValue}}, TimestampsToReturn: ua.TimestampsToReturnBoth})
	if err != nil {
		t.Fatal(err)
	}
	if r.Results[0].Value == nil {
		return nil, r.Results[0].Status
	}
	return r.Results[0].Value.Value(), r.Results[0].Status
}

// TestValues: a client finds the variables below Objects and reads how the site stands,
// over both sorts of channel.
func TestValues(t *testing.T) {
	for _, test := range []struct {
		security string
		mode     ua.MessageSecurityMode
	}{{"None", ua.MessageSecurityModeNone}, {"Basic256Sha256", ua.MessageSecurityModeSign}, {"Basic256Sha256", ua.MessageSecurityModeSignAndEncrypt}} {
		t.Run(test.security+" "+test.mode.String(), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			c := connect(t, ctx, start(t, test.security, &sensor{today: site()}), test.mode)
			for name, want := range map[string]any{"Level": int32(4), "Blind": true, "Open.Act": uint32(1), "Open.TrackStar": uint32(1), "Open.Attend": uint32(0), "Open.Total": uint32(2),
				"Connected": true, "Incident01.ID": "20261124-ab", "Incident02.Priority": "track*", "Incident01.Exercise": true, "Incident20.ID": "", "Incident01.Opened": opened} {
				if got, status := value(t, ctx, c, name); got != want || status != ua.StatusOK {
					t.Errorf("%s is %v (%v), want %v", name, got, status, want)
				}
			}
			for name, want := range map[string]string{"Reason.ja": "ja 機器が再起動されました", "Reason.en": "en A device was restarted", "Incident02.Title.ja": "ja 機器が再起動されました"} {
				got, _ := value(t, ctx, c, name)
				if x, ok := got.(*ua.LocalizedText); !ok || x.Locale+" "+x.Text != want {
					t.Errorf("%s is %+v", name, got)
				}
			}
			refs, err := c.Node(ua.NewNumericNodeID(0, id.ObjectsFolder)).References(ctx, id.HierarchicalReferences, ua.BrowseDirectionForward, ua.NodeClassAll, true)
			found := false
			for _, r := range refs {
				found = found || r.NodeID.NodeID.String() == node(folder).String()
			}
			if err != nil || !found {
				t.Errorf("the folder is not below Objects: %v, %v", refs, err)
			}
			below, err := c.Node(node(folder)).References(ctx, id.HasComponent, ua.BrowseDirectionForward, ua.NodeClassAll, true)
			if err != nil || len(below) != len(variables()) {
				t.Errorf("%d variables, want %d: %v", len(below), len(variables()), err)
			}
		})
	}
}

// TestReadOnly: no write, no call, and no change of the nodes is carried out, and the
// connection survives being asked.
func TestReadOnly(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c := connect(t, ctx, start(t, "None", &sensor{today: site()}), ua.MessageSecurityModeNone)
	nodes := []*ua.NodeID{node(folder), node("nothing"), ua.NewNumericNodeID(0, id.Server), ua.NewNumericNodeID(0, id.Server_ServerStatus), ua.NewStringNodeID(99, "x")}
	for _, v := range variables() {
		nodes = append(nodes, node(v.name))
	}
	for _, n := range nodes {
		for _, attribute := range []ua.AttributeID{ua.AttributeIDValue, ua.AttributeIDDisplayName} {
			r, err := c.Write(ctx, &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{{NodeID: n, AttributeID: attribute, Value: &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(int32(1))}}}})
			if err != nil || len(r.Results) != 1 || r.Results[0] != ua.StatusBadNotWritable {
				t.Fatalf("%s, attribute %d: %+v, %v", n, attribute, r, err)
			}
		}
	}
	if got, _ := value(t, ctx, c, "Level"); got != int32(4) {
		t.Errorf("the level is %v", got)
	}
	for _, v := range variables() {
		r, err := c.Read(ctx, &ua.ReadRequest{NodesToRead: []*ua.ReadValueID{{NodeID: node(v.name), AttributeID: ua.AttributeIDAccessLevel}}})
		if err != nil || r.Results[0].Value.Value() != byte(ua.AccessLevelTypeCurrentRead) {
			t.Errorf("%s: access %v, %v", v.name, r, err)
		}
	}
	if got, err := c.NamespaceArray(ctx); err != nil || len(got) != 2 || got[1] != uri {
		t.Errorf("namespaces %v, %v", got, err)
	}
	if _, err := c.Call(ctx, &ua.CallMethodRequest{ObjectID: node(folder), MethodID: node("Level")}); !errors.Is(err, ua.StatusBadServiceUnsupported) {
		t.Errorf("a call: %v", err)
	}
	var fault error
	if err := c.Send(ctx, &ua.SetMonitoringModeRequest{SubscriptionID: 1, MonitoredItemIDs: []uint32{77}}, func(r ua.Response) error {
		fault = r.Header().ServiceResult
		return nil
	}); err == nil && fault == nil {
		t.Error("a monitoring mode of nothing was set")
	}
	if got, _ := value(t, ctx, c, "Level"); got != int32(4) {
		t.Errorf("the level is %v", got)
	}
}

// TestInsecure: where security is wanted, a client without any gets no value.
func TestInsecure(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	at := start(t, "Basic256Sha256", &sensor{today: site()})
	c, err := opcua.NewClient(at, opcua.SecurityPolicy("None"), opcua.AuthAnonymous(), opcua.AutoReconnect(false))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(ctx); err != nil {
		return // refused from the beginning
	}
	defer c.Close(ctx)
	r, err := c.Read(ctx, &ua.ReadRequest{NodesToRead: []*ua.ReadValueID{{NodeID: node("Level"), AttributeID: ua.AttributeIDValue}}})
	if err == nil {
		t.Errorf("a client without security reads %v", r.Results[0].Value)
	}
}

// TestSilentSensor: when the sensor does not answer the last values say so, and the
// heartbeat goes on.
func TestSilentSensor(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	s := &sensor{err: errors.New("no")}
	c := connect(t, ctx, start(t, "None", s), ua.MessageSecurityModeNone)
	if got, status := value(t, ctx, c, "Level"); status != ua.StatusBadWaitingForInitialData {
		t.Errorf("before the first answer: %v (%v)", got, status)
	}
	until := func(what string, is func() bool) {
		t.Helper()
		for range 200 {
			if is() {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Fatal(what)
	}
	level := func(want any, wanted ua.StatusCode) func() bool {
		return func() bool { got, status := value(t, ctx, c, "Level"); return got == want && status == wanted }
	}
	s.set(site(), nil)
	until("the level is not 4", level(int32(4), ua.StatusOK))
	s.set(nil, errors.New("no"))
	until("the level is not uncertain", level(int32(4), ua.StatusUncertainLastUsableValue))
	if got, status := value(t, ctx, c, "Connected"); got != false || status != ua.StatusOK {
		t.Errorf("connected: %v (%v)", got, status)
	}
	first, _ := value(t, ctx, c, "Heartbeat")
	until("the heartbeat stands still", func() bool { got, _ := value(t, ctx, c, "Heartbeat"); return got.(uint32) > first.(uint32) })
}

// TestSubscription: who subscribes is told changes, within the bounds.
func TestSubscription(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s := &sensor{today: site()}
	c := connect(t, ctx, start(t, "None", s), ua.MessageSecurityModeNone)
	notify := make(chan *opcua.PublishNotificationData, 1000)
	sub, err := c.Subscribe(ctx, &opcua.SubscriptionParameters{Interval: time.Millisecond}, notify)
	if err != nil {
		t.Fatal(err)
	}
	if sub.RevisedPublishingInterval < leastInterval*time.Millisecond {
		t.Errorf("published every %s", sub.RevisedPublishingInterval)
	}
	if _, err := sub.Monitor(ctx, ua.TimestampsToReturnBoth, opcua.NewMonitoredItemCreateRequestWithDefaults(node("Level"), ua.AttributeIDValue, 7)); err != nil {
		t.Fatal(err)
	}
	var many []*ua.MonitoredItemCreateRequest
	for range maxItems {
		many = append(many, opcua.NewMonitoredItemCreateRequestWithDefaults(node("Level"), ua.AttributeIDValue, 8))
	}
	r, err := sub.Monitor(ctx, ua.TimestampsToReturnBoth, many...)
	if err != nil || r.Results[maxItems-2].StatusCode != ua.StatusOK || r.Results[maxItems-1].StatusCode != ua.StatusBadTooManyMonitoredItems {
		t.Errorf("as many as fit and one more: %v", err)
	}
	if r, err = sub.Monitor(ctx, ua.TimestampsToReturnBoth, opcua.NewMonitoredItemCreateRequestWithDefaults(node("nothing"), ua.AttributeIDValue, 9)); err != nil || r.Results[0].StatusCode != ua.StatusBadNodeIDUnknown {
		t.Errorf("a variable that is not there: %v", err)
	}
	told := func(want int32) {
		t.Helper()
		for {
			select {
			case <-ctx.Done():
				t.Fatalf("nobody told that the level is %d", want)
			case n := <-notify:
				x, ok := n.Value.(*ua.DataChangeNotification)
				if !ok {
					continue
				}
				for _, item := range x.MonitoredItems {
					if item.ClientHandle == 7 && item.Value.Value.Value() == want {
						return
					}
				}
			}
		}
	}
	told(4)
	next := site()
	next.Level = 5
	s.set(next, nil)
	told(5)
	for range maxSubscriptions - 1 {
		if _, err := c.Subscribe(ctx, &opcua.SubscriptionParameters{Interval: time.Second}, notify); err != nil {
			t.Fatal(err)
		}
	}
	if err := sub.Cancel(ctx); err != nil {
		t.Error(err)
	}
	if _, err := c.Subscribe(ctx, &opcua.SubscriptionParameters{Interval: time.Second}, notify); err != nil {
		t.Errorf("one in place of another: %v", err)
	}
	if _, err := c.Subscribe(ctx, &opcua.SubscriptionParameters{Interval: time.Second}, notify); !errors.Is(err, ua.StatusBadTooManySubscriptions) {
		t.Errorf("one too many: %v", err)
	}
}

// TestOpen: an address must be that of one interface.
func TestOpen(t *testing.T) {
	for _, at := range []string{"", ":4840", "0.0.0.0:4840", "[::]:4840", "4840"} {
		if _, err := Open(Options{Config: config.Plant{Address: at, Security: "None"}}); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%q", at)) {
			t.Errorf("%q: %v", at, err)
		}
	}
	if reason(&look{}) != textUnknown || reason(&look{today: &control.Today{}}) != textNothing || reason(&look{today: &control.Today{Blind: &control.Blind{}}}) != textBlind {
		t.Error("another reason than there is")
	}
	for name, x := range map[string]lang.Text{"nothing": textNothing, "blind": textBlind, "unknown": textUnknown} {
		langtest.Check(t, name, x, false)
	}
}

// TestHostile: what is no OPC UA, or too many connections, harm nobody else.
func TestHostile(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	at := start(t, "Basic256Sha256", &sensor{today: site()})
	address := strings.TrimPrefix(at, "opc.tcp://")
	hello := "HELF\x20\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	for _, text := range []string{"GET / HTTP/1.1\r\n\r\n", "HELF\x08\x00\x00\x00", "RHEF\x08\x00\x00\x00", "HELF\xff\xff\xff\xff", hello + "OPNF\x0c\x00\x00\x00\x00\x00\x00\x00",
		hello + "OPNF\x10\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff", hello + "OPNF\x14\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff",
		hello + "OPNF\xff\x00\x00\x00\x00\x00\x00\x00" + "\x38\x00\x00\x00" + ua.SecurityPolicyURIBasic256Sha256 + "\x04\x00\x00\x00junk", hello + "MSGF\x0c\x00\x00\x00\x00\x00\x00\x00"} {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(c, text)
		c.(*net.TCPConn).CloseWrite()
		c.SetReadDeadline(time.Now().Add(8 * time.Second))
		if _, err := io.ReadAll(c); err != nil && errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%.20q holds a connection: %v", text, err)
		}
		c.Close()
	}
	var held []net.Conn
	for range maxConnections + 4 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
	}
	last := held[len(held)-1]
	last.SetReadDeadline(time.Now().Add(3 * time.Second))
	if n, err := last.Read(make([]byte, 1)); n > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("one connection too many is kept: %v", err)
	}
	for _, c := range held {
		c.Close()
	}
	var c *opcua.Client
	for range 50 { // until those are gone
		if list, err := opcua.GetEndpoints(ctx, at); err == nil && len(list) == 2 {
			c = connect(t, ctx, at, ua.MessageSecurityModeSign)
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if c == nil {
		t.Fatal("nobody can connect any more")
	}
	if got, _ := value(t, ctx, c, "Level"); got != int32(4) {
		t.Errorf("the level is %v", got)
	}
}
