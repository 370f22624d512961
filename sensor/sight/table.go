package sight

// ways is how many places a set has, in one of which a key may be.
const ways = 8

// table finds places by hash. A key may be in any place of two sets: so nine in ten
// places can be taken before one finds no room, without lists or pointers. What is
// at a place, and what is equal, is for the caller to say.
type table struct {
	sets []set
	mask uint32
	idle tick // after which what was firm is worth nothing
}

// set is a set of places, one cache line: what of a hash is kept at each, 0 for a free
// one, and when and as what it was used last.
type set struct {
	tags   [ways]uint32
	stamps [ways]stamp
}

// stamp is a tick, and above it a rank. What has a lower rank makes way first, and of
// one rank what was used longest ago.
type stamp uint32

// The ranks.
const (
	done  stamp = iota << stampBits // it is over
	loose                           // somebody may have made it up
	firm                            // somebody answered it
)

const (
	stampBits = 30 // of the tick; they wrap after half a year
	stampMask = 1<<stampBits - 1
)

// never is an idle time that does not come to pass.
const never = tick(1 << stampBits)

// age returns how long ago a stamp was made.
func (s stamp) age(now tick) tick { return (now - tick(s)) & stampMask }

// newTable returns a table of n places, a power of two.
func newTable(n int, idle tick) table {
	return table{sets: make([]set, n/ways), mask: uint32(n/ways) - 1, idle: idle}
}

// tagOf returns what is kept of a hash at its place.
func tagOf(hash uint64) uint32 { return uint32(hash>>32) | 1 }

// first returns the set where a key goes while there is room.
func (t *table) first(hash uint64) uint32 { return uint32(hash) & t.mask }

// second returns the other set.
func (t *table) second(hash uint64) uint32 { return uint32(hash>>40^hash>>16) & t.mask }

// touch notes that a place is used.
func (t *table) touch(place uint32, rank stamp, now tick) {
	t.sets[place/ways].stamps[place%ways] = rank | stamp(now)&stampMask
}

// since returns how long ago a place was used.
func (t *table) since(place uint32, now tick) tick {
	return t.sets[place/ways].stamps[place%ways].age(now)
}

// take gives a place to a hash, which had none: a free one, else that of the least
// worth. was says what the place held: a rank, or nothing.
func (t *table) take(hash uint64, rank stamp, now tick) (place uint32, was stamp, used bool) {
	a, b := t.first(hash), t.second(hash)
	// The first set is looked at first, so it is kept to while it is half empty.
	if free := t.free(a); free < ways/2 && t.free(b) > free {
		a, b = b, a
	}
	place, least := a*ways, ^uint64(0)
	for _, n := range [...]uint32{a, b} {
		s := &t.sets[n]
		for i := range s.tags {
			if worth := t.worth(s, i, now); worth < least {
				place, least = n*ways+uint32(i), worth
			}
		}
	}
	s, i := &t.sets[place/ways], place%ways
	used, was = s.tags[i] != 0, s.stamps[i]&^stampMask
	if was == firm && s.stamps[i].age(now) >= t.idle {
		was = done
	}
	s.tags[i] = tagOf(hash)
	t.touch(place, rank, now)
	return place, was, used
}

// worth orders the places of a set by which makes way first; 0 is a free one.
func (t *table) worth(s *set, i int, now tick) uint64 {
	if s.tags[i] == 0 {
		return 0
	}
	x := s.stamps[i]
	age := x.age(now)
	rank := uint64(x &^ stampMask)
	if rank == uint64(firm) && age >= t.idle {
		rank = uint64(done)
	}
	return 1 + rank + uint64(stampMask-age)
}

// free returns how many places of a set are free.
func (t *table) free(n uint32) (free int) {
	for _, tag := range &t.sets[n].tags {
		if tag == 0 {
			free++
		}
	}
	return free
}
