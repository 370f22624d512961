package modbus_test

import (
	"errors"
	"net"
	"testing"
	"time"

	vetter "github.com/simonvetter/modbus"

	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
)

// datagrams serves a device over UDP and records what comes and goes.
type datagrams struct {
	conn     net.PacketConn
	segments []segment
	done     chan struct{}
}

// serveUDP answers until close; split takes a request apart, frame puts the answer
// to it together.
func (d *device) serveUDP(t *testing.T, split func(b []byte) (unit byte, pdu []byte), frame func(request, pdu []byte) []byte) *datagrams {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &datagrams{conn: conn, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		var b [1024]byte
		for {
			n, from, err := conn.ReadFrom(b[:])
			if err != nil {
				return
			}
			request := append([]byte(nil), b[:n]...)
			_, pdu := split(request)
			response := frame(request, d.answer(pdu))
			s.segments = append(s.segments, segment{wire.ToServer, time.Now().UnixNano(), request}, segment{wire.ToClient, time.Now().UnixNano(), response})
			if _, err := conn.WriteTo(response, from); err != nil {
				return
			}
		}
	}()
	return s
}

// close ends the server and returns what it recorded.
func (s *datagrams) close(t *testing.T) []segment {
	t.Helper()
	s.conn.Close()
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Fatal("the server did not end")
	}
	return s.segments
}

// TestVetterUDP: simonvetter's client over UDP, with MBAP headers and with RTU
// frames.
func TestVetterUDP(t *testing.T) {
	servers := map[string]*datagrams{
		"udp": newDevice().serveUDP(t, func(b []byte) (byte, []byte) { return b[6], b[7:] },
			func(b, pdu []byte) []byte { return modbusgen.TCP(uint16(b[0])<<8|uint16(b[1]), b[6], pdu) }),
		"rtuoverudp": newDevice().serveUDP(t, func(b []byte) (byte, []byte) { return b[0], b[1 : len(b)-2] },
			func(b, pdu []byte) []byte { return modbusgen.RTU(b[0], pdu) }),
	}
	for scheme, server := range servers {
		t.Run(scheme, func(t *testing.T) {
			c, err := vetter.NewClient(&vetter.ClientConfiguration{URL: scheme + "://" + server.conn.LocalAddr().String(), Speed: 115200, Timeout: patience, Logger: quiet})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(c.Open(), c.SetUnitId(unit)); err != nil {
				t.Fatal(err)
			}
			s := &script{}
			s.vetterReads(t, c)
			s.vetterWrites(t, c)
			c.Close()
			compare(t, callsOver(t, wire.Datagram, server.close(t)), s.want)
		})
	}
}
