package flow

import "github.com/banken-ot/banken/sensor/packet"

// flow returns the flow with a number.
func (t *Table) flow(number uint32) *Flow {
	return &t.chunks[number/chunkFlows][number%chunkFlows]
}

// lookup returns the flow of a packet, and the end that sent it; nil and the
// hash to open it with when there is none.
func (t *Table) lookup(p *packet.Packet, k *Key, side uint8) (f *Flow, hash uint32) {
	if f = t.last; f != nil && f.Key == *k {
		return f, t.index.hashes[f.number]
	}
	hash = uint32(k.hash(t.seed))
	if f = t.find(p, k, hash, side); f != nil {
		t.last = f
	}
	return f, hash
}

// find looks a key up. Flows of the same endpoints in other VLANs have the same
// hash; p belongs to such a flow when what it carries proves it.
func (t *Table) find(p *packet.Packet, k *Key, hash uint32, side uint8) *Flow {
	var siblings [MaxSiblings]*Flow
	n := 0
	x := &t.index
	for i := hash & x.mask; x.slots[i] != 0; i = (i + 1) & x.mask {
		if !x.slots[i].matches(hash) {
			continue
		}
		f := t.flow(x.slots[i].number())
		if !f.Key.sameButVLAN(k) {
			continue
		}
		if f.has(k.VLAN) {
			return f
		}
		if n < MaxSiblings {
			siblings[n] = f
			n++
		}
	}
	return t.adopt(p, k, side, siblings[:n])
}

// adopt returns the flow in other VLANs that p is part of, if any. At the bound
// the first makes way for another.
func (t *Table) adopt(p *packet.Packet, k *Key, side uint8, siblings []*Flow) *Flow {
	for _, f := range siblings {
		if !f.fits(p, side, t.seed) {
			continue
		}
		if int(f.aliases) < len(f.alias) {
			f.alias[f.aliases] = k.VLAN
			f.aliases++
		}
		return f
	}
	if len(siblings) == MaxSiblings {
		t.retire(siblings[0], Evicted)
	}
	return nil
}

// fits reports whether a packet in another VLAN belongs to f: of TCP when its
// numbers do, of UDP when it is a copy, or comes from the end not heard yet.
func (f *Flow) fits(p *packet.Packet, side uint8, seed uint64) bool {
	h, o := &f.half[side], &f.half[side^1]
	if p.Protocol != packet.ProtocolTCP {
		return !h.seen || h.remembers(markUDP(p, seed), p)
	}
	if p.TCPFlags&packet.SYN != 0 && h.seen && h.known {
		return p.Seq+1 == h.first
	}
	ack := p.TCPFlags&packet.ACK != 0
	if h.known && !h.near(p.Seq) || o.known && ack && !o.near(p.Ack) {
		return false
	}
	return h.known || o.known && ack
}

// open makes a flow for its first packet.
func (t *Table) open(p *packet.Packet, k *Key, hash uint32, side uint8) *Flow {
	if t.count[halfOpen] >= t.bound[halfOpen] {
		t.evict(halfOpen)
	}
	n := t.number()
	f := t.flow(n)
	*f = Flow{Key: *k, First: p.Time, Last: p.Time, number: n, class: halfOpen}
	f.guess(p, side, t.config.ServerPort)
	t.index.insert(hash, n)
	t.order.push(uint32(halfOpen), n)
	t.count[halfOpen]++
	t.stats.Opened++
	f.timer = f.deadline()
	t.wheel.schedule(n, f.timer)
	t.last = f
	return f
}

// number returns the number of a flow not in use. Bounds hold their sum below
// what the rings were made for.
func (t *Table) number() uint32 {
	if len(t.free) == 0 {
		made := uint32(len(t.chunks) * chunkFlows)
		t.chunks = append(t.chunks, make([]Flow, chunkFlows))
		for n := min(made+chunkFlows, t.order.nodes); n > made; n-- {
			t.free = append(t.free, n-1)
		}
	}
	n := t.free[len(t.free)-1]
	t.free = t.free[:len(t.free)-1]
	return n
}

// touch notes that a packet of f was seen. The order of use is kept to a second:
// every packet would cost more than what it is worth.
func (t *Table) touch(f *Flow, now int64) {
	if now>>orderShift != f.Last>>orderShift {
		t.order.touch(uint32(f.class), f.number)
	}
	f.Last = now
}

const orderShift = 30 // 2^30 ns, 1.07 s
