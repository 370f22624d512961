package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
)

// Event is a transaction in neutral terms. It is borrowed: Points and fields
// belong to the transaction, and everything is valid until the detector returns.
type Event struct {
	Time                 int64  // capture time of the request, UTC ns; of the response when unasked
	Frame, ResponseFrame uint64 // as of wire.Transaction; 0 for none
	Flow                 uint64 // tells connections apart; 0 when not known
	Client, Server       netip.AddrPort
	Protocol             *wire.Protocol
	Station              uint32

	Operation wire.Operation
	Function  string
	Code, Sub uint32
	HasSub    bool
	Outcome   wire.Outcome
	NoReply   bool
	HasStatus bool
	Status    uint32
	Latency   int64 // ns; wire.NoLatency without both halves
	Defects   wire.Defects

	// Points as wire.Transaction.EachPoint tells them: written, then read.
	Points []wire.Point
	// Request and Response are the fields of the two halves.
	Request, Response []wire.Field

	// What the model adds before a detector sees the event: numbers of its Book,
	// 0 where the book is full, and whether the event belongs to the first
	// OpeningTime of its connection.
	ClientID, ServerID AssetID
	Channel            ChannelID
	Opening            bool
}

// OpeningTime is how long the beginning of a session is a context of its own:
// what is read once at a start is not what is polled, UTC ns.
const OpeningTime = 60e9

// Set makes e the event of a transaction. It borrows from t.
func (e *Event) Set(t *wire.Transaction) {
	points := e.Points[:0]
	t.EachPoint(func(p *wire.Point) { points = append(points, *p) })
	*e = Event{Time: t.Time, Frame: t.Frame, ResponseFrame: t.ResponseFrame, Flow: t.Flow, Client: t.Client, Server: t.Server,
		Protocol: t.Protocol, Station: t.Station, Operation: t.Operation, Function: t.Function, Code: t.Code, Sub: t.Sub, HasSub: t.HasSub,
		Outcome: t.Outcome, NoReply: t.NoReply, HasStatus: t.HasStatus, Status: t.Status, Latency: t.Latency, Defects: t.Defects(),
		Points: points, Request: t.Request.Fields, Response: t.Response.Fields}
}

// End returns when the event was complete: at its response, or at its request
// where there is none. UTC ns.
func (e *Event) End() int64 {
	if e.Latency > 0 {
		return e.Time + e.Latency
	}
	return e.Time
}

// LastFrame returns the frame that completed the event.
func (e *Event) LastFrame() uint64 {
	if e.ResponseFrame != 0 {
		return e.ResponseFrame
	}
	return e.Frame
}

// Controls reports whether the event changes something, or may: anything but
// reading, asking who is there, testing and keeping a session.
func (e *Event) Controls() bool { return Controls(e.Operation) }

// Controls reports whether an operation changes something in the process, the
// device or its configuration.
func Controls(o wire.Operation) bool {
	switch o {
	case wire.Write, wire.Select, wire.Operate, wire.Configure, wire.Program, wire.Restart:
		return true
	}
	return false
}
