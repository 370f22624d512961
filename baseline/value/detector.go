package value

import (
	"math"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// parameterDays is how many learning days something must have been the same for
	// a command that changes it to be told by itself.
	parameterDays = 14
	// constantDays make a value that never changed a constant.
	constantDays = 3
	// repeat is how often the same is told again, s of observed time.
	repeat = 600
	// maxOuts is how many excursions a day are told one by one.
	maxOuts = 3
	// dayShare: what lasts a twenty-fourth of a day is no excursion but a drift.
	dayShare = 24
)

// Detector is D5 and D9. It is used by one goroutine.
type Detector struct {
	day       int64 // how long a learning day is, ns
	today     uint32
	budget    budget
	protocols []*wire.Protocol

	units     []unit
	unitIndex map[unitKey]uint32
	byChannel []uint32 // unit by ChannelID; found anew after a restart

	vars    slab[variable]
	slots   []uint32 // index of vars by hash of the key
	sets    slab[set]
	spare   []uint32 // sets that are not in use
	series  slab[series]
	written slab[written]
	readers slab[readers]

	strayed   strayed
	waiting   []waiting
	shown     []shown
	solver    solver
	relations relations
	omitted   uint64
}

// budget is how many false deviations a learning day may have.
type budget struct {
	level    float64 // of value-outside and rate-outside together
	readback float64
	write    float64 // of write-outside and write-far-outside together
	drift    float64 // of write-drift by values
	busy     float64 // of write-often by the number of a day
	often    float64 // of write-often by changes that follow each other
	ramp     float64 // of write-ramp
	readers  float64
	relation float64
}

// strayed is the last write that was judged without a record of its own.
type strayed struct {
	variable variable
	written  written
}

// New returns a detector that knows nothing. protocols are those whose points it may
// have to name after a restart before it sees one.
func New(s baseline.Settings, protocols ...*wire.Protocol) *Detector {
	if s.Day <= 0 {
		s.Day = 24 * time.Hour
	}
	low := share(s.Lower, baseline.Values, baseline.LowerBudget)
	related := share(s.Lower, baseline.Relations, baseline.LowerBudget)
	top := share(s.Top, baseline.Values, baseline.TopBudget)
	return &Detector{day: int64(s.Day), protocols: protocols,
		budget: budget{level: low * 0.9, readback: low * 0.1, write: top / 2, drift: top / 4, busy: top / 12, often: top / 12, ramp: top / 12,
			readers: related / 2, relation: related / 2},
		units: make([]unit, 1), unitIndex: map[unitKey]uint32{}, relations: newRelations(int64(s.Day))}
}

// defaultShare is what a detector gets when the settings do not say.
const defaultShare = 0.2

func share(m map[baseline.Detector]baseline.Budget, d baseline.Detector, all baseline.Budget) float64 {
	if b, ok := m[d]; ok {
		return math.Max(float64(b), 0)
	}
	return float64(all) * defaultShare
}

// Omitted returns how many variables, and things about them, found no room.
func (d *Detector) Omitted() uint64 { return d.omitted }

// unreliable are defects after which points are not what was meant.
const unreliable = wire.Truncated | wire.Mismatch | wire.DuplicateResponse | wire.NotCaptured | wire.Overlapping

// Event learns from and judges the values of an event.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	d.today = l.Day
	if len(e.Points) == 0 {
		return
	}
	u := d.unitOf(l, e)
	if u == 0 {
		return
	}
	o := observation{l: l, e: e, unit: u, at: e.End(), learn: l.Learn && e.Defects&unreliable == 0}
	o.sound = e.Outcome == wire.Answered || e.Outcome == wire.Unasked || e.NoReply
	for i := range e.Points {
		d.point(&o, &e.Points[i])
	}
}

// observation is an event while its values are gone through.
type observation struct {
	l     *baseline.Look
	e     *baseline.Event
	unit  uint32
	at    int64
	learn bool
	sound bool // it happened, as far as can be told
	last  uint32
}

