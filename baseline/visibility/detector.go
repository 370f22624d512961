package visibility

import (
	"strconv"
	"time"

	"github.com/banken-ot/banken/baseline"
)

const (
	// lossFew is how many lost frames never make blind: a burst on a busy port.
	lossFew = 10
	// lossShare is one in how many frames lost is heavy loss.
	lossShare = 100
	// framesEach is how many frames a transaction is taken to have.
	framesEach = 2
	// repeatAfter is how often a part that stays blind is told again, ns.
	repeatAfter = int64(10 * time.Minute)
	// stepTold is how far the clock must be set for people to be told, ns, and
	// stepCounts for latencies to be spoilt.
	stepTold   = uint64(time.Second)
	stepCounts = uint64(100 * time.Millisecond)
	// shortest is the shortest a minute becomes with a scaled day, ns: it must hold
	// a few polls.
	shortest = int64(time.Second)
	day24    = int64(24 * time.Hour)
)

// Names of the parts that the detector finds out itself.
const (
	partSpan     = "span"
	partChannels = "channels"
	partCopies   = "mirrored frames"
)

// Detector is D8. It belongs to one goroutine.
type Detector struct {
	day    int64
	minute int64 // ns; the settling time too

	now     int64 // latest observation or tick
	since   int64 // blind since; 0: sighted
	settled int64 // until when it stays blind
	parts   parts
	seen    twoMinutes // transactions
	narrow  int64      // when one conversation was; 0 for never

	channels []channel // by baseline.ChannelID
	pulse    pulse
	sides    int64 // number of the present five minutes
}

// New returns a detector that sees everything.
func New(s baseline.Settings) *Detector {
	day := int64(s.Day)
	if day <= 0 {
		day = day24
	}
	minute := int64(time.Minute)
	if day < day24 {
		minute = max(int64(float64(minute)*float64(day)/float64(day24)), shortest)
	}
	return &Detector{day: day, minute: minute, channels: make([]channel, 1)}
}

// Blind reports whether the sensor does not see everything, or saw not everything
// a moment ago.
func (d *Detector) Blind() bool { return d.since != 0 }

// BlindSince returns since when, UTC ns; 0 when it sees.
func (d *Detector) BlindSince() int64 { return d.since }

// Parts calls yield for every part that is blind, and every conversation of which
// one side is not seen, in the order they were first told of.
func (d *Detector) Parts(yield func(name string, kind baseline.VisibilityKind, since int64) bool) {
	for i := range d.parts.list {
		if p := &d.parts.list[i]; p.since != 0 && !yield(p.name, p.kind, p.since) {
			return
		}
	}
}

// Omitted returns how many parts found no room.
func (d *Detector) Omitted() uint64 { return d.parts.omitted }

// update decides whether the site is blind now.
func (d *Detector) update() {
	blind := d.now < d.settled || d.parts.blind()
	switch {
	case !blind:
		d.since = 0
	case d.since == 0:
		d.since = d.now
	}
}

// settle keeps the site blind for the time things take to settle.
func (d *Detector) settle() { d.settled = max(d.settled, d.now+d.minute) }

// takes is what is done about each kind of change.
var takes = [...]func(*Detector, *baseline.Look, *baseline.Visibility){
	baseline.Sighted:   (*Detector).sighted,
	baseline.Loss:      (*Detector).loss,
	baseline.OneSided:  (*Detector).oneSided,
	baseline.ClockStep: (*Detector).step,
	baseline.Capacity:  (*Detector).capacity,
	baseline.Silence:   (*Detector).gone,
	baseline.PortDown:  (*Detector).gone,
	baseline.Stopped:   (*Detector).stopped,
}

// Visibility takes a change of what the sensor sees.
func (d *Detector) Visibility(l *baseline.Look, v *baseline.Visibility) {
	d.now = l.Now
	if int(v.Kind) < len(takes) {
		takes[v.Kind](d, l, v)
	}
	d.update()
}

func (d *Detector) sighted(_ *baseline.Look, v *baseline.Visibility) {
	if d.parts.sees(v.Part) {
		d.settle()
	}
}

// loss judges a loss by its share of the frames of two minutes. That octets of one
// conversation are missing says nothing of the others: see gaps.
func (d *Detector) loss(l *baseline.Look, v *baseline.Visibility) {
	p := d.parts.of(v.Part)
	if p == nil || p.narrow {
		return
	}
	minute := d.now / d.minute
	p.lost.add(minute, v.Amount)
	lost, seen := p.lost.sum(minute), framesEach*d.seen.sum(minute)
	if v.Amount == 0 || lost >= lossFew && lost*lossShare >= lost+seen {
		d.darken(l, p, mBlind, v.Kind, count(lost))
	}
}

// gone takes a port that shows nothing.
func (d *Detector) gone(l *baseline.Look, v *baseline.Visibility) {
	if p := d.parts.of(v.Part); p != nil {
		d.darken(l, p, mBlind, v.Kind, "")
	}
}

func (d *Detector) oneSided(l *baseline.Look, v *baseline.Visibility) {
	if p := d.parts.of(v.Part); p != nil {
		d.darken(l, p, mOneSided, v.Kind, "")
	}
}

// darken notes that a part is blind, and tells so when that is new, when it is for
// another reason, or again after a while; of conversations, one each time.
func (d *Detector) darken(l *baseline.Look, p *part, m int, k baseline.VisibilityKind, seen string) {
	if p.since == 0 {
		p.since = d.now
	}
	if p.told != 0 && p.kind == k && d.now-p.told < repeatAfter {
		return
	}
	if p.narrow {
		if d.narrow != 0 && d.now-d.narrow < repeatAfter {
			return
		}
		d.narrow = d.now
	}
	p.kind, p.told = k, d.now
	if seen == "" || seen == "0" {
		seen = k.String()
	}
	d.tell(l, m, p.name, seen)
}

// step takes a clock that was set: what was measured across it means nothing.
func (d *Detector) step(l *baseline.Look, v *baseline.Visibility) {
	if v.Amount < stepCounts {
		return
	}
	d.settle()
	if v.Amount >= stepTold {
		d.tell(l, mClockStep, v.Part, duration(v.Amount))
	}
}

// capacity tells of a bound, which does not go away, once a learning day.
func (d *Detector) capacity(l *baseline.Look, v *baseline.Visibility) {
	p := d.parts.of(v.Part)
	if p == nil || p.told != 0 && p.kind == v.Kind && d.now-p.told < d.day {
		return
	}
	p.kind, p.told = v.Kind, d.now
	d.tell(l, mCapacity, p.name, count(v.Amount))
}

// stopped takes that the sensor did not run, from the time of the change on.
func (d *Detector) stopped(l *baseline.Look, v *baseline.Visibility) {
	d.settled = max(d.settled, v.Time+int64(min(v.Amount, mostCounted<<20))+d.minute)
	d.forgetPulse()
	d.tell(l, mStopped, v.Part, duration(v.Amount))
}

// tell reports; the part stands in the place of a point.
func (d *Detector) tell(l *baseline.Look, m int, part, seen string) {
	if dev := l.Deviation(&meanings[m], noAddr, noAddr); dev != nil {
		dev.Point, dev.Seen = part, seen
		l.Report(dev)
	}
}

func count(n uint64) string { return strconv.FormatUint(n, 10) }

func duration(ns uint64) string {
	return time.Duration(min(ns, 1<<62)).Round(time.Millisecond).String()
}
