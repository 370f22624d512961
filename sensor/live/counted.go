//go:build linux

package live

import (
	"context"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/sensor/packet"
)

const (
	// countEvery is how often the flows that the kernel counts are looked at.
	countEvery = 10 * time.Second
	// countLag is how old a flow is when it is looked at: the workers have told it by
	// then, if they have seen it, and the kernel knows who answered.
	countLag = 5 * time.Second
	// countAtOnce is how many contacts are handed on together.
	countAtOnce = 256
)

// counts has contacts made of the flows that the kernel counts, for those of which
// no worker has seen a packet, until ctx is done.
func (s *Sensor) counts(ctx context.Context) error {
	if s.outlet.takers.Observer == nil {
		return nil
	}
	tick := time.NewTicker(countEvery)
	defer tick.Stop()
	c := counter{known: serverPorts(s.o)}
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
		c.window(time.Now().Add(-countLag).UnixNano())
		s.count(ctx, &c)
	}
}

// count hands on the contacts of a window.
func (s *Sensor) count(ctx context.Context, c *counter) {
	var list []baseline.Contact
	going := true
	if _, err := s.Flows(func(_ string, f filter.Flow) bool {
		if x, ok := c.contact(&f); ok {
			list = append(list, x)
		}
		if len(list) == countAtOnce {
			going = s.outlet.count(ctx, list)
			list = nil
		}
		return going
	}); err != nil {
		s.o.Log.Warn("flows cannot be looked at", "error", err)
	}
	if len(list) > 0 {
		s.outlet.count(ctx, list)
	}
}

// count hands contacts to the outlet's goroutine; false when ctx is done.
func (o *outlet) count(ctx context.Context, list []baseline.Contact) bool {
	select {
	case o.counted <- list:
		return true
	case <-ctx.Done():
		return false
	}
}

// serverPorts returns what knows the ports of the protocols.
func serverPorts(o Options) map[uint16]bool {
	known := map[uint16]bool{}
	for _, port := range portsOf(withPorts(o.Protocols, &o.Config.Protocols)) {
		known[port] = true
	}
	return known
}

// counter makes contacts of flows that began in a window of time, so that each is
// looked at once, whatever their number.
type counter struct {
	known    map[uint16]bool
	from, to int64 // UTC ns; from excluded
}

// window goes to the next window, which ends at a time.
func (c *counter) window(to int64) { c.from, c.to = c.to, to }

// contact returns the contact of a flow; ok is false when it did not begin in the
// window, or is none that a tracker would tell.
func (c *counter) contact(f *filter.Flow) (x baseline.Contact, ok bool) {
	first, server := c.roles(f)
	if first <= c.from || first > c.to || !opens(&f.Key) {
		return x, false
	}
	ends := [...]netip.AddrPort{netip.AddrPortFrom(netip.AddrFrom16(f.Key.A).Unmap(), f.Key.APort), netip.AddrPortFrom(netip.AddrFrom16(f.Key.B).Unmap(), f.Key.BPort)}
	x = baseline.Contact{Time: first, Client: ends[server^1], Server: ends[server], Protocol: f.Key.Protocol}
	answer := &f.Sides[server]
	x.Refused = f.Key.Protocol == packet.ProtocolTCP && f.Sides[server^1].Flags&packet.SYN != 0 && answer.Flags&(packet.SYN|packet.RST) == packet.RST
	x.Answered = answer.Packets > 0 && !x.Refused
	return x, true
}

// opens reports whether flows with a key are contacts: not fragments, and not ICMP,
// of which only echoes are, which the counters do not tell from errors.
func opens(k *filter.Key) bool {
	switch k.Protocol {
	case packet.ProtocolTCP, packet.ProtocolUDP:
		return k.APort != 0 || k.BPort != 0
	case 1, 2, 58, 59: // ICMP, IGMP, ICMPv6, nothing
		return false
	}
	return true
}

// roles returns when a flow began and which side serves: the one that did not send
// the first SYN, else one with a known port, else the lower port, else the one that
// did not speak first.
func (c *counter) roles(f *filter.Flow) (first int64, server int) {
	a, b := f.Sides[0].First, f.Sides[1].First
	first, server = a, 1
	if a == 0 || b != 0 && b < a {
		first, server = b, 0
	}
	if f.Key.Protocol == packet.ProtocolTCP && f.Sides[server^1].Flags&packet.SYN != 0 {
		return first, server
	}
	switch known := [...]bool{c.known[f.Key.APort], c.known[f.Key.BPort]}; {
	case known[0] != known[1] && known[0], known[0] == known[1] && f.Key.APort < f.Key.BPort:
		server = 0
	case known[0] != known[1], f.Key.BPort < f.Key.APort:
		server = 1
	}
	return first, server
}
