package opcua

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gopcua/opcua"
	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/server"
	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

// plant is a server with a few variables.
type plant struct {
	address string
	space   uint16
	level   *ua.NodeID
	calls   bool // has methods
}

func startPlant(t *testing.T) *plant {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	der, key := selfSigned(t, "urn:example:plc")
	s := server.New(
		server.EnableSecurity("None", ua.MessageSecurityModeNone),
		server.EnableAuthMode(ua.UserTokenTypeAnonymous),
		server.EndPoint("127.0.0.1", port), server.Certificate(der), server.PrivateKey(key))
	ns := server.NewNodeNameSpace(s, "plant")
	ns.SetID(uint16(s.AddNamespace(ns)))
	for name, v := range plantValues {
		n := ns.AddNewVariableStringNode(name, v)
		ns.Objects().AddRef(n, id.HasComponent, true)
	}
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); s.Close() })
	return &plant{address: fmt.Sprintf("127.0.0.1:%d", port), space: ns.ID(), level: ua.NewStringNodeID(ns.ID(), "Level")}
}

var plantValues = map[string]any{"Level": 12.5, "Pumps": int32(-3), "Open": true, "Name": "Tank 1", "Word": uint16(65535), "Big": uint64(1) << 60}

// selfSigned makes an application certificate.
func selfSigned(t *testing.T, uri string) ([]byte, *rsa.PrivateKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: uri}, URIs: []*url.URL{u},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

// connect connects a client through the recording.
func connect(t *testing.T, ctx context.Context, r *recording, opts ...opcua.Option) *opcua.Client {
	t.Helper()
	c, err := opcua.NewClient("opc.tcp://"+r.listener.Addr().String(), append(opts, opcua.AuthAnonymous())...)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(ctx); err != nil {
		t.Fatal(err)
	}
	return c
}

// seen is what the client's interface returned.
type seen struct {
	read       map[string]any
	references int
	written    []ua.StatusCode
	changes    map[uint32]any // by client handle
	output     any            // of the call
}

// work reads, browses, writes, calls and watches.
func work(t *testing.T, ctx context.Context, c *opcua.Client, p *plant) seen {
	t.Helper()
	s := seen{read: map[string]any{}, changes: map[uint32]any{}}
	req := &ua.ReadRequest{TimestampsToReturn: ua.TimestampsToReturnBoth}
	var names []string
	for name := range plantValues {
		names = append(names, name)
		req.NodesToRead = append(req.NodesToRead, &ua.ReadValueID{NodeID: ua.NewStringNodeID(p.space, name), AttributeID: ua.AttributeIDValue})
	}
	resp, err := c.Read(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range resp.Results {
		s.read[names[i]] = r.Value.Value()
	}
	refs, err := c.Node(ua.NewTwoByteNodeID(id.ObjectsFolder)).References(ctx, id.References, ua.BrowseDirectionForward, ua.NodeClassAll, true)
	if err != nil {
		t.Fatal(err)
	}
	s.references = len(refs)
	w, err := c.Write(ctx, &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{
		{NodeID: p.level, AttributeID: ua.AttributeIDValue, Value: &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(99.25)}},
		{NodeID: ua.NewStringNodeID(p.space, "Missing"), AttributeID: ua.AttributeIDValue, Value: &ua.DataValue{EncodingMask: ua.DataValueValue, Value: ua.MustVariant(true)}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.written = w.Results
	s.watch(t, ctx, c, p)
	if !p.calls {
		return s
	}
	res, err := c.Call(ctx, &ua.CallMethodRequest{ObjectID: p.level, MethodID: ua.NewStringNodeID(p.space, "Reset"), InputArguments: []*ua.Variant{ua.MustVariant(int16(7))}})
	if err != nil {
		t.Fatal(err)
	}
	s.output = res.OutputArguments[0].Value()
	return s
}

func (s *seen) watch(t *testing.T, ctx context.Context, c *opcua.Client, p *plant) {
	t.Helper()
	told := make(chan *opcua.PublishNotificationData, 16)
	sub, err := c.Subscribe(ctx, &opcua.SubscriptionParameters{Interval: 50 * time.Millisecond}, told)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sub.Monitor(ctx, ua.TimestampsToReturnBoth,
		opcua.NewMonitoredItemCreateRequestWithDefaults(p.level, ua.AttributeIDValue, 41),
		opcua.NewMonitoredItemCreateRequestWithDefaults(ua.NewStringNodeID(p.space, "Name"), ua.AttributeIDValue, 42))
	if err != nil {
		t.Fatal(err)
	}
	for len(s.changes) < 2 {
		select {
		case n := <-told:
			d, ok := n.Value.(*ua.DataChangeNotification)
			if !ok {
				t.Fatalf("notified of %T: %v", n.Value, n.Error)
			}
			for _, item := range d.MonitoredItems {
				s.changes[item.ClientHandle] = item.Value.Value.Value()
			}
		case <-ctx.Done():
			t.Fatal("no notification came")
		}
	}
	if err := sub.Cancel(ctx); err != nil {
		t.Fatal(err)
	}
}

// scalar returns the Go value of a scalar.
func scalar(v wire.Value) any {
	switch v.Kind {
	case wire.KindText:
		return string(v.Raw)
	case wire.KindBool:
		return v.Num != 0
	}
	return string(v.Append(nil))
}

func text(v any) any {
	switch v.(type) {
	case string, bool:
		return v
	}
	return fmt.Sprint(v)
}

// find returns the transactions of a service.
func find(all []transaction, function string) []transaction {
	var found []transaction
	for _, x := range all {
		if x.function == function {
			found = append(found, x)
		}
	}
	return found
}

// converse runs a client against a server through a recording and returns what
// the client was told and what was decoded.
func converse(t *testing.T, p *plant, opts ...opcua.Option) (seen, []transaction) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	r := record(t, p.address)
	c := connect(t, ctx, r, opts...)
	want := work(t, ctx, c, p)
	if err := c.Close(ctx); err != nil && err != io.EOF {
		t.Logf("closing: %v", err)
	}
	all, transcript := r.stop(t)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(transcript)
		}
	})
	for _, x := range all {
		if x.defects != 0 {
			t.Errorf("%s has defects %#x", x.function, x.defects)
		}
	}
	return want, all
}

