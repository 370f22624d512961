package decode

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// toy frames are four octets: 'Q' or 'R' (request, response), an id, a mark,
// '\n'. With the mark '!' they are certain. Only requests go to the server.
func toy(name string, port uint16) *wire.Protocol {
	return &wire.Protocol{
		Name: name, Ports: []uint16{port}, MaxMessage: 4, Timeout: time.Second,
		Probe: func(_ wire.Transport, dir wire.Direction, b []byte) wire.Match {
			kind := byte('Q')
			if dir == wire.ToClient {
				kind = 'R'
			}
			switch {
			case b[0] != kind:
				return wire.NoMatch
			case len(b) < 4:
				return wire.Short
			case b[3] != '\n':
				return wire.NoMatch
			case b[2] == '!':
				return wire.Certain
			}
			return wire.Plausible
		},
		New:          func(wire.Transport, *wire.Buffers) wire.Decoder { return decoder{} },
		AppendStatus: func(dst []byte, _ uint32) []byte { return dst },
		AppendSpace:  func(dst []byte, _ uint32) []byte { return dst },
	}
}

type decoder struct{}

func (decoder) Reset()                                {}
func (decoder) Gap(wire.Direction, int)               {}
func (decoder) Bind(*wire.Transaction, *wire.Message) {}
func (decoder) Decode(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	if len(b) < 4 {
		return 0, wire.ErrShort
	}
	if b[3] != '\n' || (b[0] != 'Q' && b[0] != 'R') {
		return 0, wire.ErrLost
	}
	m.Role, m.Function, m.Operation, m.Key.ID = wire.Request, "ask", wire.Read, uint32(b[1])
	if b[0] == 'R' {
		m.Role = wire.Response
	}
	return 4, nil
}

// recorder writes down what a worker tells.
type recorder struct{ lines []string }

func (r *recorder) add(format string, a ...any) { r.lines = append(r.lines, fmt.Sprintf(format, a...)) }

func (r *recorder) Message(c *wire.Conversation, m *wire.Message) {
	r.add("%s %s %d from frame %d%s", c.Protocol().Name, m.Role, m.Key.ID, m.Frame, contested(m.Defects))
}

func contested(d wire.Defects) string {
	if d&wire.Overlapping != 0 {
		return ", in place of others"
	}
	return ""
}
func (r *recorder) Transaction(t *wire.Transaction) {
	r.add("%s to %s %s%s", t.Client, t.Server, t.Outcome, contested(t.Defects()))
	t.Release()
}
func (r *recorder) Opaque(_ *flow.Flow, dir wire.Direction, _ flow.Position, b []byte) {
	r.add("opaque %s %q", dir, b)
}
func (r *recorder) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {
	r.add("conflict")
}
func (r *recorder) Ended(e Ended) {
	name := "nothing"
	if e.Conversation != nil {
		name = e.Conversation.Protocol().Name
	}
	if e.Registered != nil {
		name += " on the port of " + e.Registered.Name
	}
	r.add("ended %s", name)
}

// line feeds a worker with datagrams and segments between two hosts.
type line struct {
	w     *Worker
	frame uint64
	seq   [2]uint32
	ports [2]uint16
	udp   bool
}

// send sends octets from end 0 or 1.
func (l *line) send(from int, b string) {
	l.frame++
	p := &packet.Packet{Time: int64(l.frame) * 1e7, Frame: l.frame, WireLen: 60, CapLen: 60, IPVersion: 4, Protocol: packet.ProtocolTCP,
		ID: uint32(l.frame), TTL: 64, TCPFlags: packet.ACK | packet.PSH, Seq: 1000 + l.seq[from], Ack: 1000 + l.seq[1-from], Payload: []byte(b)}
	copy(p.Src[10:], []byte{0xff, 0xff, 192, 0, 2, byte(1 + from)})
	copy(p.Dst[10:], []byte{0xff, 0xff, 192, 0, 2, byte(2 - from)})
	p.SrcPort, p.DstPort = l.ports[from], l.ports[1-from]
	if l.udp {
		p.Protocol, p.TCPFlags = packet.ProtocolUDP, 0
	}
	l.seq[from] += uint32(len(b))
	l.w.Packet(p)
}