// point goes through the values of a run.
func (d *Detector) point(o *observation, p *wire.Point) {
	n := run(p)
	if n == 0 || p.Relative {
		return
	}
	write := p.Access == wire.AccessWrite
	good := !p.HasQuality || d.units[o.unit].good == nil || d.units[o.unit].good(p)
	if !write && (!good || !o.sound || o.e.Defects&unreliable != 0) {
		return
	}
	k, ok := o.l.Book.Point(p)
	if !ok {
		d.omitted++
		return
	}
	vk := key{unit: o.unit, space: k.Space, index: k.Index, part: k.Part, ident: k.Ident, written: write}
	word := p.Value.Kind == wire.KindWords
	for i := range n {
		if x, ok := sampleOf(p.Value.At(i)); ok {
			x.word = word
			d.value(o, vk, x, good)
		}
		vk.index++
	}
}

// value takes one value of one variable.
func (d *Detector) value(o *observation, k key, x sample, good bool) {
	n := d.next(o, k)
	if n == 0 {
		if n = d.fresh(o, k, x, good); n == 0 {
			return
		}
	}
	o.last = n
	v := d.vars.at(n)
	if x.number != (v.flags&isNumber != 0) {
		return // of another kind: nothing to compare it with
	}
	if v.day != o.l.Day {
		d.turn(o.l, v)
	}
	if k.written {
		d.write(o, n, v, x, good)
		return
	}
	d.read(o, n, v, x)
}

// fresh makes a variable, unless nothing may be learned now.
func (d *Detector) fresh(o *observation, k key, x sample, good bool) uint32 {
	n := uint32(0)
	if o.learn && o.sound && good {
		n = d.make(o.l, k)
	}
	if n != 0 {
		d.begin(n, x)
	} else if k.written {
		d.stray(o, k, x, o.sound && good && o.e.Operation != wire.Select)
	}
	return n
}

// next finds a variable: mostly the one made after the last one found.
func (d *Detector) next(o *observation, k key) uint32 {
	if n := o.last + 1; o.last != 0 && int(n) <= d.vars.n && d.vars.at(n).key == k {
		return n
	}
	return d.find(k)
}

// begin sets what a variable is from its first value.
func (d *Detector) begin(n uint32, x sample) {
	v := d.vars.at(n)
	if x.number {
		v.flags |= isNumber
	}
	if x.word {
		v.flags |= isWord
	}
	v.a, v.last = x.bits, x.bits
	if v.key.written {
		v.class = setPoint
	}
	d.pair(n, v)
}

// pair links what is written to a point and what is read from it.
func (d *Detector) pair(n uint32, v *variable) {
	if other := d.twin(v.key); other != 0 && d.vars.at(other).twin == 0 {
		v.twin, d.vars.at(other).twin = other, n
	}
}

// twin finds the variable read from where another is written, or the other way; 0
// for none.
func (d *Detector) twin(k key) uint32 {
	own := k.space
	k.written = !k.written
	if n := d.find(k); n != 0 {
		return n
	}
	for _, m := range d.units[k.unit].mirrors {
		for _, space := range m.read {
			if k.written && space == own {
				k.space = m.written
			} else if !k.written && m.written == own {
				k.space = space
			} else {
				continue
			}
			if n := d.find(k); n != 0 {
				return n
			}
		}
	}
	return 0
}

// turn begins a learning day of a variable.
func (d *Detector) turn(l *baseline.Look, v *variable) {
	if v.flags&learnt != 0 && v.days < math.MaxUint16 {
		v.days++
	}
	switch v.class {
	case numeric, counter, bits, continuous:
		d.turnSeries(v)
	case setPoint:
		if v.ref != 0 {
			d.written.at(v.ref).turn(l.Day)
		}
	default:
		if v.outs == 0 && v.flags&outside == 0 {
			v.flags &^= drifting
		}
	}
	v.flags &^= learnt
	v.day, v.outs = l.Day, 0
}

// read takes a value that the device reported.
func (d *Detector) read(o *observation, n uint32, v *variable, x sample) {
	client := uint16(o.e.ClientID)
	if v.client == 0 {
		v.client = client
	}
	if v.readers != 0 || v.client != client && client != 0 {
		d.compare(o, n, v, x)
	}
	if v.twin != 0 {
		d.readBack(o, v, x)
	}
	if v.count++; v.count == 0 {
		v.count-- // it stays at the most
	}
	switch v.class {
	case undecided:
		d.discrete(o, n, v, x)
	case numeric, counter, bits, continuous:
		d.number(o, v, x)
	case varied:
		if o.learn {
			v.flags |= learnt
		}
	}
	v.last = x.bits
	v.at = max(v.at, o.at)
}
