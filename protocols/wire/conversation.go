package wire

import "net/netip"

// Shared is what the conversations of one goroutine have in common.
type Shared struct {
	Sink    Sink
	Pool    Pool
	Buffers Buffers
	message Message
}

// Counters counts, for each direction, what became of the octets.
type Counters struct {
	Messages uint64
	// Octets that belong to messages.
	Octets uint64
	// Blind octets were captured but could not be attributed: from losing the
	// place to finding it again.
	Blind uint64
	// BlindTime is how long, in ns of capture time, decoding was lost.
	BlindTime int64
	// Lost octets were never captured.
	Lost uint64
	// Losses counts how often decoding lost its place.
	Losses uint64
}

// Conversation drives the decoder of one connection over its octets, pairs
// what comes out and hands it to the Sink. It is used by one goroutine.
type Conversation struct {
	// Counters by Direction.
	Counters [2]Counters

	protocol *Protocol
	decoder  Decoder
	shared   *Shared
	pairer   Pairer
	halves   [2]half
	mark     Defects
	tail     int // octets at the end of what is given in which no message may begin
	datagram bool
}

// half is the state of one direction.
type half struct {
	held  []byte // the start of a message that is not complete
	lost  bool   // the place was lost
	since int64  // when
}

// NewConversation returns a conversation of a protocol. client and server may
// be corrected by the caller until the first message.
func NewConversation(p *Protocol, t Transport, s *Shared, client, server netip.AddrPort) *Conversation {
	return &Conversation{protocol: p, decoder: p.New(t, &s.Buffers), shared: s, datagram: t == Datagram,
		pairer: Pairer{Client: client, Server: server, protocol: p, pool: &s.Pool}}
}

// Reopen begins another connection of the same protocol and transport, as if the
// conversation were new. It must have been closed.
func (c *Conversation) Reopen(client, server netip.AddrPort) {
	c.Counters = [2]Counters{}
	c.decoder.Reset()
	x := &c.pairer
	*x = Pairer{Client: client, Server: server, protocol: x.protocol, pool: x.pool, waiting: x.waiting[:0]}
	c.halves, c.mark, c.tail = [2]half{}, 0, 0
}

// Identify says which flow the conversation is: every transaction from here on
// carries it.
func (c *Conversation) Identify(flow uint64) { c.pairer.Flow = flow }

// Contested decodes octets that came in place of others: messages that begin within
// the first n of them, each marked as Overlapping. The conversation is one of its
// own, open for nothing else.
func (c *Conversation) Contested(dir Direction, time int64, frame uint64, b []byte, n int) {
	c.mark, c.tail = Overlapping, len(b)-n
	c.Octets(dir, time, frame, b)
	c.Close(time)
}

// Protocol returns the protocol spoken.
func (c *Conversation) Protocol() *Protocol { return c.protocol }

// Client returns the endpoint of the client or master.
func (c *Conversation) Client() netip.AddrPort { return c.pairer.Client }

// Server returns the endpoint of the server or outstation.
func (c *Conversation) Server() netip.AddrPort { return c.pairer.Server }

// Octets gives the next octets of one direction, in order; for a datagram, the
// whole of it. time is capture time in UTC ns, frame the number of the frame
// that made them available.
func (c *Conversation) Octets(dir Direction, time int64, frame uint64, b []byte) {
	h := &c.halves[dir]
	if h.lost && !c.resume(h, dir, time, b) {
		return
	}
	if len(h.held) == 0 {
		c.hold(h, dir, time, c.decode(h, dir, time, frame, b))
		return
	}
	before := len(h.held)
	if c.hold(h, dir, time, b); len(h.held) == before {
		return // no room: the place is lost
	}
	rest := c.decode(h, dir, time, frame, h.held)
	if n := copy(h.held, rest); n > 0 {
		h.held = h.held[:n]
		return
	}
	c.release(h)
}

