package recorder

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
)

// Open makes a recorder on a folder, which it locks, and puts right what a
// recorder before it left behind when it was interrupted. It deletes segments
// that exceed the limits, and nothing it does not know. It starts nothing; see
// Run.
func Open(c Config) (*Recorder, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	c.Dir = filepath.Clean(c.Dir)
	c.Interfaces = slices.Clone(c.Interfaces)
	dir, err := lock(c.Dir)
	if err != nil {
		return nil, err
	}
	r := newRecorder(c, dir)
	if err := errors.Join(r.fitsDisk(), r.load()); err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	return r, nil
}

func newRecorder(c Config, dir *os.File) *Recorder {
	r := &Recorder{config: c, log: c.Log, now: time.Now, dir: dir, create: createFile,
		header: fileHeader(c.Interfaces), mending: make(chan struct{}, 1),
		index: newIndex(c.SegmentOctets), piece: make([]byte, 0, pieceSize)}
	r.queue.init(c.QueueOctets)
	r.condition.since = r.now()
	return r
}

// lock opens a folder for one recorder alone. The lock ends with the process.
func lock(name string) (*os.File, error) {
	if err := os.MkdirAll(name, dirMode); err != nil {
		return nil, fmt.Errorf("recorder: %w", err)
	}
	dir, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("recorder: %w", err)
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if err == syscall.EWOULDBLOCK {
			err = ErrLocked
		}
		return nil, errors.Join(fmt.Errorf("recorder: lock %s: %w", name, err), dir.Close())
	}
	return dir, nil
}

// fitsDisk checks that the limit can be reached at all: on a disk that is too
// small the reserve would be met first, and recording end for good.
func (r *Recorder) fitsDisk() error {
	var s syscall.Statfs_t
	if err := syscall.Fstatfs(int(r.dir.Fd()), &s); err != nil {
		return fmt.Errorf("recorder: size of the file system: %w", err)
	}
	if size := int64(s.Blocks) * s.Bsize; r.config.MaxOctets > size-r.config.Reserve {
		return fmt.Errorf("%w: %d octets and a reserve of %d are more than the file system of %s has, %d",
			ErrConfig, r.config.MaxOctets, r.config.Reserve, r.config.Dir, size)
	}
	return nil
}

// found is what is in the folder.
type found struct {
	segments []segment
	indices  map[string]bool // by base name
}

// load finds the segments in the folder.
func (r *Recorder) load() error {
	entries, err := r.dir.ReadDir(-1)
	if err != nil {
		return fmt.Errorf("recorder: %w", err)
	}
	f := found{indices: map[string]bool{}}
	for _, e := range entries {
		r.sort(e, &f)
	}
	slices.SortFunc(f.segments, func(a, b segment) int {
		return cmp.Or(cmp.Compare(a.sequence, b.sequence), cmp.Compare(a.base, b.base))
	})
	for i := range f.segments {
		r.admit(&f.segments[i], f.indices[f.segments[i].base])
		delete(f.indices, f.segments[i].base)
	}
	r.removeOrphans(f.indices)
	r.mendLast()
	if err := errors.Join(r.fit(), r.expire(r.now())); err != nil {
		r.log.Warn("segments beyond the limits could not be deleted", "error", err)
	}
	if r.counters.foreign > 0 {
		r.log.Warn("files in the folder are not of a recorder; they are left alone", "dir", r.config.Dir, "files", r.counters.foreign)
	}
	return nil
}

// sort says what a name in the folder is.
func (r *Recorder) sort(e fs.DirEntry, f *found) {
	sequence, began, base, suffix, ok := parseName(e.Name())
	if ok {
		r.sequence = max(r.sequence, sequence+1)
	}
	if !ok || !e.Type().IsRegular() {
		r.counters.foreign++
		return
	}
	switch suffix {
	case segmentSuffix:
		info, err := e.Info()
		if err != nil {
			return // gone
		}
		f.segments = append(f.segments, segment{sequence: sequence, began: began, base: base, octets: info.Size()})
	case indexSuffix:
		f.indices[base] = true
	default:
		os.Remove(r.path(base, suffix)) // of an index that was being written
	}
}

