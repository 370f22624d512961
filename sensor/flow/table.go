package flow

import (
	"hash/maphash"

	"github.com/banken-ot/banken/sensor/packet"
)

const (
	protocolICMP   = 1
	protocolICMPv6 = 58
)

// Classes of flows. Each has its own bound, and its list in order of use.
const (
	halfOpen uint8 = iota // not proven yet
	proven                // both ends have been seen to speak
	closed                // ended, and remembered for a while
	classes
)

// Table holds the flows of one worker. It has no locks: one goroutine uses it.
// Once as many flows and buffers as the traffic needs were made, it allocates
// nothing.
type Table struct {
	consumer Consumer
	config   Config
	seed     uint64
	at       Position // of the packet or Advance in work

	index  index
	chunks [][]Flow // flow n is chunks[n/chunkFlows][n%chunkFlows]
	free   []uint32 // numbers of flows not in use
	last   *Flow    // the flow of the latest packet
	order  rings    // flows of each class, the one idle longest in front
	count  [classes]int
	bound  [classes]int
	wheel  wheel

	pool      pool
	fragments fragments
	stats     Stats
	ahead     ahead
	scratch   [1 << 16]byte // a segment put together from its blocks
}

// chunkFlows is how many flows are made at once.
const chunkFlows = 512

// New returns an empty table that delivers to consumer. Zero fields of config
// are their defaults.
func New(config Config, consumer Consumer) *Table {
	c := config.withDefaults()
	flows := c.MaxFlows + c.MaxHalfOpen + MaxClosed + 1 // one more while a bound is restored
	t := &Table{
		consumer: consumer,
		config:   c,
		seed:     maphash.Bytes(maphash.MakeSeed(), nil) | 1,
		index:    newIndex(flows),
		free:     make([]uint32, 0, flows),
		order:    newRings(flows, int(classes)),
		bound:    [classes]int{halfOpen: c.MaxHalfOpen, proven: c.MaxFlows, closed: MaxClosed},
		wheel:    newWheel(flows),
		pool:     newPool(c.BufferOctets),
	}
	t.fragments.init(t.seed)
	return t
}

// Packet takes the next packet of the capture. Only packets that
// packet.Packet.Parse accepted belong here. p is borrowed for the call.
func (t *Table) Packet(p *packet.Packet) {
	t.at = Position{p.Time, p.Frame}
	t.stats.Packets++
	switch {
	case p.IPVersion == 0:
		t.stats.NotIP++
	case p.Fragment:
		if d := t.fragment(p); d != nil {
			t.transport(d)
			t.fragments.done()
		}
	default:
		t.transport(p)
	}
}

func (t *Table) transport(p *packet.Packet) {
	switch p.Protocol {
	case packet.ProtocolTCP:
		t.stats.TCP++
		t.tcp(p)
	case packet.ProtocolUDP:
		t.stats.UDP++
		t.udp(p)
	case protocolICMP, protocolICMPv6:
		t.stats.ICMP++
	default:
		t.stats.OtherIP++
	}
}

// Advance tells the capture time, and the number of the latest frame: holes and
// flows whose time is over are given up. It is called every few milliseconds of
// capture time, and at the same places for every table of a capture. Calls that
// find nothing due cost next to nothing.
func (t *Table) Advance(now int64, frame uint64) {
	t.at = Position{now, frame}
	t.fragments.expire(t, now)
	if now < t.wheel.due {
		return
	}
	from, to := t.wheel.begin(now)
	for tick := from; tick <= to; tick++ {
		t.wheel.visit(tick)
		for number, ok := t.wheel.next(); ok; number, ok = t.wheel.next() {
			t.visit(t.flow(number), now)
		}
	}
}

// visit does what is due for a flow.
func (t *Table) visit(f *Flow, now int64) {
	if f.expired(now) {
		t.retire(f, Idle)
		return
	}
	if !f.ended {
		t.overdue(f, now)
		t.settle(f)
	}
	if f.live() {
		f.timer = f.deadline()
		t.wheel.schedule(f.number, f.timer)
	}
}

// Flush ends all flows: the capture is over. Each ends at the time of its latest
// packet, and at frame. The table can be used again.
func (t *Table) Flush(frame uint64) {
	for class := range classes {
		for n, ok := t.order.front(uint32(class)); ok; n, ok = t.order.front(uint32(class)) {
			f := t.flow(n)
			t.at = Position{f.Last, frame}
			t.retire(f, Flushed)
		}
	}
	t.fragments.flush(t)
}
