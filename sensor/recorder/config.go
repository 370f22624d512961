package recorder

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
)

// Defaults of Config, for fields that are zero.
const (
	// DefaultSegmentOctets is read within a second where the index is missing, and
	// is a small part of any disk.
	DefaultSegmentOctets = 64 << 20
	// DefaultSegmentTime keeps the number of files in a quiet plant at some
	// thousands a year, and what an age limit deletes too early at an hour.
	DefaultSegmentTime = time.Hour
	// DefaultSyncEvery is what a power cut may lose, in time.
	DefaultSyncEvery = time.Second
	// DefaultQueueOctets bridges a second in which the disk does not answer, at
	// ten times the traffic of a large plant.
	DefaultQueueOctets = 8 << 20
	// DefaultReserve is left to the other programs of the box.
	DefaultReserve = 256 << 20
)

// Bounds of Config.
const (
	// MinSegmentOctets holds two of the largest frames and an index of them.
	MinSegmentOctets = 1 << 20
	// MaxSegmentOctets bounds the index, which is in memory, and what one damaged
	// file can lose.
	MaxSegmentOctets = 1 << 30
	// MinQueueOctets holds the largest frame in either half of the queue.
	MinQueueOctets = 1 << 20
	// MaxInterfaces bounds the header of a segment.
	MaxInterfaces = 64
	// maxText is how many octets are kept of a name or description: what
	// capture.Reader reads of it.
	maxText = 256
	// maxSegments bounds the files in the folder, when restarts or a quiet plant
	// make many small ones: at an hour each, seven years.
	maxSegments = 1 << 16
)

// Config is how a recorder records.
type Config struct {
	Dir string // folder of the segments; made, with mode 0750, where it is missing

	MaxOctets     int64         // of all segments and indices together, never exceeded; two segments at least
	MaxAge        time.Duration // frames older than that are not kept; 0 for no limit
	SegmentOctets int64         // of a segment with its index, at most
	SegmentTime   time.Duration // how long a segment is written to, at most
	SyncEvery     time.Duration // how often what was written is made durable
	QueueOctets   int           // memory for frames not yet written
	Reserve       int64         // octets of the file system that stay free for others

	// Interfaces are those of the frames, in the order of capture.Frame.Interface.
	// Name, Description, Link and SnapLength are recorded.
	Interfaces []capture.Interface

	Log     *slog.Logger       // nil for no log
	Changed func(State, error) // called by Run at every change of state; it must not wait. May be nil
}

// ErrConfig is what errors of a Config are.
var ErrConfig = errors.New("recorder: configuration")

// withDefaults returns c with the defaults where it is zero.
func (c Config) withDefaults() Config {
	or(&c.SegmentOctets, DefaultSegmentOctets)
	or(&c.SegmentTime, DefaultSegmentTime)
	or(&c.SyncEvery, DefaultSyncEvery)
	or(&c.QueueOctets, DefaultQueueOctets)
	or(&c.Reserve, DefaultReserve)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Changed == nil {
		c.Changed = func(State, error) {}
	}
	return c
}

func or[T comparable](v *T, preset T) {
	var zero T
	if *v == zero {
		*v = preset
	}
}

// Validate returns every fault of the configuration at once, joined; each is an
// ErrConfig. Fields that are zero count as their defaults.
func (c Config) Validate() error {
	c = c.withDefaults()
	var faults []error
	check := func(sound bool, format string, a ...any) {
		if !sound {
			faults = append(faults, fmt.Errorf("%w: "+format, append([]any{ErrConfig}, a...)...))
		}
	}
	check(c.Dir != "", "no folder is given")
	check(c.SegmentOctets >= MinSegmentOctets && c.SegmentOctets <= MaxSegmentOctets,
		"a segment of %d octets is not between %d and %d", c.SegmentOctets, MinSegmentOctets, MaxSegmentOctets)
	check(c.MaxOctets >= 2*c.SegmentOctets, "%d octets do not hold two segments of %d", c.MaxOctets, c.SegmentOctets)
	check(c.SegmentTime >= time.Second, "a segment of %v is shorter than a second", c.SegmentTime)
	check(c.MaxAge == 0 || c.MaxAge >= 2*c.SegmentTime, "an age of %v does not hold two segments of %v", c.MaxAge, c.SegmentTime)
	check(c.SyncEvery >= gatherTime, "%v is too often to sync: %v is the least", c.SyncEvery, gatherTime)
	check(c.QueueOctets >= MinQueueOctets, "a queue of %d octets is smaller than %d", c.QueueOctets, MinQueueOctets)
	check(c.Reserve >= 0, "the reserve of %d octets is negative", c.Reserve)
	check(len(c.Interfaces) >= 1 && len(c.Interfaces) <= MaxInterfaces, "%d interfaces are not between 1 and %d", len(c.Interfaces), MaxInterfaces)
	return errors.Join(faults...)
}