// admit enters a segment, if it is one.
func (r *Recorder) admit(seg *segment, hasIndex bool) {
	if hasIndex {
		s, size, err := readSummary(r.path(seg.base, indexSuffix))
		seg.index, seg.bad = size, err != nil || !s.matches(seg, size)
		seg.known = !seg.bad
		if seg.known {
			seg.frames, seg.min, seg.max = s.frames, s.min, s.max
		}
	}
	if !seg.known && !r.isOurs(seg) {
		return
	}
	r.segments = append(r.segments, *seg)
	r.octets += seg.size()
}

// isOurs reports whether a file without an index begins as a segment does. What
// was left of one without a frame is deleted; what is not ours is left alone.
func (r *Recorder) isOurs(seg *segment) bool {
	name := r.path(seg.base, segmentSuffix)
	f, err := os.Open(name)
	if err != nil {
		r.log.Warn("a segment cannot be read", "segment", seg.base, "error", err)
		return true // it has the name, and counts
	}
	defer f.Close()
	var w walker
	w.from(f, 0, seg.octets, headerAhead)
	_, err = w.header()
	switch {
	case err == nil:
		return true
	case err != errForeign && err != errCut && err != errDamaged && err != io.EOF:
		r.log.Warn("a segment cannot be read", "segment", seg.base, "error", err)
		return true
	case err == errForeign, w.at == 0 && !isRemnant(f, seg.octets):
		r.counters.foreign++
		r.log.Warn("a file has the name of a segment and is none; it is left alone", "file", name)
		return false
	case w.at == 0:
		r.counters.repaired++
		r.counters.cut += seg.octets
		r.log.Warn("a segment that was interrupted before its first frame is deleted", "segment", seg.base, "error", r.unlink(seg.base))
		return false
	}
	return true
}

// isRemnant reports whether a file is what a power cut leaves of a segment that
// was just begun: a part of its header, and zeros.
func isRemnant(f *os.File, size int64) bool {
	header := sectionHeader()
	b := make([]byte, min(size, int64(len(header))))
	if _, err := f.ReadAt(b, 0); err != nil && err != io.EOF {
		return false
	}
	n := 0
	for n < len(b) && b[n] == header[n] {
		n++
	}
	zero, err := isZero(f, int64(n), size)
	return zero && err == nil
}

// removeOrphans deletes indices whose segment is gone.
func (r *Recorder) removeOrphans(indices map[string]bool) {
	for base := range indices {
		name := r.path(base, indexSuffix)
		if _, _, err := readSummary(name); err != nil {
			r.counters.foreign++
			continue
		}
		if err := os.Remove(name); err != nil {
			r.log.Warn("an index without a segment could not be deleted", "index", base, "error", err)
		}
	}
}

// mendLast puts right the segment that was being written when the process or the
// power ended. Those before it are left to Run.
func (r *Recorder) mendLast() {
	n := len(r.segments)
	if n == 0 || r.segments[n-1].known {
		return
	}
	last := r.segments[n-1]
	if err := r.mend(last, true); err != nil {
		r.log.Warn("the last segment could not be put right", "segment", last.base, "error", err)
		return
	}
	if r.segments[n-1].frames == 0 {
		if err := r.remove(n - 1); err != nil {
			r.log.Warn("a segment without a frame could not be deleted", "segment", last.base, "error", err)
		}
	}
}

// rebuild indexes a segment. It returns where its last whole block ends; err is
// nil where that is its end.
func rebuild(f *os.File, size int64, x *index) (end int64, err error) {
	var w walker
	w.from(f, 0, size, window)
	list, err := w.header()
	if err != nil {
		return w.at, err
	}
	var p picker
	var frame capture.Frame
	for {
		at := w.at
		if err := w.frame(&frame, list); err != nil {
			return at, ignoreEOF(err)
		}
		key := p.keyOf(&frame)
		x.add(at, uint32(w.at-at), frame.Time, &key)
	}
}
