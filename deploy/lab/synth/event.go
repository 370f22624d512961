package synth

import (
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
)

// Kind is what an event tells.
type Kind uint8

const (
	// Transaction is a request and its answer, or what there was of them.
	Transaction Kind = iota
	// Connection is the opening of a TCP connection, or the first datagram of an
	// exchange: Outcome says whether it was answered.
	Connection
	// Binding is an address that was told, by ARP, to be at a MAC address.
	Binding
)

// Event is what happens in the plant's network, without packets: as neutral as
// a wire.Transaction, and with the same words.
type Event struct {
	Kind     Kind
	Time     int64 // UTC ns, of the request
	Client   netip.AddrPort
	Server   netip.AddrPort
	Flow     uint64 // tells connections apart; 0 when there is none
	Protocol *wire.Protocol
	// Transport is "tcp", "udp" or "arp", of Connection.
	Transport string
	MAC       [6]byte // of Client's address, of Binding

	Operation wire.Operation
	Function  string
	Code, Sub uint32
	HasSub    bool
	Station   uint32
	Outcome   wire.Outcome
	HasStatus bool
	Status    uint32
	Latency   int64 // ns; wire.NoLatency without both halves
	// Points as wire.Transaction.EachPoint tells them: written, then read. They
	// are borrowed until yield returns.
	Points []wire.Point
}

// emit hands the event on, and tells the attack it belongs to.
func (e *engine) emit(c *conn) {
	if e.net == nil {
		if r := e.blame(c); r != nil {
			r.Caused(timeOf(e.event.Time), 0)
			if e.event.Latency > 0 {
				r.Caused(timeOf(e.event.Time+e.event.Latency), 0)
			}
		}
	}
	if e.yield != nil {
		e.yield(&e.event)
	}
}

// begin empties the event for a transaction on a connection.
func (e *engine) transaction(c *conn, p *wire.Protocol, at, latency int64) *Event {
	points := e.event.Points[:0]
	e.event = Event{Kind: Transaction, Time: at, Client: c.client(), Server: c.server(), Flow: c.flow, Protocol: p,
		Outcome: wire.Answered, Latency: latency, Points: points}
	return &e.event
}

// flow tells of the opening of a connection.
func (e *engine) flow(at int64, c *conn, answered bool) {
	e.connection(at, c.client(), c.server(), "tcp", answered)
	e.event.Flow = c.flow
	e.emit(c)
}

func (e *engine) connection(at int64, client, server netip.AddrPort, transport string, answered bool) {
	points := e.event.Points[:0]
	e.event = Event{Kind: Connection, Time: at, Client: client, Server: server, Transport: transport, Outcome: wire.Unanswered, Latency: wire.NoLatency, Points: points}
	if answered {
		e.event.Outcome = wire.Answered
	}
}

// binding tells that an address was told to be at a MAC address.
func (e *engine) binding(at int64, ip netip.Addr, mac [6]byte) {
	points := e.event.Points[:0]
	e.event = Event{Kind: Binding, Time: at, Client: netip.AddrPortFrom(ip, 0), Transport: "arp", MAC: mac, Outcome: wire.Answered, Latency: wire.NoLatency, Points: points}
	e.emit(nil)
}
