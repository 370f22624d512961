package health

import "time"

// losingFor is how long a port is said to lose frames after the last loss: long
// enough to be read, and for losses in bursts to be one.
const losingFor = 10 * time.Second

// Judge tells the state of a port from its counters, looked at every second or so.
// It is used by one goroutine.
type Judge struct {
	SilentAfter time.Duration

	last     time.Time // of the look before
	seen     uint64    // frames
	lost     uint64
	lossAt   time.Time
	frameAt  time.Time
	blind    time.Duration
	watching bool
}

// Look is what Judge is shown.
type Look struct {
	Now  time.Time
	Seen uint64 // frames that came to the port, whatever became of them
	Lost uint64 // frames or transactions lost
	Link State  // Down or Gone as the worker found it, Capturing else
}

// State returns what a port is doing, and adds up how long it was blind.
func (j *Judge) State(l Look) State {
	if !j.watching {
		j.watching, j.last, j.frameAt = true, l.Now, l.Now
	}
	passed := max(l.Now.Sub(j.last), 0) // clocks step
	j.last = l.Now
	if l.Seen != j.seen {
		j.seen, j.frameAt = l.Seen, l.Now
	}
	losing := l.Lost != j.lost
	if losing {
		j.lost, j.lossAt = l.Lost, l.Now
	}
	if losing || l.Link == Down || l.Link == Gone {
		j.blind += passed
	}
	switch {
	case l.Link == Down || l.Link == Gone:
		j.frameAt = l.Now
		return l.Link
	case !j.lossAt.IsZero() && l.Now.Sub(j.lossAt) < losingFor:
		return Losing
	case l.Now.Sub(j.frameAt) >= j.SilentAfter:
		return Silent
	}
	return Capturing
}

// Blind returns how long frames were lost, or the port was down or gone.
func (j *Judge) Blind() time.Duration { return j.blind }

// SilentFor returns for how long no frame came.
func (j *Judge) SilentFor() time.Duration { return max(j.last.Sub(j.frameAt), 0) }

// LastFrame returns about when the last frame came; the zero time when none did.
func (j *Judge) LastFrame() time.Time {
	if j.seen == 0 {
		return time.Time{}
	}
	return j.frameAt
}
