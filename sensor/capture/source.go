package capture

import "io"

// maxEmptyReads is how often a reader may give neither octets nor an error
// before it is given up, as in bufio.
const maxEmptyReads = 100

// source is a window on a stream: a buffer of bufferSize, or the whole of what
// is in memory.
type source struct {
	r        io.Reader // nil in memory
	buf      []byte
	pos, end int   // what is in the buffer and not yet read
	base     int64 // offset of buf[0] in the stream
	err      error // why the stream ended; io.EOF, or nil as long as it has not
}

func (s *source) from(r io.Reader) { s.r, s.buf = r, make([]byte, bufferSize) }

func (s *source) inMemory(b []byte) { s.buf, s.end, s.err = b, len(b), io.EOF }

func (s *source) offset() int64 { return s.base + int64(s.pos) }

// peek returns the next n octets, or fewer at the end of the stream, without
// stepping over them. n is at most bufferSize. What it returns is valid until
// the next call of peek or discard.
func (s *source) peek(n int) []byte {
	if s.end-s.pos < n && s.err == nil {
		s.fill(n)
	}
	return s.buf[s.pos:min(s.pos+n, s.end)]
}

// skip steps over n octets that have been peeked.
func (s *source) skip(n int) { s.pos += n }

// fill reads until n octets are in the buffer, or the stream ends.
func (s *source) fill(n int) {
	s.base += int64(s.pos)
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos = 0
	for empty := 0; s.end < n && s.err == nil; {
		got, err := s.r.Read(s.buf[s.end:])
		s.end, s.err = s.end+got, err
		if got > 0 {
			empty = 0
		} else if empty++; empty == maxEmptyReads && err == nil {
			s.err = io.ErrNoProgress
		}
	}
}

// discard steps over n octets, however many, and returns how many there were.
func (s *source) discard(n int64) (done int64) {
	for done < n {
		b := s.peek(int(min(n-done, bufferSize)))
		if len(b) == 0 {
			break
		}
		s.skip(len(b))
		done += int64(len(b))
	}
	return done
}

// Read makes what is left of a source an io.Reader.
func (s *source) Read(p []byte) (int, error) {
	b := s.peek(min(len(p), bufferSize))
	if len(b) == 0 && len(p) > 0 {
		return 0, s.err
	}
	s.skip(len(b))
	return copy(p, b), nil
}

// counter counts the octets read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
