package recorder

import (
	"errors"
	"io"

	"github.com/banken-ot/banken/sensor/capture"
)

// How the blocks of a segment may end before its octets do.
var (
	errCut     = errors.New("recorder: segment ends amid a block")
	errDamaged = errors.New("recorder: segment is damaged")
	errForeign = errors.New("recorder: not a segment of a recorder")
)

// window is what is read of a segment at a time; the largest block fits.
const window = maxBlock + 64<<10

// walker steps through the blocks of a segment. Its buffer is allocated once.
type walker struct {
	in    io.ReaderAt
	at    int64 // of the next block
	end   int64 // where the walk ends
	ahead int64 // how much is read at a time
	buf   []byte
	begin int64 // of buf in the segment
}

// headerAhead is read to find the interfaces of a segment.
const headerAhead = 4 << 10

// from has the walk go on in a stretch of a segment, of which so many octets are
// read at a time.
func (w *walker) from(in io.ReaderAt, at, end, ahead int64) {
	if w.buf == nil {
		w.buf = make([]byte, 0, window)
	}
	w.in, w.at, w.end, w.ahead, w.begin, w.buf = in, at, end, ahead, at, w.buf[:0]
}

// next returns the next block, which is valid until the call after, and io.EOF at
// the end. After an error, at is where the block at fault begins.
func (w *walker) next() ([]byte, error) {
	if w.at == w.end {
		return nil, io.EOF
	}
	head, err := w.peek(blockLeast)
	if err != nil {
		return nil, err
	}
	n := int64(le.Uint32(head[4:]))
	if n < blockLeast || n > maxBlock || n&3 != 0 {
		return nil, errDamaged
	}
	b, err := w.peek(n)
	if err != nil {
		return nil, err
	}
	if int64(le.Uint32(b[n-4:])) != n {
		return nil, errDamaged
	}
	w.at += n
	return b, nil
}

// peek returns the n octets that come next.
func (w *walker) peek(n int64) ([]byte, error) {
	if w.end-w.at < n {
		return nil, errCut
	}
	if from := w.at - w.begin; from+n <= int64(len(w.buf)) {
		return w.buf[from : from+n], nil
	}
	w.begin, w.buf = w.at, w.buf[:min(max(n, w.ahead), w.end-w.at)]
	got, err := w.in.ReadAt(w.buf, w.at)
	w.buf = w.buf[:got]
	if int64(got) >= n {
		return w.buf[:n], nil
	}
	if err == nil || err == io.EOF {
		return nil, errCut
	}
	return nil, err
}

// header reads the interfaces at the beginning of a segment, and leaves the walk
// at its first packet. What does not begin as a segment does is errForeign.
func (w *walker) header() ([]description, error) {
	b, err := w.next()
	if err != nil {
		return nil, err
	}
	if string(b) != string(sectionHeader()) {
		return nil, errForeign
	}
	var list []description
	for {
		before := w.at
		b, err := w.next()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		if le.Uint32(b) != blockDescription {
			w.at = before
			return list, nil
		}
		d, ok := parseDescription(b)
		if !ok || len(list) == MaxInterfaces {
			w.at = before
			return list, errDamaged
		}
		list = append(list, d)
	}
}

// frame steps to the next packet; other blocks are no part of a segment.
func (w *walker) frame(f *capture.Frame, interfaces []description) error {
	before := w.at
	b, err := w.next()
	if err != nil {
		return err
	}
	if le.Uint32(b) != blockEnhanced || !parseEnhanced(f, b, len(interfaces)) {
		w.at = before
		return errDamaged
	}
	f.Link = interfaces[f.Interface].link
	return nil
}

// isZero reports whether a stretch of a segment is all zeros, as a file system
// leaves what was allocated and never written.
func isZero(in io.ReaderAt, at, end int64) (bool, error) {
	buf := make([]byte, 64<<10)
	for at < end {
		b := buf[:min(int64(len(buf)), end-at)]
		if _, err := in.ReadAt(b, at); err != nil && err != io.EOF {
			return false, err
		}
		for _, v := range b {
			if v != 0 {
				return false, nil
			}
		}
		at += int64(len(b))
	}
	return true, nil
}
