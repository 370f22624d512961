package whitelist

import (
	"hash/maphash"
	"slices"
)

// table holds records by key, with open addressing; nothing leaves it.
type table struct {
	records []record
	slots   []uint32 // place in records + 1; a power of two
	limit   int
	secrets secrets
}

// firstRoom is how many records a table begins with.
const firstRoom = 512

func newTable(limit int) table {
	t := table{limit: limit}
	seed := maphash.MakeSeed() // as of Go's maps: it shows nowhere
	for i := range t.secrets {
		t.secrets[i] = maphash.Bytes(seed, []byte{byte(i)}) | 1
	}
	t.slots = make([]uint32, 2*firstRoom)
	return t
}

// find returns the place of a key, or -1.
func (t *table) find(k *key) int {
	mask := uint64(len(t.slots) - 1)
	for i := k.hash(&t.secrets) & mask; ; i = (i + 1) & mask {
		n := t.slots[i]
		if n == 0 {
			return -1
		}
		if t.records[n-1].key == *k {
			return int(n - 1)
		}
	}
}

// add adds a record whose key is not there, and returns its place; -1 where there
// is no room.
func (t *table) add(r record) int {
	if len(t.records) >= t.limit {
		return -1
	}
	if len(t.records) == cap(t.records) {
		room := min(max(2*cap(t.records), firstRoom), t.limit)
		t.records = append(make([]record, 0, room), t.records...)
	}
	t.records = append(t.records, r)
	if 5*len(t.records) > 4*len(t.slots) {
		t.spread(2 * len(t.slots))
	} else {
		t.place(len(t.records) - 1)
	}
	return len(t.records) - 1
}

func (t *table) place(n int) {
	mask := uint64(len(t.slots) - 1)
	i := t.records[n].hash(&t.secrets) & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = uint32(n + 1)
}

// spread makes the places anew.
func (t *table) spread(slots int) {
	t.slots = make([]uint32, slots)
	for n := range t.records {
		t.place(n)
	}
}

// sorted returns the places of the records in the order of their keys.
func (t *table) sorted() []int {
	order := make([]int, len(t.records))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compareKeys(&t.records[i].key, &t.records[j].key) })
	return order
}
