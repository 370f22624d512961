package recorder

import (
	"time"
)

// State is whether a recorder records.
type State uint8

// The states. Frames that come in another than Recording are lost, and counted.
const (
	Stopped   State = iota // Run is not running
	Recording              // frames are written
	DiskFull               // no more would remain free than Config.Reserve
	Failed                 // the disk returned an error; tried again later
)

var stateNames = [...]string{Stopped: "stopped", Recording: "recording", DiskFull: "stopped-disk-full", Failed: "error"}

// String returns the name of the state as health and metrics show it.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// After an error the disk is tried again at once doubling intervals: a box that
// comes back to itself loses seconds, one whose disk is dead writes a line of log
// and nothing else.
const (
	firstRetry = time.Second
	lastRetry  = time.Minute
)

// condition is the state, and what is known of it.
type condition struct {
	state State
	err   error // why, of DiskFull and Failed
	since time.Time
}

// enter changes the state; it is said once, however often it is entered again.
func (r *Recorder) enter(s State, err error) {
	r.mu.Lock()
	before := r.condition.state
	r.condition.err = err
	if before != s {
		r.condition.state, r.condition.since = s, r.now()
	}
	r.mu.Unlock()
	if before == s {
		return
	}
	switch s {
	case DiskFull:
		r.log.Error("packet recording has stopped: the disk is nearly full", "dir", r.config.Dir, "reserve_octets", r.config.Reserve, "error", err)
	case Failed:
		r.log.Error("packet recording has stopped: the disk returns an error", "dir", r.config.Dir, "error", err)
	default:
		r.log.Info("packet recording has changed its state", "dir", r.config.Dir, "state", s.String())
	}
	r.config.Changed(s, err)
}

// fail notes an error of the disk. What has been written of the segment stays; it
// is looked at again by mend, as it may end amid a block.
func (r *Recorder) fail(err error) {
	r.abandon()
	r.delay = min(max(2*r.delay, firstRetry), lastRetry)
	r.retry = r.now().Add(r.delay)
	r.enter(Failed, err)
}

// prove is called when something could be written. After an error that is only
// believed when it is durable, so that the state does not come and go.
func (r *Recorder) prove() error {
	switch r.condition.state {
	case Recording:
		return nil
	case Failed:
		if err := r.sync(); err != nil {
			return err
		}
	}
	r.delay = 0
	r.enter(Recording, nil)
	r.wakeMender()
	return nil
}
