// Package decode turns parsed packets into messages and transactions: it finds
// out by content which protocol a flow speaks, whatever its ports, and drives
// one wire.Conversation a flow over the octets the flow table puts in order.
//
// One Worker belongs to one goroutine; it owns its flow table, its decoders and
// its transactions. Packets are given to workers by flow.Shard.
package decode

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Sink takes what a Worker makes. Everything but transactions is borrowed.
type Sink interface {
	wire.Sink
	// Opaque is shown the first octets of a flow that speaks none of the
	// protocols, MaxOpaque a direction at most.
	Opaque(f *flow.Flow, dir wire.Direction, p flow.Position, b []byte)
	// Conflict tells that octets of a flow were sent twice with different
	// content: someone may be trying to evade the sensor.
	Conflict(f *flow.Flow, dir wire.Direction, p flow.Position, o flow.Overlap)
	// Ended tells that a flow is over, with what it spoke.
	Ended(e Ended)
}

// Ended is a flow that is over.
type Ended struct {
	Flow         *flow.Flow         // borrowed
	Conversation *wire.Conversation // nil when no protocol was recognised; borrowed
	Frame        uint64             // at which it was found to be over
	Why          flow.Ending
	// Registered is the protocol whose port the server uses, when the content
	// was not that protocol: something else speaks on a control port.
	Registered *wire.Protocol
}

// FlowID tells a flow that began at first, a capture time in UTC ns, from others
// with the same addresses and ports. It is the same in every run, and for the
// copies of a flow in other VLANs.
func FlowID(k *flow.Key, first int64) uint64 {
	h := k.Hash() ^ uint64(first)*0x9e3779b97f4a7c15 // 2^64 / the golden ratio, odd
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// Worker decodes the packets of its share of the flows.
type Worker struct {
	protocols []*wire.Protocol
	table     *flow.Table
	shared    wire.Shared
	sink      Sink
	free      []*conn
	rooms     []room
	joined    []byte // octets of a flow put together to be probed
	closed    map[kind][]*wire.Conversation
	active    []*conn // those with a conversation
	expired   int64   // capture time of the last look at time-outs
	stats     Stats
	near      uint64 // of what Ahead read; it means nothing

	// Recognised, when set, is told of each flow whose protocol was found out. The
	// flow is borrowed. It is set before the first packet.
	Recognised func(f *flow.Flow, p *wire.Protocol)
}

// Stats counts what a worker was given.
type Stats struct {
	Packets   uint64 // frames
	Octets    uint64 // their length on the wire
	Malformed uint64 // frames whose headers could not be parsed
	NotIP     uint64 // frames without IP
	Flows     uint64 // flows begun
	// Conflicts are overlaps with different content; someone may be evading.
	Conflicts uint64
	// Duplicates are packets that a SPAN port showed again.
	Duplicates uint64
	// NotCaptured are octets of TCP flows that were never captured.
	NotCaptured uint64
	// Blind are octets of recognised flows that belong to no message, and
	// BlindTime is how long, in ns of capture time, their decoding was lost.
	Blind     uint64
	BlindTime int64
}

// Add adds o to s.
func (s *Stats) Add(o Stats) {
	s.Packets += o.Packets
	s.Octets += o.Octets
	s.Malformed += o.Malformed
	s.NotIP += o.NotIP
	s.Flows += o.Flows
	s.Conflicts += o.Conflicts
	s.Duplicates += o.Duplicates
	s.NotCaptured += o.NotCaptured
	s.Blind += o.Blind
	s.BlindTime += o.BlindTime
}

// NewWorker returns a worker for the protocols that reports to sink.
func NewWorker(protocols []*wire.Protocol, sink Sink) *Worker {
	return newWorker(protocols, sink, flow.Config{})
}

func newWorker(protocols []*wire.Protocol, sink Sink, bounds flow.Config) *Worker {
	w := &Worker{protocols: protocols, sink: sink, closed: map[kind][]*wire.Conversation{}}
	w.shared.Sink = sink
	bounds.ServerPort = w.registered
	w.table = flow.New(bounds, w)
	return w
}

// registered tells whether a port is one of the protocols'.
func (w *Worker) registered(_ uint8, port uint16) bool { return w.byPort(port) != nil }

func (w *Worker) byPort(port uint16) *wire.Protocol {
	for _, p := range w.protocols {
		for _, q := range p.Ports {
			if q == port {
				return p
			}
		}
	}
	return nil
}

// Stats returns what was counted so far.
func (w *Worker) Stats() Stats {
	s, t := w.stats, w.table.Stats()
	s.Flows, s.Conflicts, s.Duplicates, s.NotCaptured = t.Opened, t.Conflicts, t.Duplicates, t.NotCaptured
	for _, c := range w.active {
		s.blind(c.conv)
	}
	return s
}

// Table returns the figures of the flow table.
func (w *Worker) Table() flow.Stats { return w.table.Stats() }

func (s *Stats) blind(c *wire.Conversation) {
	for dir := range c.Counters {
		s.Blind += c.Counters[dir].Blind
		s.BlindTime += c.Counters[dir].BlindTime
	}
}

// Ahead is told which packets are next, at most flow.Batch: what is kept of their
// flows is brought near. It makes Packet faster and changes nothing, see
// flow.Table.Ahead.
func (w *Worker) Ahead(packets []packet.Packet) {
	flows := w.table.Ahead(packets)
	for _, f := range flows {
		if c, ok := f.State.(*conn); ok {
			w.near += uint64(c.slot)
		}
	}
	for _, f := range flows {
		if c, ok := f.State.(*conn); ok && c.conv != nil {
			w.near += c.conv.Counters[wire.ToServer].Messages + uint64(c.conv.Client().Port())
		}
	}
}

// Packet decodes one packet that packet.Parse accepted.
func (w *Worker) Packet(p *packet.Packet) {
	w.stats.Packets++
	w.stats.Octets += uint64(p.WireLen)
	if p.IPVersion == 0 {
		w.stats.NotIP++
		return
	}
	w.table.Packet(p)
}

// Malformed counts a frame that could not be parsed.
func (w *Worker) Malformed(wireLen uint32) {
	w.stats.Packets++
	w.stats.Octets += uint64(wireLen)
	w.stats.Malformed++
}

// Advance tells the capture time: flows and requests whose time has passed end.
// For results that do not depend on the number of workers, all are advanced at
// the same frames.
func (w *Worker) Advance(now int64, frame uint64) {
	w.table.Advance(now, frame)
	if now-w.expired < expireEvery {
		return
	}
	w.expired = now
	for _, c := range w.active {
		c.conv.Expire(now)
	}
}

// expireEvery is how often, in ns of capture time, requests on connections
// without further messages are looked at for time-outs.
const expireEvery = 1e9

// Close ends all flows.
func (w *Worker) Close(frame uint64) { w.table.Flush(frame) }
