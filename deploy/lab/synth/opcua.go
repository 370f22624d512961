package synth

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

const opcuaPort = 4840

// Names of the standard (Part 7, 6.6).
const (
	policyPrefix = "http://opcfoundation.org/UA/SecurityPolicy#"
	policyNone   = policyPrefix + "None"
	policySign   = policyPrefix + "Basic256Sha256"
	oaep         = "http://www.w3.org/2001/04/xmlenc#rsa-oaep"
	rsaSha256    = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
	endpointURL  = "opc.tcp://gateway:4840"
	signature    = 32  // octets of HMAC-SHA256
	sealed       = 256 // octets of one block of RSA with 2048 bits
	null         = ^uint32(0)
	lifetime     = 3600 // of a channel's token, s
)

// session is a client of the gateway: a connection, its channel, its session.
type session struct {
	c        *conn
	name     string
	user     string // "" is anonymous
	secure   bool
	channel  uint32
	token    uint32
	sequence [2]uint32
	request  uint32
	handle   uint32
	auth     *ua.NodeID
	renew    int64 // when the token is renewed

	subscription uint32
	notification uint32
	nodes        []plant.Node
	names        [][]byte  // of the nodes
	told         []float64 // last value of each node
	changed      []int     // nodes whose values are to be told
	open         []waiting // Publish requests
	lost         int64     // when it subscribes again, after its subscription was deleted
}

// waiting is a Publish request the server has not answered.
type waiting struct {
	request, handle uint32
	at              int64
}

// message is one of the connection protocol, or any with a body behind the size.
func message(typ string, body ...[]byte) []byte {
	b := slices.Concat(body...)
	return slices.Concat([]byte(typ), le32(uint32(len(b)+8)), b)
}

func le32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

func str(s string) []byte { return append(le32(uint32(len(s))), s...) }

// stand returns n random octets, that stand for what is encrypted or signed.
func (e *engine) stand(n int) []byte {
	b := make([]byte, 0, n+7)
	for len(b) < n {
		b = binary.LittleEndian.AppendUint64(b, e.noise.Uint64())
	}
	return b[:n]
}

// encoded is a service message with its type.
func (e *engine) encoded(service any) []byte {
	id := ua.ServiceTypeID(service)
	b, err := ua.Encode(service)
	if err != nil && e.err == nil {
		e.err = fmt.Errorf("synth: %w", err)
	}
	return append([]byte{1, 0, byte(id), byte(id >> 8)}, b...)
}

// chunk is a message of the session in one chunk.
func (e *engine) chunk(s *session, dir uint8, typ string, request uint32, service any) []byte {
	s.sequence[dir]++
	var signed []byte
	if s.secure {
		signed = e.stand(signature)
	}
	return message(typ+"F", le32(s.channel), le32(s.token), le32(s.sequence[dir]), le32(request), e.encoded(service), signed)
}

// hello opens the connection protocol (Part 6, 7.1.2).
func (e *engine) hello(s *session, at int64) int64 {
	limits := func(size, chunks uint32) []byte {
		return slices.Concat(le32(0), le32(65535), le32(65535), le32(size), le32(chunks))
	}
	at = e.send(s.c, toServer, at, message("HELF", limits(0, 0), str(endpointURL)))
	return e.send(s.c, toClient, at+900e3, message("ACKF", limits(1<<24, 256))) + 400e3
}

// issue opens a channel, or renews its token.
func (e *engine) issue(s *session, at int64, kind ua.SecurityTokenRequestType) int64 {
	s.request++
	s.token++
	channel := s.channel
	if kind == ua.SecurityTokenRequestTypeIssue {
		channel = 0
		e.gateway.channels++
		s.channel = e.gateway.channels
	}
	request := &ua.OpenSecureChannelRequest{RequestHeader: e.requestHeader(s, at), RequestType: kind, SecurityMode: ua.MessageSecurityModeNone, RequestedLifetime: lifetime * 1000}
	answer := &ua.OpenSecureChannelResponse{ResponseHeader: responseHeader(s, at, 0),
		SecurityToken: &ua.ChannelSecurityToken{ChannelID: s.channel, TokenID: s.token, CreatedAt: timeOf(at), RevisedLifetime: lifetime * 1000}}
	at = e.send(s.c, toServer, at, e.openMessage(s, toServer, channel, request))
	at = e.send(s.c, toClient, at+1200e3, e.openMessage(s, toClient, s.channel, answer))
	s.renew = at + lifetime*3/4*1e9
	return at + 500e3
}

// openMessage is an OPN: readable without security, else sealed.
func (e *engine) openMessage(s *session, dir uint8, channel uint32, service any) []byte {
	s.sequence[dir]++
	if s.secure {
		own, other := e.gateway.certificate(e, s.name), e.gateway.certificate(e, plant.Gateway)
		if dir == toClient {
			own, other = other, own
		}
		blocks := e.stand(2 * sealed)
		return message("OPNF", le32(channel), str(policySign), str(string(own)), str(string(thumbprint(other))), blocks)
	}
	return message("OPNF", le32(channel), str(policyNone), le32(null), le32(null), le32(s.sequence[dir]), le32(s.request), e.encoded(service))
}

func (e *engine) requestHeader(s *session, at int64) *ua.RequestHeader {
	s.handle++
	auth := s.auth
	if auth == nil {
		auth = ua.NewTwoByteNodeID(0)
	}
	return &ua.RequestHeader{AuthenticationToken: auth, Timestamp: timeOf(at), RequestHandle: s.handle, TimeoutHint: 15000, AdditionalHeader: nothing()}
}