func TestRecognition(t *testing.T) {
	own, other := [2]uint16{50000, 7}, [2]uint16{50000, 9999}
	type step struct {
		from int
		b    string
	}
	for _, test := range []struct {
		name  string
		ports [2]uint16
		udp   bool
		steps []step
		want  string
	}{
		{"own port, one direction is enough", own, false, []step{{0, "Q1.\n"}},
			"toy request 49 from frame 1; 192.0.2.1:50000 to 192.0.2.2:7 unanswered; ended toy"},
		{"another port needs both directions, nothing is lost", other, false, []step{{0, "Q1.\n"}, {1, "R1.\n"}},
			"toy request 49 from frame 1; toy response 49 from frame 2; 192.0.2.1:50000 to 192.0.2.2:9999 answered; ended toy"},
		{"another port, one direction only", other, false, []step{{0, "Q1.\n"}, {0, "Q2.\n"}},
			`opaque to-server "Q1.\n"; opaque to-server "Q2.\n"; ended nothing`},
		{"certain on any port", other, false, []step{{0, "Q1!\n"}},
			"toy request 49 from frame 1; 192.0.2.1:50000 to 192.0.2.2:9999 unanswered; ended toy"},
		{"roles the other way round", [2]uint16{50000, 40000}, false, []step{{1, "Q1!\n"}, {0, "R1!\n"}},
			"toy request 49 from frame 1; toy response 49 from frame 2; 192.0.2.2:40000 to 192.0.2.1:50000 answered; ended toy"},
		{"something else on the own port", own, false, []step{{0, "HELO"}, {1, "220 "}},
			`opaque to-server "HELO"; opaque to-client "220 "; ended nothing on the port of toy`},
		{"starts in mid-message", own, false, []step{{0, ".\nQ"}, {0, "Q2.\n"}},
			`opaque to-server ".\nQ"; toy request 50 from frame 2; 192.0.2.1:50000 to 192.0.2.2:7 unanswered; ended toy`},
		{"cut into segments too short to tell", own, false, []step{{0, "Q"}, {0, "1"}, {0, ".\nQ2"}, {0, ".\n"}, {1, "R1.\n"}},
			"toy request 49 from frame 3; toy request 50 from frame 4; toy response 49 from frame 5; 192.0.2.1:50000 to 192.0.2.2:7 answered; 192.0.2.1:50000 to 192.0.2.2:7 unanswered; ended toy"},
		{"cut short on another port", other, false, []step{{0, "Q"}, {0, "1.\n"}, {1, "R1"}, {1, ".\n"}},
			"toy request 49 from frame 2; toy response 49 from frame 4; 192.0.2.1:50000 to 192.0.2.2:9999 answered; ended toy"},
		{"cut short, and the other end speaks in between", own, false, []step{{0, "Q"}, {1, "R"}, {0, "1"}, {1, "0.\n"}, {0, ".\n"}, {1, "R1.\n"}},
			"toy response 48 from frame 4; 192.0.2.1:50000 to 192.0.2.2:7 unasked; toy request 49 from frame 5; toy response 49 from frame 6; 192.0.2.1:50000 to 192.0.2.2:7 answered; ended toy"},
		{"cut short on another port, and the other end speaks in between", other, false, []step{{0, "Q1"}, {1, "R"}, {0, ".\n"}, {1, "1.\n"}},
			"toy request 49 from frame 3; toy response 49 from frame 4; 192.0.2.1:50000 to 192.0.2.2:9999 answered; ended toy"},
		{"datagrams", own, true, []step{{0, "Q1.\n"}, {1, "R1.\n"}},
			"toy request 49 from frame 1; toy response 49 from frame 2; 192.0.2.1:50000 to 192.0.2.2:7 answered; ended toy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &recorder{}
			l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, r), ports: test.ports, udp: test.udp}
			for _, s := range test.steps {
				l.send(s.from, s.b)
			}
			l.w.Close(l.frame)
			if got := strings.Join(r.lines, "; "); got != test.want {
				t.Errorf("\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestConflictingOverlap: what was sent in place of octets seen before is decoded
// as well, and said to be so; the conversation goes on as if it had not been.
func TestConflictingOverlap(t *testing.T) {
	r := &recorder{}
	l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, r), ports: [2]uint16{50000, 7}}
	l.send(0, "Q1.\n")
	for _, b := range []string{"Q2.\n", "junk"} {
		l.seq[0] -= 4
		l.send(0, b)
	}
	l.send(1, "R1.\n")
	l.seq[0] -= 4
	l.send(0, "Q3.\nQ4.\n") // the second is new
	l.w.Close(l.frame)
	want := "toy request 49 from frame 1; toy request 50 from frame 2, in place of others; 192.0.2.1:50000 to 192.0.2.2:7 unanswered, in place of others; conflict; " +
		"conflict; toy response 49 from frame 4; 192.0.2.1:50000 to 192.0.2.2:7 answered; " +
		"toy request 51 from frame 5, in place of others; 192.0.2.1:50000 to 192.0.2.2:7 unanswered, in place of others; conflict; " +
		"toy request 52 from frame 5; 192.0.2.1:50000 to 192.0.2.2:7 unanswered; ended toy"
	if got := strings.Join(r.lines, "; "); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// TestAttemptsEnd: chance matches must not pile up on a long flow of something
// else, and only its beginning is shown.
func TestAttemptsEnd(t *testing.T) {
	r := &recorder{}
	l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, r), ports: [2]uint16{50000, 9999}}
	for range maxTries {
		l.send(0, strings.Repeat("x", 100))
	}
	l.send(0, "Q1!\n")
	l.w.Close(l.frame)
	octets := 0
	for _, s := range r.lines {
		octets += strings.Count(s, "x")
		if strings.Contains(s, "request") {
			t.Errorf("recognised after %d attempts: %s", maxTries, s)
		}
	}
	if octets > MaxOpaque || octets < MaxOpaque-100 {
		t.Errorf("%d octets shown, bound %d", octets, MaxOpaque)
	}
}

