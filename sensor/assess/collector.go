package assess

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/replay"
)

// maxStations bounds the stations kept of one conversation.
const maxStations = asset.MaxStations

// Collector collects what a report is made of. It is a replay.Output and a
// replay.Watcher of replays with one worker, one file after the other, and is
// for one goroutine.
type Collector struct {
	inventory *asset.Inventory
	files     []file
	at        Evidence // the packet last seen

	talks      map[pair]*conversation
	lastTalk   *conversation
	changes    map[changeKey]*change
	wires      *tripwire.Table
	event      baseline.Event // of the present transaction
	hits       map[hitKey]*hit
	masters    map[masterKey]*master
	defects    map[defectKey]*span
	sights     map[pair]*sight
	flows      map[flow.Key]*opaque
	links      map[linkKey]*link
	contested  map[linkKey]*span // octets sent twice with other content
	tunnels    map[tunnelKey]*span
	attempts   map[netip.Addr]*attempt
	logins     map[loginKey]*span
	fileLogins map[pair]*span // DNP3 file authentication
	channels   map[channelKey]*span
	certs      map[certKey]*certificate

	omitted omitted
}

// omitted counts what found no room.
type omitted struct {
	conversations, changes, hits, defects, flows, links, certificates uint64
}

// file is one capture file.
type file struct {
	name  string
	total replay.Totals
	fault Text
}

// NewCollector returns an empty collector.
func NewCollector() *Collector {
	return &Collector{
		inventory:  asset.New(),
		talks:      map[pair]*conversation{},
		changes:    map[changeKey]*change{},
		wires:      tripwire.NewTable(),
		hits:       map[hitKey]*hit{},
		masters:    map[masterKey]*master{},
		defects:    map[defectKey]*span{},
		sights:     map[pair]*sight{},
		flows:      map[flow.Key]*opaque{},
		links:      map[linkKey]*link{},
		contested:  map[linkKey]*span{},
		tunnels:    map[tunnelKey]*span{},
		attempts:   map[netip.Addr]*attempt{},
		logins:     map[loginKey]*span{},
		fileLogins: map[pair]*span{},
		channels:   map[channelKey]*span{},
		certs:      map[certKey]*certificate{},
	}
}

// Begin tells the name of the capture whose records follow.
func (c *Collector) Begin(name string) {
	c.files = append(c.files, file{name: name})
	c.at = Evidence{File: len(c.files) - 1}
}

// End tells what the replay of the capture came to; fault is what is wrong with
// the file, or empty.
func (c *Collector) End(t replay.Totals, fault Text) {
	f := &c.files[len(c.files)-1]
	f.total = t
	if !fault.Empty() {
		f.fault = Text{EN: asset.Printable([]byte(fault.EN)), JA: asset.Printable([]byte(fault.JA))}
	}
	clear(c.flows)
}

// Packet implements replay.Watcher.
func (c *Collector) Packet(p *packet.Packet) {
	c.at.Frame, c.at.Time = p.Frame, p.Time
	c.inventory.Packet(c.at.File, p)
	if p.IPVersion != 0 && p.Protocol != packet.ProtocolTCP && p.Protocol != packet.ProtocolUDP {
		c.tunnel(p)
	}
}

// Message implements replay.Output.
func (c *Collector) Message([]byte) error { return nil }

// Transaction implements replay.Output.
func (c *Collector) Transaction(t *wire.Transaction) error {
	e := Evidence{File: c.at.File, Frame: t.Frame, Time: t.Time}
	if t.Frame == 0 {
		e.Frame = t.ResponseFrame
	}
	c.inventory.Transaction(c.at.File, t)
	if talk := c.conversation(t); talk != nil {
		talk.add(t, e)
		c.observe(talk, t, e)
	}
	if isChange(t) {
		c.change(t, e)
	}
	c.tripped(t, e)
	if t.Defects() != 0 {
		c.defective(t, e)
	}
	return nil
}

// within returns the entry of a map that holds at most bound: the one that is
// there, or a new one; nil when there is no room for it.
func within[K comparable, V any](m map[K]*V, k K, bound int, begin func() *V) *V {
	v := m[k]
	if v == nil && len(m) < bound {
		v = begin()
		m[k] = v
	}
	return v
}

// empty begins an entry with nothing in it.
func empty[V any]() *V { return new(V) }