func responseHeader(s *session, at int64, result ua.StatusCode) *ua.ResponseHeader {
	return &ua.ResponseHeader{Timestamp: timeOf(at), RequestHandle: s.handle, ServiceResult: result, ServiceDiagnostics: &ua.DiagnosticInfo{}, AdditionalHeader: nothing()}
}

func nothing() *ua.ExtensionObject {
	return &ua.ExtensionObject{TypeID: ua.NewTwoByteExpandedNodeID(0)}
}

// call exchanges a request and its answer and returns when the client may go on.
func (e *engine) call(s *session, at int64, request ua.Request, answer ua.Response) int64 {
	s.request++
	s.c.used = at
	request.SetHeader(e.requestHeader(s, at))
	at = e.send(s.c, toServer, at, e.chunk(s, toServer, "MSG", s.request, request))
	at += 700e3 + int64(e.random.ExpFloat64()*900e3)
	answer.SetHeader(responseHeader(s, at, 0))
	return e.send(s.c, toClient, at, e.chunk(s, toClient, "MSG", s.request, answer)) + 500e3
}

// connectSession opens connection, channel and session, and returns when that is
// done.
func (e *engine) connectSession(s *session, at int64) int64 {
	s.c, at = e.dial(e.hosts[s.name], e.hosts[plant.Gateway], opcuaPort, at)
	s.sequence, s.request, s.token, s.auth = [2]uint32{}, 0, 0, nil
	at = e.hello(s, at)
	at = e.issue(s, at, ua.SecurityTokenRequestTypeIssue)
	at = e.createSession(s, at)
	return e.activate(s, at)
}

func (e *engine) createSession(s *session, at int64) int64 {
	application := func(name string, t ua.ApplicationType) *ua.ApplicationDescription {
		return &ua.ApplicationDescription{ApplicationURI: "urn:waterworks:" + name, ProductURI: "urn:waterworks", ApplicationName: ua.NewLocalizedText(name), ApplicationType: t}
	}
	request := &ua.CreateSessionRequest{ClientDescription: application(s.name, ua.ApplicationTypeClient), EndpointURL: endpointURL,
		SessionName: s.name, ClientNonce: e.stand(32), RequestedSessionTimeout: 1.2e6, MaxResponseMessageSize: 1 << 24}
	auth := ua.NewByteStringNodeID(0, e.stand(32))
	answer := &ua.CreateSessionResponse{SessionID: ua.NewNumericNodeID(1, 0x10000+e.noise.Uint32N(1<<24)), AuthenticationToken: auth, RevisedSessionTimeout: 1.2e6,
		ServerNonce: e.stand(32), ServerSignature: &ua.SignatureData{}}
	server := application(plant.Gateway, ua.ApplicationTypeServer)
	for _, x := range [...]struct {
		policy string
		mode   ua.MessageSecurityMode
	}{{policyNone, ua.MessageSecurityModeNone}, {policySign, ua.MessageSecurityModeSign}} {
		answer.ServerEndpoints = append(answer.ServerEndpoints, &ua.EndpointDescription{EndpointURL: endpointURL, Server: server,
			ServerCertificate: e.gateway.certificate(e, plant.Gateway), SecurityMode: x.mode, SecurityPolicyURI: x.policy,
			UserIdentityTokens:  []*ua.UserTokenPolicy{{PolicyID: "anonymous"}, {PolicyID: "user", TokenType: ua.UserTokenTypeUserName}},
			TransportProfileURI: "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary"})
	}
	if s.secure {
		request.ClientCertificate, answer.ServerCertificate = e.gateway.certificate(e, s.name), e.gateway.certificate(e, plant.Gateway)
		answer.ServerSignature = &ua.SignatureData{Algorithm: rsaSha256, Signature: e.stand(sealed)}
	}
	at = e.call(s, at, request, answer)
	s.auth = auth
	return at
}

func (e *engine) activate(s *session, at int64) int64 {
	var identity any = &ua.AnonymousIdentityToken{PolicyID: "anonymous"}
	request := &ua.ActivateSessionRequest{ClientSignature: &ua.SignatureData{}, UserTokenSignature: &ua.SignatureData{}}
	if s.user != "" {
		token := &ua.UserNameIdentityToken{PolicyID: "user", UserName: s.user, Password: []byte("example")}
		if s.secure {
			token.Password, token.EncryptionAlgorithm = e.stand(sealed), oaep
		}
		identity = token
	}
	if s.secure {
		request.ClientSignature = &ua.SignatureData{Algorithm: rsaSha256, Signature: e.stand(sealed)}
	}
	request.UserIdentityToken = ua.NewExtensionObject(identity)
	return e.call(s, at, request, &ua.ActivateSessionResponse{ServerNonce: e.stand(32)})
}

// leaveSession closes session, channel and connection.
func (e *engine) leaveSession(s *session, at int64) {
	if s.c == nil || !s.c.open {
		return
	}
	at = e.call(s, at, &ua.CloseSessionRequest{DeleteSubscriptions: true}, &ua.CloseSessionResponse{})
	at = e.answerAll(s, at, ua.StatusBadSessionClosed)
	s.request++
	s.auth = nil
	at = e.send(s.c, toServer, at, e.chunk(s, toServer, "CLO", s.request, &ua.CloseSecureChannelRequest{RequestHeader: e.requestHeader(s, at)}))
	e.close(s.c, at+200e3)
	s.subscription, s.open = 0, nil
}

// waitFor is how long a client waits for something to be published, ms.
const waitFor = uint32(10 * time.Minute / time.Millisecond)
