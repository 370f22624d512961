package wire

// MaxLent bounds the octets that conversations of one goroutine hold in Buffers,
// all together: messages and fragments that are not complete yet. Each connection
// may hold its protocol's MaxMessage each way; hostile ones would, all of them.
const MaxLent = 64 << 20

// Buffers lends octets to the conversations and decoders of one goroutine, for
// what is not complete yet.
type Buffers struct {
	room[byte]
	lent int
}

// Grow returns b with room for n octets more: b itself, or what is in it in a
// longer buffer, b being taken back. b is nil or was lent before. At MaxLent it
// returns nil, and b stays with the caller.
func (s *Buffers) Grow(b []byte, n int) []byte {
	if len(b)+n <= cap(b) {
		return b
	}
	if size := 1 << (class(len(b)+n) + smallest); s.lent+size > MaxLent {
		return nil
	}
	longer := append(s.take(len(b)+n), b...)
	s.lent += cap(longer)
	s.Give(b)
	return longer
}

// Give takes back what was lent.
func (s *Buffers) Give(b []byte) {
	s.lent -= cap(b)
	s.give(b)
}

// Lent returns how many octets are lent.
func (s *Buffers) Lent() int { return s.lent }
