package sight

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/packet"
)

// source takes who sent an IP packet, from where. syn: it opened a connection.
func (t *Tracker) source(p *packet.Packet, syn bool) {
	hash := hashAddress(&p.Src)
	at := placeOf(p.SrcMAC, vlan(p))
	a := &t.addresses
	if x, place := a.find(&p.Src, hash); x != nil && x.place == at && x.raw == p.TTL && x.known && x.epoch == a.interfaces.epoch && !syn {
		a.used(place, t.tick())
		return
	}
	if !isHost(p.SrcAddr()) {
		return
	}
	s := sighting{addr: p.Src, place: at, raw: p.TTL, mac: asset.MAC(p.SrcMAC), v4: p.IPVersion == 4}
	if tells(p) {
		s.ttl, s.hops = sentWith(p.TTL)
		s.passed = passed(p.TTL)
	}
	if syn {
		s.print = fingerprint(p)
	}
	if a.note(&s, t.tick()) {
		t.found(p, &s)
	}
}

// claim takes an ARP message. Probes (RFC 5227, 1.1) claim nothing.
func (t *Tracker) claim(p *packet.Packet) {
	_, mac, ip, _, ok := p.ARP()
	if !ok || !isHost(netip.AddrFrom4(ip)) {
		return
	}
	t.claims(p, sighting{addr: netip.AddrFrom4(ip).As16(), mac: mac, v4: true})
}

// claims takes that an interface says it has an address.
func (t *Tracker) claims(p *packet.Packet, s sighting) {
	if !isInterface(s.mac) {
		return
	}
	s.place, s.claim = placeOf(s.mac, vlan(p)), true
	if t.addresses.note(&s, t.tick()) {
		t.found(p, &s)
	}
	t.usurps(&s)
}

// found tells a binding.
func (t *Tracker) found(p *packet.Packet, s *sighting) {
	t.binding = baseline.Binding{Time: p.Time, Frame: p.Frame, Addr: addrOf(&s.addr), MAC: s.mac, VLAN: s.place.vlan(), Claim: s.claim,
		TTL: s.ttl, Hops: s.hops, Fingerprint: s.print, Router: s.router}
	t.sink.Binding(&t.binding)
}

// vlan returns the innermost VLAN of a frame. An id of 0 is none (IEEE 802.1Q, 9.6).
func vlan(p *packet.Packet) uint16 {
	for i := min(int(p.VLANCount), len(p.VLANs)); i > 0; i-- {
		if id := p.VLANs[i-1]; id != 0 {
			return id
		}
	}
	return 0
}

// isHost reports whether an address can be that of one device.
func isHost(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

const (
	// lowTTL is up to which the TTL of a datagram tells nothing: it is that of
	// traceroute, or of what is not meant to be routed.
	lowTTL = 30
	// leastTTL is likewise for TCP; some controllers begin with 30.
	leastTTL = 2
)

// tells reports whether the TTL of a packet is that of its sender's stack.
func tells(p *packet.Packet) bool {
	switch {
	case p.DstMAC[0]&1 != 0:
		return false
	case p.Protocol == packet.ProtocolTCP:
		return p.TTL > leastTTL && p.TCPFlags&packet.RST == 0
	}
	return p.TTL > lowTTL && p.Protocol == packet.ProtocolUDP
}

// sentWith returns the TTL a packet was sent with, guessed, and how many hops it made.
func sentWith(ttl uint8) (sent, hops uint8) {
	sent = 255
	for _, x := range [...]uint8{32, 64, 128} {
		if ttl <= x {
			sent = x
			break
		}
	}
	return sent, sent - ttl
}

// passed reports whether a TTL was counted down, when its sender began with one of
// the usual values, the rare ones too.
func passed(ttl uint8) bool {
	switch ttl {
	case 30, 32, 60, 64, 100, 128, 150, 200, 255:
		return false
	}
	return true
}
