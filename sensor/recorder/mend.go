package recorder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

func ignoreEOF(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// wakeMender has the segments without an index looked at.
func (r *Recorder) wakeMender() {
	select {
	case r.mending <- struct{}{}:
	default:
	}
}

// mendLoop makes indices where there is none, one segment after the other.
func (r *Recorder) mendLoop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.mending:
		}
		for seg, ok := r.unindexed(0); ok && ctx.Err() == nil; seg, ok = r.unindexed(seg.sequence + 1) {
			if err := r.mend(seg, false); err != nil {
				r.log.Warn("the index of a segment could not be made", "segment", seg.base, "error", err)
			}
		}
	}
}

// unindexed returns the first segment without an index from a number on.
func (r *Recorder) unindexed(from uint64) (segment, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, seg := range r.segments {
		if seg.sequence >= from && (seg.index == 0 || seg.bad) {
			return seg, true
		}
	}
	return segment{}, false
}

// listed returns the segment of the list that is this one; nil when it has been
// deleted. r.mu is held.
func (r *Recorder) listed(seg *segment) *segment {
	for i := range r.segments {
		if r.segments[i].base == seg.base {
			return &r.segments[i]
		}
	}
	return nil
}

// change changes a segment of the list, unless it has been deleted.
func (r *Recorder) change(seg *segment, f func(s *segment)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.listed(seg); s != nil {
		f(s)
	}
}

// mend makes the index of a segment anew, and cuts off what is not a whole block
// at its end. last says that it was being written when the process ended: then
// that is everything from its first fault on.
func (r *Recorder) mend(seg segment, last bool) error {
	f, err := os.OpenFile(r.path(seg.base, segmentSuffix), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if seg.excess > 0 {
		if err := f.Truncate(seg.octets); err != nil {
			return err
		}
		r.change(&seg, func(s *segment) { r.octets -= s.excess; s.excess = 0 })
	}
	x := newIndex(max(seg.octets, MinSegmentOctets))
	end, err := rebuild(f, seg.octets, x)
	switch err {
	case nil:
	case errCut, errDamaged:
		err = r.cut(f, &seg, end, err, last)
	}
	if err != nil {
		return err
	}
	r.change(&seg, func(s *segment) { s.frames, s.min, s.max, s.known = x.frames, x.min, x.max, true })
	if last && x.frames == 0 {
		return nil
	}
	return r.install(&seg, x)
}

// cut ends a segment at its last whole block, unless something may follow.
func (r *Recorder) cut(f *os.File, seg *segment, end int64, cause error, last bool) error {
	zero := false
	if cause == errDamaged && !last {
		var err error
		if zero, err = isZero(f, end, seg.octets); err != nil {
			return err
		}
	}
	if cause == errDamaged && !last && !zero {
		r.mu.Lock()
		r.counters.damaged++
		r.mu.Unlock()
		r.log.Warn("a segment is damaged; frames after that are not found", "segment", seg.base, "offset_octets", end)
		return nil
	}
	if err := errors.Join(f.Truncate(end), f.Sync()); err != nil {
		return fmt.Errorf("recorder: cut a segment: %w", err)
	}
	off := seg.octets - end
	seg.octets = end
	r.change(seg, func(s *segment) { s.octets = end; r.octets -= off })
	r.mu.Lock()
	r.counters.repaired++
	r.counters.cut += off
	r.mu.Unlock()
	r.log.Warn("a segment was interrupted; it is cut after its last whole frame", "segment", seg.base, "cut_octets", off, "kept_octets", end)
	return nil
}

// install writes an index that was made anew, if there is room for it.
func (r *Recorder) install(seg *segment, x *index) error {
	if err := os.Remove(r.path(seg.base, indexSuffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	r.change(seg, func(s *segment) { r.octets -= s.index; s.index, s.bad = 0, false })
	size := x.size()
	if !r.spend(size) {
		return nil // it is read without an index, until it is deleted
	}
	err := r.writeIndex(x, seg, make([]byte, 0, pieceSize))
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.listed(seg)
	if err == nil && s != nil {
		err = r.nameIndex(seg.base)
	} else if err == nil {
		err = os.Remove(r.path(seg.base, indexSuffix+temporarySuffix))
	}
	if err != nil || s == nil {
		r.octets -= size
		return err
	}
	s.index = size
	r.counters.mended++
	return nil
}

// spend takes octets for an index out of what is within the limit.
func (r *Recorder) spend(octets int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.octets+r.reserved+octets > r.config.MaxOctets {
		return false
	}
	r.octets += octets
	return true
}
