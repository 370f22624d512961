// Package snapshot writes and reads the state of detectors as octets: a flat
// sequence of numbers and texts without names, small enough to be written every
// few minutes. Whoever writes a state writes the number of its form first, and
// reads only forms it knows.
package snapshot

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrDamaged: the octets do not hold what was expected.
var ErrDamaged = errors.New("snapshot: the state is cut short or damaged")

// Writer appends to B.
type Writer struct{ B []byte }

// Uint appends an unsigned number, small ones in few octets.
func (w *Writer) Uint(n uint64) { w.B = binary.AppendUvarint(w.B, n) }

// Int appends a signed number.
func (w *Writer) Int(n int64) { w.B = binary.AppendVarint(w.B, n) }

// Float appends a number of 64 bits.
func (w *Writer) Float(f float64) { w.B = binary.LittleEndian.AppendUint64(w.B, math.Float64bits(f)) }

// Bool appends a truth value.
func (w *Writer) Bool(b bool) {
	if b {
		w.B = append(w.B, 1)
	} else {
		w.B = append(w.B, 0)
	}
}

// Bytes appends octets with their number.
func (w *Writer) Bytes(b []byte) {
	w.Uint(uint64(len(b)))
	w.B = append(w.B, b...)
}

// Text appends a text with its length.
func (w *Writer) Text(s string) {
	w.Uint(uint64(len(s)))
	w.B = append(w.B, s...)
}

// Reader reads what a Writer wrote. After the first fault everything it returns
// is zero; ask Err once at the end.
type Reader struct {
	b   []byte
	err error
}

// NewReader returns a reader of b, which it keeps.
func NewReader(b []byte) *Reader { return &Reader{b: b} }

// Err returns what was wrong, if anything.
func (r *Reader) Err() error { return r.err }

// End returns what was wrong, or ErrDamaged when there is more than was read.
func (r *Reader) End() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail()
	}
	return r.err
}

func (r *Reader) fail() { r.err, r.b = ErrDamaged, nil }

// Fail notes that what was read makes no sense.
func (r *Reader) Fail() { r.fail() }

// Uint reads an unsigned number.
func (r *Reader) Uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

// Count reads how many of something follow, of which there may be at most limit.
func (r *Reader) Count(limit int) int {
	n := r.Uint()
	if n > uint64(limit) {
		r.fail()
		return 0
	}
	return int(n)
}

// Int reads a signed number.
func (r *Reader) Int() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

// Float reads a number of 64 bits.
func (r *Reader) Float() float64 {
	if len(r.b) < 8 {
		r.fail()
		return 0
	}
	f := math.Float64frombits(binary.LittleEndian.Uint64(r.b))
	r.b = r.b[8:]
	return f
}

// Bool reads a truth value.
func (r *Reader) Bool() bool {
	if len(r.b) < 1 || r.b[0] > 1 {
		r.fail()
		return false
	}
	b := r.b[0] == 1
	r.b = r.b[1:]
	return b
}

// Bytes reads octets, at most limit. They are part of what is read.
func (r *Reader) Bytes(limit int) []byte {
	n := r.Count(limit)
	if n > len(r.b) {
		r.fail()
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

// Text reads a text of at most limit octets.
func (r *Reader) Text(limit int) string { return string(r.Bytes(limit)) }
