// Package wiretest is the decoder contract as a test every protocol calls: Run
// over its scripted conversations, Fuzz in its fuzz target.
package wiretest

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// second is the capture time between two steps of a scripted conversation, in
// ns. It is longer than any device takes to answer, and shorter than time-outs.
const second = 1e8

// Recorder is a Sink that keeps everything as text.
type Recorder struct {
	Messages     []byte // transcript lines
	Transactions []byte // JSON lines
	// Each, when set, is shown every message and transaction first.
	EachMessage     func(*wire.Message)
	EachTransaction func(*wire.Transaction)
}

// Message implements wire.Sink.
func (r *Recorder) Message(c *wire.Conversation, m *wire.Message) {
	if r.EachMessage != nil {
		r.EachMessage(m)
	}
	r.Messages = append(c.Protocol().AppendTranscript(r.Messages, m), '\n')
}

// Transaction implements wire.Sink.
func (r *Recorder) Transaction(t *wire.Transaction) {
	if r.EachTransaction != nil {
		r.EachTransaction(t)
	}
	r.Transactions = append(t.AppendJSON(r.Transactions), '\n')
	t.Release()
}

// Endpoints of scripted conversations: documentation addresses (RFC 5737).
var (
	client = netip.MustParseAddrPort("192.0.2.10:49152")
	server = netip.MustParseAddr("192.0.2.20")
)

// NewConversation returns a conversation between the endpoints of a case that
// reports to sink.
func NewConversation(p *wire.Protocol, c *wire.Case, sink wire.Sink) *wire.Conversation {
	port := c.Port
	if port == 0 {
		port = p.Ports[0]
	}
	return wire.NewConversation(p, c.Transport, &wire.Shared{Sink: sink}, client, netip.AddrPortFrom(server, port))
}

// Play feeds a case to a conversation, a step a frame, and closes it. Octets
// are given in pieces as cut decides: it returns the length of the next piece
// of b.
func Play(conv *wire.Conversation, c *wire.Case, cut func(b []byte) int) {
	now := int64(0)
	for i := range c.Steps {
		s := &c.Steps[i]
		now = int64(i+1) * second
		if s.Gap > 0 {
			conv.Gap(s.Dir, now, s.Gap)
		}
		for b := s.Octets; len(b) > 0; {
			n := cut(b)
			conv.Octets(s.Dir, now, uint64(i+1), b[:n])
			b = b[n:]
		}
	}
	conv.Close(now + second)
}

// Whole is the cut that leaves a step in one piece.
func Whole(b []byte) int { return len(b) }

// Record plays a case and returns what came out.
func Record(p *wire.Protocol, c *wire.Case, cut func([]byte) int) *Recorder {
	r := &Recorder{}
	Play(NewConversation(p, c, r), c, cut)
	return r
}

// Run holds a protocol to the contract over its cases.
func Run(t *testing.T, p *wire.Protocol, cases []wire.Case) {
	t.Helper()
	checkTable(t, p)
	for i := range cases {
		c := &cases[i]
		t.Run(c.Name, func(t *testing.T) {
			checkMessages(t, p, c)
			checkCuts(t, p, c)
			checkReset(t, p, c)
			checkAllocations(t, p, c)
			checkTruncation(t, p, c)
		})
	}
}

func checkTable(t *testing.T, p *wire.Protocol) {
	t.Helper()
	if p.Name == "" || len(p.Ports) == 0 || p.MaxMessage <= 0 || p.Timeout <= 0 {
		t.Errorf("%q: name, ports, largest message and time-out must be stated", p.Name)
	}
	if len(p.Defects) > 64-wire.FirstDefect {
		t.Errorf("%s: %d defects do not fit", p.Name, len(p.Defects))
	}
}

