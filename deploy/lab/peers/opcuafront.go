package peers

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/gopcua/opcua/ua"
	"github.com/gopcua/opcua/uacp"
	"github.com/gopcua/opcua/uapolicy"
	"github.com/gopcua/opcua/uasc"
	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/deploy/lab/netns"
)

// opcuaFront stands before the gateway's OPC UA server: it opens the channels of
// clients and hands their services on to the server over a channel of its own
// without security. The server of gopcua v0.8.0 cannot open a channel with
// security itself: it takes the encrypted OpenSecureChannel for plain text. The
// library's channel can, when it is told the mode beforehand, which the front
// reads from that message.
//
// The server is in a namespace of its own where it has the gateway's address, so
// that it tells clients the right endpoints.
type opcuaFront struct {
	own    certificate
	inner  *netns.Namespace
	server string // address and port
	url    string

	mu      sync.Mutex
	clients map[string]netip.Addr // by the address and port of the channel to the server
	channel uint32
}

func newOPCUAFront(h *host, own certificate) (*opcuaFront, error) {
	inner, err := netns.New()
	if err != nil {
		return nil, err
	}
	f := &opcuaFront{own: own, inner: inner, server: h.endpoint(opcuaPort), clients: map[string]netip.Addr{}, channel: rand.Uint32N(1 << 30)}
	f.url = "opc.tcp://" + f.server
	if err := inner.AddAddress(netip.PrefixFrom(h.Address, h.Address.BitLen())); err != nil {
		return nil, errors.Join(err, inner.Close())
	}
	return f, nil
}

// listen opens the front's socket in the gateway's host.
func (f *opcuaFront) listen(ctx context.Context, h *host) (l *uacp.Listener, err error) {
	err = h.space.Do(func() (err error) {
		l, err = uacp.Listen(ctx, f.url, nil)
		return err
	})
	return l, err
}

// run serves connections until the context is done.
func (f *opcuaFront) run(ctx context.Context, l *uacp.Listener) {
	defer context.AfterFunc(ctx, func() { l.Close() })()
	var all sync.WaitGroup
	defer all.Wait()
	for ctx.Err() == nil {
		c, err := l.Accept(ctx)
		var closed *net.OpError
		if err != nil {
			if errors.As(err, &closed) && errors.Is(err, net.ErrClosed) {
				return
			}
			continue // a client that does not say hello
		}
		all.Go(func() {
			defer context.AfterFunc(ctx, func() { c.Close() })()
			defer c.Close()
			f.serve(ctx, c)
		})
	}
}

// bridge is a client's channel and the one to the server.
type bridge struct {
	front  *opcuaFront
	client *uasc.SecureChannel
	server *uasc.SecureChannel
	secure bool

	sending     sync.Mutex
	certificate []byte // of the client
	nonce       []byte // the server's last
}

// serve serves one connection.
func (f *opcuaFront) serve(ctx context.Context, c *uacp.Conn) {
	_ = c.SetKeepAlive(false) // a keep-alive more is no harm
	config, err := f.config(c)
	if err != nil {
		return
	}
	b := &bridge{front: f, secure: config.SecurityMode != ua.MessageSecurityModeNone}
	failed := make(chan error, 1)
	f.mu.Lock()
	f.channel++
	n := f.channel
	f.mu.Unlock()
	if b.client, err = uasc.NewServerSecureChannel("", c, config, failed, n, 1+rand.Uint32N(1023), n); err != nil {
		return
	}
	back, err := f.dialServer(ctx)
	if err != nil {
		return
	}
	defer back.Close()
	defer f.remember(back, c)()
	if b.server, err = uasc.NewSecureChannel(f.url, back, &uasc.Config{SecurityPolicyURI: ua.SecurityPolicyURINone, SecurityMode: ua.MessageSecurityModeNone,
		Lifetime: uint32(tokenLifetime / time.Millisecond), RequestTimeout: masterTimeout}, make(chan error, 1)); err != nil {
		return
	}
	if err := b.server.Open(ctx); err != nil {
		return
	}
	defer b.server.Close()
	b.run(ctx)
}

func (f *opcuaFront) dialServer(ctx context.Context) (c *uacp.Conn, err error) {
	err = f.inner.Do(func() (err error) {
		c, err = (&uacp.Dialer{Dialer: &net.Dialer{Timeout: dialTimeout}}).Dial(ctx, f.url)
		return err
	})
	return c, err
}

// remember keeps whose channel to the server is whose, and returns what forgets.
func (f *opcuaFront) remember(back, client *uacp.Conn) (forget func()) {
	key := back.LocalAddr().String()
	from, _ := netip.ParseAddr(hostOf(client.RemoteAddr()))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clients[key] = from
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.clients, key)
	}
}

// clientOf is the client behind a channel of the server.
func (f *opcuaFront) clientOf(a net.Addr) netip.Addr {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clients[a.String()]
}

var errOpen = errors.New("peers: opcua: no OpenSecureChannel")

// helloWait is how long the front waits for an OpenSecureChannel.
const helloWait = 5 * time.Second

