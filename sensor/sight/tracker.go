package sight

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/packet"
)

// Sink takes what a Tracker makes. What it is given is borrowed.
type Sink interface {
	Contact(c *baseline.Contact)
	Binding(b *baseline.Binding)
}

// Config says how a Tracker guesses.
type Config struct {
	// ServerPort reports whether a port is known to be a server's (protocol is that
	// of IP). It guesses the roles of a flow whose start was not seen. nil knows none.
	ServerPort func(protocol uint8, port uint16) bool
}

// Tracker makes contacts and bindings of packets. It belongs to one goroutine.
type Tracker struct {
	clock
	sink   Sink
	server func(protocol uint8, port uint16) bool
	frame  uint64 // latest

	flows     flows
	line      line
	addresses addresses
	early     uint64
	resets    resets
	usurpers  usurpers

	contact baseline.Contact
	binding baseline.Binding
	whole   packet.Packet // of a first fragment, or within an ICMP error
}

// Stats is what a Tracker could not keep.
type Stats struct {
	// Early are contacts told before their outcome was known or its time over.
	Early uint64
	// Flows are those forgotten, although both ends were heard, to make room.
	Flows uint64
	// Addresses are those forgotten, although something answered them, to make
	// room.
	Addresses uint64
}

// New returns a tracker that has seen nothing, and tells sink.
func New(c Config, sink Sink) *Tracker {
	if c.ServerPort == nil {
		c.ServerPort = func(uint8, uint16) bool { return false }
	}
	return &Tracker{sink: sink, server: c.ServerPort, flows: newFlows(), line: newLine(), addresses: newAddresses(tellEvery),
		resets: newResets(), usurpers: newUsurpers()}
}

// SetSink changes who is told from here on.
func (t *Tracker) SetSink(sink Sink) { t.sink = sink }

// Packet takes the next packet of the capture, one that packet.Packet.Parse
// accepted. p is borrowed for the call.
func (t *Tracker) Packet(p *packet.Packet) {
	t.Advance(p.Time, p.Frame)
	switch {
	case p.IPVersion == 0:
		t.claim(p)
	case p.Protocol == packet.ProtocolTCP && p.TCPFlags&(packet.SYN|packet.ACK) == packet.SYN:
		// A SYN sent again is no new evidence of the stack: some leave options out.
		t.source(p, t.talk(p))
	default:
		if p.Protocol == protocolICMPv6 {
			t.neighbour(p)
		}
		t.source(p, false)
		t.talk(p)
	}
	if t.usurpers.n != 0 && p.IPVersion != 0 {
		t.passes(p)
	}
}

// Advance tells the capture time, and the number of the latest frame: contacts
// whose time for an outcome is over are told.
func (t *Tracker) Advance(now int64, frame uint64) {
	t.clock.to(now)
	t.frame = frame
	for t.line.head != t.line.tail && t.line.front().over(t.now) {
		t.next()
	}
}

// Close tells the contacts that wait for an outcome, as they stand.
func (t *Tracker) Close() {
	for t.line.head != t.line.tail {
		t.next()
	}
}

// Stats returns what could not be kept so far.
func (t *Tracker) Stats() Stats {
	return Stats{Early: t.early, Flows: t.flows.evicted, Addresses: t.addresses.evicted}
}
