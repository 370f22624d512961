package whitelist

import "github.com/banken-ot/banken/baseline"

// station is what several clients may ask for the same: a server, and a station at one
// of its services.
type station struct {
	server   baseline.AssetID
	protocol baseline.NameID
	port     uint16
	station  uint32
}

// maxRuns bounds the runs of one channel that are found again: recipes are a few.
const maxRuns = 64

// index finds what is in the tables by what is no key there. It is brought up to date
// only when something is told, with what came since: all of that together is one pass
// over the tables. It is no state.
type index struct {
	latest  map[station]uint32 // the channel of a station that came last
	before  []uint32           // the one that came before it, by channel; 0 for none
	records int                // how many are in it
	runs    map[uint32][]key   // those that are written, by channel
	nodes   map[uint32]int     // how many points are read one by one, by channel
}

func newIndex() index {
	return index{latest: map[station]uint32{}, before: make([]uint32, 1), runs: map[uint32][]key{}, nodes: map[uint32]int{}}
}

// update takes what came since.
func (n *index) update(b *baseline.Book, t *table) {
	for c := len(n.before); c <= b.Channels(); c++ {
		ch := b.ChannelOf(baseline.ChannelID(c))
		at := station{ch.Server, ch.Protocol, ch.Port, ch.Station}
		n.before = append(n.before, n.latest[at])
		n.latest[at] = uint32(c)
	}
	for ; n.records < len(t.records); n.records++ {
		k := t.records[n.records].key
		switch c := k.class(); {
		case c == changeRange && k.b != rest && len(n.runs[k.a]) < maxRuns:
			n.runs[k.a] = append(n.runs[k.a], k)
		case k.single():
			n.nodes[k.a]++
		}
	}
}

// nodesOf is how many points are read one by one on the channel at hand.
func (d *Detector) nodesOf(x *sight) int {
	d.index.update(x.l.Book, &d.keys)
	return d.index.nodes[x.channel]
}
