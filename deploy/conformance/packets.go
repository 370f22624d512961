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

// endpoint is one side of a conversation. The addresses are for documentation
// (RFC 5737), the MAC addresses locally administered.
type endpoint struct {
	mac  net.HardwareAddr
	ip   net.IP
	port uint16
	seq  uint32
}

// Script turns scripted conversations into the frames of a capture.
type Script struct {
	w     *pcapgo.Writer
	now   time.Time
	ends  [2]endpoint // by the direction they send in
	id    uint16
	Frame int // frames written so far
}

// NewScript writes a pcap header to w.
func NewScript(w io.Writer) (*Script, error) {
	s := &Script{w: pcapgo.NewWriterNanos(w), now: Start}
	return s, s.w.WriteFileHeader(65535, layers.LinkTypeEthernet)
}

// WriteCase writes a whole capture of one case.
func WriteCase(w io.Writer, p *wire.Protocol, c *wire.Case) error {
	s, err := NewScript(w)
	if err != nil {
		return err
	}
	return s.Case(p, c, 10, 20)
}

// Case writes a case between the hosts 192.0.2.client and 192.0.2.server.
func (s *Script) Case(p *wire.Protocol, c *wire.Case, client, server byte) error {
	s.open(p, c, client, server)
	if c.Transport == wire.Datagram {
		return s.datagrams(c)
	}
	return s.stream(c)
}

func (s *Script) open(p *wire.Protocol, c *wire.Case, client, server byte) {
	port := c.Port
	if port == 0 {
		port = p.Ports[0]
	}
	s.ends[wire.ToServer] = endpoint{net.HardwareAddr{2, 0, 0, 0, 0, client}, net.IPv4(192, 0, 2, client).To4(), 49152 + uint16(s.Frame)%16000, 1000}
	s.ends[wire.ToClient] = endpoint{net.HardwareAddr{2, 0, 0, 0, 0, server}, net.IPv4(192, 0, 2, server).To4(), port, 5000}
}

// stream writes handshake, steps and close.
func (s *Script) stream(c *wire.Case) error {
	syn := []func(*layers.TCP){
		func(t *layers.TCP) { t.SYN = true },
		func(t *layers.TCP) { t.SYN, t.ACK = true, true },
		func(t *layers.TCP) { t.ACK = true },
	}
	for i, set := range syn {
		if err := s.segment(wire.Direction(i&1), nil, set); err != nil {
			return err
		}
		if i < 2 {
			s.ends[i].seq++
		}
	}
	for i := range c.Steps {
		if err := s.step(&c.Steps[i]); err != nil {
			return err
		}
	}
	for _, dir := range []wire.Direction{wire.ToServer, wire.ToClient} {
		if err := s.segment(dir, nil, func(t *layers.TCP) { t.FIN, t.ACK = true, true }); err != nil {
			return err
		}
		s.ends[dir].seq++
	}
	return s.segment(wire.ToServer, nil, func(t *layers.TCP) { t.ACK = true })
}

// step writes the segments of a step; what is lost is only counted.
func (s *Script) step(x *wire.Step) error {
	s.now = s.now.Add(Between)
	s.ends[x.Dir].seq += uint32(x.Gap)
	for b := x.Octets; len(b) > 0; {
		n := min(len(b), mss)
		err := s.segment(x.Dir, b[:n], func(t *layers.TCP) { t.ACK, t.PSH = true, n == len(b) })
		if err != nil {
			return err
		}
		s.ends[x.Dir].seq += uint32(n)
		b = b[n:]
	}
	return nil
}

func (s *Script) segment(dir wire.Direction, b []byte, set func(*layers.TCP)) error {
	from, to := &s.ends[dir], &s.ends[dir.Reverse()]
	tcp := &layers.TCP{SrcPort: layers.TCPPort(from.port), DstPort: layers.TCPPort(to.port), Seq: from.seq, Window: 65535}
	set(tcp)
	if tcp.ACK {
		tcp.Ack = to.seq
	}
	return s.write(from, to, layers.IPProtocolTCP, tcp, b)
}

func (s *Script) datagrams(c *wire.Case) error {
	for i := range c.Steps {
		x := &c.Steps[i]
		from, to := &s.ends[x.Dir], &s.ends[x.Dir.Reverse()]
		s.now = s.now.Add(Between)
		udp := &layers.UDP{SrcPort: layers.UDPPort(from.port), DstPort: layers.UDPPort(to.port)}
		if err := s.write(from, to, layers.IPProtocolUDP, udp, x.Octets); err != nil {
			return err
		}
	}
	return nil
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
	buffer := gopacket.NewSerializeBuffer()
	eth := &layers.Ethernet{SrcMAC: from.mac, DstMAC: to.mac, EthernetType: layers.EthernetTypeIPv4}
	err := gopacket.SerializeLayers(buffer, gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}, eth, ip, t, gopacket.Payload(b))
	if err != nil {
		return fmt.Errorf("conformance: %w", err)
	}
	s.Frame++
	s.now = s.now.Add(time.Millisecond)
	data := buffer.Bytes()
	return s.w.WritePacket(gopacket.CaptureInfo{Timestamp: s.now, CaptureLength: len(data), Length: len(data)}, data)
}
