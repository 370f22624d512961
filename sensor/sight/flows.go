package sight

import (
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Bits of what is known of a flow.
const (
	heardA uint8 = 1 << iota // A sent something but RST
	heardB
	finA // A sent a FIN
	finB
	synced // mark is the number of the SYN
	closed // by both FINs or a RST
	missed // the contact was told without an answer
)

// cell is a flow, one cache line.
type cell struct {
	key     key
	server  uint8 // side of the server: 0 for A
	state   uint8
	mark    uint32 // number of the SYN, else what the first packet acknowledged
	waiting uint32 // place in the waiting line plus one; 0 when the contact was told
	first   int64  // capture time of the first packet, UTC ns
}

// heard reports whether both ends sent something.
func (c *cell) heard() bool { return c.state&(heardA|heardB) == heardA|heardB }

// open reports whether an answer is still to be told.
func (c *cell) open() bool { return c.waiting != 0 || c.state&missed != 0 }

// idle returns how long a flow may go without a packet.
func (c *cell) idle() tick {
	switch {
	case c.state&closed != 0:
		return ticks(flow.IdleClosed)
	case c.key.protocol() != packet.ProtocolTCP:
		return ticks(flow.IdleUDP)
	case !c.heard():
		return ticks(flow.IdleHalfOpen)
	}
	return ticks(flow.IdleTCP)
}

// rank returns what a flow is worth.
func (c *cell) rank() stamp {
	switch {
	case c.state&closed != 0:
		return done
	case !c.heard():
		return loose
	}
	return firm
}

// flows are the flows of a tracker.
type flows struct {
	table
	cells   []cell
	evicted uint64 // flows, neither over nor of one end only, that made room
}

func newFlows() flows {
	return flows{table: newTable(MaxFlows, ticks(flow.IdleTCP)), cells: make([]cell, MaxFlows)}
}

// find returns the place of a flow.
func (f *flows) find(k *key, hash uint64) (place uint32, ok bool) {
	if place, ok = f.in(f.first(hash), k, hash); !ok {
		place, ok = f.in(f.second(hash), k, hash)
	}
	return place, ok
}

// in is find in one set.
func (f *flows) in(set uint32, k *key, hash uint64) (place uint32, ok bool) {
	tag := tagOf(hash)
	for i, x := range &f.sets[set].tags {
		if x != tag {
			continue
		}
		if place = set*ways + uint32(i); f.cells[place].key.is(k) {
			return place, true
		}
	}
	return 0, false
}

// over reports whether a flow's time has passed.
func (f *flows) over(place uint32, now tick) bool {
	return f.since(place, now) >= f.cells[place].idle()
}

// used notes that a packet of a flow was seen.
func (f *flows) used(place uint32, now tick) { f.touch(place, f.cells[place].rank(), now) }
