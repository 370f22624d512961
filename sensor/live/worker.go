//go:build linux

package live

import (
	"errors"
	"io"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/sight"
)

const (
	// advanceEvery is how often, in capture time, holes and time-outs are looked at.
	advanceEvery = 5 * time.Millisecond
	// behindClock is how far the time of a port without frames stays behind the
	// clock: as long as a frame may be on its way through the ring.
	behindClock = 250 * time.Millisecond
	// clockStep is how far the time may go back without being a step of the clock:
	// further than frames come out of order.
	clockStep = time.Second
	// publishEvery is how often a worker shows its counters.
	publishEvery = 200 * time.Millisecond
)

// worker reads one ring and decodes what comes. One goroutine runs it.
type worker struct {
	port    *port
	ring    *ring.Ring
	decoder *decode.Worker
	tracker *sight.Tracker // nil when the output takes no contacts and bindings
	box     *outbox
	reached atomic.Int64 // capture time up to which all that was made was handed on; 0 at first

	now     int64     // capture time, UTC ns
	number  uint64    // of the latest frame
	next    int64     // when to look at time-outs
	looked  time.Time // the clock at the latest look at time-outs
	publish time.Time

	before      decode.Stats // of decoders whose time is over
	notRecorded uint64
	mu          sync.Mutex
	shown       decode.Stats // what health tells, and
	unrecorded  uint64       // likewise
	evicted     uint64       // connections that made room; what health tells
	forgotten   uint64       // contacts and bindings likewise
	beforeTable uint64       // connections that made room in decoders whose time is over
}

func newWorker(p *port, r *ring.Ring) *worker {
	w := &worker{port: p, ring: r, box: p.sensor.outlet.box()}
	if p.sensor.outlet.takers.Observer != nil {
		known := serverPorts(p.sensor.o)
		w.tracker = sight.New(sight.Config{ServerPort: func(_ uint8, port uint16) bool { return known[port] }}, w.box)
	}
	w.begin()
	return w
}

// begin starts decoding without memory of anything.
func (w *worker) begin() {
	w.decoder = decode.NewWorker(w.port.protocols, w.box)
	w.decoder.Recognised = w.recognised
}

// at takes the time of a frame, or of a look at an idle port. When the clock was set
// back, flows and time-outs of the time before would wait until it comes again: they
// end, and decoding begins anew.
func (w *worker) at(now int64) {
	if w.now-now > int64(clockStep) {
		w.decoder.Close(w.number)
		w.before.Add(w.decoder.Stats())
		w.beforeTable += evictions(w.decoder)
		w.begin()
		w.now, w.next = now, now
	}
	w.now = max(w.now, now)
}

// run reads the ring until it is stopped or its interface is gone.
func (w *worker) run() error {
	var frames [flow.Batch]capture.Frame
	var packets [flow.Batch]packet.Packet
	for {
		n, err := w.ring.NextBatch(frames[:])
		switch {
		case err == nil:
			w.port.up()
			w.frames(frames[:n], packets[:n])
		case errors.Is(err, ring.ErrIdle):
			w.idle()
		case errors.Is(err, ring.ErrDown):
			w.port.linkState.Store(health.Down)
			w.idle()
		default:
			w.end()
			if errors.Is(err, io.EOF) {
				return nil
			}
			return errorf(w.port.config.Name, err)
		}
	}
}

// frames decodes and records frames.
func (w *worker) frames(frames []capture.Frame, packets []packet.Packet) {
	var faults [flow.Batch]error
	for i := range frames {
		faults[i] = frames[i].Parse(&packets[i])
	}
	w.decoder.Ahead(packets)
	for i := range frames {
		w.frame(&frames[i], &packets[i], faults[i])
	}
}

// frame decodes and records one frame.
func (w *worker) frame(f *capture.Frame, p *packet.Packet, fault error) {
	w.number = f.Number
	w.at(f.Time)
	if fault == nil {
		if w.tracker != nil {
			w.tracker.Packet(p)
		}
		w.decoder.Packet(p)
	} else {
		w.decoder.Malformed(f.WireLen)
	}
	if r := w.port.recorder; r != nil {
		key, _ := flow.KeyOf(p) // of what could be parsed, as the recorder does again
		if r.Write(f, key) != nil {
			w.notRecorded++
		}
	}
	if w.now >= w.next {
		w.advance()
	}
}

