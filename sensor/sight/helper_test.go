package sight

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/packet"
)

// Flags of TCP in short.
const (
	fin = packet.FIN
	syn = packet.SYN
	rst = packet.RST
	psh = packet.PSH
	ack = packet.ACK
)

// start is the capture time of the first packet of the tests.
const start = int64(1_700_000_000e9)

// told is a Sink that keeps what it is told, as lines.
type told struct {
	lines    []string
	contacts []baseline.Contact
	bindings []baseline.Binding
}

func (l *told) Contact(c *baseline.Contact) {
	l.contacts = append(l.contacts, *c)
	how := "no answer"
	switch {
	case c.Answered && c.Refused:
		how = "answered and refused"
	case c.Answered:
		how = "answered"
	case c.Refused:
		how = "refused"
	}
	l.lines = append(l.lines, fmt.Sprintf("%d %s > %s protocol %d %s", c.Frame, c.Client, c.Server, c.Protocol, how))
}

func (l *told) Binding(b *baseline.Binding) {
	l.bindings = append(l.bindings, *b)
	s := fmt.Sprintf("%d %s at %x vlan %d ttl %d hops %d", b.Frame, b.Addr, b.MAC[5], b.VLAN, b.TTL, b.Hops)
	for _, x := range []struct {
		is   bool
		text string
	}{{b.Claim, " claimed"}, {b.Router, " router"}, {b.Fingerprint != 0, " print"}} {
		if x.is {
			s += x.text
		}
	}
	l.lines = append(l.lines, s)
}

// only returns the lines that contain a text.
func (l *told) only(text string) (list []string) {
	for _, s := range l.lines {
		if strings.Contains(s, text) {
			list = append(list, s)
		}
	}
	return list
}

// world is a tracker, what it told, and its packets.
type world struct {
	*Tracker
	told
	now   int64
	frame uint64
}

func newWorld() *world {
	w := &world{now: start}
	w.Tracker = New(Config{ServerPort: func(_ uint8, port uint16) bool { return port == 502 || port == 20000 }}, &w.told)
	return w
}

// after lets time pass.
func (w *world) after(d time.Duration) *world { w.now += int64(d); return w }

// give gives packets to the tracker, a millisecond apart.
func (w *world) give(packets ...packet.Packet) *world {
	for i := range packets {
		w.now += 1e6
		w.frame++
		p := packets[i]
		p.Time, p.Frame = w.now, w.frame
		w.Packet(&p)
	}
	return w
}

// want compares what was told with the lines wanted.
func (w *world) want(t *testing.T, lines ...string) {
	t.Helper()
	same(t, w.lines, lines)
}

// wantContacts does so with contacts alone.
func (w *world) wantContacts(t *testing.T, lines ...string) {
	t.Helper()
	same(t, w.only("protocol"), lines)
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// host is an address at an interface.
type host struct {
	addr string
	mac  byte
}

var (
	master = host{"10.0.0.1", 1}
	plc    = host{"10.0.0.2", 2}
)

// ip returns a packet from one host to another.
func ip(from, to host, protocol uint8, payload ...byte) packet.Packet {
	a, b := netip.MustParseAddr(from.addr), netip.MustParseAddr(to.addr)
	p := packet.Packet{IPVersion: 4, EtherType: packet.EtherTypeIPv4, Src: a.As16(), Dst: b.As16(), TTL: 64, Protocol: protocol, Payload: payload, WireLen: 60}
	if a.Is6() {
		p.IPVersion, p.EtherType = 6, packet.EtherTypeIPv6
	}
	p.SrcMAC, p.DstMAC = [6]byte{2, 0, 0, 0, 0, from.mac}, [6]byte{2, 0, 0, 0, 0, to.mac}
	return p
}

// tcp returns a segment.
func tcp(from host, fromPort uint16, to host, toPort uint16, flags uint8, seq, acked uint32) packet.Packet {
	p := ip(from, to, packet.ProtocolTCP)
	p.SrcPort, p.DstPort, p.TCPFlags, p.Seq, p.Ack, p.Window = fromPort, toPort, flags, seq, acked, 8192
	return p
}

// udp returns a datagram.
func udp(from host, fromPort uint16, to host, toPort uint16) packet.Packet {
	p := ip(from, to, packet.ProtocolUDP, 1, 2, 3)
	p.SrcPort, p.DstPort = fromPort, toPort
	return p
}

// arp returns an ARP request of a host that says who it is.
func arp(from host, sender string) packet.Packet {
	p := packet.Packet{EtherType: packet.EtherTypeARP, SrcMAC: [6]byte{2, 0, 0, 0, 0, from.mac}, DstMAC: [6]byte{255, 255, 255, 255, 255, 255}}
	b := []byte{0, 1, 8, 0, 6, 4, 0, 1}
	b = append(append(b, p.SrcMAC[:]...), netip.MustParseAddr(sender).AsSlice()...)
	p.Payload = append(b, make([]byte, 10)...)
	return p
}

// quote returns the octets of p as an ICMP error has them: the header of IP and
// eight octets.
func quote(p *packet.Packet) []byte {
	b := make([]byte, 28)
	b[0], b[8], b[9] = 0x45, p.TTL, p.Protocol
	binary.BigEndian.PutUint16(b[2:], 60)
	copy(b[12:], p.Src[12:])
	copy(b[16:], p.Dst[12:])
	binary.BigEndian.PutUint16(b[20:], p.SrcPort)
	binary.BigEndian.PutUint16(b[22:], p.DstPort)
	if p.Protocol == packet.ProtocolTCP {
		binary.BigEndian.PutUint32(b[24:], p.Seq)
	} else {
		binary.BigEndian.PutUint16(b[24:], 20)
	}
	if p.Protocol == protocolICMP {
		copy(b[20:], p.Payload)
	}
	return b
}

// handshake returns the three packets that open a connection.
func handshake(client host, port uint16, server host, to uint16) []packet.Packet {
	return []packet.Packet{tcp(client, port, server, to, syn, 100, 0), tcp(server, to, client, port, syn|ack, 900, 101), tcp(client, port, server, to, ack, 101, 901)}
}
