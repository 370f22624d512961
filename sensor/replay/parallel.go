package replay

import (
	"context"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/sight"
)

// batches is how many batches exist: one being read, one decoded, one merged
// and one to spare. Their number bounds the memory of a replay.
const batches = 4

// batch is up to step frames on their way from the reader through the workers
// to the merger, and what the workers made of them. It is used again and again.
type batch struct {
	frames  []capture.Frame // Data aliases octets
	octets  []byte
	shares  [][]int32  // by worker, places in frames
	made    []result   // by worker, frame by frame
	between []result   // by worker, after the last frame
	flows   [][]Flow   // by worker
	seen    sight.List // by the reader, marked with frames
	stepped bool       // time-outs are looked at after it
	last    bool       // the capture ends with it
	done    sync.WaitGroup
}

// parallel is a replay by several workers.
type parallel struct {
	options Options
	reader  *capture.Reader
	out     Output
	takers  sight.Takers
	see     *observer // of the reader; nil for none
	held    []Flow    // of the merger: over, since time-outs were looked at
	free    chan *batch
	merge   chan *batch   // in the order of the capture
	work    []chan *batch // by worker
	workers []*decode.Worker
	totals  Totals // of the reader
	bad     decode.Stats
	fault   error
}

func runParallel(ctx context.Context, r *capture.Reader, o Options, out Output) (Totals, error) {
	x := &parallel{options: o, reader: r, out: out, takers: sight.TakersOf(out), free: make(chan *batch, batches), merge: make(chan *batch, batches)}
	for range batches {
		x.free <- &batch{shares: make([][]int32, o.Workers), made: make([]result, o.Workers),
			between: make([]result, o.Workers), flows: make([][]Flow, o.Workers)}
	}
	x.see = newObserver(&o, x.takers, nil)
	group, ctx := errgroup.WithContext(ctx)
	sinks := make([]*shareSink, o.Workers)
	for i := range sinks { // all of them before the first goroutine looks
		sinks[i] = &shareSink{transcript: o.Transcript}
		x.work = append(x.work, make(chan *batch, batches))
		x.workers = append(x.workers, decode.NewWorker(o.Protocols, sinks[i]))
	}
	for i, s := range sinks {
		group.Go(func() error { return x.decode(i, s) })
	}
	group.Go(func() error { return x.read(ctx) })
	group.Go(func() error { return x.mergeAll(ctx) })
	err := group.Wait()
	total := x.totals
	total.Stats = x.bad
	for _, w := range x.workers {
		total.Stats.Add(w.Stats())
	}
	return total, verdict(err, x.fault)
}

// read fills batches until the capture ends, and closes the workers' queues.
func (x *parallel) read(ctx context.Context) error {
	defer func() {
		close(x.merge)
		for _, w := range x.work {
			close(w)
		}
	}()
	for {
		var b *batch
		select {
		case b = <-x.free:
		case <-ctx.Done():
			return ctx.Err()
		}
		x.fill(b)
		progress(x.options, x.reader)
		b.done.Add(len(x.work))
		x.merge <- b
		for _, w := range x.work {
			w <- b
		}
		if b.last {
			return nil
		}
	}
}

// fill reads a batch and shares it out.
func (x *parallel) fill(b *batch) {
	b.frames, b.octets, b.last, b.stepped = b.frames[:0], b.octets[:0], false, false
	b.seen.Reset()
	if x.see != nil {
		x.see.tell(&b.seen)
	}
	for i := range b.shares {
		b.shares[i] = b.shares[i][:0]
	}
	var f capture.Frame
	var p packet.Packet
	for len(b.frames) < step {
		if x.fault = x.reader.Next(&f); x.fault != nil {
			b.last = true
			if x.see != nil {
				b.seen.At = math.MaxUint64 // behind the last frame
				x.see.end(x.reader)
			}
			return
		}
		x.totals.frame(&f)
		if x.see != nil {
			b.seen.At = f.Number
			x.see.frame(&f)
		}
		at := len(b.octets)
		b.octets = append(b.octets, f.Data...)
		f.Data = b.octets[at:len(b.octets):len(b.octets)]
		if x.totals.parse(&p, &f) {
			if x.see != nil {
				x.see.packet(&p)
			}
			i := flow.Shard(&p) % uint32(len(b.shares))
			b.shares[i] = append(b.shares[i], int32(len(b.frames)))
		} else {
			x.bad.Packets++
			x.bad.Malformed++
			x.bad.Octets += uint64(f.WireLen)
		}
		b.frames = append(b.frames, f)
		if b.stepped = f.Number%step == 0; b.stepped {
			return
		}
	}
}

