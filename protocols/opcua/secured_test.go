package opcua

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gopcua/opcua"
	"github.com/gopcua/opcua/ua"
	"github.com/gopcua/opcua/uacp"
	"github.com/gopcua/opcua/uasc"
)

// secured is a small server on gopcua's SecureChannels, which do the security
// that gopcua's server leaves out.
type secured struct {
	listener    *uacp.Listener
	cfg         uasc.Config
	certificate []byte
	nonce       []byte
	watched     bool // items were created
	deleted     bool // the subscription was
}

// startSecured starts a server in a mode, and returns what a client needs to
// connect to it.
func startSecured(t *testing.T, mode ua.MessageSecurityMode) (*plant, []opcua.Option) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	s := &secured{nonce: make([]byte, 32), cfg: uasc.Config{SecurityPolicyURI: ua.SecurityPolicyURINone, SecurityMode: mode, Lifetime: 3600000}}
	opts := []opcua.Option{opcua.SecurityMode(mode), opcua.SecurityPolicy("None")}
	if mode != ua.MessageSecurityModeNone {
		der, key := selfSigned(t, "urn:example:plc")
		s.certificate = der
		s.cfg.Certificate, s.cfg.LocalKey, s.cfg.SecurityPolicyURI = der, key, ua.SecurityPolicyURIBasic256Sha256
		clientDER, clientKey := selfSigned(t, "urn:example:hmi")
		opts = []opcua.Option{opcua.SecurityMode(mode), opcua.SecurityPolicy("Basic256Sha256"), opcua.Certificate(clientDER), opcua.PrivateKey(clientKey), opcua.RemoteCertificate(der)}
	}
	ctx, cancel := context.WithCancel(context.Background())
	if s.listener, err = uacp.Listen(ctx, "opc.tcp://"+address, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); s.listener.Close() })
	go s.serve(ctx)
	return &plant{address: address, space: 2, level: ua.NewStringNodeID(2, "Level"), calls: true}, opts
}

func (s *secured) serve(ctx context.Context) {
	for n := uint32(1); ; n++ {
		conn, err := s.listener.Accept(ctx)
		if err != nil {
			return
		}
		cfg := s.cfg
		sc, err := uasc.NewServerSecureChannel("", conn, &cfg, make(chan error, 1), 1000+n, 50, 7000+n)
		if err != nil {
			return
		}
		go s.answer(ctx, sc, conn)
	}
}

func (s *secured) answer(ctx context.Context, sc *uasc.SecureChannel, conn *uacp.Conn) {
	defer conn.Close()
	for {
		m := sc.Receive(ctx)
		if m.Err != nil {
			return
		}
		req := m.Request()
		if req == nil {
			continue // the channel was opened
		}
		resp := s.handle(sc, req)
		if resp == nil {
			continue // a Publish that waits
		}
		resp.SetHeader(&ua.ResponseHeader{Timestamp: time.Now(), RequestHandle: req.Header().RequestHandle,
			ServiceDiagnostics: &ua.DiagnosticInfo{}, AdditionalHeader: ua.NewExtensionObject(nil)})
		if err := sc.SendResponseWithContext(ctx, m.RequestID, resp); err != nil {
			return
		}
	}
}

// handle answers a request.
func (s *secured) handle(sc *uasc.SecureChannel, req ua.Request) ua.Response {
	switch r := req.(type) {
	case *ua.CreateSessionRequest:
		sig, alg, err := sc.NewSessionSignature(r.ClientCertificate, r.ClientNonce)
		if err != nil {
			return &ua.ServiceFault{}
		}
		return &ua.CreateSessionResponse{SessionID: ua.NewNumericNodeID(1, 11), AuthenticationToken: ua.NewNumericNodeID(1, 22),
			ServerSignature: &ua.SignatureData{Signature: sig, Algorithm: alg}, ServerCertificate: s.certificate, ServerNonce: s.nonce, RevisedSessionTimeout: 60000}
	case *ua.ActivateSessionRequest:
		return &ua.ActivateSessionResponse{ServerNonce: s.nonce}
	case *ua.ReadRequest:
		return readPlant(r)
	case *ua.WriteRequest:
		return &ua.WriteResponse{Results: []ua.StatusCode{0, ua.StatusBadNodeIDUnknown}}
	case *ua.BrowseRequest:
		return &ua.BrowseResponse{Results: []*ua.BrowseResult{{}}}
	case *ua.CallRequest:
		return &ua.CallResponse{Results: []*ua.CallMethodResult{{OutputArguments: []*ua.Variant{ua.MustVariant("was reset")}}}}
	case *ua.CloseSessionRequest:
		return &ua.CloseSessionResponse{}
	}
	return s.handleSubscription(req)
}

func readPlant(r *ua.ReadRequest) *ua.ReadResponse {
	resp := &ua.ReadResponse{}
	for _, n := range r.NodesToRead {
		v := plantValues[n.NodeID.StringID()]
		if v == nil {
			v = []string{"http://opcfoundation.org/UA/", strings.Repeat("urn:x", 3)}
		}
		d := &ua.DataValue{Value: ua.MustVariant(v), SourceTimestamp: time.Now()}
		d.UpdateMask()
		resp.Results = append(resp.Results, d)
	}
	return resp
}

// handleSubscription answers what is about the subscription. A Publish is told
// the values again every time, until the subscription is deleted.
func (s *secured) handleSubscription(req ua.Request) ua.Response {
	switch req.(type) {
	case *ua.CreateSubscriptionRequest:
		return &ua.CreateSubscriptionResponse{SubscriptionID: 5, RevisedPublishingInterval: 50, RevisedLifetimeCount: 1000, RevisedMaxKeepAliveCount: 10}
	case *ua.CreateMonitoredItemsRequest:
		s.watched = true
		item := &ua.MonitoredItemCreateResult{MonitoredItemID: 1, FilterResult: ua.NewExtensionObject(nil)}
		return &ua.CreateMonitoredItemsResponse{Results: []*ua.MonitoredItemCreateResult{item, item}}
	case *ua.PublishRequest:
		if s.deleted {
			return nil
		}
		time.Sleep(20 * time.Millisecond) // the publishing interval
		return &ua.PublishResponse{SubscriptionID: 5, NotificationMessage: s.notification()}
	case *ua.DeleteSubscriptionsRequest:
		s.deleted = true
		return &ua.DeleteSubscriptionsResponse{Results: []ua.StatusCode{0}}
	}
	return &ua.ServiceFault{}
}

func (s *secured) notification() *ua.NotificationMessage {
	m := &ua.NotificationMessage{SequenceNumber: 1, PublishTime: time.Now()}
	if s.watched {
		m.NotificationData = []*ua.ExtensionObject{ua.NewExtensionObject(&ua.DataChangeNotification{MonitoredItems: []*ua.MonitoredItemNotification{
			{ClientHandle: 41, Value: &ua.DataValue{EncodingMask: 1, Value: ua.MustVariant(99.25)}},
			{ClientHandle: 42, Value: &ua.DataValue{EncodingMask: 1, Value: ua.MustVariant("Tank 1")}}}})}
	}
	return m
}
