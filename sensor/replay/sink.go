package replay

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/sight"
)

// sink hands what one worker makes to the output at once, but for what comes
// up between frames, which is put in order first.
type sink struct {
	out        Output
	takers     sight.Takers
	watch      Watcher
	transcript bool
	line       []byte
	flows      []Flow // over, since the last look at time-outs
	between    bool   // frames
	held       result
	err        error
}

func (s *sink) Message(c *wire.Conversation, m *wire.Message) {
	switch {
	case !s.transcript || s.err != nil:
	case s.between:
		s.held.message(c.Protocol(), m, m.Frame)
	default:
		s.line = append(c.Protocol().AppendTranscript(s.line[:0], m), '\n')
		s.err = s.out.Message(s.line)
	}
}

func (s *sink) Transaction(t *wire.Transaction) {
	if s.between {
		s.held.transaction(t, completed(t))
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
	if s.err == nil {
		s.err = writeBetween(s.out, []*result{&s.held})
	}
	s.held.reset()
	if s.err == nil {
		s.err = writeFlows(s.out, &s.takers, s.flows)
	}
	s.flows = s.flows[:0]
}

func (s *sink) Opaque(f *flow.Flow, dir wire.Direction, at flow.Position, b []byte) {
	if s.watch != nil {
		s.watch.Opaque(f, dir, at, b)
	}
}

func (s *sink) Conflict(f *flow.Flow, dir wire.Direction, at flow.Position, o flow.Overlap) {
	if s.watch != nil {
		s.watch.Conflict(f, dir, at, o)
	}
}

func (s *sink) Ended(e decode.Ended) {
	s.flows = append(s.flows, Flow{})
	s.flows[len(s.flows)-1].set(e)
}

// set copies what is told of a flow.
func (f *Flow) set(e decode.Ended) {
	*f = Flow{ID: decode.FlowID(&e.Flow.Key, e.Flow.First), Key: e.Flow.Key, Client: e.Flow.Client().AddrPort(), Server: e.Flow.Server().AddrPort(), Registered: e.Registered,
		First: e.Flow.First, Last: e.Flow.Last, Handshake: e.Flow.Handshake, Why: e.Why,
		SYN:      [2]bool{e.Flow.SYN(wire.ToServer), e.Flow.SYN(wire.ToClient)},
		FIN:      [2]bool{e.Flow.FIN(wire.ToServer), e.Flow.FIN(wire.ToClient)},
		Counters: [2]flow.Counters{e.Flow.Counters(wire.ToServer), e.Flow.Counters(wire.ToClient)}}
	if e.Conversation != nil {
		f.Protocol, f.Decoded = e.Conversation.Protocol(), e.Conversation.Counters
	}
}
