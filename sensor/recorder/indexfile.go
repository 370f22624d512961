package recorder

import (
	"errors"
	"hash/crc32"
	"io"
	"os"

	"github.com/banken-ot/banken/sensor/flow"
)

// An index file is a header, the runs, the keys and the postings, little-endian.
// The header is:
//
//	 0  magic and version
//	 8  sequence number of the segment
//	16  octets of the segment's file
//	24  frames
//	32  first and last time of the frames, in nanoseconds since 1970
//	48  number of runs, of keys, of postings
//	60  CRC-32C of what follows the header
//	64  CRC-32C of the header up to here
const (
	indexMagic  = "BKNIDX1\n"
	indexHeader = 68
	runSize     = 40
	keySize     = 38
	postingSize = 4
	// growth is what a frame adds to an index file at most.
	growth = runSize + keySize + postingSize
	// pieceSize is what is written of an index at a time.
	pieceSize = 64 << 10
)

var errIndex = errors.New("recorder: index is damaged or not of this segment")

// castagnoli is CRC-32C, which processors calculate.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// summary is the header of an index file.
type summary struct {
	sequence             uint64
	octets               int64
	frames               uint64
	min, max             int64
	runs, keys, postings uint32
	sum                  uint32
}

// size returns the octets of the index as a file.
func (x *index) size() int64 {
	return indexHeader + int64(len(x.runs))*runSize + int64(len(x.keys))*keySize + int64(len(x.postings))*postingSize
}

func (s *summary) size() int64 {
	return indexHeader + int64(s.runs)*runSize + int64(s.keys)*keySize + int64(s.postings)*postingSize
}

func (s *summary) append(b []byte) []byte {
	start := len(b)
	b = append(b, indexMagic...)
	for _, v := range [...]uint64{s.sequence, uint64(s.octets), s.frames, uint64(s.min), uint64(s.max)} {
		b = le.AppendUint64(b, v)
	}
	for _, v := range [...]uint32{s.runs, s.keys, s.postings, s.sum} {
		b = le.AppendUint32(b, v)
	}
	return le.AppendUint32(b, crc32.Checksum(b[start:], castagnoli))
}

// parse reads a header. Whether it is that of a certain segment, matches tells.
func (s *summary) parse(b []byte) bool {
	if len(b) < indexHeader || string(b[:8]) != indexMagic || le.Uint32(b[64:]) != crc32.Checksum(b[:64], castagnoli) {
		return false
	}
	s.sequence, s.octets, s.frames = le.Uint64(b[8:]), int64(le.Uint64(b[16:])), le.Uint64(b[24:])
	s.min, s.max = int64(le.Uint64(b[32:])), int64(le.Uint64(b[40:]))
	s.runs, s.keys, s.postings, s.sum = le.Uint32(b[48:]), le.Uint32(b[52:]), le.Uint32(b[56:]), le.Uint32(b[60:])
	return true
}

func (s *summary) matches(seg *segment, file int64) bool {
	return s.sequence == seg.sequence && s.octets == seg.octets && s.size() == file
}

// pieces writes to a file, keeping the sum of what it wrote.
type pieces struct {
	w   io.WriterAt
	at  int64
	sum uint32
	buf []byte // of pieceSize
	err error
}

// room returns where to append some octets; what is full is written.
func (p *pieces) room() []byte {
	if len(p.buf) > pieceSize-runSize {
		p.flush()
	}
	return p.buf
}

func (p *pieces) flush() {
	p.sum = crc32.Update(p.sum, castagnoli, p.buf)
	if p.err == nil {
		_, p.err = p.w.WriteAt(p.buf, p.at)
	}
	p.at += int64(len(p.buf))
	p.buf = p.buf[:0]
}