// resume looks for a start of a message after the place was lost.
func (c *Conversation) resume(h *half, dir Direction, time int64, b []byte) bool {
	probe := c.protocol.Probe
	if c.protocol.Resume != nil {
		probe = c.protocol.Resume
	}
	if probe(c.transport(), dir, b) == NoMatch {
		c.Counters[dir].Blind += uint64(len(b))
		return false
	}
	c.Counters[dir].BlindTime += time - h.since
	h.lost = false
	return true
}

func (c *Conversation) transport() Transport {
	if c.datagram {
		return Datagram
	}
	return Stream
}

// decode takes messages off data until it is empty, incomplete or lost, and
// returns what is incomplete.
func (c *Conversation) decode(h *half, dir Direction, time int64, frame uint64, data []byte) []byte {
	m := &c.shared.message
	for len(data) > c.tail {
		m.Begin(time, frame)
		n, err := c.decoder.Decode(m, dir, data)
		switch {
		case n > 0 && err == ErrSkip:
			c.Counters[dir].Blind += uint64(n)
		case n > 0:
			c.Counters[dir].Octets += uint64(n)
			c.deliver(m, dir)
		case err == ErrShort && !c.datagram && len(data) < c.protocol.MaxMessage:
			return data
		default:
			c.lose(h, dir, time, len(data))
			return nil
		}
		data = data[n:]
	}
	return nil
}

// hold keeps the octets of an incomplete message for the next call, behind those
// held before. When there is no room for them the place is lost.
func (c *Conversation) hold(h *half, dir Direction, time int64, rest []byte) {
	if len(rest) == 0 {
		return
	}
	longer := c.shared.Buffers.Grow(h.held, len(rest))
	if longer == nil {
		c.lose(h, dir, time, len(h.held)+len(rest))
		c.release(h)
		return
	}
	h.held = append(longer, rest...)
}

// release gives back the room of what was held.
func (c *Conversation) release(h *half) {
	c.shared.Buffers.Give(h.held)
	h.held = nil
}

func (c *Conversation) lose(h *half, dir Direction, time int64, octets int) {
	h.lost, h.since = !c.datagram, time
	c.Counters[dir].Blind += uint64(octets)
	c.Counters[dir].Losses++
}

// deliver pairs one message and hands on what is complete.
func (c *Conversation) deliver(m *Message, dir Direction) {
	if m.Role == RoleNone {
		return
	}
	m.Defects |= c.mark
	c.Counters[dir].Messages++
	c.Expire(m.Time)
	var done *Transaction
	switch m.Role {
	case Request:
		done = c.pairer.request(m)
	case Response:
		done = c.pairer.response(c.decoder, m)
	case Unsolicited:
		done = c.pairer.unasked(m)
	}
	c.shared.Sink.Message(c, m)
	if done != nil {
		c.shared.Sink.Transaction(done)
	}
}

// Gap tells that n octets of a direction were never captured.
func (c *Conversation) Gap(dir Direction, time int64, n int) {
	h := &c.halves[dir]
	c.Counters[dir].Blind += uint64(len(h.held))
	c.Counters[dir].Lost += uint64(n)
	if !h.lost {
		h.since = time
		c.Counters[dir].Losses++
	}
	h.lost = true
	c.release(h)
	c.decoder.Gap(dir, n)
	c.pairer.gap(dir)
}

// Expire hands on the requests whose time-out has passed at now, a capture
// time in UTC ns.
func (c *Conversation) Expire(now int64) { c.expire(now, false) }

func (c *Conversation) expire(now int64, all bool) {
	for t := c.pairer.expire(now, all); t != nil; t = c.pairer.expire(now, all) {
		c.shared.Sink.Transaction(t)
	}
}

// Waiting returns how many requests wait for a response.
func (c *Conversation) Waiting() int { return len(c.pairer.waiting) }

// Close ends the conversation: what waits is unanswered, what is incomplete is
// lost.
func (c *Conversation) Close(now int64) {
	for dir := range c.halves {
		h := &c.halves[dir]
		c.Counters[dir].Blind += uint64(len(h.held))
		if h.lost {
			c.Counters[dir].BlindTime += now - h.since
		}
		c.release(h)
		*h = half{}
	}
	c.expire(now, true)
}
