package flow

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

const (
	fin = packet.FIN
	syn = packet.SYN
	rst = packet.RST
	ack = packet.ACK

	client = 0 // ends of a talk
	server = 1

	millisecond = 1_000_000
	second      = 1000 * millisecond
	start       = 1_700_000_000 * second
)

// talk makes the packets of a connection as its two ends would send them.
type talk struct {
	addr    [2][16]byte
	port    [2]uint16
	seq     [2]uint32 // next sequence number to send
	id      [2]uint32
	vlan    uint16
	udp     bool
	version uint8
}

func ip4(n uint32) (a [16]byte) {
	a[10], a[11], a[12] = 0xFF, 0xFF, 10
	a[13], a[14], a[15] = byte(n>>16), byte(n>>8), byte(n)
	return a
}

// newTalk returns the n-th connection. Odd ones have the client at the higher
// address.
func newTalk(n int) *talk {
	c, s := ip4(uint32(2*n+1000)), ip4(uint32(2*n+1001))
	if n%2 == 1 {
		c, s = s, c
	}
	return &talk{
		addr: [2][16]byte{c, s}, port: [2]uint16{uint16(40000 + n%20000), 502},
		seq: [2]uint32{1000, 5000}, id: [2]uint32{1, 1}, version: 4,
	}
}

// make builds a packet without changing the talk.
func (k *talk) make(from int, flags uint8, seq uint32, b string) packet.Packet {
	p := packet.Packet{
		IPVersion: k.version, Src: k.addr[from], Dst: k.addr[from^1],
		SrcPort: k.port[from], DstPort: k.port[from^1], TTL: 64,
		Protocol: packet.ProtocolTCP, ID: k.id[from],
		Seq: seq, TCPFlags: flags, Window: 1000, Payload: []byte(b),
	}
	if k.udp {
		p.Protocol, p.Seq, p.TCPFlags, p.Window = packet.ProtocolUDP, 0, 0, 0
	} else if flags&ack != 0 {
		p.Ack = k.seq[from^1]
	}
	if k.vlan != 0 {
		p.VLANs[0], p.VLANCount = k.vlan, 1
	}
	k.id[from]++
	return p
}

// send builds the next packet of an end.
func (k *talk) send(from int, flags uint8, b string) packet.Packet {
	p := k.make(from, flags, k.seq[from], b)
	k.seq[from] += uint32(len(b))
	if flags&(syn|fin) != 0 {
		k.seq[from]++
	}
	return p
}

func (k *talk) data(from int, b string) packet.Packet { return k.send(from, ack, b) }

// handshake returns the three packets that open the connection.
func (k *talk) handshake() []packet.Packet {
	return []packet.Packet{k.send(client, syn, ""), k.send(server, syn|ack, ""), k.send(client, ack, "")}
}

// close returns the packets that end the connection.
func (k *talk) close() []packet.Packet {
	return []packet.Packet{k.send(client, fin|ack, ""), k.send(server, fin|ack, ""), k.send(client, ack, "")}
}

// log is a consumer that writes down what it is given.
type log struct {
	base  int64 // the time that is called 0
	flows int
	lines []string
}

// flowLog is what log keeps with a flow: its number, and the octets by direction.
type flowLog struct {
	number int
	octets [2]bytes.Buffer
}

func (l *log) of(f *Flow) *flowLog {
	if f.State == nil {
		l.flows++
		f.State = &flowLog{number: l.flows}
	}
	return f.State.(*flowLog)
}

func (l *log) add(f *Flow, dir wire.Direction, p Position, format string, args ...any) {
	arrow := ">"
	if dir == wire.ToClient {
		arrow = "<"
	}
	l.lines = append(l.lines, fmt.Sprintf("f%d %s #%d ", l.of(f).number, arrow, p.Frame)+fmt.Sprintf(format, args...))
}

func (l *log) Octets(f *Flow, dir wire.Direction, p Position, b []byte) {
	l.of(f).octets[dir].Write(b)
	l.add(f, dir, p, "%s", b)
}

func (l *log) Gap(f *Flow, dir wire.Direction, p Position, n int) { l.add(f, dir, p, "gap %d", n) }

func (l *log) Datagram(f *Flow, dir wire.Direction, p Position, b []byte) {
	l.add(f, dir, p, "datagram %s", b)
}

func (l *log) Conflict(f *Flow, dir wire.Direction, p Position, o Overlap) {
	what := "conflict"
	if o.Fragment {
		what = "fragment conflict"
	}
	if n := len(o.Refused); !o.Fragment && !bytes.Contains(o.Segment, o.Refused[:n]) {
		what = "incomplete conflict"
	}
	l.add(f, dir, p, "%s #%d %s/%s", what, o.First.Frame, o.Kept, o.Refused)
}

func (l *log) End(f *Flow, p Position, why Ending) {
	l.lines = append(l.lines, fmt.Sprintf("f%d = #%d %s", l.of(f).number, p.Frame, why))
}

// sensor is a table with a log, and the capture in front of it.
type sensor struct {
	*Table
	log   *log
	t     *testing.T
	now   int64
	frame uint64
}

func newSensor(t *testing.T, c Config) *sensor {
	l := &log{base: start}
	return &sensor{Table: New(c, l), log: l, t: t, now: start}
}

// see captures packets one millisecond apart.
func (s *sensor) see(packets ...packet.Packet) {
	for i := range packets {
		p := packets[i]
		s.now += millisecond
		s.frame++
		p.Time, p.Frame = s.now, s.frame
		s.Packet(&p)
	}
}

// wait lets capture time pass.
func (s *sensor) wait(d int64) {
	s.now += d
	s.Advance(s.now, s.frame)
}

// want compares what was logged since the last call.
func (s *sensor) want(lines ...string) {
	s.t.Helper()
	got, want := strings.Join(s.log.lines, "\n"), strings.Join(lines, "\n")
	if got != want {
		s.t.Fatalf("callbacks:\n%s\nwant:\n%s", got, want)
	}
	s.log.lines = nil
}

// one returns the only flow of the table.
func (s *sensor) one() *Flow {
	s.t.Helper()
	for class := range classes {
		if n, ok := s.order.front(uint32(class)); ok {
			return s.flow(n)
		}
	}
	s.t.Fatal("no flow in the table")
	return nil
}
