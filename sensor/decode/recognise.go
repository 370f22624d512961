package decode

import (
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
)

// Bounds of recognition.
const (
	// MaxOpaque octets a direction are shown of a flow nobody recognised.
	MaxOpaque = 4096
	// maxHeld octets are kept while a flow is plausible and not yet certain:
	// some requests and their answers.
	maxHeld = 4096
	// maxTries segments without a match end the attempts on a port no protocol
	// has registered: chance matches must not pile up on a long flow.
	maxTries = 64
	// maxProtocols bounds the table of what was seen; a test holds
	// protocols.All below it.
	maxProtocols = 16
)

// conn is what a worker keeps of a flow that carried octets.
type conn struct {
	conv      *wire.Conversation
	transport wire.Transport
	slot      int  // in Worker.active, when conv is set
	ended     bool // not to be probed any more
	tries     int
	// seen holds, by protocol and by orientation (1: the roles of the flow are
	// the wrong way round), in which directions a start was plausible.
	seen   [maxProtocols][2]uint8
	opaque [2]int
	missed [2]uint64 // octets before the protocol was recognised
	pieces []piece
	held   []byte
	// partial octets of a direction, the last ones held of it, may be the start
	// of a message that goes on with the next.
	partial [2]int
}

// piece is a run of octets held until the protocol is known.
type piece struct {
	dir    wire.Direction
	time   int64
	frame  uint64
	octets int
	gap    bool // octets were lost, none came
}

func (w *Worker) conn(f *flow.Flow) *conn {
	if c, ok := f.State.(*conn); ok {
		return c
	}
	var c *conn
	if n := len(w.free); n > 0 {
		c, w.free = w.free[n-1], w.free[:n-1]
	} else {
		c = &conn{}
	}
	f.State = c
	return c
}

func (w *Worker) release(c *conn) {
	if c.conv != nil {
		w.spare(c.conv, c.transport)
		last := len(w.active) - 1
		w.active[c.slot] = w.active[last]
		w.active[c.slot].slot = c.slot
		w.active[last] = nil
		w.active = w.active[:last]
	}
	w.giveRoom(c)
	*c = conn{}
	w.free = append(w.free, c)
}

// maxSpare bounds the conversations of a kind that are kept for the next flow.
const maxSpare = 256

// kind is what conversations that can take each other's place have in common.
type kind struct {
	protocol  *wire.Protocol
	transport wire.Transport
}

// conversation returns one that was closed, or a new one.
func (w *Worker) conversation(p *wire.Protocol, t wire.Transport, client, server netip.AddrPort) *wire.Conversation {
	k := kind{p, t}
	list := w.closed[k]
	n := len(list) - 1
	if n < 0 {
		return wire.NewConversation(p, t, &w.shared, client, server)
	}
	c := list[n]
	w.closed[k] = list[:n]
	c.Reopen(client, server)
	return c
}

// spare keeps a conversation that is over.
func (w *Worker) spare(c *wire.Conversation, t wire.Transport) {
	k := kind{c.Protocol(), t}
	if list := w.closed[k]; len(list) < maxSpare {
		w.closed[k] = append(list, c)
	}
}

// guess is a protocol and how a flow's roles relate to its own.
type guess struct {
	protocol *wire.Protocol
	swapped  bool
}

// continues probes octets together with those of the same direction before them,
// when these may be the start of a message cut into segments too short to tell.
func (w *Worker) continues(f *flow.Flow, c *conn, t wire.Transport, dir wire.Direction, b []byte) (g guess, maybe bool) {
	if c.partial[dir] == 0 || t != wire.Stream {
		return guess{}, false
	}
	w.joined = append(c.last(w.joined[:0], dir, c.partial[dir]), b[:min(len(b), maxHeld)]...)
	return w.recognise(f, c, t, dir, w.joined)
}

// last appends the last n octets held of a direction to into.
func (c *conn) last(into []byte, dir wire.Direction, n int) []byte {
	held := c.held
	for _, p := range c.pieces {
		if p.gap {
			continue
		}
		if p.dir == dir {
			into = append(into, held[:p.octets]...)
		}
		held = held[p.octets:]
	}
	return into[len(into)-n:]
}

