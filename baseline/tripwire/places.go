package tripwire

// places is a table of at most limit things, in the order they were added:
// nothing is ever taken out.
type places[K comparable, V any] struct {
	index map[K]int32
	keys  []K
	list  []V
	limit int
}

func newPlaces[K comparable, V any](limit int) places[K, V] {
	return places[K, V]{index: map[K]int32{}, limit: limit}
}

// find returns the thing of a key, nil where there is none. It is valid until the
// next one is added.
func (p *places[K, V]) find(k K) *V {
	if i, ok := p.index[k]; ok {
		return &p.list[i]
	}
	return nil
}

// of returns the thing of a key, which it adds; nil when there is no room.
func (p *places[K, V]) of(k K) *V {
	if v := p.find(k); v != nil {
		return v
	}
	if len(p.list) >= p.limit {
		return nil
	}
	var v V
	p.index[k] = int32(len(p.list))
	p.keys, p.list = append(p.keys, k), append(p.list, v)
	return &p.list[len(p.list)-1]
}
