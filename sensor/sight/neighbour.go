package sight

import (
	"net/netip"

	"github.com/banken-ot/banken/sensor/packet"
)

// Messages and options of neighbour discovery (RFC 4861, 4.3, 4.4 and 4.6.1).
const (
	neighbourSolicitation  = 135
	neighbourAdvertisement = 136
	sourceLink             = 1
	targetLink             = 2
	overrides              = 0x20 // of an advertisement: it replaces what is known
	neighbourSize          = 24   // octets in front of the options
	notRouted              = 255  // hop limit of every valid message (7.1)
)

// neighbour takes a message of neighbour discovery, by which an interface says that
// an address is its own. Probes for one that is not in use yet claim nothing (RFC
// 4862, 5.4.2), nor do advertisements that do not override, as those for others (RFC
// 4861, 7.2.8).
func (t *Tracker) neighbour(p *packet.Packet) {
	b := p.Payload
	if p.Protocol != protocolICMPv6 || p.IPVersion != 6 || p.TTL != notRouted || p.Fragment || len(b) < neighbourSize || b[1] != 0 {
		return
	}
	var addr [16]byte
	var option byte
	switch {
	case b[0] == neighbourAdvertisement && b[4]&overrides != 0:
		addr, option = [16]byte(b[8:neighbourSize]), targetLink
	case b[0] == neighbourSolicitation:
		addr, option = p.Src, sourceLink
	default:
		return
	}
	if mac, ok := linkOption(b[neighbourSize:], option); ok && isHost(netip.AddrFrom16(addr)) {
		t.claims(p, sighting{addr: addr, mac: mac})
	}
}

// linkOption returns the link-layer address of an option.
func linkOption(b []byte, option byte) (mac [6]byte, ok bool) {
	for len(b) >= 8 && b[1] != 0 && len(b) >= 8*int(b[1]) {
		if b[0] == option {
			return [6]byte(b[2:8]), b[1] == 1
		}
		b = b[8*int(b[1]):]
	}
	return mac, false
}
