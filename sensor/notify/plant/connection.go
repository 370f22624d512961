package plant

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/gopcua/opcua/ua"
	"github.com/gopcua/opcua/uacp"
	"github.com/gopcua/opcua/uapolicy"
	"github.com/gopcua/opcua/uasc"
	"golang.org/x/sys/unix"
)

// The times of a connection.
const (
	beginTime = 5 * time.Second  // to say hello and open a channel
	idleTime  = 10 * time.Minute // without a request
	sendTime  = 10 * time.Second // to take an answer
	lifetime  = uint32(time.Hour / time.Millisecond)
)

// acknowledge are the bounds of messages (Part 6, 7.1.2.4): a request for all variables
// is some 20 KiB.
func acknowledge() *uacp.Acknowledge {
	return &uacp.Acknowledge{ReceiveBufSize: 65535, SendBufSize: 65535, MaxChunkCount: 16, MaxMessageSize: 1 << 20}
}

// connection is a client with its channel, at most one session, and subscriptions.
type connection struct {
	s           *Server
	conn        *uacp.Conn
	channel     *uasc.SecureChannel
	certificate []byte // of the client; as it was sent with the channel
	token       *ua.NodeID
	nonce       []byte
	active      bool

	mu   sync.Mutex // of what is below, and of sending
	subs map[uint32]*subscription
	last uint32 // id of a subscription
	wait []publishing
}

// serve serves one connection. What the library cannot stand ends it alone.
func (s *Server) serve(ctx context.Context, tcp *net.TCPConn) {
	defer tcp.Close()
	defer context.AfterFunc(ctx, func() { tcp.Close() })()
	defer func() {
		if x := recover(); x != nil {
			s.o.Logger.Error("a connection of OPC UA ended because of what the client sent", "from", tcp.RemoteAddr().String())
		}
	}()
	c, err := s.begin(tcp)
	if err != nil {
		s.o.Logger.Debug("no channel of OPC UA", "from", tcp.RemoteAddr().String(), "error", err.Error())
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	all.Go(func() { c.publish(ctx) })
	for {
		if tcp.SetReadDeadline(time.Now().Add(idleTime)) != nil {
			return
		}
		m := c.channel.Receive(ctx)
		if m.Err != nil {
			return
		}
		if r := m.Request(); r != nil && !c.answer(ctx, m.RequestID, r) {
			return
		}
	}
}

// begin takes the hello of a client and makes its channel.
func (s *Server) begin(tcp *net.TCPConn) (*connection, error) {
	if err := tcp.SetDeadline(time.Now().Add(s.begins)); err != nil {
		return nil, err
	}
	ack := acknowledge()
	conn, err := uacp.NewConn(tcp, ack)
	if err != nil {
		return nil, err
	}
	hello, err := conn.Receive()
	if err != nil {
		return nil, err
	}
	if len(hello) < 8 || string(hello[:4]) != "HELF" {
		return nil, errors.New("no hello")
	}
	if err := conn.Send("ACKF", ack); err != nil {
		return nil, err
	}
	config, err := s.config(tcp)
	if err != nil {
		return nil, err
	}
	n := s.channel.Add(1)
	channel, err := uasc.NewServerSecureChannel("", conn, config, make(chan error, 1), n, 1, n)
	if err != nil {
		return nil, err
	}
	c := &connection{s: s, conn: conn, channel: channel, certificate: config.RemoteCertificate, subs: map[uint32]*subscription{}}
	return c, tcp.SetDeadline(time.Time{})
}

// config reads the security that a client asks for from its OpenSecureChannel, which
// stays in the connection: the library must know it before it reads that.
func (s *Server) config(tcp *net.TCPConn) (*uasc.Config, error) {
	config := &uasc.Config{SecurityPolicyURI: ua.SecurityPolicyURINone, SecurityMode: ua.MessageSecurityModeNone, Certificate: s.der, LocalKey: s.key, Lifetime: lifetime}
	b := make([]byte, 16<<10)
	for until := time.Now().Add(s.begins); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		n, err := peek(tcp, b)
		if err != nil {
			return nil, err
		}
		policy, sender, ok := readOpen(b[:n])
		switch {
		case !ok && n == len(b):
			return nil, errors.New("no OpenSecureChannel")
		case !ok:
			continue
		case policy == ua.SecurityPolicyURINone:
			return config, nil
		case policy != ua.SecurityPolicyURIBasic256Sha256 || !s.secure:
			return nil, fmt.Errorf("security %.60q", policy)
		}
		// The mode, signed or encrypted too, is in what is encrypted: the library takes
		// it from there.
		config.SecurityPolicyURI, config.SecurityMode = policy, ua.MessageSecurityModeSignAndEncrypt
		config.RemoteCertificate, config.Thumbprint = sender, uapolicy.Thumbprint(sender)
		return config, nil
	}
	return nil, errors.New("no OpenSecureChannel in time")
}