// advance looks at holes and time-outs, and hands on what has waited.
func (w *worker) advance() {
	if w.tracker != nil {
		w.tracker.Advance(w.now, w.number)
	}
	w.decoder.Advance(w.now, w.number)
	w.next = w.now + int64(advanceEvery)
	w.box.due()
	w.reach()
	w.looked = time.Now()
	if w.looked.Sub(w.publish) >= publishEvery {
		w.publish = w.looked
		w.show()
	}
}

// idle lets time pass on a port without frames: up to the look before, since
// frames may have come after the ring was found empty.
func (w *worker) idle() {
	if !w.looked.IsZero() {
		w.at(w.looked.Add(-behindClock).UnixNano())
	}
	w.advance()
	w.box.send()
	w.reach()
}

// reach shows up to when everything was handed on, if nothing is waiting.
func (w *worker) reach() {
	if w.box.current == nil {
		w.reached.Store(w.now)
	}
}

// end ends all flows.
func (w *worker) end() {
	if w.tracker != nil {
		w.tracker.Close()
	}
	w.decoder.Close(w.number)
	w.box.send()
	w.reach()
	w.show()
}

func (w *worker) show() {
	s := w.before
	s.Add(w.decoder.Stats())
	w.mu.Lock()
	w.shown, w.unrecorded, w.evicted = s, w.notRecorded, w.beforeTable+evictions(w.decoder)
	if w.tracker != nil {
		t := w.tracker.Stats()
		w.forgotten = t.Flows + t.Addresses + t.Early
	}
	w.mu.Unlock()
}

// evictions returns how many connections made room for others.
func evictions(d *decode.Worker) uint64 {
	t := d.Table()
	return t.Evicted + t.EvictedHalfOpen
}

// bounds returns how many connections, and how many contacts and bindings, found no
// room. Any goroutine may call it.
func (w *worker) bounds() (flows, contacts uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.evicted, w.forgotten + w.box.unseen.Load()
}

// health returns the counters. Any goroutine may call it.
func (w *worker) health() health.Worker {
	r := w.ring.Stats()
	w.mu.Lock()
	defer w.mu.Unlock()
	d := &w.shown
	return health.Worker{Received: r.Received, DroppedKernel: r.Dropped, Delivered: r.Delivered, Truncated: r.Truncated, Merged: r.Merged,
		HardwareStamps: r.HardwareTimes, Malformed: d.Malformed, Duplicates: d.Duplicates, Conflicts: d.Conflicts, NotCaptured: d.NotCaptured,
		Blind: d.Blind, BlindNS: d.BlindTime, NotRecorded: w.unrecorded, Transactions: w.box.sent.Load(), DroppedSensor: w.box.dropped.Load()}
}

// recognised has all packets of a flow handed on whose server uses a port that is
// not among those of the protocols.
func (w *worker) recognised(f *flow.Flow, p *wire.Protocol) {
	server := f.Server()
	for _, port := range p.Ports {
		if server.Port == port {
			return
		}
	}
	w.port.learn(f, server.AddrPort())
}

// learn has the filter hand on what goes to a server, or where there is no room
// for another one, the flow.
func (p *port) learn(f *flow.Flow, server netip.AddrPort) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.filter == nil {
		return
	}
	err := p.filter.LearnServer(filter.Server{AddrPort: server, Protocol: f.Key.Protocol}, true)
	if errors.Is(err, filter.ErrFull) {
		err = p.filter.Learn(filter.Key(f.Key), true)
	}
	if err != nil && !p.full {
		p.full = true
		p.sensor.o.Log.Warn("a flow cannot be kept from being withheld", "interface", p.config.Name, "server", server, "error", err)
	}
}

// up notes that the port works.
func (p *port) up() {
	if p.linkState.Load() != health.Capturing {
		p.linkState.Store(health.Capturing)
	}
}
