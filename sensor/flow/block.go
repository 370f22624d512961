package flow

const (
	blockSize   = 512
	blockHeader = 40
	blockOctets = blockSize - blockHeader // of payload in one block
)

// block keeps octets of one segment or fragment. A segment of more than
// blockOctets takes several, all but the last with more set.
type block struct {
	next    *block
	at      Position // of the packet that brought the octets
	seq     uint32   // sequence number, or offset in the datagram, of the first
	ack     uint32   // acknowledgement the segment carried
	missing uint32   // octets that follow those kept and were not captured
	n       uint16   // octets kept
	more    bool
	hasAck  bool
	data    [blockOctets]byte
}

func (b *block) octets() []byte { return b.data[:b.n] }

// captured returns the sequence number after the octets kept.
func (b *block) captured() uint32 { return b.seq + uint32(b.n) }

// end returns the sequence number after all the block stands for.
func (b *block) end() uint32 { return b.captured() + b.missing }

// queue is a list of blocks in sequence order that do not overlap.
type queue struct {
	head, tail *block
	n          int32
}

func (q *queue) push(b *block) {
	b.next = nil
	if q.tail == nil {
		q.head = b
	} else {
		q.tail.next = b
	}
	q.tail = b
	q.n++
}

func (q *queue) pop() *block {
	b := q.head
	q.head = b.next
	if q.head == nil {
		q.tail = nil
	}
	q.n--
	return b
}

// link puts b behind prev, or in front of all when prev is nil.
func (q *queue) link(prev, b *block) {
	switch {
	case prev == q.tail:
		q.push(b)
	case prev == nil:
		b.next, q.head = q.head, b
		q.n++
	default:
		b.next, prev.next = prev.next, b
		q.n++
	}
}

// place returns the last block that ends at or before seq, and the one after it.
// Segments mostly come in order, so the tail is tried first.
func (q *queue) place(seq uint32) (prev, cur *block) {
	if q.tail != nil && !before(seq, q.tail.end()) {
		return q.tail, nil
	}
	for cur = q.head; cur != nil && !before(seq, cur.end()); cur = cur.next {
		prev = cur
	}
	return prev, cur
}

// before compares sequence numbers (RFC 9293, 3.4).
func before(a, b uint32) bool { return int32(a-b) < 0 }

// later returns the later of two sequence numbers.
func later(a, b uint32) uint32 {
	if before(a, b) {
		return b
	}
	return a
}

// pool hands out blocks and takes them back. It makes them as they are first
// needed, up to its limit, and never gives memory back.
type pool struct {
	free  *block
	made  int
	used  int
	limit int
}

func newPool(octets int) pool { return pool{limit: max(octets/blockSize, 1)} }

// has reports whether n blocks can be taken.
func (p *pool) has(n int) bool { return p.used+n <= p.limit }

// spare reports whether there are blocks for what is useful but not needed: the
// last quarter is for octets that wait.
func (p *pool) spare() bool { return p.used < p.limit-p.limit/4 }

// take returns a block, or nil at the limit. Its fields are those of its last use.
func (p *pool) take() *block {
	if p.used >= p.limit {
		return nil
	}
	p.used++
	if b := p.free; b != nil {
		p.free = b.next
		return b
	}
	p.made++
	return new(block)
}

func (p *pool) give(b *block) {
	p.used--
	b.next, p.free = p.free, b
}

func (p *pool) giveAll(q *queue) {
	for q.head != nil {
		p.give(q.pop())
	}
}

// usage is what a flow or datagram has of the pool in octets that wait.
type usage struct{ blocks, octets uint32 }

func (u *usage) add(b *block) {
	u.blocks++
	u.octets += uint32(b.n)
}

func (u *usage) remove(b *block) {
	u.blocks--
	u.octets -= uint32(b.n)
}
