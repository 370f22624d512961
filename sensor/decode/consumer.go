package decode

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
)

// The methods below make Worker the flow.Consumer of its table.

// Octets implements flow.Consumer.
func (w *Worker) Octets(f *flow.Flow, dir wire.Direction, at flow.Position, b []byte) {
	w.octets(f, wire.Stream, dir, at, b)
}

// Datagram implements flow.Consumer.
func (w *Worker) Datagram(f *flow.Flow, dir wire.Direction, at flow.Position, b []byte) {
	w.octets(f, wire.Datagram, dir, at, b)
}

func (w *Worker) octets(f *flow.Flow, t wire.Transport, dir wire.Direction, at flow.Position, b []byte) {
	if len(b) == 0 {
		return
	}
	c := w.conn(f)
	if c.conv != nil {
		c.conv.Octets(dir, at.Time, at.Frame, b)
		return
	}
	if c.ended {
		w.opaque(f, c, dir, at, b)
		return
	}
	w.probe(f, c, t, dir, at, b)
}

// probe decides what to do with octets of a flow whose protocol is not known.
func (w *Worker) probe(f *flow.Flow, c *conn, t wire.Transport, dir wire.Direction, at flow.Position, b []byte) {
	g, maybe := w.continues(f, c, t, dir, b)
	if g.protocol == nil && !maybe {
		c.partial[dir] = 0
		g, maybe = w.recognise(f, c, t, dir, b)
	}
	if g.protocol != nil {
		dir = w.begin(f, c, t, g, dir)
		c.conv.Octets(dir, at.Time, at.Frame, b)
		return
	}
	if maybe && len(b) <= maxHeld {
		w.hold(f, c, piece{dir: dir, time: at.Time, frame: at.Frame, octets: len(b)}, b)
		c.partial[dir] = min(c.partial[dir]+len(b), maxHeld)
		return
	}
	w.spill(f, c)
	w.opaque(f, c, dir, at, b)
	c.tries++
	c.ended = c.tries >= maxTries && w.byPort(f.Server().Port) == nil
}

// Gap implements flow.Consumer.
func (w *Worker) Gap(f *flow.Flow, dir wire.Direction, at flow.Position, n int) {
	c, ok := f.State.(*conn)
	if !ok {
		return
	}
	if c.conv != nil {
		c.conv.Gap(dir, at.Time, n)
		return
	}
	if len(c.pieces) > 0 {
		c.partial[dir] = 0
		w.hold(f, c, piece{dir: dir, time: at.Time, frame: at.Frame, octets: n, gap: true}, nil)
	}
}

// Conflict implements flow.Consumer.
func (w *Worker) Conflict(f *flow.Flow, dir wire.Direction, at flow.Position, o flow.Overlap) {
	if c, ok := f.State.(*conn); ok && c.conv != nil {
		w.contested(f, c, dir, at, &o)
	}
	w.sink.Conflict(f, dir, at, o)
}

// contested decodes the segment that a receiver may have taken in place of what was
// seen first: what it asks for must not go unseen. It is decoded by itself, from
// the start of a message if it has one, and paired with nothing. Messages in what is
// new of the segment come with the stream.
func (w *Worker) contested(f *flow.Flow, c *conn, dir wire.Direction, at flow.Position, o *flow.Overlap) {
	p := c.conv.Protocol()
	if len(o.Segment) == 0 || p.Probe(c.transport, dir, o.Segment) == wire.NoMatch {
		return
	}
	second := w.conversation(p, c.transport, c.conv.Client(), c.conv.Server())
	second.Identify(FlowID(&f.Key, f.First))
	second.Contested(dir, at.Time, at.Frame, o.Segment, o.Seen)
	w.spare(second, c.transport)
}

// End implements flow.Consumer.
func (w *Worker) End(f *flow.Flow, at flow.Position, why flow.Ending) {
	c, ok := f.State.(*conn)
	e := Ended{Flow: f, Frame: at.Frame, Why: why}
	if ok && c.conv != nil {
		c.conv.Close(at.Time)
		w.stats.blind(c.conv)
		e.Conversation = c.conv
	} else if ok {
		w.spill(f, c)
		e.Registered = w.byPort(f.Server().Port)
	}
	w.sink.Ended(e)
	if ok {
		f.State = nil
		w.release(c)
	}
}
