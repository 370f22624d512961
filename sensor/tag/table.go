package tag

import "net/netip"

// place is where a point is. Strings are those of the tags.
type place struct {
	server   netip.Addr
	protocol string
	station  uint32
	space    uint32
	index    uint32
	node     string
}

// Table finds tags. It does not change, and may be used by any number of goroutines.
// A nil Table is empty.
type Table struct {
	list   []Tag
	places map[place]int32
}

// NewTable makes a table of a list, which it keeps.
func NewTable(list []Tag) *Table {
	t := &Table{list: list, places: make(map[place]int32, len(list)+len(list)/4)}
	for i := range list {
		x := &list[i]
		for n := range x.registers() {
			p := x.place()
			p.index += n
			if _, taken := t.places[p]; !taken {
				t.places[p] = int32(i)
			}
		}
	}
	return t
}

func (t *Tag) place() place { return place{t.Server, t.Protocol, t.Station, t.Space, t.Index, t.Node} }

// Tags returns all tags, in the order of the list. They are not to be changed.
func (t *Table) Tags() []Tag {
	if t == nil {
		return nil
	}
	return t.list
}

// Find returns the tag of a point on the wire; nil where the list has none. space and
// index are those of wire.Point, and node as baseline.Touched has it. The index may be
// that of any register of the point.
func (t *Table) Find(server netip.Addr, protocol string, station, space, index uint32, node string) *Tag {
	if t == nil || len(t.list) == 0 {
		return nil
	}
	s, ok := SpaceOf(protocol, space)
	if !ok {
		return nil
	}
	p := place{server.Unmap(), protocol, station, s, index, node}
	if node != "" {
		p.index = 0
	}
	i, ok := t.places[p]
	if !ok {
		p.station = AnyStation
		i, ok = t.places[p]
	}
	if !ok {
		return nil
	}
	return &t.list[i]
}
