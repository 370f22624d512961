package drill

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Plant is what a site knows of its devices: the ground on which scenarios are bound.
type Plant struct {
	Devices  []Device  // by address
	Channels []Channel // in the order of the baseline
	// Learned: the site judges by what it has learned. Before, only what is never
	// learned is told.
	Learned   bool
	Protocols []*wire.Protocol
}

// Device is one of a plant.
type Device struct {
	Addr        netip.Addr
	Name, Role  string // as the owner says; "" where nobody does
	Vendor      string // of its interface; "" when not known
	Criticality int    // 1 to 3
	MAC         baseline.MAC
	VLAN        uint16
	Near        bool // MAC is its own, not that of a router before it
	Outside     bool // it speaks with the internet already
}

// Channel is who asks whom by which control protocol.
type Channel struct {
	Client, Server netip.Addr
	Port           uint16
	Station        uint32
	Protocol       *wire.Protocol
	Functions      []Function
	Reads, Writes  []Spot
	Asked          uint64 // reads in all
}

// Function is one that a channel uses.
type Function struct {
	Operation wire.Operation
	Code, Sub uint32
	Times     uint64
}

// Spot is a point that a channel reads or sets.
type Spot struct {
	Point     wire.Point // without value
	Operation wire.Operation
	Approved  bool // that it is set was approved
	// Numeric: Low to High are the numbers known there, Over beyond which they are told.
	Numeric         bool
	Low, High, Over float64
}

// Bounds of what a plant is described by: of more the first are taken.
const (
	MaxChannels  = 4096 // more than 300 devices have
	MaxFunctions = 32
	MaxSpots     = 32 // that are set
	MaxShown     = 8  // that are read
)

// device returns the description of an address; of one nobody described its address.
func (p *Plant) device(a netip.Addr) Device {
	i, ok := slices.BinarySearchFunc(p.Devices, a, func(d Device, a netip.Addr) int { return d.Addr.Compare(a) })
	if ok {
		return p.Devices[i]
	}
	return Device{Addr: a, Criticality: 2}
}

// protocol returns one by its name, nil where the site does not know it.
func (p *Plant) protocol(name string) *wire.Protocol {
	for _, x := range p.Protocols {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// best returns the channel that is worth most: one whose server matters more, then one
// that asks more, then the first by addresses. worth is negative for one that does not
// do at all. nil where none does.
func (p *Plant) best(worth func(*Channel) int) *Channel {
	var best *Channel
	order := func(x, y *Channel) int {
		return cmp.Or(cmp.Compare(worth(x), worth(y)), cmp.Compare(p.device(x.Server).Criticality, p.device(y.Server).Criticality), cmp.Compare(x.Asked, y.Asked),
			y.Server.Compare(x.Server), y.Client.Compare(x.Client), cmp.Compare(y.Station, x.Station))
	}
	for i := range p.Channels {
		if c := &p.Channels[i]; worth(c) >= 0 && (best == nil || order(c, best) > 0) {
			best = c
		}
	}
	return best
}

// speaks reports whether a channel is of one of the protocols.
func (c *Channel) speaks(names ...string) bool { return slices.Contains(names, c.Protocol.Name) }

// does reports whether a channel uses a function.
func (c *Channel) does(code uint32) bool {
	return slices.ContainsFunc(c.Functions, func(f Function) bool { return f.Code == code })
}

// Words by which the owner's list calls what a scenario looks for, in lower case.
var (
	engineering = []string{"engineer", "programming", "ews", "maintenance", "エンジニアリング", "保守", "プログラミング"}
	historians  = []string{"histor", "archive", "data-server", "data server", "ヒストリアン", "ヒストリ", "データ収集", "データサーバ", "帳票"}
)

// called reports whether a device is called by one of the words, in role or name.
func (d *Device) called(words []string) bool {
	text := strings.ToLower(d.Role + " " + d.Name)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// asks reports whether a device asks others by a control protocol.
func (p *Plant) asks(a netip.Addr) bool {
	return slices.ContainsFunc(p.Channels, func(c Channel) bool { return c.Client == a })
}

// answers reports whether a device is asked by one.
func (p *Plant) answers(a netip.Addr) bool {
	return slices.ContainsFunc(p.Channels, func(c Channel) bool { return c.Server == a })
}

// named returns the first device that is called by one of the words and answers
// nobody; ok is false where there is none.
func (p *Plant) named(words []string) (d Device, ok bool) {
	for i := range p.Devices {
		if x := &p.Devices[i]; x.called(words) && !p.answers(x.Addr) {
			return *x, true
		}
	}
	return d, false
}

// strangerMAC is that of a device that is not there: given locally (IEEE 802, 8.4).
var strangerMAC = baseline.MAC{0x02, 0xba, 0x4e, 0xe8, 0xec, 0x15}

// stranger returns a device that is not there, in the network of another: its address
// is one that nobody has.
func (p *Plant) stranger(near Device) (d Device, ok bool) {
	d = Device{Criticality: 2, MAC: strangerMAC, VLAN: near.VLAN, Near: true}
	b := near.Addr.AsSlice()
	for last := byte(250); last > 1; last-- {
		b[len(b)-1] = last
		a, _ := netip.AddrFromSlice(b)
		if _, taken := slices.BinarySearchFunc(p.Devices, a, func(d Device, a netip.Addr) int { return d.Addr.Compare(a) }); !taken {
			d.Addr = a
			return d, true
		}
	}
	return d, false
}
