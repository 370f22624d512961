//go:build linux

package live

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
)

// Bounds of what is on its way from the workers to the output.
const (
	// batchSize transactions go together.
	batchSize = 256
	// batches of a worker bound what may wait: 16,384 transactions, more than a
	// second of a large plant.
	batches = 64
	// yields is how often a worker lets others run before it drops: on a box of one
	// processor the output has no other moment while frames come without a pause, and
	// the scheduler may choose the worker again a time or two.
	yields = 4
	// maxWait is how long a transaction waits for others.
	maxWait = 50 * time.Millisecond
)

// batch is transactions on their way, and back.
type batch struct {
	list []*wire.Transaction
	from *outbox
}

// outlet hands the transactions of all workers to the output.
type outlet struct {
	output Output
	log    *slog.Logger
	queue  chan *batch

	mu         sync.Mutex
	byProtocol map[string]uint64
	fault      error
}

func newOutlet(output Output, log *slog.Logger, workers int) *outlet {
	// There is room for every batch there is, so that sending never waits. When an
	// interface is opened anew it has other batches than before, which went back.
	return &outlet{output: output, log: log, queue: make(chan *batch, workers*batches), byProtocol: map[string]uint64{}}
}

// run calls the output until ctx is done and nothing more is there.
func (o *outlet) run(ctx context.Context) error {
	for {
		select {
		case b := <-o.queue:
			o.deliver(b)
			continue
		default:
		}
		o.note(o.output.Flush())
		select {
		case b := <-o.queue:
			o.deliver(b)
		case <-ctx.Done():
			return o.drain()
		}
	}
}

// drain takes what is still there.
func (o *outlet) drain() error {
	for {
		select {
		case b := <-o.queue:
			o.deliver(b)
		default:
			return o.output.Flush()
		}
	}
}

// deliver hands a batch to the output and gives it back to its worker.
func (o *outlet) deliver(b *batch) {
	var err error
	counts := map[string]uint64{}
	for _, t := range b.list {
		if e := o.output.Transaction(t); e != nil {
			err = e
		}
		counts[t.Protocol.Name]++
	}
	o.note(err)
	o.mu.Lock()
	for name, n := range counts {
		o.byProtocol[name] += n
	}
	o.mu.Unlock()
	b.from.free <- b
}

// note keeps why the output does not work, and says it once.
func (o *outlet) note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil && o.fault == nil {
		o.log.Error("transactions cannot be written", "error", err)
	} else if err == nil && o.fault != nil {
		o.log.Info("transactions can be written again")
	}
	o.fault = err
}

// told returns what was handed on, by protocol, and why the output does not work.
func (o *outlet) told() (byProtocol map[string]uint64, fault string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	byProtocol = map[string]uint64{}
	for name, n := range o.byProtocol {
		byProtocol[name] = n
	}
	if o.fault != nil {
		fault = o.fault.Error()
	}
	return byProtocol, fault
}

// outbox gathers the transactions of one worker, which alone uses it but for the
// counters.
type outbox struct {
	queue   chan<- *batch
	free    chan *batch
	idle    []*batch // those that came back, the latest last
	current *batch
	since   time.Time // of the first transaction in current
	sent    atomic.Uint64
	dropped atomic.Uint64
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