// peek waits for octets and leaves them in the connection.
func peek(tcp *net.TCPConn, b []byte) (n int, err error) {
	raw, err := tcp.SyscallConn()
	if err != nil {
		return 0, err
	}
	var failed error
	err = raw.Read(func(fd uintptr) bool {
		n, _, failed = unix.Recvfrom(int(fd), b, unix.MSG_PEEK)
		return failed != unix.EAGAIN && failed != unix.EINTR
	})
	if err = errors.Join(err, failed); err == nil && n == 0 {
		err = net.ErrClosed
	}
	return n, err
}

// readOpen reads policy and certificate of an OpenSecureChannel (Part 6, 6.7.2); ok is
// false while they are not all there.
func readOpen(b []byte) (policy string, sender []byte, ok bool) {
	const header = 12
	if len(b) < header || string(b[:3]) != "OPN" {
		return "", nil, false
	}
	name, b, ok := octets(b[header:])
	if !ok {
		return "", nil, false
	}
	sender, _, ok = octets(b)
	return string(name), bytes.Clone(sender), ok
}

// octets reads a length and as many octets; none for a length of -1.
func octets(b []byte) (s, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, b, false
	}
	n := int64(int32(binary.LittleEndian.Uint32(b)))
	b = b[4:]
	if n < 0 {
		return nil, b, true
	}
	if n > int64(len(b)) {
		return nil, b, false
	}
	return b[:n:n], b[n:], true
}

// plain reports whether the channel is neither signed nor encrypted, whatever was said
// when it was opened: the library then signs nothing, with any certificate.
func (c *connection) plain() bool {
	_, _, err := c.channel.NewSessionSignature(nil, nil)
	return err == nil
}

// send sends an answer.
func (c *connection) send(ctx context.Context, id uint32, a ua.Response) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sendLocked(ctx, id, a)
}

func (c *connection) sendLocked(ctx context.Context, id uint32, a ua.Response) bool {
	if c.conn.SetWriteDeadline(time.Now().Add(sendTime)) != nil {
		return false
	}
	if err := c.channel.SendResponseWithContext(ctx, id, a); err != nil {
		c.conn.Close() // Receive ends
		return false
	}
	return true
}

// answer carries out a request. It returns false when the connection is over.
func (c *connection) answer(ctx context.Context, id uint32, r ua.Request) bool {
	a, err := c.carryOut(id, r)
	if err != nil {
		status := ua.StatusBadUnexpectedError
		errors.As(err, &status)
		h := header(r)
		h.ServiceResult = status
		a = &ua.ServiceFault{ResponseHeader: h}
	}
	return a == nil || c.send(ctx, id, a)
}

func header(r ua.Request) *ua.ResponseHeader {
	return &ua.ResponseHeader{Timestamp: time.Now(), RequestHandle: r.Header().RequestHandle, ServiceResult: ua.StatusOK,
		ServiceDiagnostics: &ua.DiagnosticInfo{}, StringTable: []string{}, AdditionalHeader: ua.NewExtensionObject(nil)}
}

// fresh returns random octets.
func fresh(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return b
}
