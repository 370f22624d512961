package flow

import "github.com/banken-ot/banken/sensor/packet"

// Batch is how many packets Ahead looks at. What they need fits the first-level
// cache of a processor, eight lines of 64 octets a packet, and is more than any
// processor asks the memory for at a time.
const Batch = 32

// farFlows is from how many flows on Ahead does anything: what packets need of
// fewer, some 700 octets a flow, is near without it, in the second-level cache.
const farFlows = 2048

// ahead is what was found out of a batch.
type ahead struct {
	hashes [Batch]uint32
	sides  [Batch]uint8
	flows  [Batch]*Flow
	sum    uint64 // of all that was read; it means nothing
}

// Ahead is told which packets are next, at most Batch, before Packet is called
// for each of them. It changes nothing, and nothing depends on its being called:
// it makes Packet faster among many flows. What a packet needs is far away then,
// and known only one piece after the other: the slot of the index tells the flow,
// the flow the block. Ahead reads each piece for all packets before it goes on to
// the next, so that the processor waits for all of them together.
//
// It returns the flows that the packets seem to belong to, none among few flows,
// for the consumer to do the same with its State. They are borrowed until the
// next call.
func (t *Table) Ahead(packets []packet.Packet) []*Flow {
	if t.count[proven] < farFlows {
		return nil
	}
	return t.fetch(packets[:min(len(packets), Batch)])
}

// fetch is Ahead for any number of flows. The fetch methods below read something
// of each cache line that a packet in order needs; what they return keeps the
// compiler from leaving the reads out.
func (t *Table) fetch(packets []packet.Packet) []*Flow {
	a := &t.ahead
	for i := range packets {
		k, side := KeyOf(&packets[i])
		a.hashes[i], a.sides[i] = uint32(k.hash(t.seed)), side
	}
	a.sum += t.index.fetch(a.hashes[:len(packets)])
	n := t.locate(len(packets))
	for i, f := range a.flows[:n] {
		a.sum += f.fetch(a.sides[i])
	}
	for i, f := range a.flows[:n] {
		a.sum += f.half[a.sides[i]].kept.fetch()
	}
	return a.flows[:n]
}

// locate finds the flows of the first n hashes, and returns how many there are.
// Which of several flows with a hash is meant is not looked into.
func (t *Table) locate(n int) (found int) {
	a := &t.ahead
	for i, hash := range a.hashes[:n] {
		if number, ok := t.index.first(hash); ok {
			a.flows[found], a.sides[found] = t.flow(number), a.sides[i]
			found++
		}
	}
	return found
}

// fetch reads the slots where the search for hashes begins.
func (x *index) fetch(hashes []uint32) (sum uint64) {
	for _, hash := range hashes {
		sum += uint64(x.slots[hash&x.mask])
	}
	return sum
}

// fetch reads the lines of f that a packet sent by side needs, see half, and the
// one that State is in.
func (f *Flow) fetch(side uint8) uint64 {
	h, o := &f.half[side], &f.half[side^1]
	return uint64(f.server) + uint64(h.next) + h.count.Packets + uint64(o.next) + uint64(f.number)
}

// fetch reads the first two lines of the first block: more octets few messages
// have.
func (q *queue) fetch() uint64 {
	if q.head == nil {
		return 0
	}
	return uint64(q.head.n) + uint64(q.head.data[64-blockHeader])
}
