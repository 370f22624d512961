//go:build linux

package live

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/sight"
)

// outbox gathers what one worker makes, which alone uses it but for the counters.
type outbox struct {
	queue   chan<- *batch
	free    chan *batch
	idle    []*batch // those that came back, the latest last
	current *batch
	since   time.Time // of the first thing in current
	sent    atomic.Uint64
	dropped atomic.Uint64 // transactions
	unseen  atomic.Uint64 // observations dropped
}

func (o *outlet) box() *outbox {
	x := &outbox{queue: o.queue, free: make(chan *batch, batches), idle: make([]*batch, 0, batches)}
	for range batches {
		x.free <- &batch{list: make([]*wire.Transaction, 0, batchSize), from: x}
	}
	return x
}

// Transaction implements wire.Sink.
func (x *outbox) Transaction(t *wire.Transaction) {
	if x.current == nil && !x.begin() {
		x.dropped.Add(1)
		t.Release()
		return
	}
	x.current.list = append(x.current.list, t)
	if len(x.current.list) == batchSize {
		x.send()
	}
}

// Contact implements sight.Sink.
func (x *outbox) Contact(c *baseline.Contact) {
	if l := x.room(); l != nil {
		l.Contact(c)
	}
}

// Binding implements sight.Sink.
func (x *outbox) Binding(b *baseline.Binding) {
	if l := x.room(); l != nil {
		l.Binding(b)
	}
}

// room returns where the next observation goes. It is nil, and the observation
// counted as dropped, where it would take the batches that transactions need: in a
// scan or a flood observations have half of them.
func (x *outbox) room() *sight.List {
	if x.current != nil && x.current.seen.Len() == batchSize && x.spare() {
		x.send()
	}
	if x.current == nil && (!x.spare() || !x.begin()) || x.current.seen.Len() == batchSize {
		x.unseen.Add(1)
		return nil
	}
	l := &x.current.seen
	l.At = uint64(len(x.current.list))
	return l
}

// spare reports whether more than half of the batches are there.
func (x *outbox) spare() bool {
	x.back()
	return len(x.idle) > batches/2
}

// begin takes a batch that came back, whose transactions are over.
func (x *outbox) begin() bool {
	for tries := 0; !x.back(); tries++ {
		if tries == yields {
			return false
		}
		runtime.Gosched()
	}
	last := len(x.idle) - 1
	x.current, x.idle = x.idle[last], x.idle[:last]
	for _, t := range x.current.list {
		t.Release()
	}
	x.current.list = x.current.list[:0]
	x.current.seen.Reset()
	x.since = time.Now()
	return true
}

// back takes in the batches that came back and reports whether there is one. The
// latest is used first: its transactions are still in the processor's cache.
func (x *outbox) back() bool {
	for {
		select {
		case b := <-x.free:
			x.idle = append(x.idle, b)
		default:
			return len(x.idle) > 0
		}
	}
}

// due sends what has waited long enough.
func (x *outbox) due() {
	if x.current != nil && time.Since(x.since) >= maxWait {
		x.send()
	}
}

// send hands on what there is.
func (x *outbox) send() {
	if x.current == nil {
		return
	}
	x.sent.Add(uint64(len(x.current.list)))
	x.queue <- x.current
	x.current = nil
}

// Message implements wire.Sink.
func (*outbox) Message(*wire.Conversation, *wire.Message) {}

// Opaque implements decode.Sink.
func (*outbox) Opaque(*flow.Flow, wire.Direction, flow.Position, []byte) {}

// Conflict implements decode.Sink.
func (*outbox) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}

// Ended implements decode.Sink.
func (*outbox) Ended(decode.Ended) {}
