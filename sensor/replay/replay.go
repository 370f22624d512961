// Package replay reads a capture file to its end and decodes all of it: a
// stream of records in the order of the frames that completed them, the same
// whatever the number of workers. It never drops; queues block.
package replay

import (
	"context"
	"errors"
	"io"
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/decode"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/sight"
)

// Output takes the records of a replay, one at a time and in order, from one
// goroutine. What it is given is borrowed until it returns.
//
// An Output that is a sight.Observer is also told contacts and bindings; one that is
// a sight.Witness, what was not seen: gaps and one-sided connections when their flow
// is handed on, frames cut short, steps of the clock, frames the capture says it
// lost; one that is a sight.Ticker, each second of capture time that begins (of a
// long time without frames the first maxTicks, then the last). They come at the frame
// that makes them known, before the transactions of that frame: first the seconds,
// then sight, then contacts whose time is over, then what the frame itself shows.
type Output interface {
	// Transaction is called for each transaction.
	Transaction(t *wire.Transaction) error
	// Message is called for each message with its transcript line, when
	// Options.Transcript is set.
	Message(line []byte) error
	// Flow is called for each flow some time after it ended: those that ended
	// between two looks at time-outs in the order they began.
	Flow(f *Flow) error
}

// Flow is a flow that is over, owned.
type Flow struct {
	ID             uint64 // as in the Transactions of the flow
	Key            flow.Key
	Client, Server netip.AddrPort
	Protocol       *wire.Protocol // recognised; nil for none
	Registered     *wire.Protocol // whose port the server uses, when it speaks something else
	First, Last    int64          // capture time, UTC ns
	Handshake      bool
	SYN, FIN       [2]bool // captured, by wire.Direction
	Why            flow.Ending
	Counters       [2]flow.Counters // by wire.Direction
	Decoded        [2]wire.Counters // by wire.Direction
}

// Options says how a capture is replayed.
type Options struct {
	Protocols  []*wire.Protocol
	Workers    int  // goroutines that decode; 0 or 1 decode in the caller's
	Transcript bool // render messages
	// Progress, when set, is told now and then how many octets of the file
	// were read.
	Progress func(offset int64)
	// Watch, when set, is shown every parsed packet, and the octets of flows
	// nobody recognised. It needs Workers <= 1.
	Watch Watcher
}

// Watcher sees what the records do not tell.
type Watcher interface {
	Packet(p *packet.Packet)
	Opaque(f *flow.Flow, dir wire.Direction, at flow.Position, b []byte)
	Conflict(f *flow.Flow, dir wire.Direction, at flow.Position, o flow.Overlap)
}

// Totals is what a replay was given and lost.
type Totals struct {
	decode.Stats
	Table       flow.Stats
	First, Last int64  // capture time of the first and last frame, UTC ns
	Unsupported uint64 // frames of a link type that is not decoded
	CutShort    uint64 // frames of which not all octets were captured
	NotCaptured uint64 // octets of these that were not captured
}

// step is how many frames are read between two looks at time-outs, and the
// size of a batch handed to workers. It is part of the result: requests of
// idle connections are found unanswered at these frames.
const step = 2048

// ErrWatch reports options that contradict each other.
var ErrWatch = errors.New("replay: watching packets needs a single worker")

// Run replays r into out. A fault of the file is returned after everything
// before it was reported; Totals is valid then too.
func Run(ctx context.Context, r *capture.Reader, o Options, out Output) (Totals, error) {
	if o.Workers > 1 {
		if o.Watch != nil {
			return Totals{}, ErrWatch
		}
		return runParallel(ctx, r, o, out)
	}
	return runSingle(ctx, r, o, out)
}

// runSingle decodes in the caller's goroutine, without copying frames.
func runSingle(ctx context.Context, r *capture.Reader, o Options, out Output) (Totals, error) {
	s := &sink{out: out, takers: sight.TakersOf(out), watch: o.Watch, transcript: o.Transcript}
	w := decode.NewWorker(o.Protocols, s)
	see := newObserver(&o, s.takers, &direct{s.takers, &s.err})
	var total Totals
	var f capture.Frame
	var p packet.Packet
	fault := error(nil)
	for fault == nil && s.err == nil {
		if fault = r.Next(&f); fault != nil {
			break
		}
		total.frame(&f)
		if see != nil {
			see.frame(&f)
		}
		if total.parse(&p, &f) {
			if see != nil {
				see.packet(&p)
			}
			if o.Watch != nil {
				o.Watch.Packet(&p)
			}
			w.Packet(&p)
		} else {
			w.Malformed(f.WireLen)
		}
		if f.Number%step == 0 {
			s.between = true
			w.Advance(f.Time, f.Number)
			s.flush()
			progress(o, r)
			if err := ctx.Err(); err != nil {
				fault = err
			}
		}
	}
	if see != nil && s.err == nil {
		see.end(r)
	}
	s.between = true
	w.Close(f.Number)
	s.flush()
	progress(o, r)
	total.Stats = w.Stats()
	return total, verdict(s.err, fault)
}

func progress(o Options, r *capture.Reader) {
	if o.Progress != nil {
		o.Progress(r.Offset())
	}
}

// verdict chooses what to return: a fault of the output first, then one of
// the file.
func verdict(output, file error) error {
	if output != nil {
		return output
	}
	if errors.Is(file, io.EOF) {
		return nil
	}
	return file
}

// frame counts a frame.
func (t *Totals) frame(f *capture.Frame) {
	if t.First == 0 {
		t.First = f.Time
	}
	t.Last = max(t.Last, f.Time)
	if f.CapLen < f.WireLen {
		t.CutShort++
		t.NotCaptured += uint64(f.WireLen - f.CapLen)
	}
}

// parse parses the headers of a frame.
func (t *Totals) parse(p *packet.Packet, f *capture.Frame) bool {
	p.Time, p.Frame, p.Interface, p.WireLen, p.CapLen = f.Time, f.Number, f.Interface, f.WireLen, f.CapLen
	err := p.Parse(f.Link, f.Data)
	if err == packet.ErrLinkType {
		t.Unsupported++
	}
	return err == nil
}
