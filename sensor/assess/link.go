package assess

import (
	"cmp"
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/replay"
)

// linkKey names a service that is not decoded, and who uses it.
type linkKey struct {
	client, server netip.Addr
	protocol       uint8 // of IP
	port           uint16
}

// link is what was seen of it.
type link struct {
	linkKey
	span              // flows
	octets     uint64 // both directions
	known      *service
	byContent  bool
	registered *wire.Protocol // whose port it is, although it speaks something else
	secrets    map[credential]*span
}

// opaque is what is kept of a flow nobody decoded, until it ends.
type opaque struct {
	link      *link
	service   *service
	greeted   bool // VNC: the server's version was sent
	anonymous bool // FTP: the user is anonymous
}

func (s *opaque) is(id string) bool { return s.service != nil && s.service.id == id }

// Opaque implements replay.Watcher.
func (c *Collector) Opaque(f *flow.Flow, dir wire.Direction, at flow.Position, b []byte) {
	s, ok := c.flows[f.Key]
	if !ok {
		if len(c.flows) >= MaxOpaque {
			c.omitted.flows++
			return
		}
		if s = c.opaque(f); s == nil {
			return
		}
		c.flows[f.Key] = s
	}
	server := dir == wire.ToClient
	if !s.link.byContent {
		if x := byContent(server, b); x != nil {
			s.service, s.link.known, s.link.byContent = x, x, true
		}
	}
	if secret, found := s.look(server, b); found {
		s.link.secret(secret, c.evidence(at))
	}
}

// Conflict implements replay.Watcher.
func (c *Collector) Conflict(f *flow.Flow, _ wire.Direction, at flow.Position, _ flow.Overlap) {
	s := within(c.contested, linkOf(f), MaxServices, empty[span])
	if s == nil {
		c.omitted.links++
		return
	}
	s.add(c.evidence(at))
}

// evidence is a place in the file that is being read.
func (c *Collector) evidence(at flow.Position) Evidence {
	return Evidence{File: c.at.File, Frame: at.Frame, Time: at.Time}
}

func linkOf(f *flow.Flow) linkKey {
	client, server := f.Client().AddrPort(), f.Server().AddrPort()
	return linkKey{client.Addr().Unmap(), server.Addr().Unmap(), f.Key.Protocol, server.Port()}
}

// opaque begins the look at a flow; nil when there is no room.
func (c *Collector) opaque(f *flow.Flow) *opaque {
	k := linkOf(f)
	l := within(c.links, k, MaxServices, func() *link { return &link{linkKey: k, known: byPort(k.protocol, k.port)} })
	if l == nil {
		c.omitted.links++
		return nil
	}
	l.span.add(c.at)
	return &opaque{link: l, service: l.known}
}

func (l *link) secret(x credential, e Evidence) {
	if l.secrets == nil {
		l.secrets = map[credential]*span{}
	}
	s := l.secrets[x]
	if s == nil {
		s = &span{}
		l.secrets[x] = s
	}
	s.add(e)
}

// Flow implements replay.Output.
func (c *Collector) Flow(f *replay.Flow) error {
	if s := c.flows[f.Key]; s != nil {
		s.link.octets += f.Counters[0].Octets + f.Counters[1].Octets
		if f.Registered != nil && f.Counters[0].Octets+f.Counters[1].Octets > 0 {
			s.link.registered = f.Registered
		}
		delete(c.flows, f.Key)
	}
	if f.Protocol != nil {
		c.seen(f)
	} else if f.Key.Protocol == packet.ProtocolTCP && f.Counters[0].Octets+f.Counters[1].Octets == 0 {
		c.attempt(f)
	}
	return nil
}

// linkList returns the services that are not decoded, in order.
func (c *Collector) linkList() []*link {
	list := make([]*link, 0, len(c.links))
	for _, k := range sortedKeys(c.links, linkKey.compare) {
		list = append(list, c.links[k])
	}
	return list
}

func (k linkKey) compare(o linkKey) int {
	return cmp.Or(k.server.Compare(o.server), k.client.Compare(o.client), cmp.Compare(k.protocol, o.protocol), cmp.Compare(k.port, o.port))
}

// tunnelKey names traffic inside other traffic.
type tunnelKey struct {
	a, b     netip.Addr // the lower first
	protocol uint8
}

// tunnel counts a packet of a protocol that carries other traffic.
func (c *Collector) tunnel(p *packet.Packet) {
	for _, t := range tunnels {
		if t.protocol != p.Protocol {
			continue
		}
		k := tunnelKey{p.SrcAddr(), p.DstAddr(), p.Protocol}
		if k.b.Less(k.a) {
			k.a, k.b = k.b, k.a
		}
		s := within(c.tunnels, k, MaxServices, empty[span])
		if s == nil {
			c.omitted.links++
			return
		}
		s.add(c.at)
	}
}

// Bounds of the search for scans.
const (
	// maxTargets different targets of one client are enough to call it a scan.
	maxTargets = 128
	// scanTargets targets without an answer make a scan: more than a client has
	// that looks for devices which are switched off.
	scanTargets = 20
)

// attempt is what a client tried without anything being said.
type attempt struct {
	targets map[netip.AddrPort]struct{}
	flows   uint64
	time    [2]int64 // first and last
}

// attempt notes a TCP connection that carried nothing.
func (c *Collector) attempt(f *replay.Flow) {
	a := within(c.attempts, f.Client.Addr().Unmap(), MaxConversations, func() *attempt {
		return &attempt{targets: map[netip.AddrPort]struct{}{}, time: [2]int64{f.First, f.Last}}
	})
	if a == nil {
		return
	}
	a.flows++
	a.time[0], a.time[1] = min(a.time[0], f.First), max(a.time[1], f.Last)
	if len(a.targets) < maxTargets {
		a.targets[f.Server] = struct{}{}
	}
}
