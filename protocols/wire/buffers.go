package wire

// MaxLent bounds the octets that conversations of one goroutine hold in Buffers,
// all together: messages and fragments that are not complete yet. Each connection
// may hold its protocol's MaxMessage each way; hostile ones would, all of them.
const MaxLent = 64 << 20

// Buffers lends octets to the conversations and decoders of one goroutine, for
// what is not complete yet, and holds what its decoders have in common.
type Buffers struct {
	room[byte]
	lent   int
	common map[any]any
}

// Common returns what the decoders of this goroutine have in common under a key,
// which is of a type of their own; made makes it at the first call. It must be
// bounded, and not change what is decoded.
func (s *Buffers) Common(key any, made func() any) any {
	x, ok := s.common[key]
	if !ok {
		if s.common == nil {
			s.common = map[any]any{}
		}
		x = made()
		s.common[key] = x
	}
	return x
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
