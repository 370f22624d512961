package wire

import "testing"

// TestRoom: what is given back is used again for what fits, and no more is kept
// than the bound says.
func TestRoom(t *testing.T) {
	var r room[uint64]
	for _, n := range []int{1, 3, 4, 5, 8, 9, 1000, 1 << 20, 1<<20 + 1} {
		s := r.take(n)
		if len(s) != 0 || cap(s) < n || cap(s) > max(2*n, 1<<smallest) {
			t.Errorf("take(%d): length %d, capacity %d", n, len(s), cap(s))
		}
		r.give(s[:n])
		if again := r.take(cap(s)); n <= 1<<19 && &again[:1][0] != &s[:1][0] {
			t.Errorf("take(%d) after give: another slice", cap(s))
		}
	}
	if r.held != 0 {
		t.Fatalf("%d octets held of none", r.held)
	}
	r.give(make([]uint64, 0, 5)) // not a size that take makes
	r.give(nil)
	if r.held != 0 {
		t.Errorf("a slice of another size was kept")
	}
	for range 100 {
		r.give(make([]uint64, 0, 1<<15))
	}
	if want := keptOctets; r.held != want {
		t.Errorf("held %d octets, bound %d", r.held, want)
	}
}

// TestRoomGrow: growing keeps the content and gives the old slice back.
func TestRoomGrow(t *testing.T) {
	var r room[int]
	s := append(r.grow(nil, 4), 1, 2, 3, 4)
	old := &s[0]
	s = append(r.grow(s, 1), 5)
	for i, v := range s {
		if v != i+1 {
			t.Fatalf("grown to %v", s)
		}
	}
	if again := r.take(4); &again[:1][0] != old {
		t.Error("the slice outgrown was not given back")
	}
}
