package drill

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// cast is who plays what.
type cast struct {
	actor   Device
	target  Device
	other   Device   // the other end of a conversation; the zero value for none
	channel *Channel // by which the target is asked; nil where none is needed
	spot    *Spot    // that is set or shown; nil for none
	// silent: nothing of the target is heard.
	silent bool
}

// stranger plays against the server of a channel.
func (p *Plant) strangerAt(c *Channel) (x cast, missing *lang.Text) {
	x = cast{target: p.device(c.Server), channel: c}
	actor, ok := p.stranger(x.target)
	if !ok {
		return x, &noAddress
	}
	x.actor = actor
	return x, nil
}

// Spaces and groups of points: Modbus tables as package protocols/modbus numbers them,
// and the DNP3 group of relay outputs (IEEE 1815-2012, Annex A).
const (
	coil            = 1
	holdingRegister = 4
	relayOutput     = 12
)

// settable returns the points of a channel that may be set: those that are, then those
// that are read and could be.
func (c *Channel) settable() (list []*Spot) {
	for i := range c.Writes {
		if o := c.Writes[i].Operation; o == wire.Write || o == wire.Operate {
			list = append(list, &c.Writes[i])
		}
	}
	for i := range c.Reads {
		s := &c.Reads[i]
		if c.speaks("modbus") && (s.Point.Space == holdingRegister || s.Point.Space == coil) || c.speaks("opcua") && s.Point.Part <= valueAttribute {
			list = append(list, s)
		}
	}
	return list
}

// castScan: a laptop nobody knows, and a controller that can be written to.
func castScan(p *Plant) (cast, *lang.Text) {
	c := p.best(func(c *Channel) int {
		list := c.settable()
		switch {
		case len(list) == 0 || !c.speaks("modbus", "opcua"):
			return -1
		case c.speaks("modbus"):
			return 1
		}
		return 0
	})
	if c == nil {
		return cast{}, &noSettable
	}
	x, missing := p.strangerAt(c)
	x.spot = c.settable()[0]
	return x, missing
}

// programmer is who changes programs: the engineering station of the owner's list, else
// a host that asks and is not asked, but never the one that polls the target.
func (p *Plant) programmer(c *Channel) (Device, bool) {
	if d, ok := p.named(engineering); ok && d.Addr != c.Server {
		return d, true
	}
	for i := range p.Devices {
		if d := &p.Devices[i]; p.asks(d.Addr) && !p.answers(d.Addr) && d.Addr != c.Client {
			return *d, true
		}
	}
	return Device{}, false
}

// umasVendors make controllers that UMAS programs, as their interfaces are assigned
// (IEEE OUI).
var umasVendors = []string{"schneider", "telemecanique", "modicon"}

// programmed reports whether a controller is programmed by UMAS: that was seen, or it
// is of a vendor whose controllers are.
func (p *Plant) programmed(c *Channel) bool {
	vendor := strings.ToLower(p.device(c.Server).Vendor)
	return c.does(umas) || slices.ContainsFunc(umasVendors, func(v string) bool { return strings.Contains(vendor, v) })
}

// castUMAS: a controller that is programmed by UMAS.
func castUMAS(p *Plant) (cast, *lang.Text) {
	return castProgram(p, func(c *Channel) bool { return c.speaks("modbus") && p.programmed(c) }, &noUMAS)
}

func castDNP3File(p *Plant) (cast, *lang.Text) {
	return castProgram(p, func(c *Channel) bool { return c.speaks("dnp3") }, &noDNP3)
}

func castMethod(p *Plant) (cast, *lang.Text) {
	return castProgram(p, func(c *Channel) bool { return c.speaks("opcua") }, &noOPCUA)
}

func castProgram(p *Plant, is func(*Channel) bool, none *lang.Text) (cast, *lang.Text) {
	c := p.best(func(c *Channel) int {
		if is(c) {
			return 0
		}
		return -1
	})
	if c == nil {
		return cast{}, none
	}
	x := cast{target: p.device(c.Server), channel: c}
	actor, ok := p.programmer(c)
	if !ok {
		return x, &noProgrammer
	}
	x.actor = actor
	return x, nil
}