// checkMessages looks at every message: it must be named, and what a reader
// depends on must hold.
func checkMessages(t *testing.T, p *wire.Protocol, c *wire.Case) {
	t.Helper()
	r := &Recorder{EachMessage: func(m *wire.Message) {
		if m.Function == "" {
			t.Errorf("message without a function name: %+v", m)
		}
		if m.Role == wire.Request && m.Operation == wire.OperationNone {
			t.Errorf("%s: request without an operation", m.Function)
		}
		for i := range m.Points {
			if m.Points[i].Count == 0 {
				t.Errorf("%s: point %d with count 0", m.Function, i)
			}
		}
	}}
	Play(NewConversation(p, c, r), c, Whole)
	if len(r.Messages) == 0 && len(c.Steps) > 0 {
		t.Errorf("no message came out of %d steps", len(c.Steps))
	}
}

// checkCuts: the same transcript however the octets are cut. Datagrams are not
// cut.
func checkCuts(t *testing.T, p *wire.Protocol, c *wire.Case) {
	t.Helper()
	if c.Transport == wire.Datagram || lossy(p, c) {
		return
	}
	want := Record(p, c, Whole)
	random := rand.New(rand.NewPCG(1, 2))
	cuts := map[string]func([]byte) int{
		"every octet": func([]byte) int { return 1 },
		"3 octets":    func(b []byte) int { return min(3, len(b)) },
		"random":      func(b []byte) int { return 1 + random.IntN(len(b)) },
	}
	for name, cut := range cuts {
		got := Record(p, c, cut)
		if d := Difference(got.Messages, want.Messages); d != "" {
			t.Errorf("cut at %s: transcript differs: %s", name, d)
		}
		if d := Difference(got.Transactions, want.Transactions); d != "" {
			t.Errorf("cut at %s: transactions differ: %s", name, d)
		}
	}
}

// checkReset: after Reopen nothing is left of the connection before.
func checkReset(t *testing.T, p *wire.Protocol, c *wire.Case) {
	t.Helper()
	want := Record(p, c, Whole)
	r := &Recorder{}
	conv := NewConversation(p, c, r)
	Play(conv, c, Whole)
	*r = Recorder{}
	conv.Reopen(conv.Client(), conv.Server())
	Play(conv, c, Whole)
	if d := Difference(r.Messages, want.Messages); d != "" {
		t.Errorf("after Reopen: transcript differs: %s", d)
	}
	if d := Difference(r.Transactions, want.Transactions); d != "" {
		t.Errorf("after Reopen: transactions differ: %s", d)
	}
}

// lossy tells whether the decoder loses its place in the case: then decoding
// resumes at the start of a segment, which depends on the cuts by design.
func lossy(p *wire.Protocol, c *wire.Case) bool {
	conv := NewConversation(p, c, &Recorder{})
	Play(conv, c, Whole)
	return conv.Counters[0].Losses+conv.Counters[1].Losses > 0
}

// Discard is a Sink that keeps nothing.
type Discard struct{}

// Message implements wire.Sink.
func (Discard) Message(*wire.Conversation, *wire.Message) {}

// Transaction implements wire.Sink.
func (Discard) Transaction(t *wire.Transaction) { t.Release() }

// checkAllocations: none once the buffers have their size, errors included.
func checkAllocations(t *testing.T, p *wire.Protocol, c *wire.Case) {
	t.Helper()
	conv := NewConversation(p, c, Discard{})
	play := func() { Play(conv, c, Whole) }
	for range 8 {
		play()
	}
	if n := testing.AllocsPerRun(20, play); n > 0 {
		t.Errorf("%.0f allocations in steady state", n)
	}
}

// checkTruncation cuts every step short at every octet: nothing may panic or
// wait for more than MaxMessage.
func checkTruncation(t *testing.T, p *wire.Protocol, c *wire.Case) {
	t.Helper()
	for i := range c.Steps {
		b := c.Steps[i].Octets
		for n := 0; n < len(b); n += 1 + len(b)/64 {
			conv := NewConversation(p, c, Discard{})
			conv.Octets(c.Steps[i].Dir, second, 1, b[:n])
			conv.Octets(c.Steps[i].Dir, second, 2, b)
			conv.Close(2 * second)
		}
	}
}
