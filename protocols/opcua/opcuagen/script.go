package opcuagen

import (
	"encoding/binary"
	"time"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

// now is the time every message is sent at.
var now = time.Date(2026, 3, 14, 9, 26, 53, 589793000, time.UTC)

// policyPrefix is what every security policy begins with (Part 7, 6.6).
const policyPrefix = "http://opcfoundation.org/UA/SecurityPolicy#"

// script is a conversation being written.
type script struct {
	wire.Case
	channel, security uint32    // SecureChannelId and TokenId
	sequence          [2]uint32 // last sequence numbers
	request           uint32    // last RequestId
	handle            uint32
	token             *ua.NodeID // AuthenticationToken of the session
	signature         int        // octets behind each chunk
}

// begin returns a conversation that begins with the opening of a connection and
// of a channel without security.
func begin(name string) *script {
	s := &script{Case: wire.Case{Name: name}, channel: 7, security: 1}
	s.hello()
	s.open(0, ua.SecurityTokenRequestTypeIssue)
	return s
}

// midStream returns a conversation of which the beginning was not seen.
func midStream(name string) *script {
	return &script{Case: wire.Case{Name: name}, channel: 7, security: 1, token: sessionToken,
		sequence: [2]uint32{840, 900}, request: 800}
}

// inSession returns one that goes on to a session of a user.
func inSession(name string) *script {
	s := begin(name)
	s.session(sessionID, sessionToken, "operator")
	return s
}

// add appends a step.
func (s *script) add(dir wire.Direction, parts ...[]byte) {
	s.Steps = append(s.Steps, wire.Step{Dir: dir, Octets: join(parts...)})
}

// lose has octets of a direction lost before its next step.
func (s *script) lose(dir wire.Direction, n int, next []byte) {
	s.Steps = append(s.Steps, wire.Step{Dir: dir, Octets: next, Gap: n})
}

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

func u32(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

// str is a String; the empty one, not null.
func str(s string) []byte { return append(u32(uint32(len(s))), s...) }

// message is one of the connection protocol, or any with a body that follows
// the size.
func message(typ string, final byte, body ...[]byte) []byte {
	b := join(body...)
	return join([]byte(typ), []byte{final}, u32(uint32(len(b)+8)), b)
}

// limits is what HEL and ACK say.
func limits(buffer, size, chunks uint32) []byte {
	return join(u32(0), u32(buffer), u32(buffer), u32(size), u32(chunks))
}

func (s *script) hello() {
	s.add(wire.ToServer, message("HEL", 'F', limits(65535, 0, 0), str("opc.tcp://plc.example:4840")))
	s.add(wire.ToClient, message("ACK", 'F', limits(65535, 1<<21, 64)))
}

// openBody is an OPN with policy None.
func (s *script) openBody(dir wire.Direction, channel, request uint32, svc any) []byte {
	s.sequence[dir]++
	return message("OPN", 'F', u32(channel), str(policyPrefix+"None"), u32(null), u32(null),
		u32(s.sequence[dir]), u32(request), encoded(svc))
}

const null = 0xffffffff

// open opens, or renews, a channel with policy None.
func (s *script) open(channel uint32, typ ua.SecurityTokenRequestType) {
	s.request++
	s.add(wire.ToServer, s.openBody(wire.ToServer, channel, s.request, &ua.OpenSecureChannelRequest{
		RequestHeader: s.requestHeader(), RequestType: typ,
		SecurityMode: ua.MessageSecurityModeNone, RequestedLifetime: 3600000}))
	s.add(wire.ToClient, s.openBody(wire.ToClient, s.channel, s.request, &ua.OpenSecureChannelResponse{
		ResponseHeader: s.responseHeader(0),
		SecurityToken:  &ua.ChannelSecurityToken{ChannelID: s.channel, TokenID: s.security, CreatedAt: now, RevisedLifetime: 3600000}}))
}

// The session of most conversations.
var (
	sessionID    = ua.NewGUIDNodeID(1, "0A0B0C0D-0102-0304-0506-0708090A0B0C")
	sessionToken = ua.NewByteStringNodeID(0, []byte("not to be shown: session token 1"))
)

// session creates a session and activates it for a user.
func (s *script) session(id, token *ua.NodeID, user string) {
	s.token = nil
	s.exchange(&ua.CreateSessionRequest{
		ClientDescription: &ua.ApplicationDescription{ApplicationURI: "urn:example:hmi", ApplicationName: ua.NewLocalizedText("HMI"), ApplicationType: ua.ApplicationTypeClient},
		EndpointURL:       "opc.tcp://plc.example:4840", SessionName: "HMI 1", ClientNonce: []byte("not to be shown: a client nonce."), RequestedSessionTimeout: 1.2e6,
	}, &ua.CreateSessionResponse{SessionID: id, AuthenticationToken: token, RevisedSessionTimeout: 1.2e6,
		ServerNonce: []byte("not to be shown: a server nonce."), ServerSignature: &ua.SignatureData{}})
	s.token = token
	s.activate(&ua.UserNameIdentityToken{PolicyID: "user", UserName: user, Password: []byte(password)})
}

// password must be found nowhere in what comes out.
const password = "hunter2-not-to-be-shown"

func (s *script) activate(identity any) {
	s.exchange(&ua.ActivateSessionRequest{ClientSignature: &ua.SignatureData{},
		UserIdentityToken: ua.NewExtensionObject(identity), UserTokenSignature: &ua.SignatureData{}},
		&ua.ActivateSessionResponse{ServerNonce: []byte("not to be shown: a server nonce.")})
}

func (s *script) requestHeader() *ua.RequestHeader {
	s.handle++
	token := s.token
	if token == nil {
		token = ua.NewTwoByteNodeID(0)
	}
	return &ua.RequestHeader{AuthenticationToken: token, Timestamp: now, RequestHandle: s.handle, TimeoutHint: 10000,
		AdditionalHeader: nothing()}
}

func (s *script) responseHeader(result ua.StatusCode) *ua.ResponseHeader {
	return &ua.ResponseHeader{Timestamp: now, RequestHandle: s.handle, ServiceResult: result,
		ServiceDiagnostics: &ua.DiagnosticInfo{}, AdditionalHeader: nothing()}
}

func nothing() *ua.ExtensionObject {
	return &ua.ExtensionObject{TypeID: ua.NewTwoByteExpandedNodeID(0)}
}

// encoded is a service message with its TypeId.
func encoded(svc any) []byte {
	id := ua.ServiceTypeID(svc)
	return join([]byte{1, 0, byte(id), byte(id >> 8)}, octets(svc))
}

// octets is what gopcua encodes a value to.
func octets(v any) []byte {
	b, err := ua.Encode(v)
	if err != nil {
		panic(err) // a mistake in this package
	}
	return b
}

// chunk is a chunk of MSG.
func (s *script) chunk(dir wire.Direction, final byte, request uint32, body []byte) []byte {
	s.sequence[dir]++
	return s.typed("MSG", final, s.sequence[dir], request, body)
}

func (s *script) typed(typ string, final byte, sequence, request uint32, body []byte) []byte {
	return message(typ, final, u32(s.channel), u32(s.security), u32(sequence), u32(request), body, make([]byte, s.signature))
}

// ask sends a request and returns its RequestId.
func (s *script) ask(req ua.Request) uint32 {
	s.request++
	s.add(wire.ToServer, s.chunk(wire.ToServer, 'F', s.request, s.asked(req)))
	return s.request
}

// asked is a request's octets, with the session's header.
func (s *script) asked(req ua.Request) []byte {
	if req.Header() == nil {
		req.SetHeader(s.requestHeader())
	}
	return encoded(req)
}

// answer sends the response to a request.
func (s *script) answer(request uint32, resp ua.Response) {
	s.add(wire.ToClient, s.chunk(wire.ToClient, 'F', request, s.answered(resp)))
}

func (s *script) answered(resp ua.Response) []byte {
	if resp.Header() == nil {
		resp.SetHeader(s.responseHeader(0))
	}
	return encoded(resp)
}

// exchange sends a request and its response.
func (s *script) exchange(req ua.Request, resp ua.Response) { s.answer(s.ask(req), resp) }

// raw sends a request of arbitrary octets behind the sequence header.
func (s *script) raw(dir wire.Direction, body ...[]byte) {
	if dir == wire.ToServer {
		s.request++
	}
	s.add(dir, s.chunk(dir, 'F', s.request, join(body...)))
}