// decode is one worker.
func (x *parallel) decode(i int, s *shareSink) error {
	w := x.workers[i]
	var packets [flow.Batch]packet.Packet
	var number uint64
	for b := range x.work[i] {
		s.begin(b, i)
		for share := range slices.Chunk(b.shares[i], flow.Batch) {
			s.decode(w, b, share, &packets)
		}
		s.into, s.between = &b.between[i], true
		if n := len(b.frames); n > 0 {
			number = b.frames[n-1].Number
			if b.stepped {
				w.Advance(b.frames[n-1].Time, number)
			}
		}
		if b.last {
			w.Close(number)
		}
		b.done.Done()
	}
	return nil
}

// mergeAll hands the records of the batches to the output, in order.
func (x *parallel) mergeAll(ctx context.Context) error {
	for b := range x.merge {
		b.done.Wait()
		if err := x.mergeOne(b); err != nil {
			return err
		}
		select {
		case x.free <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// mergeOne merges by frame; a frame is one worker's, and what the reader saw of it
// comes first.
func (x *parallel) mergeOne(b *batch) error {
	next := make([]int, len(b.made))
	for i := first(b.made, next); i >= 0; i = first(b.made, next) {
		r := &b.made[i]
		if err := b.seen.HandOn(r.records[next[i]].frame, &x.takers); err != nil {
			return err
		}
		if err := r.write(x.out, &r.records[next[i]]); err != nil {
			return err
		}
		next[i]++
	}
	if err := b.seen.HandOn(math.MaxUint64, &x.takers); err != nil {
		return err
	}
	return x.mergeBetween(b)
}

// mergeBetween hands on what came up between this batch and the next.
func (x *parallel) mergeBetween(b *batch) error {
	between := make([]*result, len(b.between))
	for i := range b.between {
		between[i] = &b.between[i]
	}
	if err := writeBetween(x.out, between); err != nil {
		return err
	}
	for _, flows := range b.flows {
		x.held = append(x.held, flows...)
	}
	if !b.stepped && !b.last {
		return nil
	}
	err := writeFlows(x.out, &x.takers, x.held)
	x.held = x.held[:0]
	return err
}

// first returns the worker whose next record has the lowest frame; -1 when all
// are done.
func first(made []result, next []int) int {
	best := -1
	for i := range made {
		if next[i] == len(made[i].records) {
			continue
		}
		if best < 0 || made[i].records[next[i]].frame < made[best].records[next[best]].frame {
			best = i
		}
	}
	return best
}

// shareSink collects what one worker makes of a batch.
type shareSink struct {
	transcript bool
	into       *result
	flows      *[]Flow
	frame      uint64
	between    bool
}

// begin empties what the worker made of an earlier use of the batch.
func (s *shareSink) begin(b *batch, i int) {
	b.made[i].reset()
	b.between[i].reset()
	b.flows[i] = b.flows[i][:0]
	s.into, s.flows, s.between = &b.made[i], &b.flows[i], false
}

// decode decodes some frames of b, flow.Batch at most. packets is room for them.
func (s *shareSink) decode(w *decode.Worker, b *batch, frames []int32, packets *[flow.Batch]packet.Packet) {
	var unused Totals
	for n, k := range frames {
		unused.parse(&packets[n], &b.frames[k])
	}
	w.Ahead(packets[:len(frames)])
	for n := range frames {
		s.frame = packets[n].Frame
		w.Packet(&packets[n])
	}
}

func (s *shareSink) Message(c *wire.Conversation, m *wire.Message) {
	if !s.transcript {
		return
	}
	frame := s.frame
	if s.between {
		frame = m.Frame
	}
	s.into.message(c.Protocol(), m, frame)
}

func (s *shareSink) Transaction(t *wire.Transaction) {
	frame := s.frame
	if s.between {
		frame = completed(t)
	}
	s.into.transaction(t, frame)
}

func (s *shareSink) Opaque(*flow.Flow, wire.Direction, flow.Position, []byte) {}

func (s *shareSink) Conflict(*flow.Flow, wire.Direction, flow.Position, flow.Overlap) {}

func (s *shareSink) Ended(e decode.Ended) {
	var f Flow
	f.set(e)
	*s.flows = append(*s.flows, f)
}
