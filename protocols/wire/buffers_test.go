package wire

import (
	"bytes"
	"testing"
)

// TestCommon: it is made once for each key.
func TestCommon(t *testing.T) {
	var s Buffers
	n := 0
	made := func() any { n++; return n }
	type one struct{}
	type other struct{}
	if a, b, c := s.Common(one{}, made), s.Common(one{}, made), s.Common(other{}, made); a != 1 || b != 1 || c != 2 {
		t.Errorf("%v, %v, %v", a, b, c)
	}
}

// TestBuffers: what is lent keeps its content when it grows, is counted until it
// comes back, and ends at the bound.
func TestBuffers(t *testing.T) {
	var s Buffers
	b := append(s.Grow(nil, 5), "12345"...)
	b = append(s.Grow(b, 4000), bytes.Repeat([]byte{'6'}, 4000)...)
	if !bytes.HasPrefix(b, []byte("123456")) || len(b) != 4005 || s.Lent() != cap(b) {
		t.Errorf("%d octets, capacity %d, lent %d", len(b), cap(b), s.Lent())
	}
	s.Give(b)
	var all [][]byte
	for b := s.Grow(nil, 1<<20); b != nil; b = s.Grow(nil, 1<<20) {
		all = append(all, b)
	}
	if len(all) != MaxLent>>20 {
		t.Errorf("%d MiB lent, bound %d", len(all), MaxLent>>20)
	}
	full := all[0][:cap(all[0])]
	if s.Grow(full, 1) != nil || s.Grow(full[:1], 1) == nil {
		t.Error("at the bound a buffer that is not full can be used, and a full one cannot grow")
	}
	for _, b := range all {
		s.Give(b)
	}
	if s.Lent() != 0 || s.held > keptOctets {
		t.Errorf("%d lent, %d held", s.Lent(), s.held)
	}
}
