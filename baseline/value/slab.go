package value

// slabChunk is how many things are made room for at a time: what is in use never
// moves, and little is made for nothing.
const slabChunk = 256

// slab keeps things that hold no pointer, numbered from 1.
type slab[T any] struct {
	n      int
	chunks []*[slabChunk]T
}

// at returns the thing of a number, which must have been given.
func (s *slab[T]) at(i uint32) *T { return &s.chunks[(i-1)/slabChunk][(i-1)%slabChunk] }

// add makes one more, 0 when there are limit already.
func (s *slab[T]) add(limit int) (uint32, *T) {
	if s.n >= limit {
		return 0, nil
	}
	if s.n%slabChunk == 0 {
		s.chunks = append(s.chunks, new([slabChunk]T))
	}
	s.n++
	return uint32(s.n), s.at(uint32(s.n))
}
