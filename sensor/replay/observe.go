package replay

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/sight"
)

const (
	second = int64(1e9)
	// maxTicks bounds the seconds told one by one of a time without frames; the rest
	// of it is one step.
	maxTicks = 600
	// cutEvery is how often frames cut short are told while they come, and cutOver
	// after how long without any everything is seen again, ns.
	cutEvery = 10e9
	cutOver  = 60e9
	// steadyFor is how many frames come, at least, between two steps of the clock that
	// are told: two captures that were put together in no order are one fault.
	steadyFor = 1000
)

// taker takes what an observer makes: a *sight.List, or the output itself.
type taker interface {
	sight.Sink
	Visibility(v *baseline.Visibility)
	Tick(now int64)
}

// observer sees all frames in their order, ahead of the decoders. It is nil when the
// output takes nothing of what it makes.
type observer struct {
	takers  sight.Takers
	to      taker
	tracker *sight.Tracker // nil when contacts and bindings are not taken

	now     int64 // latest capture time
	frames  uint64
	stepped uint64 // frames when a step of the clock was told last
	known   func(protocol uint8, port uint16) bool
	cut     uint64 // frames cut short, not told yet
	cutAt   int64  // when frames cut short were told last; 0 when all are whole
	cutLast int64  // when the last one came
}

func newObserver(o *Options, takers sight.Takers, to taker) *observer {
	if takers.None() {
		return nil
	}
	x := &observer{takers: takers, known: serverPort(o.Protocols)}
	if takers.Observer != nil {
		x.tracker = sight.New(sight.Config{ServerPort: x.known}, to)
	}
	x.tell(to)
	return x
}

// tell changes who is told from here on.
func (x *observer) tell(to taker) {
	x.to = to
	if x.tracker != nil {
		x.tracker.SetSink(to)
	}
}

// serverPort returns what knows the ports of the protocols.
func serverPort(protocols []*wire.Protocol) func(uint8, uint16) bool {
	known := map[uint16]bool{}
	for _, p := range protocols {
		for _, port := range p.Ports {
			known[port] = true
		}
	}
	return func(_ uint8, port uint16) bool { return known[port] }
}

// frame takes a frame before it is decoded: the time goes on, and what is due is told.
func (x *observer) frame(f *capture.Frame) {
	x.frames++
	switch {
	case x.now == 0:
		x.now = f.Time
	case f.Time < x.now-int64(sight.ClockStep):
		x.step(f)
	case f.Time > x.now:
		x.pass(f.Time)
	}
	if x.cutAt != 0 && (x.now-x.cutLast >= cutOver || x.now < x.cutLast) {
		x.to.Visibility(&baseline.Visibility{Time: x.now, Kind: baseline.Sighted, Part: partFrames, Amount: x.cut})
		x.cutAt, x.cut = 0, 0
	}
	if x.tracker != nil {
		x.tracker.Advance(f.Time, f.Number)
	}
}

// packet takes what a frame holds.
func (x *observer) packet(p *packet.Packet) {
	if p.Missing > 0 && x.takers.Witness != nil && hasPorts(p) && (x.known(p.Protocol, p.SrcPort) || x.known(p.Protocol, p.DstPort)) {
		x.lacks()
	}
	if x.tracker != nil {
		x.tracker.Packet(p)
	}
}

// pass tells the seconds that have begun.
func (x *observer) pass(now int64) {
	from, to := x.now/second, now/second
	x.now = now
	if x.takers.Ticker == nil || to <= from {
		return
	}
	for s := from + 1; s < to && s <= from+maxTicks; s++ {
		x.to.Tick(s * second)
	}
	x.to.Tick(to * second)
}

// step takes a clock that was set back.
func (x *observer) step(f *capture.Frame) {
	back := x.now - f.Time
	x.now = f.Time
	if x.takers.Witness == nil || x.stepped != 0 && x.frames-x.stepped < steadyFor {
		return
	}
	x.stepped = x.frames
	x.to.Visibility(&baseline.Visibility{Time: f.Time, Kind: baseline.ClockStep, Part: "clock", Amount: uint64(back)})
}

func hasPorts(p *packet.Packet) bool {
	return p.Protocol == packet.ProtocolTCP || p.Protocol == packet.ProtocolUDP
}

// partFrames is the Part of frames cut short.
const partFrames = "frames cut short"

// lacks takes a packet, from or to a port of a protocol, of which not all octets were
// captured. That is told when it begins, and now and then while such packets come.
func (x *observer) lacks() {
	x.cut++
	x.cutLast = x.now
	if x.cutAt == 0 || x.now-x.cutAt >= cutEvery {
		x.cutAt = x.now
		x.to.Visibility(&baseline.Visibility{Time: x.now, Kind: baseline.Loss, Part: partFrames, Amount: x.cut})
		x.cut = 0
	}
}

// end tells what is known at the end of a capture.
func (x *observer) end(r *capture.Reader) {
	if x.tracker != nil {
		x.tracker.Close()
	}
	if x.takers.Witness == nil {
		return
	}
	if n, ok := r.Dropped(); ok && n > 0 {
		x.to.Visibility(&baseline.Visibility{Time: x.now, Kind: baseline.Loss, Part: "capture", Amount: n})
	}
}

// direct hands what an observer makes to the output at once. It keeps the first
// error.
type direct struct {
	takers sight.Takers
	err    *error
}

func (d *direct) note(err error) {
	if *d.err == nil {
		*d.err = err
	}
}

// Contact implements sight.Sink.
func (d *direct) Contact(c *baseline.Contact) { d.note(d.takers.Observer.Contact(c)) }

// Binding implements sight.Sink.
func (d *direct) Binding(b *baseline.Binding) { d.note(d.takers.Observer.Binding(b)) }

// Visibility implements taker.
func (d *direct) Visibility(v *baseline.Visibility) { d.note(d.takers.Witness.Visibility(v)) }

// Tick implements taker.
func (d *direct) Tick(now int64) { d.note(d.takers.Ticker.Tick(now)) }
