package flow

// index finds numbers by hash: open addressing with linear probing, at most
// three quarters full, of fixed size. A slot is as small as can be, four octets,
// because a lookup among many flows costs what its cache misses cost. What is
// equal is for the caller to say.
type index struct {
	slots  []slot
	mask   uint32
	hashes []uint32 // by number
}

// slot holds a number plus one, so that 0 is an empty slot, and above it the
// upper bits of the hash.
type slot uint32

const (
	numberBits = 24
	maxNumbers = 1<<numberBits - 1
)

// newIndex returns an index for numbers below n.
func newIndex(n int) index {
	size := 8
	for 3*size < 4*n {
		size *= 2
	}
	return index{make([]slot, size), uint32(size - 1), make([]uint32, n)}
}

// number returns what the slot holds; it is not empty.
func (s slot) number() uint32 { return uint32(s)&maxNumbers - 1 }

// matches reports whether the slot may hold a number with this hash.
func (s slot) matches(hash uint32) bool { return uint32(s)>>numberBits == hash>>numberBits }

// first returns the first number in the index that may have this hash.
func (x *index) first(hash uint32) (number uint32, ok bool) {
	i := hash & x.mask
	for x.slots[i] != 0 && !x.slots[i].matches(hash) {
		i = (i + 1) & x.mask
	}
	s := x.slots[i]
	return s.number(), s != 0
}

func (x *index) insert(hash, number uint32) {
	x.hashes[number] = hash
	i := hash & x.mask
	for x.slots[i] != 0 {
		i = (i + 1) & x.mask
	}
	x.slots[i] = slot(hash>>numberBits<<numberBits | (number + 1))
}

// remove empties the slot of a number that is in the index, and moves those
// behind it that would no longer be found.
func (x *index) remove(number uint32) {
	i := x.hashes[number] & x.mask
	for x.slots[i].number() != number {
		i = (i + 1) & x.mask
	}
	for j := (i + 1) & x.mask; x.slots[j] != 0; j = (j + 1) & x.mask {
		home := x.hashes[x.slots[j].number()] & x.mask
		if (j-home)&x.mask >= (j-i)&x.mask {
			x.slots[i] = x.slots[j]
			i = j
		}
	}
	x.slots[i] = 0
}