// recognise probes the start of a segment or datagram. It returns the protocol
// when enough speaks for one; maybe tells that something is plausible and the
// octets should be kept.
func (w *Worker) recognise(f *flow.Flow, c *conn, t wire.Transport, dir wire.Direction, b []byte) (g guess, maybe bool) {
	for i, p := range w.protocols {
		for o := range uint8(2) {
			match := p.Probe(t, dir^wire.Direction(o), b)
			seen := &c.seen[i][o]
			switch match {
			case wire.Certain:
				return guess{p, o == 1}, true
			case wire.Short:
				maybe = true
			case wire.NoMatch:
				*seen = 0
			case wire.Plausible:
				*seen |= 1 << dir
				if w.enough(f, p, o == 1, *seen) {
					return guess{p, o == 1}, true
				}
				maybe = true
			}
		}
	}
	return guess{}, maybe
}

// enough tells whether plausible starts in the directions of seen suffice: on
// the protocol's own port one does, if the server is where the port says;
// elsewhere both directions must speak for it.
func (w *Worker) enough(f *flow.Flow, p *wire.Protocol, swapped bool, seen uint8) bool {
	server, client := f.Server().Port, f.Client().Port
	if !swapped {
		return seen == 3 || w.byPort(server) == p
	}
	// Who called is known when the handshake was seen, and only the port, or
	// certainty, says otherwise.
	return seen == 3 && !f.Handshake || w.byPort(client) == p && w.byPort(server) != p
}

// begin starts the conversation of a recognised flow and plays what was held. It
// returns dir as it is now: recognition may have exchanged the roles.
func (w *Worker) begin(f *flow.Flow, c *conn, t wire.Transport, g guess, dir wire.Direction) wire.Direction {
	turn := wire.Direction(0)
	if g.swapped {
		f.Swap()
		turn = 1
	}
	c.conv = w.conversation(g.protocol, t, f.Client().AddrPort(), f.Server().AddrPort())
	c.transport = t
	c.conv.Identify(FlowID(&f.Key, f.First))
	for dir, n := range c.missed {
		c.conv.Counters[wire.Direction(dir)^turn].Blind += n
	}
	c.slot = len(w.active)
	w.active = append(w.active, c)
	if w.Recognised != nil {
		w.Recognised(f, g.protocol)
	}
	held := c.held
	for _, p := range c.pieces {
		if p.gap {
			c.conv.Gap(p.dir^turn, p.time, p.octets)
			continue
		}
		c.conv.Octets(p.dir^turn, p.time, p.frame, held[:p.octets])
		held = held[p.octets:]
	}
	w.giveRoom(c)
	return dir ^ turn
}

// hold keeps octets for later; when they are too many, those kept are opaque.
func (w *Worker) hold(f *flow.Flow, c *conn, p piece, b []byte) {
	if len(c.held)+len(b) > maxHeld || len(c.pieces) >= maxTries {
		w.spill(f, c)
	}
	if c.pieces == nil {
		w.takeRoom(c)
	}
	c.held = append(c.held, b...)
	c.pieces = append(c.pieces, p)
}

// room is what a flow not recognised yet holds octets in.
type room struct {
	pieces []piece
	held   []byte
}

// maxRooms bounds the rooms that are kept for the next flow, at some 6 KiB each.
const maxRooms = 256

func (w *Worker) takeRoom(c *conn) {
	if n := len(w.rooms); n > 0 {
		c.pieces, c.held = w.rooms[n-1].pieces, w.rooms[n-1].held
		w.rooms = w.rooms[:n-1]
	}
}

// giveRoom takes the room of c, who holds nothing any more.
func (w *Worker) giveRoom(c *conn) {
	if c.pieces != nil && len(w.rooms) < maxRooms {
		w.rooms = append(w.rooms, room{c.pieces[:0], c.held[:0]})
	}
	c.pieces, c.held, c.partial = nil, nil, [2]int{}
}

// spill gives up on what is held.
func (w *Worker) spill(f *flow.Flow, c *conn) {
	held := c.held
	for _, p := range c.pieces {
		if !p.gap {
			w.opaque(f, c, p.dir, flow.Position{Time: p.time, Frame: p.frame}, held[:p.octets])
			held = held[p.octets:]
		}
	}
	w.giveRoom(c)
}

// opaque shows the sink the first octets of what nobody recognised.
func (w *Worker) opaque(f *flow.Flow, c *conn, dir wire.Direction, at flow.Position, b []byte) {
	c.missed[dir] += uint64(len(b))
	room := MaxOpaque - c.opaque[dir]
	if room <= 0 || len(b) == 0 {
		return
	}
	b = b[:min(len(b), room)]
	c.opaque[dir] += len(b)
	w.sink.Opaque(f, dir, at, b)
}