// castSetPoint: a panel and a number that it sets with leave.
func castSetPoint(p *Plant) (cast, *lang.Text) {
	set := func(c *Channel) *Spot {
		for i := range c.Writes {
			s := &c.Writes[i]
			number := s.Numeric && s.Low < s.High && !(c.speaks("modbus") && s.Point.Space == coil)
			if s.Approved && s.Operation == wire.Write && number && beyond(c, s) > s.Over && beyond(c, s) > 2*s.High-s.Low {
				return s
			}
		}
		return nil
	}
	c := p.best(func(c *Channel) int {
		if c.speaks("modbus", "opcua") && set(c) != nil {
			return 0
		}
		return -1
	})
	if c == nil {
		return cast{}, &noSetPoint
	}
	return cast{actor: p.device(c.Client), target: p.device(c.Server), channel: c, spot: set(c)}, nil
}

// speaking casts a stranger against a server of a protocol.
func speaking(protocol string, none *lang.Text) func(*Plant) (cast, *lang.Text) {
	return func(p *Plant) (cast, *lang.Text) {
		c := p.best(func(c *Channel) int {
			if !c.speaks(protocol) {
				return -1
			}
			return min(len(c.settable()), 1)
		})
		if c == nil {
			return cast{}, none
		}
		x, missing := p.strangerAt(c)
		if list := c.settable(); len(list) > 0 {
			x.spot = list[0]
		}
		return x, missing
	}
}

// castAnonymous needs a node to write.
func castAnonymous(p *Plant) (cast, *lang.Text) {
	x, missing := speaking("opcua", &noOPCUA)(p)
	if missing == nil && x.spot == nil {
		missing = &noNode
	}
	return x, missing
}

// castMiddle: the two ends of a conversation whose interfaces are known.
func castMiddle(p *Plant) (cast, *lang.Text) {
	shown := func(c *Channel) *Spot {
		for i := range c.Reads {
			if s := &c.Reads[i]; s.Numeric && beyond(c, s) > s.High {
				return s
			}
		}
		return nil
	}
	c := p.best(func(c *Channel) int {
		x, y := p.device(c.Client), p.device(c.Server)
		switch {
		case !x.Near || !y.Near || x.MAC == y.MAC || x.VLAN != y.VLAN || c.Asked == 0:
			return -1
		case shown(c) == nil || !c.speaks("modbus"):
			return 0
		}
		return 1
	})
	if c == nil {
		return cast{}, &noNeighbours
	}
	x, missing := p.strangerAt(c)
	x.other = p.device(c.Client)
	if c.speaks("modbus") {
		x.spot = shown(c)
	}
	return x, missing
}

// nowhere is an address of the internet at which nobody is: that of a 6to4 relay, of a
// block that was given up (RFC 7526).
var nowhere = netip.MustParseAddr("192.88.99.1")

// castWayOut: the historian, or a host that asks and is not asked, and that does not
// speak with the internet.
func castWayOut(p *Plant) (cast, *lang.Text) {
	if slices.ContainsFunc(p.Devices, func(d Device) bool { return baseline.Public(d.Addr) && (p.asks(d.Addr) || p.answers(d.Addr)) }) {
		return cast{}, &publicPlant
	}
	x := cast{target: Device{Addr: nowhere}}
	if d, ok := p.named(historians); ok && !d.Outside {
		x.actor = d
		return x, nil
	}
	for i := range p.Devices {
		if d := &p.Devices[i]; p.asks(d.Addr) && !p.answers(d.Addr) && !d.Outside {
			x.actor = *d
			return x, nil
		}
	}
	return x, &noInsider
}

// castSilent: a controller that is polled, while others are too: by what is heard of
// those it is known that it is the controller, not the sensor, that is silent.
func castSilent(p *Plant) (cast, *lang.Text) {
	servers := map[netip.Addr]bool{}
	for i := range p.Channels {
		if p.Channels[i].Asked >= oftenAsked {
			servers[p.Channels[i].Server] = true
		}
	}
	c := p.best(func(c *Channel) int {
		if len(servers) < 2 || c.Asked < oftenAsked {
			return -1
		}
		return 0
	})
	if c == nil {
		return cast{}, &noPolls
	}
	return cast{actor: p.device(c.Client), target: p.device(c.Server), channel: c, silent: true}, nil
}

// oftenAsked is how often a controller must have been asked for its silence to be
// told: some hundred times a day over the days it takes to learn that.
const oftenAsked = 1000

// castStop: a stranger against a controller that is programmed by UMAS.
func castStop(p *Plant) (cast, *lang.Text) {
	c := p.best(func(c *Channel) int {
		if c.speaks("modbus") && p.programmed(c) {
			return 0
		}
		return -1
	})
	if c == nil {
		return cast{}, &noUMAS
	}
	return p.strangerAt(c)
}