// config reads the security a client asks for from its OpenSecureChannel, without
// taking that from the connection.
func (f *opcuaFront) config(c *uacp.Conn) (*uasc.Config, error) {
	config := &uasc.Config{SecurityPolicyURI: ua.SecurityPolicyURINone, SecurityMode: ua.MessageSecurityModeNone,
		Certificate: f.own.der, LocalKey: f.own.key, Lifetime: uint32(tokenLifetime / time.Millisecond)}
	b := make([]byte, 8192)
	for until := time.Now().Add(helloWait); time.Now().Before(until); time.Sleep(time.Millisecond) {
		n, err := peek(c.TCPConn, b)
		if err != nil {
			return nil, err
		}
		policy, client, ok := readOpen(b[:n])
		if !ok {
			continue
		}
		if policy == ua.SecurityPolicyURIBasic256Sha256 {
			config.SecurityPolicyURI, config.SecurityMode = policy, ua.MessageSecurityModeSign
			config.RemoteCertificate, config.Thumbprint = client, uapolicy.Thumbprint(client)
		}
		return config, nil
	}
	return nil, errOpen
}

// peek waits for octets and leaves them in the connection.
func peek(c *net.TCPConn, b []byte) (n int, err error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	c.SetReadDeadline(time.Now().Add(helloWait))
	defer c.SetReadDeadline(time.Time{})
	var failed error
	err = raw.Read(func(fd uintptr) bool {
		n, _, failed = unix.Recvfrom(int(fd), b, unix.MSG_PEEK)
		return failed != unix.EAGAIN
	})
	if err = errors.Join(err, failed); err == nil && n == 0 {
		err = net.ErrClosed
	}
	return n, err
}

// openHeader is where the asymmetric security header begins (Part 6, 6.7.2).
const openHeader = 12

// readOpen reads policy and certificate of an OpenSecureChannel; ok is false while
// they are not all there.
func readOpen(b []byte) (policy string, sender []byte, ok bool) {
	if len(b) < openHeader || string(b[:3]) != "OPN" {
		return "", nil, false
	}
	b = b[openHeader:]
	name, b, ok := byteString(b)
	if !ok {
		return "", nil, false
	}
	sender, _, ok = byteString(b)
	return string(name), sender, ok
}

// byteString reads a length and as many octets; none for a length of -1.
func byteString(b []byte) (s, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, b, false
	}
	n := int32(binary.LittleEndian.Uint32(b))
	b = b[4:]
	if n < 0 {
		return nil, b, true
	}
	if int(n) > len(b) {
		return nil, b, false
	}
	return b[:n:n], b[n:], true
}

// run hands services on until one of the connections ends.
func (b *bridge) run(ctx context.Context) {
	var waiting sync.WaitGroup
	defer waiting.Wait()
	for ctx.Err() == nil {
		m := b.client.Receive(ctx)
		if m.Err != nil {
			b.server.Close() // ends what waits
			return
		}
		request := m.Request()
		if request == nil {
			continue // the channel itself
		}
		if _, long := request.(*ua.PublishRequest); long {
			waiting.Go(func() { b.hand(ctx, m.RequestID, request) })
			continue
		}
		b.hand(ctx, m.RequestID, request)
	}
}

// hand hands one request on and answers it.
func (b *bridge) hand(ctx context.Context, id uint32, request ua.Request) {
	header := *request.Header()
	answer, err := b.prepare(request)
	if err == nil {
		timeout := max(time.Duration(header.TimeoutHint)*time.Millisecond, masterTimeout)
		err = b.server.SendRequestWithTimeout(ctx, request, header.AuthenticationToken, timeout, func(r ua.Response) error {
			answer = r
			return nil
		})
	}
	if answer == nil {
		var status ua.StatusCode
		if !errors.As(err, &status) {
			return // the server is gone
		}
		answer = &ua.ServiceFault{ResponseHeader: responseHeader(request, status)}
	}
	answer.Header().RequestHandle = header.RequestHandle
	if err := b.finish(request, answer); err != nil {
		answer = &ua.ServiceFault{ResponseHeader: responseHeader(request, ua.StatusBadInternalError)}
		answer.Header().RequestHandle = header.RequestHandle
	}
	b.sending.Lock()
	defer b.sending.Unlock()
	_ = b.client.SendResponseWithContext(ctx, id, answer) // the client may be gone: Receive tells
}

// prepare checks the signature by which a client activates its session.
func (b *bridge) prepare(request ua.Request) (ua.Response, error) {
	switch r := request.(type) {
	case *ua.CreateSessionRequest:
		b.certificate = r.ClientCertificate
	case *ua.ActivateSessionRequest:
		if b.secure && b.client.VerifySessionSignature(b.certificate, b.nonce, r.ClientSignature.Signature) != nil {
			return nil, ua.StatusBadApplicationSignatureInvalid
		}
	}
	return nil, nil
}

// finish signs what the server has left unsigned.
func (b *bridge) finish(request ua.Request, answer ua.Response) error {
	switch a := answer.(type) {
	case *ua.CreateSessionResponse:
		b.nonce = a.ServerNonce
		r, ok := request.(*ua.CreateSessionRequest)
		if !b.secure || !ok {
			return nil
		}
		signature, algorithm, err := b.client.NewSessionSignature(r.ClientCertificate, r.ClientNonce)
		a.ServerSignature = &ua.SignatureData{Signature: signature, Algorithm: algorithm}
		return err
	case *ua.ActivateSessionResponse:
		b.nonce = a.ServerNonce
	}
	return nil
}
