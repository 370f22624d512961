package recorder

import (
	"errors"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
)

// Recorder records frames. It is made by Open; what it is given is written while
// Run runs.
type Recorder struct {
	config Config
	log    *slog.Logger
	now    func() time.Time
	header []byte   // what every segment begins with
	dir    *os.File // locked
	create func(name string) (file, error)

	queue   queue
	mending chan struct{} // wakes the mender

	mu        sync.Mutex
	condition condition
	segments  []segment // that are ended, in the order of their numbers
	octets    int64     // of all their files
	reserved  int64     // granted to the one being written, with its index
	current   *segment  // being written, nil for none; it points to writing.segment
	index     *index    // of it
	counters  counters
	running   bool

	// Of the goroutine that writes.
	writing  writing
	sequence uint64        // of the next segment
	delay    time.Duration // between the tries after an error
	retry    time.Time     // when to try next
	synced   time.Time
	tended   time.Time
	piece    []byte // of pieceSize
}

// segment is a segment on disk.
type segment struct {
	sequence uint64
	began    time.Time
	base     string // name without suffix
	octets   int64  // of its file that are of use
	excess   int64  // octets of its file after those, that an error left
	index    int64  // octets of its index file; 0 for none
	bad      bool   // the index file is of no use
	frames   uint64
	min, max int64 // times of its frames, in nanoseconds since 1970
	known    bool  // frames, min and max are right
}

// size is what the segment takes of the limit.
func (s *segment) size() int64 { return s.octets + s.excess + s.index }

// counters count since Open.
type counters struct {
	recorded, octets          uint64
	lost                      uint64
	deleted, repaired, mended uint64
	cut                       int64
	damaged                   uint64
	foreign                   int
}

// file is a segment that is being written. Its implementations are *os.File and
// the faulty disks of the tests.
type file interface {
	WriteAt(b []byte, at int64) (int, error)
	Sync() error
	Truncate(size int64) error
	Close() error
}

// fileMode keeps what was recorded from others than the group of the sensor.
const (
	fileMode = 0o640
	dirMode  = 0o750
)

// Errors of Open and Run.
var (
	ErrLocked  = errors.New("recorder: the folder is in use by another recorder")
	ErrRunning = errors.New("recorder: runs already, or has run")
)

// Write hands over a frame, with the key of its flow as flow.KeyOf returns it;
// frames that are not IP have the zero key, whose Version is 0. Both are borrowed
// for the call. It never waits for the disk: when frames come faster than they
// can be written, it returns ErrFull. It allocates nothing.
func (r *Recorder) Write(f *capture.Frame, key flow.Key) error {
	if int64(f.Interface) >= int64(len(r.config.Interfaces)) || r.config.Interfaces[f.Interface].Link != f.Link ||
		len(f.Data) > capture.MaxFrame || f.Time < 0 {
		r.queue.refuse()
		return ErrFrame
	}
	return r.queue.put(f, &key)
}

// Close gives the folder free for another recorder. Run must have returned. The
// recorder cannot be used afterwards, except for Stats.
func (r *Recorder) Close() error {
	r.queue.close()
	return r.dir.Close()
}

// Stats is what a recorder has done since Open, and what it holds.
type Stats struct {
	State State
	Err   error     // why, of DiskFull and Failed
	Since time.Time // when the state began

	Recorded       uint64 // frames written
	RecordedOctets uint64 // in their blocks
	DroppedFull    uint64 // frames that came faster than they could be written
	DroppedState   uint64 // frames that came in another state than Recording, and those an error lost
	Refused        uint64 // frames for which Write returned ErrFrame

	Octets   int64 // of all segments and indices on disk, without what is foreign
	Segments int
	// Oldest and Newest are the times of the first and last frame on disk; zero
	// when there is none. Of a segment without index they are those of its name.
	Oldest, Newest time.Time

	Deleted   uint64 // segments deleted to stay within the limits
	Repaired  uint64 // segments cut after their last whole block
	CutOctets int64  // octets cut from them
	Mended    uint64 // indices made anew
	Damaged   uint64 // segments with a fault before their end
	Foreign   int    // names in the folder at Open that are not of a recorder
}

// Dropped returns all frames that were given to Write and not recorded.
func (s *Stats) Dropped() uint64 { return s.DroppedFull + s.DroppedState + s.Refused }

// Stats returns the figures of now.
func (r *Recorder) Stats() Stats {
	r.queue.mu.Lock()
	full, late, refused := r.queue.full, r.queue.late, r.queue.refused
	r.queue.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	c := &r.counters
	s := Stats{State: r.condition.state, Err: r.condition.err, Since: r.condition.since,
		Recorded: c.recorded, RecordedOctets: c.octets, DroppedFull: full, DroppedState: c.lost + late, Refused: refused,
		Octets: r.octets, Segments: len(r.segments), Deleted: c.deleted, Repaired: c.repaired, CutOctets: c.cut,
		Mended: c.mended, Damaged: c.damaged, Foreign: c.foreign}
	for i := range r.segments {
		s.include(&r.segments[i])
	}
	if r.current != nil {
		s.Octets += r.current.octets
		s.Segments++
		s.include(r.current)
	}
	return s
}

// include widens the span of time by that of a segment.
func (s *Stats) include(seg *segment) {
	first, last := seg.began, seg.began
	if seg.known && seg.frames == 0 {
		return
	}
	if seg.known {
		first, last = time.Unix(0, seg.min).UTC(), time.Unix(0, seg.max).UTC()
	}
	if s.Oldest.IsZero() || first.Before(s.Oldest) {
		s.Oldest = first
	}
	if s.Newest.IsZero() || last.After(s.Newest) {
		s.Newest = last
	}
}
