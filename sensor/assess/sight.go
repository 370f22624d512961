package assess

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/replay"
)

// sight is how well the flows of a pair were seen.
type sight struct {
	flows     uint64
	oneWay    uint64 // flows of which one direction was not captured at all
	lost      uint64 // octets never captured
	blind     uint64 // octets captured and not attributed
	blindTime int64  // ns
	octets    uint64
	decoded   uint64 // octets that belong to messages
	repeated  uint64 // packets with octets seen before
	copies    uint64 // copies of packets
	packets   uint64
}

// oneWayPackets is how many packets one direction must have before the silence
// of the other is told.
const oneWayPackets = 4

// seen counts how well a decoded flow was seen.
func (c *Collector) seen(f *replay.Flow) {
	s := within(c.sights, newPair(f.Client, f.Server, f.Protocol), MaxConversations, empty[sight])
	if s == nil {
		return
	}
	s.flows++
	for dir := range f.Counters {
		n, d := &f.Counters[dir], &f.Decoded[dir]
		s.lost += d.Lost
		s.blind += d.Blind
		s.decoded += d.Octets
		s.blindTime += d.BlindTime
		s.octets += n.Octets
		s.repeated += n.Retransmitted
		s.copies += n.Duplicates
		s.packets += n.Packets
		if other := &f.Counters[wire.Direction(dir).Reverse()]; n.Packets >= oneWayPackets && other.Packets == 0 {
			s.oneWay++
		}
	}
}
