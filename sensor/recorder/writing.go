package recorder

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// writing is the segment that is being written.
type writing struct {
	segment
	file  file // nil for none
	dirty bool // something was written since it was made durable
}

var errNoRoom = errors.New("recorder: no room above the reserve")

// createFile begins a file; there must be none of the name.
func createFile(name string) (file, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
}

func (r *Recorder) path(base, suffix string) string { return r.config.Dir + "/" + base + suffix }

// free returns the octets of the file system that are free to this process.
func (r *Recorder) free() (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Fstatfs(int(r.dir.Fd()), &s); err != nil {
		return 0, fmt.Errorf("recorder: free space: %w", err)
	}
	return int64(s.Bavail) * s.Bsize, nil
}

// room checks that so many octets leave the reserve alone. Once it did not, a
// part of a segment more is asked for, so that the state does not come and go.
func (r *Recorder) room(octets int64) error {
	free, err := r.free()
	if err != nil {
		return err
	}
	if r.condition.state == DiskFull {
		octets += r.config.SegmentOctets / resumeShare
	}
	if free-octets < r.config.Reserve {
		return errNoRoom
	}
	return nil
}

// resumeShare is the part of a segment that must be free to go on.
const resumeShare = 4

// begin begins a segment, for which there must be room within the limits.
func (r *Recorder) begin() error {
	now := r.now()
	w := writing{segment: segment{sequence: r.sequence, began: now, base: baseName(r.sequence, now), known: true}}
	r.sequence++ // also when it fails: the name may exist now
	name := r.path(w.base, segmentSuffix)
	f, err := r.create(name)
	if err != nil {
		return fmt.Errorf("recorder: begin a segment: %w", err)
	}
	if _, err = f.WriteAt(r.header, 0); err == nil {
		err = r.dir.Sync()
	}
	if err != nil {
		err = errors.Join(err, f.Close(), os.Remove(name))
		return fmt.Errorf("recorder: begin a segment: %w", err)
	}
	w.file, w.octets, w.dirty = f, int64(len(r.header)), true
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writing = w
	r.index.reset()
	r.current = &r.writing.segment
	return nil
}

// fits returns how many of the frames fit into the segment together with its
// index, and how many octets they have.
func (r *Recorder) fits(entries []entry) (n int, octets int64) {
	room := r.config.SegmentOctets - r.writing.octets - r.index.size()
	for i := range entries {
		block := int64(entries[i].octets)
		if room -= block + growth; room < 0 {
			break
		}
		octets += block
		n++
	}
	return n, octets
}

// append writes frames, whose blocks are given.
func (r *Recorder) append(entries []entry, blocks []byte) error {
	w := &r.writing
	w.dirty = true
	if _, err := w.file.WriteAt(blocks, w.octets); err != nil {
		return fmt.Errorf("recorder: write: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range entries {
		e := &entries[i]
		r.index.add(w.octets, e.octets, e.time, &e.key)
		w.octets += int64(e.octets)
	}
	w.frames, w.min, w.max = r.index.frames, r.index.min, r.index.max
	r.counters.recorded += uint64(len(entries))
	r.counters.octets += uint64(len(blocks))
	return nil
}

// sync makes what was written durable.
func (r *Recorder) sync() error {
	r.synced = r.now()
	if !r.writing.dirty {
		return nil
	}
	if err := r.writing.file.Sync(); err != nil {
		return fmt.Errorf("recorder: sync: %w", err)
	}
	r.writing.dirty = false
	return nil
}

// finish ends the segment: first it is durable, then its index.
func (r *Recorder) finish() error {
	if r.writing.file == nil {
		return nil
	}
	if r.writing.frames == 0 {
		r.abandon()
		return nil
	}
	if err := r.sync(); err != nil {
		return err
	}
	w := &r.writing
	if err := r.writeIndex(r.index, &w.segment, r.piece); err != nil {
		return err
	}
	if err := r.nameIndex(w.base); err != nil {
		return err
	}
	r.mu.Lock()
	w.segment.index = r.index.size()
	r.mu.Unlock()
	if err := r.dir.Sync(); err != nil {
		return fmt.Errorf("recorder: end a segment: %w", err)
	}
	return r.retire()
}

// retire closes the file and enters the segment among those ended.
func (r *Recorder) retire() error {
	err := r.writing.file.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.segments = append(r.segments, r.writing.segment)
	r.octets += r.writing.size()
	r.current, r.reserved, r.writing = nil, 0, writing{}
	if err != nil {
		return fmt.Errorf("recorder: end a segment: %w", err)
	}
	return nil
}

// abandon ends the segment after an error, without an index unless it has one. A
// segment without a frame is removed.
func (r *Recorder) abandon() {
	w := &r.writing
	if w.file == nil {
		return
	}
	if err := w.file.Truncate(w.octets); err != nil {
		r.measure()
		r.log.Warn("a segment could not be cut after its last whole frame", "segment", w.base, "error", err)
	}
	if w.frames == 0 && os.Remove(r.path(w.base, segmentSuffix)) == nil {
		w.file.Close()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.current, r.reserved, r.writing = nil, 0, writing{}
		return
	}
	if err := r.retire(); err != nil {
		r.log.Warn("a segment could not be closed", "error", err)
	}
}

// measure notes what is in the file after the last whole frame. The mender cuts it
// off.
func (r *Recorder) measure() {
	w := &r.writing
	info, err := os.Stat(r.path(w.base, segmentSuffix))
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		w.excess = max(0, info.Size()-w.octets)
	}
}

// writeIndex writes an index under a temporary name.
func (r *Recorder) writeIndex(x *index, seg *segment, piece []byte) error {
	name := r.path(seg.base, indexSuffix+temporarySuffix)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return fmt.Errorf("recorder: index: %w", err)
	}
	if err = x.write(f, seg, piece); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("recorder: index: %w", errors.Join(err, os.Remove(name)))
	}
	return nil
}

// nameIndex gives an index that was written its name.
func (r *Recorder) nameIndex(base string) error {
	temporary := r.path(base, indexSuffix+temporarySuffix)
	if err := os.Rename(temporary, r.path(base, indexSuffix)); err != nil {
		return fmt.Errorf("recorder: index: %w", errors.Join(err, os.Remove(temporary)))
	}
	return nil
}

// isOld reports whether the segment has been written to long enough.
func (r *Recorder) isOld(now time.Time) bool {
	return r.writing.file != nil && now.Sub(r.writing.began) >= r.config.SegmentTime
}
