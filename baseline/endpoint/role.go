package endpoint

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// settleShare is which part of a learning day something must last before it is
	// settled: the first hour of a day of 24 h. What is there before that was there
	// from the beginning, in whatever order it was first seen.
	settleShare = 24
	// answersLeast is how often a host must have answered before it is a server: one
	// that is polled every five minutes has, in an hour.
	answersLeast = 12
	// silenceShare is which part of that time a silence counts for at most: while the
	// sensor saw nothing, it did not see who asks either.
	silenceShare = 4
)

// settleTime is how long it takes to settle, ns. Longer days settle no later, and
// none within a second.
func settleTime(day time.Duration) int64 {
	if day <= 0 {
		day = 24 * time.Hour
	}
	return int64(max(min(day/settleShare, time.Hour), time.Second))
}

// watch counts the time in which something was seen.
func (d *Detector) watch(l *baseline.Look) { d.watched, d.latest = d.time(l), l.Now }

// time is how long something was seen by now. It begins with 1, so that 0 is never.
func (d *Detector) time(l *baseline.Look) int64 {
	switch {
	case d.watched == 0:
		return 1
	case !l.Blind && l.Now > d.latest:
		return d.watched + min(l.Now-d.latest, d.settle/silenceShare)
	}
	return d.watched
}

// role is whether a host answers in control protocols, and whether it asks.
type role struct {
	serves  int64  // when it was first seen to answer, in time watched; 0 never
	day     uint32 // first learning day on which it did; 0 none
	answers uint8  // how often, up to answersLeast
	asks    bool
	// standing of its asking: Known where it asked from the beginning, Pending where it
	// was a server that began to.
	standing    baseline.Standing
	first, last int64 // that it asked, where it was a server; UTC ns
	pace
}

// roles takes who asks and who answers, and tells of a server that begins to ask.
func (d *Detector) roles(l *baseline.Look, e *baseline.Event) {
	if e.ClientID == 0 || e.ServerID == 0 || e.ClientID == e.ServerID {
		return
	}
	if d.host(max(e.ClientID, e.ServerID)) == nil {
		return
	}
	if e.Outcome != wire.Unanswered {
		d.answered(&d.hosts[e.ServerID].role, l)
		d.meet(e)
	}
	if e.Outcome != wire.Unasked {
		d.asked(l, &d.hosts[e.ClientID], e)
	}
}

// answered notes that a host answers. While the sensor is blind it may be seen by
// half only.
func (d *Detector) answered(r *role, l *baseline.Look) {
	if l.Blind {
		return
	}
	if r.serves == 0 {
		r.serves = d.watched
	}
	if r.day == 0 && l.Learn {
		r.day = l.Day
	}
	r.answers = min(r.answers+1, answersLeast)
}

// Reverses reports whether an event, which was not taken yet, is that of a server that
// begins to ask: this detector tells of it, and nobody else needs to.
func (d *Detector) Reverses(l *baseline.Look, e *baseline.Event) bool {
	h := d.known(e.ClientID)
	return h != nil && e.ClientID != e.ServerID && e.Outcome != wire.Unasked && d.turns(l, h, e)
}

// turns reports whether a host that asks was a server until now. In a site that is
// judged, one that answered on an earlier day was, however seldom.
func (d *Detector) turns(l *baseline.Look, h *host, e *baseline.Event) bool {
	r := &h.role
	long := r.answers >= answersLeast && d.time(l)-r.serves >= d.settle
	earlier := l.Site.Judges() && r.day != 0 && r.day < l.Day
	return !r.asks && r.serves != 0 && (long || earlier) && !h.peers.turned(e)
}

// asked takes that a host asks.
func (d *Detector) asked(l *baseline.Look, h *host, e *baseline.Event) {
	r := &h.role
	switch {
	case d.turns(l, h, e):
		d.begins(l, h, e)
	case !r.asks:
		r.asks, r.standing = true, baseline.Known
	case r.standing == baseline.Pending || r.standing == baseline.Rejected:
		r.last = l.Now
		if r.due(l.Now, r.standing == baseline.Rejected) {
			d.tellAsking(l, r, e)
		}
	}
}

// begins takes that a server asks for the first time.
func (d *Detector) begins(l *baseline.Look, h *host, e *baseline.Event) {
	r := &h.role
	if !r.due(l.Now, false) {
		return
	}
	if l.Site.Judges() {
		h.deviates(l.Now, reversal)
	}
	d.tellAsking(l, r, e)
	if l.Learn {
		r.asks, r.standing, r.first, r.last = true, baseline.Pending, l.Now, l.Now
	}
}

// tellAsking tells of a server that asks: until somebody decides, it is the same again.
func (d *Detector) tellAsking(l *baseline.Look, r *role, e *baseline.Event) {
	if dev := l.Of(&meanings[reversal], e); dev != nil {
		dev.Seen, dev.Learned = e.Function, d.watched-r.serves
		dev.Repeat = r.asks && r.standing == baseline.Pending
		l.Report(dev)
	}
}
