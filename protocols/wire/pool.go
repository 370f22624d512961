package wire

import (
	"math/bits"
	"unsafe"
)

// Pool recycles transactions, and apart from them the room for their points,
// fields and octets, so that none is allocated in steady state: a request that
// waits holds no more than it needs, and the large room of responses goes from
// one to the next. It belongs to one goroutine: what was handed to another must
// come back to it.
type Pool struct {
	free        []*Transaction
	points      room[Point]
	fields      room[Field]
	octets      room[byte]
	outstanding int // requests waiting in the Pairers that share this pool
}

// Release gives the transaction back to the pool it came from; it must not be
// used afterwards.
func (t *Transaction) Release() { t.pool.put(t) }

func (p *Pool) get() *Transaction {
	n := len(p.free)
	if n == 0 {
		return &Transaction{pool: p}
	}
	t := p.free[n-1]
	p.free = p.free[:n-1]
	return t
}

func (p *Pool) put(t *Transaction) {
	for _, part := range [...]*Part{&t.Request, &t.Response} {
		p.points.give(part.Points)
		p.fields.give(part.Fields)
		p.octets.give(part.octets)
	}
	*t = Transaction{pool: p}
	p.free = append(p.free, t)
}

const (
	// smallest is the capacity of the smallest slices, as a power of two: most
	// requests have one or two points and some fields.
	smallest = 2
	// sizes is how many capacities are kept: up to 2^20, which is more than a
	// message has of anything but hostile octets.
	sizes = 21 - smallest
	// keptOctets bounds what a room holds that nobody uses: hostile messages must
	// not hold their memory for ever.
	keptOctets = 8 << 20
)

// room is slices that are not in use, by capacity: powers of two.
type room[T any] struct {
	free [sizes][][]T
	held int // octets
}

// class is the place in free of the slices with room for n.
func class(n int) int { return max(bits.Len(uint(n-1)), smallest) - smallest }

// take returns an empty slice with room for n.
func (r *room[T]) take(n int) []T {
	c := class(n)
	if c >= sizes || len(r.free[c]) == 0 {
		return make([]T, 0, 1<<(c+smallest))
	}
	list := r.free[c]
	s := list[len(list)-1]
	r.free[c] = list[:len(list)-1]
	r.held -= octets(s)
	return s
}

// give takes back a slice that take returned and nobody uses any more. One that
// somebody else made is left alone.
func (r *room[T]) give(s []T) {
	c := class(max(cap(s), 1))
	if cap(s) != 1<<(c+smallest) || c >= sizes || r.held+octets(s) > keptOctets {
		return
	}
	r.free[c] = append(r.free[c], s[:0])
	r.held += octets(s)
}

// grow returns s with room for n more.
func (r *room[T]) grow(s []T, n int) []T {
	if len(s)+n <= cap(s) {
		return s
	}
	longer := append(r.take(len(s)+n), s...)
	r.give(s)
	return longer
}

// octets returns what s occupies.
func octets[T any](s []T) int {
	var t T
	return cap(s) * int(unsafe.Sizeof(t))
}
