// Package conformance is Banken's public set of captures with the records a
// decoder should make of them, for every function, object and service and for
// the situations decoders fail in, and a scorer for the output of any tool.
// docs/conformance.md describes it for others.
package conformance

import (
	"fmt"
	"io"
	"net"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/protocols/wire"
)

// Between is the capture time between two steps of a scripted conversation.
const Between = 100 * time.Millisecond

// mss is the most octets of one TCP segment in the captures.
const mss = 1460

// Start is the capture time of the first frame of every capture.
var Start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// endpoint is one side of a connection.
type endpoint struct {
	mac  net.HardwareAddr
	ip   net.IP
	port uint16
	seq  uint32
}

// host returns the endpoint of a host of 192.0.2.0/24, the network for
// documentation (RFC 5737), with a locally administered MAC address.
func host(n byte, port uint16, seq uint32) endpoint {
	return endpoint{net.HardwareAddr{2, 0, 0, 0, 0, n}, net.IPv4(192, 0, 2, n).To4(), port, seq}
}

// Script writes the frames of connections to a capture, in the order of the
// calls.
type Script struct {
	Now    time.Time // capture time of the next frame
	Copies int       // of each frame, besides itself: a SPAN port that mirrors both ends of a wire
	VLAN   uint16    // tag of the frames (IEEE 802.1Q), 0 for none
	w      *pcapgo.Writer
	id     uint16
	n      int // frames written
}

// NewScript writes the header of a capture to w.
func NewScript(w io.Writer) (*Script, error) {
	s := &Script{w: pcapgo.NewWriterNanos(w), Now: Start}
	return s, s.w.WriteFileHeader(65535, layers.LinkTypeEthernet)
}

// Case writes a case between the hosts 192.0.2.client and 192.0.2.server.
func (s *Script) Case(p *wire.Protocol, c *wire.Case, client, server byte) error {
	port := c.Port
	if port == 0 {
		port = p.Ports[0]
	}
	x := s.Connection(c.Transport, client, server, port)
	if err := x.Open(); err != nil {
		return err
	}
	for i := range c.Steps {
		s.Now = s.Now.Add(Between)
		x.Move(c.Steps[i].Dir, c.Steps[i].Gap)
		if err := x.Send(c.Steps[i].Dir, c.Steps[i].Octets); err != nil {
			return err
		}
	}
	return x.Close()
}

// Connection is a TCP connection, or an exchange of datagrams.
type Connection struct {
	s         *Script
	transport wire.Transport
	ends      [2]endpoint // by the direction they send in
}

// Connection returns a connection to port of 192.0.2.server, not yet opened.
func (s *Script) Connection(t wire.Transport, client, server byte, port uint16) *Connection {
	return &Connection{s: s, transport: t, ends: [2]endpoint{
		wire.ToServer: host(client, 49152+uint16(s.n)%16000, 1000),
		wire.ToClient: host(server, port, 5000),
	}}
}

// Open writes the handshake.
func (c *Connection) Open() error {
	if c.transport == wire.Datagram {
		return nil
	}
	for i, set := range []func(*layers.TCP){
		func(t *layers.TCP) { t.SYN = true },
		func(t *layers.TCP) { t.SYN, t.ACK = true, true },
		func(t *layers.TCP) { t.ACK = true },
	} {
		if err := c.segment(wire.Direction(i&1), nil, set); err != nil {
			return err
		}
		if i < 2 {
			c.ends[i].seq++
		}
	}
	return nil
}

// Move moves the place of the next octets of a direction: ahead for octets that
// are sent and never reach the capture, back for ones that are sent again.
func (c *Connection) Move(dir wire.Direction, n int) { c.ends[dir].seq += uint32(n) }

// Send writes octets in as many segments as they need, or as one datagram.
func (c *Connection) Send(dir wire.Direction, b []byte) error {
	if c.transport == wire.Datagram {
		from, to := &c.ends[dir], &c.ends[dir.Reverse()]
		udp := &layers.UDP{SrcPort: layers.UDPPort(from.port), DstPort: layers.UDPPort(to.port)}
		return c.s.write(from, to, layers.IPProtocolUDP, udp, b)
	}
	for len(b) > 0 {
		n := min(len(b), mss)
		err := c.segment(dir, b[:n], func(t *layers.TCP) { t.ACK, t.PSH = true, n == len(b) })
		if err != nil {
			return err
		}
		c.ends[dir].seq += uint32(n)
		b = b[n:]
	}
	return nil
}

// Reset writes a RST.
func (c *Connection) Reset(dir wire.Direction) error {
	return c.segment(dir, nil, func(t *layers.TCP) { t.RST, t.ACK = true, true })
}

// Close writes the end of the connection.
func (c *Connection) Close() error {
	if c.transport == wire.Datagram {
		return nil
	}
	for _, dir := range []wire.Direction{wire.ToServer, wire.ToClient} {
		if err := c.segment(dir, nil, func(t *layers.TCP) { t.FIN, t.ACK = true, true }); err != nil {
			return err
		}
		c.ends[dir].seq++
	}
	return c.segment(wire.ToServer, nil, func(t *layers.TCP) { t.ACK = true })
}

func (c *Connection) segment(dir wire.Direction, b []byte, set func(*layers.TCP)) error {
	from, to := &c.ends[dir], &c.ends[dir.Reverse()]
	tcp := &layers.TCP{SrcPort: layers.TCPPort(from.port), DstPort: layers.TCPPort(to.port), Seq: from.seq, Window: 65535}
	set(tcp)
	if tcp.ACK {
		tcp.Ack = to.seq
	}
	return c.s.write(from, to, layers.IPProtocolTCP, tcp, b)
}

// transport is a layer whose checksum covers the addresses.
type transport interface {
	gopacket.SerializableLayer
	SetNetworkLayerForChecksum(gopacket.NetworkLayer) error
}

func (s *Script) write(from, to *endpoint, protocol layers.IPProtocol, t transport, b []byte) error {
	s.id++
	ip := &layers.IPv4{Version: 4, TTL: 64, Id: s.id, Protocol: protocol, SrcIP: from.ip, DstIP: to.ip, Flags: layers.IPv4DontFragment}
	if err := t.SetNetworkLayerForChecksum(ip); err != nil {
		return err
	}
	parts := []gopacket.SerializableLayer{&layers.Ethernet{SrcMAC: from.mac, DstMAC: to.mac, EthernetType: layers.EthernetTypeIPv4}}
	if s.VLAN != 0 {
		parts[0].(*layers.Ethernet).EthernetType = layers.EthernetTypeDot1Q
		parts = append(parts, &layers.Dot1Q{VLANIdentifier: s.VLAN, Type: layers.EthernetTypeIPv4})
	}
	buffer := gopacket.NewSerializeBuffer()
	err := gopacket.SerializeLayers(buffer, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, append(parts, ip, t, gopacket.Payload(b))...)
	if err != nil {
		return fmt.Errorf("conformance: %w", err)
	}
	s.Now = s.Now.Add(time.Millisecond)
	for range 1 + s.Copies {
		if err := s.frame(buffer.Bytes()); err != nil {
			return err
		}
		if s.Copies > 0 {
			s.Now = s.Now.Add(10 * time.Microsecond)
		}
	}
	return nil
}

func (s *Script) frame(data []byte) error {
	s.n++
	return s.w.WritePacket(gopacket.CaptureInfo{Timestamp: s.Now, CaptureLength: len(data), Length: len(data)}, data)
}
