package timing

import (
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Bounds.
const (
	// MaxStreams bounds channels with regular traffic; each holds some 12 KiB.
	MaxStreams = 4096
	// regularBlocks is in how many short blocks a channel must have been seen before
	// it gets a stream: a scan does not reach it.
	regularBlocks = 12
	// minBlock is the shortest short block, for learning days of seconds.
	minBlock = int64(time.Second)
)

// candidate is what is known of a channel that has no stream yet.
type candidate struct {
	block  int64
	blocks uint8
	stream uint16 // number + 1
}

// Detector is D3 and D4. It belongs to one goroutine.
type Detector struct {
	day    int64 // ns
	budget [2]float64

	channels []candidate // by ChannelID
	streams  []*stream

	block    int64 // length of a short block, ns
	blockNow int64 // number of the present one
	hour     int   // hour of the week in which it began
	spoilt   [2]bool
	heardAt  [2]float64 // time heard at the beginning of the short, long block

	any   int64   // when anything was last seen, UTC ns
	heard float64 // time heard, s: stands still while nothing is seen
	cap   float64 // the most that one pause counts, s; 0: no limit

	logC     [gauges]float64
	record   [2]record // of D3, D4
	latency  latency
	omitted  uint64
	midnight int64 // when the present learning day began
}

// New returns a detector that has learned nothing.
func New(s baseline.Settings) *Detector {
	d := &Detector{day: int64(s.Day), latency: newLatency()}
	if d.day <= 0 {
		d.day = int64(24 * time.Hour)
	}
	d.block = max(min(d.day/1440, int64(time.Minute)), minBlock)
	d.budget = [2]float64{share(s, baseline.Timing), share(s, baseline.Latency)}
	d.solve()
	return d
}

// share is the budget of a detector; D3 to D7 share the whole where none is told.
func share(s baseline.Settings, x baseline.Detector) float64 {
	if b, ok := s.Lower[x]; ok {
		return float64(b)
	}
	return float64(baseline.LowerBudget) / 5
}

// Omitted returns how many channels and functions found no room.
func (d *Detector) Omitted() uint64 { return d.omitted + d.latency.omitted }

// Event takes an event.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	d.hear(l)
	d.roll(l)
	d.hour = l.HourOfWeek
	if e.Channel == 0 {
		return
	}
	if s := d.stream(l, e.Channel); s != nil {
		s.see(l, e, d.heard)
		d.judgeAnswers(l, s)
	}
	d.latency.see(d, l, e)
}

// hear lets the time heard pass.
func (d *Detector) hear(l *baseline.Look) {
	if d.any != 0 && !l.Blind {
		pause := float64(l.Now-d.any) / 1e9
		if d.cap > 0 {
			pause = min(pause, d.cap)
		}
		d.heard += pause
	}
	d.any = max(l.Now, 1)
	if l.Blind {
		d.blind(l)
	}
}

// blind spoils the present blocks.
func (d *Detector) blind(l *baseline.Look) {
	d.spoilt = [2]bool{true, true}
	d.latency.spoil()
	if d.any != 0 {
		d.any = max(l.Now, 1)
	}
}

// stream returns the stream of a channel; nil while it is not regular, or where
// there is no room.
func (d *Detector) stream(l *baseline.Look, c baseline.ChannelID) *stream {
	for int(c) >= len(d.channels) {
		d.channels = append(d.channels, candidate{})
	}
	x := &d.channels[c]
	if x.stream != 0 {
		return d.streams[x.stream-1]
	}
	if x.block != d.blockNow && l.Learn && x.blocks < regularBlocks {
		x.block, x.blocks = d.blockNow, x.blocks+1
		if x.blocks == regularBlocks {
			return d.open(l, c)
		}
	}
	return nil
}

// open gives a channel a stream.
func (d *Detector) open(l *baseline.Look, c baseline.ChannelID) *stream {
	if len(d.streams) >= MaxStreams {
		d.omitted++
		return nil
	}
	s := newStream(c, l.Book.ChannelOf(c))
	s.unlearnt = [2]bool{true, true} // the present blocks were not seen whole
	d.streams = append(d.streams, s)
	d.channels[c].stream = uint16(len(d.streams))
	return s
}

// Tick lets time pass.
func (d *Detector) Tick(l *baseline.Look) {
	if l.Blind {
		d.blind(l)
	}
	d.roll(l)
	d.hour = l.HourOfWeek
	if !l.Blind && l.Site.Judges() {
		d.judgeSilence(l)
	}
}

// Visibility takes a change of what the sensor sees.
func (d *Detector) Visibility(l *baseline.Look, v *baseline.Visibility) {
	switch v.Kind {
	case baseline.OneSided, baseline.Capacity, baseline.Sighted:
		return
	}
	d.blind(l)
}

// NewDay closes a learning day: what was ordinary on it is added to the references,
// and thresholds are solved anew.
func (d *Detector) NewDay(l *baseline.Look) {
	for _, s := range d.streams {
		s.closeDay(d.midnight)
	}
	d.latency.closeDay(d.midnight)
	d.record[0].closeDay(d.judged() > 0, d.budget[0])
	d.record[1].closeDay(d.latency.judged() > 0, d.budget[1])
	d.midnight = l.Now
	d.solve()
}

// judged returns how many streams are judged.
func (d *Detector) judged() (n int) {
	for _, s := range d.streams {
		if s.judges() {
			n++
		}
	}
	return n
}

// State returns how far a channel was learned; the zero channel stands for none.
func (d *Detector) State(_ *baseline.Book, c baseline.ChannelID) baseline.State {
	if int(c) >= len(d.channels) || d.channels[c].stream == 0 {
		return baseline.Cold
	}
	s := d.streams[d.channels[c].stream-1]
	if s.next != nil {
		return baseline.Drifting
	}
	if st := s.ref.state(); st != baseline.Ready || !d.record[0].demoted {
		return st
	}
	return baseline.Provisional
}
