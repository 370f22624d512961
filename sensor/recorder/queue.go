package recorder

import (
	"context"
	"errors"
	"sync"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
)

// Errors of Write. A frame that got one was not recorded, and was counted.
var (
	ErrFull    = errors.New("recorder: the queue is full")
	ErrStopped = errors.New("recorder: not running any more")
	ErrFrame   = errors.New("recorder: a frame of no interface of the recorder, too long, or before 1970")
)

// entryOctets is for how many octets of the queue there is an entry: a frame of
// the least length has 92 in its block, most have more.
const entryOctets = 128

// entry is one frame in a batch.
type entry struct {
	time   int64
	octets uint32 // of its block
	key    flow.Key
}

// batch is a number of frames, their blocks one after the other.
type batch struct {
	entries []entry
	octets  []byte
}

func newBatch(octets int) *batch {
	return &batch{make([]entry, 0, octets/entryOctets), make([]byte, 0, octets)}
}

func (b *batch) fits(octets int) bool {
	return len(b.entries) < cap(b.entries) && len(b.octets)+octets <= cap(b.octets)
}

func (b *batch) add(f *capture.Frame, k *flow.Key, octets int) {
	b.octets = appendEnhanced(b.octets, f)
	b.entries = append(b.entries, entry{f.Time, uint32(octets), *k})
}

func (b *batch) reset() { b.entries, b.octets = b.entries[:0], b.octets[:0] }

// queue holds frames until they are written: one batch is filled while the other
// is being written.
type queue struct {
	mu      sync.Mutex
	handled sync.Cond // at every batch written, and when serving ends
	fill    *batch
	spare   *batch // nil while it is being written
	serving bool   // somebody takes
	closed  bool
	in, out uint64 // frames accepted; written or lost
	full    uint64 // frames dropped because there was no room
	late    uint64 // after the end
	refused uint64 // not recordable

	wake chan struct{}
}

func (q *queue) init(octets int) {
	q.handled.L = &q.mu
	q.fill, q.spare = newBatch(octets/2), newBatch(octets/2)
	q.wake = make(chan struct{}, 1)
}

// put copies a frame into the queue.
func (q *queue) put(f *capture.Frame, k *flow.Key) error {
	octets := enhancedSize(len(f.Data))
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		q.late++
		return ErrStopped
	case !q.fill.fits(octets):
		q.full++
		return ErrFull
	}
	before := len(q.fill.octets)
	q.fill.add(f, k, octets)
	q.in++
	if half := cap(q.fill.octets) / 2; before < half && len(q.fill.octets) >= half || len(q.fill.entries) == cap(q.fill.entries)/2 {
		q.hurry()
	}
	return nil
}

func (q *queue) refuse() {
	q.mu.Lock()
	q.refused++
	q.mu.Unlock()
}

// hurry has the queue emptied before its time.
func (q *queue) hurry() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take returns what is in the queue; it is given back with release before the
// next is taken.
func (q *queue) take() *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	b := q.fill
	q.fill, q.spare = q.spare, nil
	return b
}

func (q *queue) release(b *batch) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.out += uint64(len(b.entries))
	b.reset()
	q.spare = b
	q.handled.Broadcast()
}

// serve says that somebody takes, or no longer does; the queue is then closed.
func (q *queue) serve(on bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.serving = on
	q.handled.Broadcast()
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
}

// settle waits until what is in the queue now has been written or lost, unless
// nobody takes.
func (q *queue) settle(ctx context.Context) {
	stop := context.AfterFunc(ctx, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.handled.Broadcast()
	})
	defer stop()
	q.mu.Lock()
	defer q.mu.Unlock()
	for target := q.in; q.serving && q.out < target && ctx.Err() == nil; {
		q.hurry()
		q.handled.Wait()
	}
}