// TestOwnPortIsNeverGivenUp: on a registered port recognition goes on for ever.
func TestOwnPortIsNeverGivenUp(t *testing.T) {
	r := &recorder{}
	l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, r), ports: [2]uint16{50000, 7}}
	for range 10 * maxTries {
		l.send(0, "x")
	}
	l.send(0, "Q1.\n")
	l.w.Close(l.frame)
	if got := r.lines[len(r.lines)-1]; got != "ended toy" {
		t.Errorf("got %q", got)
	}
}

// TestTimeoutsOfIdleConnections: Advance finds requests without an answer.
func TestTimeoutsOfIdleConnections(t *testing.T) {
	r := &recorder{}
	l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, r), ports: [2]uint16{50000, 7}}
	l.send(0, "Q1.\n")
	l.w.Advance(2e9, 2)
	if got := r.lines[len(r.lines)-1]; !strings.HasSuffix(got, "unanswered") {
		t.Errorf("got %q", got)
	}
}

func TestStats(t *testing.T) {
	r := &recorder{}
	l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, r), ports: [2]uint16{50000, 7}}
	l.send(0, "Q1.\n")
	l.w.Packet(&packet.Packet{WireLen: 60, EtherType: 0x0806})
	l.w.Malformed(40)
	want := Stats{Packets: 3, Octets: 160, Malformed: 1, NotIP: 1, Flows: 1}
	if got := l.w.Stats(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestNoAllocations: none a packet in steady state.
func TestNoAllocations(t *testing.T) {
	l := &line{w: NewWorker([]*wire.Protocol{toy("toy", 7)}, discard{}), ports: [2]uint16{50000, 7}}
	p := &packet.Packet{IPVersion: 4, Protocol: packet.ProtocolTCP, TCPFlags: packet.ACK, SrcPort: 50000, DstPort: 7, Payload: []byte("Q1.\n")}
	send := func() {
		p.Time += 1e6
		p.Frame++
		p.ID++
		l.w.Packet(p)
		p.Seq += 4
	}
	for range 5000 {
		send()
	}
	if n := testing.AllocsPerRun(1000, send); n > 0 {
		t.Errorf("%.2f allocations a packet", n)
	}
}

type discard struct{}

func (discard) Message(*wire.Conversation, *wire.Message)                        {}
func (discard) Transaction(t *wire.Transaction)                                  { t.Release() }
func (discard) Opaque(*flow.Flow, wire.Direction, flow.Position, []byte)         {}
func (discard) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}
func (discard) Ended(Ended)                                                      {}
