package recorder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"
)

// reserve makes room within the limits for a segment of full size, by deleting
// the oldest, and grants it. What is granted counts until the segment ends.
func (r *Recorder) reserve() error {
	for !r.grant() {
		if err := r.remove(0); err != nil {
			return err
		}
	}
	return nil
}

func (r *Recorder) grant() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.octets+r.config.SegmentOctets > r.config.MaxOctets || len(r.segments) >= maxSegments {
		return len(r.segments) == 0 // Validate sees to it that two segments fit
	}
	r.reserved = r.config.SegmentOctets
	return true
}

// fit deletes the oldest segments until those on disk are within MaxOctets.
func (r *Recorder) fit() error {
	for r.octets > r.config.MaxOctets && len(r.segments) > 0 {
		if err := r.remove(0); err != nil {
			return err
		}
	}
	return nil
}

// expire deletes the segments begun longer than MaxAge ago. With a clock that was
// set, these need not be the first.
func (r *Recorder) expire(now time.Time) error {
	if r.config.MaxAge == 0 {
		return nil
	}
	for i := 0; i < len(r.segments); {
		if now.Sub(r.segments[i].began) <= r.config.MaxAge {
			i++
			continue
		}
		if err := r.remove(i); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes a segment. It is taken off the list first, so that nobody makes
// an index for it; its octets count until it is gone.
func (r *Recorder) remove(i int) error {
	r.mu.Lock()
	seg := r.segments[i]
	r.segments = slices.Delete(r.segments, i, i+1)
	r.mu.Unlock()
	err := r.unlink(seg.base)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.segments = slices.Insert(r.segments, i, seg)
		return fmt.Errorf("recorder: delete a segment: %w", err)
	}
	r.octets -= seg.size()
	r.counters.deleted++
	return nil
}

// unlink deletes the files of a segment; the index first, so that none is left
// without a segment.
func (r *Recorder) unlink(base string) error {
	for _, suffix := range []string{indexSuffix, segmentSuffix} {
		if err := os.Remove(r.path(base, suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
