package opcua

// index finds slots by a key: a hash table with open addressing whose deletions
// leave nothing behind, so that it neither grows nor allocates while entries
// come and go. Its owner bounds the entries.
type index struct {
	keys  []uint64
	slots []int32 // slot + 1; 0: empty
	used  int
	seed  uint64 // drawn by the owner: keys come from the wire, and are not to be aimed at places
}

// smallest is how many places a table begins with.
const smallest = 16

// place returns where a key belongs: its hash, mixed so that every bit counts.
func (x *index) place(key uint64) int {
	h := key ^ x.seed
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	return int(h & uint64(len(x.keys)-1))
}

// find returns the slot of a key, or -1.
func (x *index) find(key uint64) int32 {
	if x.used == 0 {
		return -1
	}
	for i := x.place(key); x.slots[i] != 0; i = x.next(i) {
		if x.keys[i] == key {
			return x.slots[i] - 1
		}
	}
	return -1
}

func (x *index) next(i int) int { return (i + 1) & (len(x.keys) - 1) }

// put sets the slot of a key.
func (x *index) put(key uint64, slot int32) {
	if 4*(x.used+1) > 3*len(x.keys) {
		x.grow()
	}
	i := x.place(key)
	for x.slots[i] != 0 && x.keys[i] != key {
		i = x.next(i)
	}
	if x.slots[i] == 0 {
		x.used++
	}
	x.keys[i], x.slots[i] = key, slot+1
}

func (x *index) grow() {
	keys, slots := x.keys, x.slots
	n := max(2*len(keys), smallest)
	x.keys, x.slots, x.used = make([]uint64, n), make([]int32, n), 0
	for i, s := range slots {
		if s != 0 {
			x.put(keys[i], s-1)
		}
	}
}

// remove forgets a key and moves back those that stand behind it because it
// was in their way.
func (x *index) remove(key uint64) {
	if x.used == 0 {
		return
	}
	i := x.place(key)
	for x.slots[i] != 0 && x.keys[i] != key {
		i = x.next(i)
	}
	if x.slots[i] == 0 {
		return
	}
	x.used--
	hole := i
	for j := x.next(i); x.slots[j] != 0; j = x.next(j) {
		home := x.place(x.keys[j])
		if (j-home)&(len(x.keys)-1) >= (j-hole)&(len(x.keys)-1) {
			x.keys[hole], x.slots[hole] = x.keys[j], x.slots[j]
			hole = j
		}
	}
	x.slots[hole] = 0
}

// slab hands out numbered places of one kind and takes them back.
type slab[T any] struct {
	all  []T
	free []int32
}

// take returns a place, or -1 when bound are taken. What was in it is still
// there: its buffers are used again.
func (s *slab[T]) take(bound int) int32 {
	if n := len(s.free); n > 0 {
		i := s.free[n-1]
		s.free = s.free[:n-1]
		return i
	}
	if len(s.all) >= bound {
		return -1
	}
	var zero T
	s.all = append(s.all, zero)
	return int32(len(s.all) - 1)
}

func (s *slab[T]) give(i int32) { s.free = append(s.free, i) }
