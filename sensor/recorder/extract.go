package recorder

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
)

// Extracted is what an extraction found.
type Extracted struct {
	Frames      uint64
	Octets      int64     // of the pcapng
	First, Last time.Time // the earliest and the latest time of the frames; zero when there are none
	Segments    int       // read
}

// contextEvery is after how many frames an extraction looks whether it is still
// wanted.
const contextEvery = 4096

// maxFaults is how many faults of segments an error of Extract names.
const maxFaults = 8

// Extract writes a pcapng of the selected frames from one time to another, both
// included, in the order in which they were recorded. A zero time is no bound.
// Everything that Write took before the call is in it, unless it was dropped. It
// may be called at any time before Close, also while Run records.
//
// A segment that cannot be read does not keep the others from being extracted:
// the error says which it was, and the pcapng is whole.
func (r *Recorder) Extract(ctx context.Context, s Selection, from, to time.Time, w io.Writer) (Extracted, error) {
	r.queue.settle(ctx)
	x := extraction{ctx: ctx, out: bufio.NewWriterSize(w, pieceSize)}
	x.Selection, x.from, x.to = s, nanoseconds(from, math.MinInt64), nanoseconds(to, math.MaxInt64)
	x.write(sectionHeader())
	for i := range r.config.Interfaces {
		x.describe(interfaceDescription(&r.config.Interfaces[i]))
	}
	for _, p := range r.parts(&x.picker) {
		if err := x.part(r, &p); err != nil {
			x.fault(p.base, err)
		}
		if x.err != nil {
			break
		}
	}
	x.result.Octets = x.octets
	if x.err == nil {
		x.err = x.out.Flush()
	}
	if x.err != nil {
		return x.result, fmt.Errorf("recorder: extract: %w", x.err)
	}
	return x.result, errors.Join(x.faults...)
}

// nanoseconds returns a time in nanoseconds since 1970, within what can be.
func nanoseconds(t time.Time, zero int64) int64 {
	switch {
	case t.IsZero():
		return zero
	case t.Before(time.Unix(0, math.MinInt64)):
		return math.MinInt64
	case t.After(time.Unix(0, math.MaxInt64)):
		return math.MaxInt64
	}
	return t.UnixNano()
}

// part is a segment to be read.
type part struct {
	segment
	live  bool   // it is being written, and spans are set
	spans []span // where to read
}

// parts returns the segments that may have wanted frames, as they are now.
func (r *Recorder) parts(p *picker) []part {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []part
	for _, seg := range r.segments {
		if !seg.known || (seg.max >= p.from && seg.min <= p.to) {
			list = append(list, part{segment: seg})
		}
	}
	if r.current != nil {
		if spans := r.index.spans(&p.Selection, p.from, p.to); len(spans) > 0 {
			list = append(list, part{segment: *r.current, live: true, spans: spans})
		}
	}
	return list
}

// locate sets where to read in a segment; all of it where there is no index.
func (r *Recorder) locate(p *part, s *picker) {
	if p.live {
		return
	}
	p.spans = []span{{0, p.octets}}
	if p.index == 0 || p.bad {
		return
	}
	x, err := readIndex(r.path(p.base, indexSuffix), &p.segment)
	if err == nil {
		p.spans = x.spans(&s.Selection, s.from, s.to)
		return
	}
	r.change(&p.segment, func(s *segment) { s.bad = true })
	r.log.Warn("the index of a segment cannot be used; it is made anew", "segment", p.base, "error", err)
	r.wakeMender()
}

// maxDescriptions is how many interfaces an extraction may have, of recorders with
// other interfaces before this one: what capture.Reader takes.
const maxDescriptions = 1024

var errDescriptions = errors.New("the segments are of too many different interfaces: extract less at once")

// extraction is one Extract at work.
type extraction struct {
	picker
	ctx    context.Context
	out    *bufio.Writer
	octets int64
	err    error // ends it
	faults []error
	result Extracted

	walker       walker
	buf          []byte
	descriptions []string // blocks written, by number of the interface
	interfaces   []uint32 // of the segment being read, their numbers plus one in what is written
	frame        capture.Frame
}

func (x *extraction) write(b []byte) {
	if x.err != nil {
		return
	}
	var n int
	n, x.err = x.out.Write(b)
	x.octets += int64(n)
}

// describe returns the number of an interface, which is described when it is new.
func (x *extraction) describe(block []byte) uint32 {
	for i := range x.descriptions {
		if x.descriptions[i] == string(block) {
			return uint32(i)
		}
	}
	if len(x.descriptions) == maxDescriptions && x.err == nil {
		x.err = errDescriptions
	}
	x.write(block)
	x.descriptions = append(x.descriptions, string(block))
	return uint32(len(x.descriptions) - 1)
}

func (x *extraction) fault(base string, err error) {
	if len(x.faults) < maxFaults {
		x.faults = append(x.faults, fmt.Errorf("recorder: extract: segment %s: %w", base, err))
	}
}

// part extracts from a segment.
func (x *extraction) part(r *Recorder, p *part) error {
	if x.err = x.ctx.Err(); x.err != nil {
		return nil
	}
	r.locate(p, &x.picker)
	if len(p.spans) == 0 {
		return nil
	}
	f, err := os.Open(r.path(p.base, segmentSuffix))
	if errors.Is(err, fs.ErrNotExist) && !r.has(&p.segment) {
		return nil // deleted meanwhile, to stay within the limits
	}
	if err != nil {
		return err
	}
	defer f.Close()
	x.result.Segments++
	x.walker.from(f, 0, p.octets, headerAhead)
	list, err := x.walker.header()
	if err != nil {
		return err
	}
	x.interfaces = append(x.interfaces[:0], make([]uint32, len(list))...)
	first := x.walker.at
	for _, s := range p.spans {
		x.walker.from(f, max(s.at, first), s.end, window)
		if err := x.span(list); err != nil || x.err != nil {
			return err
		}
	}
	return nil
}

// has reports whether a segment has not been deleted.
func (r *Recorder) has(seg *segment) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.listed(seg) != nil || r.current != nil && r.current.base == seg.base
}

// span extracts from a stretch of a segment.
func (x *extraction) span(list []description) error {
	for n := 1; x.err == nil; n++ {
		if err := x.walker.frame(&x.frame, list); err != nil {
			return ignoreEOF(err)
		}
		if x.wants(&x.frame) {
			x.emit(list)
		}
		if n%contextEvery == 0 && x.err == nil {
			x.err = x.ctx.Err()
		}
	}
	return nil
}

// emit writes a frame.
func (x *extraction) emit(list []description) {
	f := &x.frame
	number := &x.interfaces[f.Interface]
	if *number == 0 {
		*number = x.describe(list[f.Interface].block) + 1
	}
	f.Interface = *number - 1
	x.buf = appendEnhanced(x.buf[:0], f)
	x.write(x.buf)
	at := time.Unix(0, f.Time).UTC()
	if x.result.Frames == 0 || at.Before(x.result.First) {
		x.result.First = at
	}
	if x.result.Frames == 0 || at.After(x.result.Last) {
		x.result.Last = at
	}
	x.result.Frames++
}
