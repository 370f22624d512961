package alert

import (
	"slices"
	"time"
)

// sweepEvery is how often all incidents are looked at for what is over.
const sweepEvery = time.Minute

// permitIdle is how long work under a permit may pause: as long as one may hold.
const permitIdle = 8 * time.Hour

// Tick lets time pass, and closes what is over.
func (d *Desk) Tick(now int64) []Change {
	d.at(now)
	d.tellEdits()
	if d.now-d.swept < int64(sweepEvery) {
		return d.changes
	}
	d.swept = d.now
	d.expireHeld()
	for k, p := range d.forgiven {
		if p.Until < d.now {
			delete(d.forgiven, k)
		}
	}
	for _, s := range slices.Clone(d.stories) {
		d.sweep(s, time.Duration(d.now-s.Updated.UnixNano()))
	}
	d.measure()
	d.listen()
	return d.changes
}

func (d *Desk) sweep(s *story, quiet time.Duration) {
	if s.State == Shelved && d.now >= s.Until.UnixNano() {
		s.State, s.Until = Open, time.Time{}
		d.changed(Updated, s)
	}
	switch {
	case s.Sort == Permit:
		if quiet > permitIdle {
			s.Closing = Work
			d.over(s, "ended")
		}
	case s.Sort != Blind && !s.voiceless() && !s.Tier().Top() && quiet > Expire && s.State != Shelved:
		d.over(s, "expired")
	}
}
