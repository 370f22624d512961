package synth

import (
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// protocolOf returns what is spoken at a port, nil for what no decoder knows.
func protocolOf(port uint16) *wire.Protocol {
	for _, p := range [...]*wire.Protocol{&modbus.Protocol, &dnp3.Protocol, &opcua.Protocol} {
		for _, x := range p.Ports {
			if x == port {
				return p
			}
		}
	}
	return nil
}

// decode shows the octets of a connection to a decoder, whose transactions
// become events.
func (e *engine) decode(c *conn, dir uint8, at int64, b []byte) {
	if c.decoder == nil {
		p := protocolOf(c.ends[toClient].port)
		if p == nil {
			return
		}
		c.decoder = wire.NewConversation(p, wire.Stream, &e.shared, c.client(), c.server())
		c.decoder.Identify(c.flow)
	}
	e.decoding = c
	c.decoder.Octets(wire.Direction(dir), at, uint64(at), b)
	e.decoding = nil
}

// over ends the decoding of a connection: what waits is unanswered.
func (e *engine) over(c *conn, at int64) {
	if c.decoder != nil {
		e.decoding = c
		c.decoder.Close(at)
		e.decoding, c.decoder = nil, nil
	}
}

// Message implements wire.Sink.
func (e *engine) Message(*wire.Conversation, *wire.Message) {}

// Transaction implements wire.Sink.
func (e *engine) Transaction(t *wire.Transaction) {
	points := e.event.Points[:0]
	e.event = Event{Kind: Transaction, Time: t.Time, Client: t.Client, Server: t.Server, Flow: t.Flow, Protocol: t.Protocol,
		Operation: t.Operation, Function: t.Function, Code: t.Code, Sub: t.Sub, HasSub: t.HasSub, Station: t.Station,
		Outcome: t.Outcome, HasStatus: t.HasStatus, Status: t.Status, Latency: t.Latency}
	t.EachPoint(func(p *wire.Point) { points = append(points, *p) })
	e.event.Points = points
	e.emit(e.decoding)
	t.Release()
}
