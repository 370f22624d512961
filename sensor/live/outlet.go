//go:build linux

package live

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/sight"
)

// Bounds of what is on its way from the workers to the output.
const (
	// batchSize transactions go together, and as many observations.
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
	// tickEvery is how often the output is told the time.
	tickEvery = time.Second
)

// batch is what workers make on its way, and back.
type batch struct {
	list []*wire.Transaction
	seen sight.List // observations, marked with how many of list come before
	from *outbox
}

// outlet hands what all workers make to the output.
type outlet struct {
	output  Output
	takers  sight.Takers
	log     *slog.Logger
	queue   chan *batch
	counted chan []baseline.Contact // those of the counters in the kernel
	reached func() int64            // capture time that all ports have reached, UTC ns
	ticked  int64                   // what Tick was told
	merger  *sight.Merger           // nil when the output takes no contacts and bindings
	sight   sightings

	mu         sync.Mutex
	byProtocol map[string]uint64
	fault      error
}

func newOutlet(output Output, log *slog.Logger, workers int) *outlet {
	// There is room for every batch there is, so that sending never waits. When an
	// interface is opened anew it has other batches than before, which went back.
	o := &outlet{output: output, takers: sight.TakersOf(output), log: log, queue: make(chan *batch, workers*batches), counted: make(chan []baseline.Contact),
		reached: func() int64 { return 0 }, byProtocol: map[string]uint64{}, sight: sightings{wake: make(chan struct{}, 1)}}
	if o.takers.Observer != nil {
		o.merger = sight.NewMerger()
	}
	return o
}

// run calls the output until ctx is done and nothing more is there.
func (o *outlet) run(ctx context.Context) error {
	tick := time.NewTicker(tickEvery)
	defer tick.Stop()
	for {
		select {
		case b := <-o.queue:
			o.deliver(b)
			continue
		case <-tick.C:
			o.tick()
			continue
		default:
		}
		o.note(o.output.Flush())
		select {
		case b := <-o.queue:
			o.deliver(b)
		case <-tick.C:
			o.tick()
		case <-o.sight.wake:
			o.tell()
		case list := <-o.counted:
			o.deliverCounted(list)
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
			o.tick()
			return o.output.Flush()
		}
	}
}

// deliver hands a batch to the output and gives it back to its worker.
func (o *outlet) deliver(b *batch) {
	o.tell()
	var err error
	counts := map[string]uint64{}
	for i, t := range b.list {
		err = first(err, o.observe(b, uint64(i)))
		err = first(err, o.output.Transaction(t))
		counts[t.Protocol.Name]++
	}
	o.note(first(err, o.observe(b, uint64(len(b.list)))))
	o.mu.Lock()
	for name, n := range counts {
		o.byProtocol[name] += n
	}
	o.mu.Unlock()
	b.from.free <- b
}

// first returns the first error.
func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
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
