//go:build linux

package live

import (
	"errors"
	"io"
	"net/netip"
	"sync"
	"time"

	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
)

const (
	// advanceEvery is how often, in capture time, holes and time-outs are looked at.
	advanceEvery = 5 * time.Millisecond
	// behindClock is how far the time of a port without frames stays behind the
	// clock: as long as a frame may be on its way through the ring.
	behindClock = 250 * time.Millisecond
	// publishEvery is how often a worker shows its counters.
	publishEvery = 200 * time.Millisecond
)

// worker reads one ring and decodes what comes. One goroutine runs it.
type worker struct {
	port    *port
	ring    *ring.Ring
	decoder *decode.Worker
	box     *outbox

	now     int64  // capture time, UTC ns
	number  uint64 // of the latest frame
	next    int64  // when to look at time-outs
	publish time.Time

	notRecorded uint64
	mu          sync.Mutex
	shown       decode.Stats // what health tells, and
	unrecorded  uint64       // likewise
}

func newWorker(p *port, r *ring.Ring) *worker {
	w := &worker{port: p, ring: r, box: p.sensor.outlet.box()}
	w.decoder = decode.NewWorker(p.protocols, w.box)
	w.decoder.Recognised = w.recognised
	return w
}

// run reads the ring until it is stopped or its interface is gone.
func (w *worker) run() error {
	var f capture.Frame
	var p packet.Packet
	for {
		switch err := w.ring.Next(&f); {
		case err == nil:
			w.port.up()
			w.frame(&f, &p)
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

// frame decodes and records one frame.
func (w *worker) frame(f *capture.Frame, p *packet.Packet) {
	w.number = f.Number
	w.now = max(w.now, f.Time)
	if f.Parse(p) == nil {
		w.decoder.Packet(p)
	} else {
		w.decoder.Malformed(f.WireLen)
	}
	key, _ := flow.KeyOf(p) // of what could be parsed, as the recorder does again
	if r := w.port.recorder; r != nil && r.Write(f, key) != nil {
		w.notRecorded++
	}
	if w.now >= w.next {
		w.advance()
	}
}

// advance looks at holes and time-outs, and hands on what has waited.
func (w *worker) advance() {
	w.decoder.Advance(w.now, w.number)
	w.next = w.now + int64(advanceEvery)
	w.box.due()
	if now := time.Now(); now.Sub(w.publish) >= publishEvery {
		w.publish = now
		w.show()
	}
}

// idle lets time pass on a port without frames.
func (w *worker) idle() {
	w.now = max(w.now, time.Now().Add(-behindClock).UnixNano())
	w.advance()
	w.box.send()
}

// end ends all flows.
func (w *worker) end() {
	w.decoder.Close(w.number)
	w.box.send()
	w.show()
}

func (w *worker) show() {
	s := w.decoder.Stats()
	w.mu.Lock()
	w.shown, w.unrecorded = s, w.notRecorded
	w.mu.Unlock()
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
	if err != nil {
		p.sensor.o.Log.Warn("a flow cannot be kept from being withheld", "interface", p.config.Name, "server", server, "error", err)
	}
}

// up notes that the port works.
func (p *port) up() {
	if p.linkState.Load() != health.Capturing {
		p.linkState.Store(health.Capturing)
	}
}
