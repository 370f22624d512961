package plant

import (
	"bytes"

	"github.com/gopcua/opcua/ua"
)

// maxNodes is how many nodes a request may name: all there are, some times.
const maxNodes = 1000

// carryOut carries out a request; nil for one that is answered later. Services that
// would change something are not among those there are.
func (c *connection) carryOut(id uint32, r ua.Request) (ua.Response, error) {
	switch r.(type) {
	case *ua.FindServersRequest:
		return &ua.FindServersResponse{ResponseHeader: header(r), Servers: []*ua.ApplicationDescription{c.s.application()}}, nil
	case *ua.GetEndpointsRequest:
		return &ua.GetEndpointsResponse{ResponseHeader: header(r), Endpoints: c.s.endpoints()}, nil
	}
	if c.s.secure && c.plain() {
		return nil, ua.StatusBadSecurityModeInsufficient
	}
	switch q := r.(type) {
	case *ua.CreateSessionRequest:
		return c.createSession(q)
	case *ua.ActivateSessionRequest:
		return c.activate(q)
	}
	if !c.own(r) || !c.active {
		return nil, ua.StatusBadSessionIDInvalid
	}
	switch q := r.(type) {
	case *ua.CloseSessionRequest:
		c.close()
		return &ua.CloseSessionResponse{ResponseHeader: header(r)}, nil
	case *ua.ReadRequest:
		return c.read(q)
	case *ua.WriteRequest:
		return c.write(q)
	case *ua.BrowseRequest:
		return c.browse(q)
	case *ua.CreateSubscriptionRequest:
		return c.subscribe(q)
	case *ua.DeleteSubscriptionsRequest:
		return c.unsubscribe(q)
	case *ua.CreateMonitoredItemsRequest:
		return c.monitor(q)
	case *ua.DeleteMonitoredItemsRequest:
		return c.unmonitor(q)
	case *ua.PublishRequest:
		return c.queue(id, q)
	}
	return nil, ua.StatusBadServiceUnsupported
}

func (s *Server) application() *ua.ApplicationDescription {
	return &ua.ApplicationDescription{ApplicationURI: uri, ProductURI: uri, ApplicationName: ua.NewLocalizedText("Banken"), ApplicationType: ua.ApplicationTypeServer, DiscoveryURLs: []string{s.url}}
}

// endpoints are what clients may choose from.
func (s *Server) endpoints() []*ua.EndpointDescription {
	policy, modes := ua.SecurityPolicyURINone, []ua.MessageSecurityMode{ua.MessageSecurityModeNone}
	if s.secure {
		policy, modes = ua.SecurityPolicyURIBasic256Sha256, []ua.MessageSecurityMode{ua.MessageSecurityModeSignAndEncrypt, ua.MessageSecurityModeSign}
	}
	var list []*ua.EndpointDescription
	for i, mode := range modes {
		list = append(list, &ua.EndpointDescription{EndpointURL: s.url, Server: s.application(), ServerCertificate: s.der, SecurityMode: mode, SecurityPolicyURI: policy,
			UserIdentityTokens:  []*ua.UserTokenPolicy{{PolicyID: "anonymous", TokenType: ua.UserTokenTypeAnonymous, SecurityPolicyURI: ua.SecurityPolicyURINone}},
			TransportProfileURI: "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary", SecurityLevel: byte(len(modes) - i)})
	}
	return list
}

// own reports whether a request is of the session of this connection.
func (c *connection) own(r ua.Request) bool {
	t := r.Header().AuthenticationToken
	return c.token != nil && t != nil && t.String() == c.token.String()
}

// createSession begins a session, in place of the one before.
func (c *connection) createSession(q *ua.CreateSessionRequest) (ua.Response, error) {
	if !c.plain() && !bytes.Equal(q.ClientCertificate, c.certificate) {
		return nil, ua.StatusBadCertificateInvalid
	}
	signature, algorithm, err := c.channel.NewSessionSignature(q.ClientCertificate, q.ClientNonce)
	if err != nil {
		return nil, ua.StatusBadSecurityChecksFailed
	}
	c.close()
	c.token, c.nonce = ua.NewByteStringNodeID(0, fresh(32)), fresh(32)
	return &ua.CreateSessionResponse{ResponseHeader: header(q), SessionID: ua.NewByteStringNodeID(index, fresh(16)), AuthenticationToken: c.token,
		RevisedSessionTimeout: float64(idleTime.Milliseconds()), ServerNonce: c.nonce, ServerCertificate: c.s.der, ServerEndpoints: c.s.endpoints(),
		ServerSignature: &ua.SignatureData{Signature: signature, Algorithm: algorithm}}, nil
}

func (c *connection) activate(q *ua.ActivateSessionRequest) (ua.Response, error) {
	if !c.own(q) {
		return nil, ua.StatusBadSessionIDInvalid
	}
	if x := q.UserIdentityToken; x != nil && x.Value != nil {
		if _, ok := x.Value.(*ua.AnonymousIdentityToken); !ok {
			return nil, ua.StatusBadIdentityTokenRejected
		}
	}
	if !c.plain() && (q.ClientSignature == nil || c.channel.VerifySessionSignature(c.certificate, c.nonce, q.ClientSignature.Signature) != nil) {
		return nil, ua.StatusBadApplicationSignatureInvalid
	}
	c.active, c.nonce = true, fresh(32)
	return &ua.ActivateSessionResponse{ResponseHeader: header(q), ServerNonce: c.nonce, Results: []ua.StatusCode{}, DiagnosticInfos: []*ua.DiagnosticInfo{}}, nil
}

// close ends the session and what belongs to it.
func (c *connection) close() {
	c.token, c.active = nil, false
	c.mu.Lock()
	defer c.mu.Unlock()
	c.subs, c.wait = map[uint32]*subscription{}, nil
}

func (c *connection) read(q *ua.ReadRequest) (ua.Response, error) {
	if len(q.NodesToRead) > maxNodes {
		return nil, ua.StatusBadTooManyOperations
	}
	a := &ua.ReadResponse{ResponseHeader: header(q), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	for _, n := range q.NodesToRead {
		a.Results = append(a.Results, c.s.space.attribute(n.NodeID, n.AttributeID))
	}
	return a, nil
}

// write writes nothing, whatever the node.
func (c *connection) write(q *ua.WriteRequest) (ua.Response, error) {
	if len(q.NodesToWrite) > maxNodes {
		return nil, ua.StatusBadTooManyOperations
	}
	a := &ua.WriteResponse{ResponseHeader: header(q), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	for range q.NodesToWrite {
		a.Results = append(a.Results, ua.StatusBadNotWritable)
	}
	return a, nil
}

func (c *connection) browse(q *ua.BrowseRequest) (ua.Response, error) {
	if len(q.NodesToBrowse) > maxBrowse {
		return nil, ua.StatusBadTooManyOperations
	}
	a := &ua.BrowseResponse{ResponseHeader: header(q), DiagnosticInfos: []*ua.DiagnosticInfo{}}
	for _, b := range q.NodesToBrowse {
		a.Results = append(a.Results, c.s.space.browse(b))
	}
	return a, nil
}

// maxBrowse is how many nodes may be browsed at once: one answer for the folder is some
// 12 KiB.
const maxBrowse = 50
