package value

import "github.com/banken-ot/banken/baseline"

// key identifies a variable.
type key struct {
	unit, space, index, part uint32
	ident                    byte
	written                  bool
}

// class is what a variable does.
type class uint8

const (
	undecided  class = iota // few values yet: a constant or an enumeration, if anything
	numeric                 // more than 10 values, numbers; not sorted yet
	counter                 //
	bits                    //
	continuous              //
	varied                  // more than 10 values, no numbers, or no room: not judged
	setPoint                // written
	classes    = int(setPoint) + 1
)

// flags of a variable.
type flags uint16

const (
	isNumber flags = 1 << iota // values are numbers, as float64
	isWord                     // from 16 bits without sign
	isFloat                    // with a fraction, at least once
	drifting
	outside   // the last value was out
	learnt    // something was learned today
	overflown // new values found no room
	rejected  // by a person
	approved
	allFlags = approved<<1 - 1
)

const (
	// maxVariables bounds the variables: 96 octets each, and 10 or so to find them.
	maxVariables = 100_000
	// maxProbes bounds the search for one; random keys need some ten in the worst of
	// a hundred thousand, keys made to collide get no more.
	maxProbes = 96
)

// variable is what is known of one, of 96 octets. Values are float64 as bits, or
// hashes.
type variable struct {
	key    key
	class  class
	outs   uint8 // excursions today
	flags  flags
	count  uint32 // observations
	client uint16 // that reads it, the first one seen
	days   uint16 // whole learning days on which something was learned
	day    uint32 // learning day last seen on
	ref    uint32 // its set, series or written, by class
	// a and b are the first two values, while there is no set. b has its days as a
	// candidate, 0 for none and known for one that counts.
	a, b, last uint64
	at         int64  // last seen, UTC ns
	twin       uint32 // the written variable of a read one, and the other way
	readers    uint32 // who compares its readers
	first      uint32 // first seen, UTC s
	told       uint32 // last reported, UTC s
	added      uint32 // learning day on which the last value was added
	bDay       uint16 // learning day b was last seen on, the lower 16 bits
	bDays      uint8
}

// find returns the number of a variable, 0 when there is none.
func (d *Detector) find(k key) uint32 {
	if len(d.slots) == 0 {
		return 0
	}
	for i := k.hash(); ; i++ {
		n := d.slots[i&uint64(len(d.slots)-1)]
		if n == 0 || d.vars.at(n).key == k {
			return n
		}
	}
}

// hash mixes a key; the multipliers are those of SplitMix64.
func (k key) hash() uint64 {
	h := (uint64(k.unit)<<32 | uint64(k.index)) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	h ^= uint64(k.space)<<32 | uint64(k.part)<<9 | uint64(k.ident)<<1
	if k.written {
		h ^= 1
	}
	h *= 0xBF58476D1CE4E5B9
	h ^= h >> 32
	return h * 0x94D049BB133111EB >> 16
}

// make adds a variable, 0 when there is no room.
func (d *Detector) make(l *baseline.Look, k key) uint32 {
	if d.crowded(k) || d.vars.n >= maxVariables {
		d.omitted++
		return 0
	}
	n, v := d.vars.add(maxVariables)
	v.key, v.day, v.added, v.first = k, l.Day, l.Day, uint32(l.Now/1e9)
	if 2*d.vars.n > len(d.slots) {
		d.rehash()
	} else {
		d.place(n)
	}
	return n
}

// crowded reports whether too many variables stand where a key belongs.
func (d *Detector) crowded(k key) bool {
	if len(d.slots) == 0 {
		return false
	}
	h := k.hash()
	for i := range uint64(maxProbes) {
		if d.slots[(h+i)&uint64(len(d.slots)-1)] == 0 {
			return false
		}
	}
	return true
}

func (d *Detector) place(n uint32) {
	i := d.vars.at(n).key.hash()
	for d.slots[i&uint64(len(d.slots)-1)] != 0 {
		i++
	}
	d.slots[i&uint64(len(d.slots)-1)] = n
}

// fewestSlots is the first size of the index.
const fewestSlots = 256

// rehash makes the index twice as large as needed, or more: of a size that follows from
// the number of variables alone.
func (d *Detector) rehash() {
	size := fewestSlots
	for size < 2*d.vars.n {
		size *= 2
	}
	d.slots = make([]uint32, size)
	for n := range uint32(d.vars.n) {
		d.place(n + 1)
	}
}