// write writes the index of a segment. The header comes last, so that a file
// that was not written to its end has none. buf has a capacity of pieceSize.
func (x *index) write(w io.WriterAt, seg *segment, buf []byte) error {
	p := pieces{w: w, at: indexHeader, buf: buf[:0]}
	for i := range x.runs {
		p.buf = x.runs[i].append(p.room())
	}
	for i := range x.keys {
		p.buf = appendKey(p.room(), &x.keys[i])
	}
	for _, v := range x.postings {
		p.buf = le.AppendUint32(p.room(), v)
	}
	p.flush()
	if p.err != nil {
		return p.err
	}
	s := summary{seg.sequence, seg.octets, x.frames, x.min, x.max, uint32(len(x.runs)), uint32(len(x.keys)), uint32(len(x.postings)), p.sum}
	_, err := w.WriteAt(s.append(p.buf), 0)
	return err
}

func (r *run) append(b []byte) []byte {
	open := uint32(0)
	if r.open {
		open = 1
	}
	b = le.AppendUint64(b, uint64(r.at))
	b = le.AppendUint32(le.AppendUint32(b, r.octets), r.frames)
	b = le.AppendUint64(le.AppendUint64(b, uint64(r.min)), uint64(r.max))
	return le.AppendUint32(le.AppendUint32(b, r.posted), open)
}

func appendKey(b []byte, k *flow.Key) []byte {
	b = append(append(b, k.A[:]...), k.B[:]...)
	b = le.AppendUint16(le.AppendUint16(b, k.APort), k.BPort)
	return append(b, k.Protocol, k.Version)
}

func parseRun(b []byte) run {
	return run{at: int64(le.Uint64(b)), octets: le.Uint32(b[8:]), frames: le.Uint32(b[12:]),
		min: int64(le.Uint64(b[16:])), max: int64(le.Uint64(b[24:])), posted: le.Uint32(b[32:]), open: le.Uint32(b[36:]) != 0}
}

func parseKey(b []byte) flow.Key {
	return flow.Key{A: [16]byte(b), B: [16]byte(b[16:]), APort: le.Uint16(b[32:]), BPort: le.Uint16(b[34:]), Protocol: b[36], Version: b[37]}
}

// readSummary reads the header of an index file, and says how long the file is.
func readSummary(name string) (s summary, size int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return s, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return s, 0, err
	}
	var b [indexHeader]byte
	if _, err := f.ReadAt(b[:], 0); err != nil && err != io.EOF {
		return s, info.Size(), err
	}
	if !s.parse(b[:]) {
		return s, info.Size(), errIndex
	}
	return s, info.Size(), nil
}

// readIndex reads the index of a segment for selection: nothing can be added.
func readIndex(name string, seg *segment) (*index, error) {
	s, size, err := readSummary(name)
	if err != nil {
		return nil, err
	}
	if !s.matches(seg, size) || size > MaxSegmentOctets {
		return nil, errIndex
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if int64(len(b)) != size || crc32.Checksum(b[indexHeader:], castagnoli) != s.sum {
		return nil, errIndex
	}
	x := s.decode(b[indexHeader:])
	if !x.sound(seg.octets) {
		return nil, errIndex
	}
	return x, nil
}

// decode reads the rest of an index file, whose length is that of the header.
func (s *summary) decode(b []byte) *index {
	x := &index{frames: s.frames, min: s.min, max: s.max,
		runs: make([]run, s.runs), keys: make([]flow.Key, s.keys), postings: make([]uint32, s.postings)}
	for i := range x.runs {
		x.runs[i], b = parseRun(b), b[runSize:]
	}
	for i := range x.keys {
		x.keys[i], b = parseKey(b), b[keySize:]
	}
	for i := range x.postings {
		x.postings[i], b = le.Uint32(b), b[postingSize:]
	}
	return x
}

// sound reports whether every number in the index is one that may be used.
func (x *index) sound(segment int64) bool {
	end, posted := int64(0), uint32(0)
	for i := range x.runs {
		r := &x.runs[i]
		if r.at < end || r.at > segment-int64(r.octets) || r.posted < posted || r.posted > uint32(len(x.postings)) {
			return false
		}
		end, posted = r.at+int64(r.octets), r.posted
	}
	for _, i := range x.postings {
		if int64(i) >= int64(len(x.keys)) {
			return false
		}
	}
	return true
}
