package whitelist

import "github.com/banken-ot/banken/baseline/snapshot"

const (
	// memorySlots is how many things are remembered that were told, or tried, and
	// are in no table: more than a person ever looks at. Where there are more, the
	// oldest of four is forgotten, and told again.
	memorySlots = 4096
	memoryWays  = 4
	// repeat is how long after it was told something is told again at the earliest,
	// ns. It doubles each time.
	repeat = 600e9
	// maxDoublings leads to about a day between two times.
	maxDoublings = 7
)

// remembered is one thing: its hash, when it was seen last, when told last, how often.
type remembered struct {
	hash         uint64
	seen, toldAt int64
	times        uint8
}

// memory remembers what was told. Its size never changes.
type memory struct{ slots []remembered }

func newMemory() memory { return memory{make([]remembered, memorySlots)} }

// find returns the place of a hash, or that which it would take.
func (m *memory) find(hash uint64) (x *remembered, there bool) {
	hash |= 1 // 0 is an empty place
	i := int(hash>>40) % memorySlots &^ (memoryWays - 1)
	ways := m.slots[i : i+memoryWays]
	x = &ways[0]
	for i := range ways {
		if ways[i].hash == hash {
			return &ways[i], true
		}
		if ways[i].seen < x.seen {
			x = &ways[i]
		}
	}
	return x, false
}

// new notes that something is seen, and reports whether it was not seen within ns
// before.
func (m *memory) new(hash uint64, now, within int64) bool {
	x, there := m.find(hash)
	if !there {
		*x = remembered{hash: hash | 1, seen: now}
		return true
	}
	fresh := now-x.seen > within
	x.seen = now
	return fresh
}

// has reports whether something was seen within ns before.
func (m *memory) has(hash uint64, now, within int64) bool {
	x, there := m.find(hash)
	return there && now-x.seen <= within
}

// tell reports whether something is to be told now: the first time, and then less
// and less often, up to most doublings.
func (m *memory) tell(hash uint64, now int64, doublings uint8) bool {
	x, there := m.find(hash)
	if !there {
		*x = remembered{hash: hash | 1, seen: now, toldAt: now}
		return true
	}
	x.seen = now
	if now-x.toldAt < repeat<<min(x.times, doublings) {
		return false
	}
	x.toldAt = now
	if x.times < maxDoublings {
		x.times++
	}
	return true
}

func (m *memory) appendState(w *snapshot.Writer) {
	n := 0
	for i := range m.slots {
		if m.slots[i].hash != 0 {
			n++
		}
	}
	w.Uint(uint64(n))
	for i, x := range m.slots {
		if x.hash != 0 {
			w.Uint(uint64(i))
			w.Uint(x.hash)
			w.Int(x.seen)
			w.Int(x.toldAt)
			w.Uint(uint64(x.times))
		}
	}
}

func (m *memory) restore(r *snapshot.Reader) {
	for range r.Count(memorySlots) {
		i := r.Count(memorySlots - 1)
		m.slots[i] = remembered{r.Uint(), r.Int(), r.Int(), uint8(r.Count(maxDoublings))}
	}
}

// Retell has everything that is not known told anew the next time it is seen: what was
// told before was work that was permitted then.
func (d *Detector) Retell() { d.told = newMemory() }
