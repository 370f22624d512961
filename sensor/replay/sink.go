package replay

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
)

// sink hands what one worker makes to the output at once, but for what comes
// up between frames: transactions found unanswered are held and put in the
// order of their requests, which does not depend on how flows are shared out.
type sink struct {
	out        Output
	watch      Watcher
	transcript bool
	line       []byte
	flow       Flow
	between    bool // frames
	held       []*wire.Transaction
	err        error
}

func (s *sink) Message(c *wire.Conversation, m *wire.Message) {
	if !s.transcript || s.err != nil {
		return
	}
	s.line = append(c.Protocol().AppendTranscript(s.line[:0], m), '\n')
	s.err = s.out.Message(s.line)
}

func (s *sink) Transaction(t *wire.Transaction) {
	if s.between {
		s.held = append(s.held, t)
		return
	}
	if s.err == nil {
		s.err = s.out.Transaction(t)
	}
	t.Release()
}

// flush hands on what was held between frames.
func (s *sink) flush() {
	s.between = false
	byRequest(s.held)
	for _, t := range s.held {
		s.Transaction(t)
	}
	s.held = s.held[:0]
}

// byRequest sorts by the frame of the request. Requests of one frame are of one
// flow, so of one worker, and keep their order.
func byRequest(ts []*wire.Transaction) {
	slices.SortStableFunc(ts, func(a, b *wire.Transaction) int { return cmp.Compare(a.Frame, b.Frame) })
}

func (s *sink) Opaque(f *flow.Flow, dir wire.Direction, b []byte) {
	if s.watch != nil {
		s.watch.Opaque(f, dir, b)
	}
}

func (s *sink) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}

func (s *sink) Ended(e decode.Ended) {
	if s.err == nil {
		s.flow.set(e)
		s.err = s.out.Flow(&s.flow)
	}
}

// set copies what is told of a flow.
func (f *Flow) set(e decode.Ended) {
	*f = Flow{Key: e.Flow.Key, Client: e.Flow.Client().AddrPort(), Server: e.Flow.Server().AddrPort(), Registered: e.Registered,
		First: e.Flow.First, Last: e.Flow.Last, Handshake: e.Flow.Handshake, Why: e.Why,
		Counters: [2]flow.Counters{e.Flow.Counters(wire.ToServer), e.Flow.Counters(wire.ToClient)}}
	if e.Conversation != nil {
		f.Protocol, f.Decoded = e.Conversation.Protocol(), e.Conversation.Counters
	}
}
