package flow

import (
	"math"

	"github.com/banken-ot/banken/sensor/packet"
)

// fragments are the datagrams of a table that wait for fragments.
type fragments struct {
	seed    uint64
	index   index
	list    []datagram
	free    []uint32
	order   rings // one list, the oldest in front
	count   int
	blocks  uint32
	due     int64     // none is due before
	work    *datagram // the datagram just put together
	packet  packet.Packet
	payload [MaxDatagram]byte
}

func (g *fragments) init(seed uint64) {
	g.seed, g.due = seed, math.MaxInt64
	g.index = newIndex(FragmentDatagrams)
	g.list = make([]datagram, FragmentDatagrams)
	g.order = newRings(FragmentDatagrams, 1)
	g.free = make([]uint32, FragmentDatagrams)
	for i := range g.free {
		g.free[i] = uint32(FragmentDatagrams - 1 - i)
	}
}

func (g *fragments) find(k *fragmentKey, hash uint32) *datagram {
	x := &g.index
	for i := hash & x.mask; x.slots[i] != 0; i = (i + 1) & x.mask {
		if s := x.slots[i]; s.matches(hash) && g.list[s.number()].key == *k {
			return &g.list[s.number()]
		}
	}
	return nil
}

// fragment takes a fragment and returns the packet that it completes, or nil.
// The packet is borrowed until the next fragment, and has the position and the
// fields of IP of the fragment that completed it.
func (t *Table) fragment(p *packet.Packet) *packet.Packet {
	t.stats.Fragments++
	t.fragments.work = nil
	if !sound(p) {
		t.stats.Malformed++
		return nil
	}
	d := t.datagram(p)
	if !d.agrees(p) {
		t.stats.Malformed++
		return nil
	}
	if !t.collect(d, p) {
		return nil
	}
	return t.complete(d, p)
}

// datagram returns the datagram of a fragment, a new one if need be.
func (t *Table) datagram(p *packet.Packet) *datagram {
	g := &t.fragments
	k := fragmentKeyOf(p)
	hash := k.hash(g.seed)
	d := g.find(&k, hash)
	if d != nil && p.Time >= d.deadline() {
		t.forget(d)
		d = nil
	}
	if d == nil {
		d = t.begin(&k, hash, p.Time)
	}
	if d.copied(markFragment(p, g.seed)) {
		t.stats.Duplicates++
	} else if d.copies {
		d.copies, d.began = false, p.Time
	}
	if p.FragmentOffset == 0 {
		d.protocol = p.Protocol
	}
	return d
}

// begin opens a datagram; at the bound the oldest makes way.
func (t *Table) begin(k *fragmentKey, hash uint32, now int64) *datagram {
	g := &t.fragments
	if len(g.free) == 0 {
		n, _ := g.order.front(0)
		t.stats.FragmentsEvicted++
		t.forget(&g.list[n])
	}
	n := g.free[len(g.free)-1]
	g.free = g.free[:len(g.free)-1]
	d := &g.list[n]
	*d = datagram{key: *k, number: n, began: now, protocol: k.protocol}
	g.index.insert(hash, n)
	g.order.push(0, n)
	g.count++
	g.due = min(g.due, d.deadline())
	return d
}

// collect stores a fragment; false when there is no room for it.
func (t *Table) collect(d *datagram, p *packet.Packet) bool {
	g := &t.fragments
	s := segment{at: t.at, seq: uint32(p.FragmentOffset), b: p.Payload, missing: p.Missing}
	need := uint32(blocksFor(len(s.b)))
	if d.usage.blocks+need > FragmentPieces || !t.fragmentRoom(d, need) {
		t.stats.FragmentsEvicted++
		t.forget(d)
		return false
	}
	had := d.usage.blocks
	t.stats.Unbuffered += uint64(t.pool.insert(&d.parts, &d.usage, &s))
	g.blocks += d.usage.blocks - had
	if s.clash.found {
		t.stats.FragmentConflicts++
		d.note(&s.clash)
	} else if d.usage.blocks == had {
		t.stats.Duplicates++
	}
	return true
}

// fragmentRoom makes room for need blocks at the cost of datagrams older than d.
func (t *Table) fragmentRoom(d *datagram, need uint32) bool {
	g := &t.fragments
	for g.blocks+need > fragmentBlocks || !t.pool.has(int(need)) {
		n, ok := g.order.front(0)
		if !ok || n == d.number {
			return false
		}
		t.stats.FragmentsEvicted++
		t.forget(&g.list[n])
	}
	return true
}

// complete returns the datagram as a packet when it is whole.
func (t *Table) complete(d *datagram, p *packet.Packet) *packet.Packet {
	g := &t.fragments
	n, missing, ok := d.join(g.payload[:])
	if !ok {
		return nil
	}
	g.packet = *p
	g.packet.Protocol = d.protocol
	t.empty(d)
	if d.copies {
		return nil
	}
	d.whole, d.copies, d.at = true, true, p.Time
	g.due = min(g.due, d.deadline())
	g.work = d
	t.stats.Reassembled++
	if err := g.packet.ParseTransport(g.payload[:n]); err != nil {
		t.stats.Malformed++
		g.done()
		return nil
	}
	g.packet.Missing = missing
	return &g.packet
}

// done ends the work on a whole datagram.
func (g *fragments) done() {
	if g.work != nil {
		g.work.clash = false
		g.work = nil
	}
}

// reportFragments tells the consumer that fragments of the datagram in work
// overlapped.
func (t *Table) reportFragments(f *Flow, side uint8) {
	if d := t.fragments.work; d != nil && d.clash {
		d.clash = false
		t.conflict(f, side, d.overlap)
	}
}

// empty drops the fragments of d.
func (t *Table) empty(d *datagram) {
	t.fragments.blocks -= d.usage.blocks
	t.pool.giveAll(&d.parts)
	d.usage = usage{}
	d.last, d.total = false, 0
}

// forget drops a datagram.
func (t *Table) forget(d *datagram) {
	g := &t.fragments
	if !d.copies {
		t.stats.Incomplete++
	}
	t.empty(d)
	g.index.remove(d.number)
	g.order.remove(d.number)
	g.free = append(g.free, d.number)
	g.count--
	if g.work == d {
		g.work = nil
	}
}

// expire gives up the datagrams whose time is over.
func (g *fragments) expire(t *Table, now int64) {
	if now < g.due {
		return
	}
	g.due = math.MaxInt64
	for n, ok := g.order.front(0); ok; {
		d, next := &g.list[n], g.order.links[n].next
		if now >= d.deadline() {
			t.forget(d)
		} else {
			g.due = min(g.due, d.deadline())
		}
		n, ok = next, next < g.order.nodes
	}
}

// flush drops all datagrams.
func (g *fragments) flush(t *Table) {
	for n, ok := g.order.front(0); ok; n, ok = g.order.front(0) {
		t.forget(&g.list[n])
	}
}

// markFragment returns a number that copies of a fragment share.
func markFragment(p *packet.Packet, seed uint64) uint64 {
	h := mix(uint64(p.FragmentOffset)^prime0, boolBit(p.MoreFragments)^prime1)
	return mix(h, hashOctets(p.Payload, seed)) | 1
}

func boolBit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
