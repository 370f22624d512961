package whitelist

import (
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/baseline"
)

// IP protocols.
const (
	icmp = 1
	tcp  = 6
	udp  = 17
)

const (
	// ephemeral is where ports begin that systems give out as they like (Linux from
	// 32768, RFC 6335 from 49152): servers on them, as of DCOM, are one service.
	ephemeral = 32768
	// maxFan is how many public addresses of one client are kept one by one; a host
	// that speaks with more speaks with the internet.
	maxFan = 8
)

// fixedPorts are those above ephemeral that belong to something: PROFINET,
// EtherCAT, EtherNet/IP, BACnet, OPC UA servers.
var fixedPorts = [...]uint16{34962, 34963, 34964, 34980, 44818, 47808, 48010, 48020, 49320, 53530, 62541}

// portOf is the port a service is kept by; 0 for all that are given out.
func portOf(port uint16) uint32 {
	if port >= ephemeral && !slices.Contains(fixedPorts[:], port) {
		return 0
	}
	return uint32(port)
}

// toAll reports whether an address is that of many: multicast, or as broadcasts
// end in IPv4.
func toAll(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsMulticast() || a.Is4() && a.As4()[3] == 255
}

// Contact takes the opening of a connection. Where the plant itself uses public
// addresses, nothing tells which are outside: then none is.
func (d *Detector) Contact(l *baseline.Look, c *baseline.Contact) {
	if c.ClientID == 0 {
		d.omitted++
		return
	}
	x := d.begin(l, c.Client.Addr(), c.Server.Addr())
	x.c, x.clientID, x.done = c, uint32(c.ClientID), c.Answered
	x.pair = x.clientID<<16 | uint32(c.ServerID)
	here, there := !baseline.Public(x.client), !baseline.Public(x.server)
	x.outside = here && !there
	switch {
	case x.outside && !c.Refused:
		d.egress(x)
	case c.ServerID == 0 || c.Refused || there && !here && !c.Answered:
		d.unanswered(x)
	default:
		d.inside(x, !here && there)
	}
	d.conclude(x)
	x.end()
}

// unanswered takes a contact nobody answered: it is no pair and no service, but
// many that were not tried before are a scan.
func (d *Detector) unanswered(x *sight) {
	d.meetHost(x, opens, x.clientID)
	if toAll(x.server) {
		return
	}
	k := addressKey(x.client, x.server, uint32(x.c.Server.Port()), uint32(x.c.Protocol))
	if d.dark.new(k.hash(&fixed), x.l.Now, 7*d.long) && x.site {
		d.scanned(x, weighTarget)
	}
}

// inside takes a contact within the plant, or into it from outside.
func (d *Detector) inside(x *sight, inward bool) {
	d.meetHost(x, opens, x.clientID)
	if x.c.Answered {
		d.meetHost(x, accepts, uint32(x.c.ServerID))
	}
	if k := newKey(pair, x.pair, 0, 0, 0); d.see(x, k, x.site) {
		x.read.note(newPair, k, 0)
	}
	k := newKey(contact, x.pair, portOf(x.c.Server.Port()), uint32(x.c.Protocol), 0)
	if inward {
		k.a = internet<<16 | x.pair&0xffff
	}
	if k.pends() {
		d.seeWay(x, k)
	} else if d.see(x, k, x.site) && !d.spoken(k, uint32(x.c.Server.Port())) {
		x.read.note(newService, k, 0)
	}
}

func (d *Detector) meetHost(x *sight, role class, asset uint32) {
	if k := newKey(role, asset, 0, 0, 0); d.see(x, k, x.site) && !d.takesPart(asset, role) {
		x.host.note(newHost, k, 0)
	}
}

// spoken reports whether a control protocol is known at the service of a contact.
// It may have been learned from connections that were open before the sensor was.
func (d *Detector) spoken(at key, port uint32) bool {
	for i := range d.protocols {
		k := newKey(service, at.a, port, uint32(d.protocols[i].name), 0)
		if d.protocols[i].name != 0 && d.keys.find(&k) >= 0 {
			return true
		}
	}
	return false
}

// addressKey is a key of two addresses, for what has no number; for hashes only.
func addressKey(client, server netip.Addr, port, protocol uint32) key {
	h := func(a netip.Addr) (n uint32) {
		b := a.As16()
		return textHash(b[:])
	}
	return key{a: h(client), b: h(server), c: port, d: protocol, m: uint32(classes)}
}
