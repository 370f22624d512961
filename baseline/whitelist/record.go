package whitelist

import (
	"math"

	"github.com/banken-ot/banken/baseline"
)

// knownDays is on how many days a read must be seen to be known.
const knownDays = 3

// record is a key and how it was seen: 40 octets.
type record struct {
	key
	first, last uint32 // UTC seconds
	day         uint32 // last day it was seen on, as the detector counts them
	count       uint32
	days        uint16 // distinct days learned on; 0 where it was only met when nothing was to be learned
	status      uint8
	fan         uint8 // of a client and the internet: how many addresses are kept one by one
}

// The bits of record.status; the lowest two are what a person decided.
const (
	approved = 1
	rejected = 2
	decided  = 3
	early    = 1 << 2 // there before the site judged
	species  = 1 << 3 // stands for the event that brought it, in forecasts
	inner    = 1 << 4 // known already in another way: L5
	done     = 1 << 5 // of what pends: it was accepted, or answered, once
	counted  = 1 << 6 // the present day is one of days
	ghost    = 1 << 7 // of a start: it is polled too, and that is what counts
)

func (r *record) standing() baseline.Standing {
	switch {
	case r.status&decided == approved:
		return baseline.Approved
	case r.status&decided == rejected:
		return baseline.Rejected
	case r.controls() || r.status&done != 0 && r.pends():
		return baseline.Pending
	case r.days >= knownDays:
		return baseline.Known
	}
	return baseline.Candidate
}

// held reports whether it was only met when nothing was to be learned, and nobody has
// decided: it is listed, and as new as ever.
func (r *record) held() bool { return r.days == 0 && r.status&decided == 0 }

func (r *record) level() uint8 {
	if r.status&inner != 0 {
		return 5
	}
	return levels[r.class()]
}

// over is on how many days that are over it was learned.
func (r *record) over(today uint32) uint16 {
	if r.day == today && r.status&counted != 0 {
		return r.days - 1
	}
	return r.days
}

// touch counts a use, and returns how many days it was not used before.
func (r *record) touch(sec, today uint32, learn bool) (unused uint32) {
	r.last = sec
	if r.count < math.MaxUint32 {
		r.count++
	}
	if r.day != today {
		unused = today - r.day
		r.day = today
		r.status &^= counted
	}
	if learn && r.status&counted == 0 {
		r.status |= counted
		if r.days < math.MaxUint16 {
			r.days++
		}
	}
	return unused
}