// TestPeerServer: gopcua's client and server, without security and calls, which
// its server does not do.
func TestPeerServer(t *testing.T) {
	p := startPlant(t)
	want, all := converse(t, p)
	check(t, all, &want, p)
}

// TestPeerSecured: gopcua's client and SecureChannels in every mode.
func TestPeerSecured(t *testing.T) {
	for _, mode := range []ua.MessageSecurityMode{ua.MessageSecurityModeNone, ua.MessageSecurityModeSign, ua.MessageSecurityModeSignAndEncrypt} {
		t.Run(mode.String(), func(t *testing.T) {
			p, opts := startSecured(t, mode)
			want, all := converse(t, p, opts...)
			if mode == ua.MessageSecurityModeSignAndEncrypt {
				checkEncrypted(t, all)
				return
			}
			check(t, all, &want, p)
		})
	}
}

// checkEncrypted: nothing but envelopes is told of what was encrypted.
func checkEncrypted(t *testing.T, all []transaction) {
	t.Helper()
	count := map[string]int{}
	for _, x := range all {
		count[x.function]++
	}
	sealed := count["encrypted"]
	delete(count, "encrypted")
	if sealed < 20 || !maps.Equal(count, map[string]int{"Hello": 1, "OpenSecureChannel": 1, "CloseSecureChannel": 1}) {
		t.Errorf("%d encrypted, %v", sealed, count)
	}
}

// check compares what was decoded with what the client was told.
func check(t *testing.T, all []transaction, want *seen, p *plant) {
	t.Helper()
	got := map[string]any{}
	for _, x := range find(all, "Read") {
		for i, name := range x.points {
			got[name] = scalar(x.values[i])
		}
	}
	for name, v := range want.read {
		key := fmt.Sprintf("ns=%d[%q]", p.space, name)
		if got[key] != text(v) {
			t.Errorf("%s was read as %v, decoded as %v", key, text(v), got[key])
		}
	}
	writes := find(all, "Write")
	if len(writes) != 1 || len(writes[0].points) != 2 || scalar(writes[0].values[0]) != "99.25" {
		t.Fatalf("writes: %+v", writes)
	}
	if p.calls {
		checkCall(t, all, want, p)
	}
	for i, status := range want.written {
		if name := statusText(uint32(status)); !strings.Contains(writes[0].fields, name) || i >= len(writes[0].points) {
			t.Errorf("write %d ended with %s, decoded as %s", i, name, writes[0].fields)
		}
	}
	references := 0
	for _, x := range find(all, "Browse") {
		references += strings.Count(x.fields, "ReferenceDescription={")
	}
	if references != want.references {
		t.Errorf("%d references were browsed, %d decoded", want.references, references)
	}
	checkWatched(t, all, want, p)
	if len(find(all, "Browse")) == 0 || len(find(all, "CloseSession")) != 1 {
		t.Errorf("services: %+v", all)
	}
}

// checkCall: object, method, argument and result of the call.
func checkCall(t *testing.T, all []transaction, want *seen, p *plant) {
	t.Helper()
	calls := find(all, "Call")
	if len(calls) != 1 || len(calls[0].points) != 2 {
		t.Fatalf("calls: %+v", calls)
	}
	c := calls[0]
	if c.points[0] != fmt.Sprintf("ns=%d[%q]", p.space, "Level") || c.points[1] != fmt.Sprintf("ns=%d[%q.21]", p.space, "Reset") || scalar(c.values[1]) != "7" {
		t.Errorf("call: %+v", c)
	}
	if c.outcome != wire.Answered || !strings.Contains(c.fields, fmt.Sprintf("OutputArguments=[Variant=%q]", want.output)) {
		t.Errorf("call gave %q, decoded %s", want.output, c.fields)
	}
}

// checkWatched: values that were published carry the names of their nodes.
func checkWatched(t *testing.T, all []transaction, want *seen, p *plant) {
	t.Helper()
	names := map[uint32]string{41: "Level", 42: "Name"}
	got := map[string]any{}
	for _, x := range find(all, "Publish") {
		for i, name := range x.points {
			got[name] = scalar(x.values[i])
		}
	}
	for handle, v := range want.changes {
		key := fmt.Sprintf("ns=%d[%q]", p.space, names[handle])
		if got[key] != text(v) {
			t.Errorf("%s was published as %v, decoded as %v", key, text(v), got[key])
		}
	}
}
