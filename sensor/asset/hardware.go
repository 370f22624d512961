package asset

import (
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/sensor/packet"
)

// Bounds of what is kept of a hardware address.
const (
	// maxShared addresses tell a router from a host; more need not be told
	// apart.
	maxShared = 4
	// maxTypes EtherTypes are kept of frames without IP.
	maxTypes = 8
)

// hardware is one MAC address and what it was seen with.
type hardware struct {
	mac         MAC
	first, last Evidence
	packets     uint64
	octets      uint64
	types       []uint16     // EtherTypes of frames without IP
	claimed     []netip.Addr // by ARP
	others      []netip.Addr // IPv4 sources without such a claim, and IPv6 but link-local
	routed      bool         // an IPv4 source whose TTL was counted down
}

// hardware returns what is kept of a MAC address; nil when there is no room or
// it is none of an interface.
func (v *Inventory) hardware(m MAC, e Evidence) *hardware {
	if v.lastHard != nil && v.lastMAC == m {
		return v.lastHard
	}
	if !isInterface(m) {
		return nil
	}
	h, ok := v.interfaces[m]
	if !ok {
		if len(v.interfaces) >= MaxMACs {
			v.Omitted++
			return nil
		}
		h = &hardware{mac: m, first: e, last: e}
		v.interfaces[m] = h
	}
	v.lastMAC, v.lastHard = m, h
	return h
}

// note counts a frame the interface sent.
func (h *hardware) note(p *packet.Packet, e Evidence) {
	h.last = e
	h.packets++
	h.octets += uint64(p.WireLen)
	if p.IPVersion != 0 {
		h.routed = h.routed || p.IPVersion == 4 && hops(p) > 0
		return
	}
	if !slices.Contains(h.types, p.EtherType) && len(h.types) < maxTypes {
		h.types = append(h.types, p.EtherType)
	}
}

// claim notes an address the interface says by ARP to have. Those of IPv6 say nothing
// of whose packets of IPv4 it sends.
func (h *hardware) claim(a netip.Addr) {
	if a.Is4() {
		h.claimed = include(h.claimed, a)
	}
}

// addr notes an address the interface sent packets of. Link-local IPv6
// addresses are the interface's own.
func (h *hardware) addr(a netip.Addr) {
	if !a.IsLinkLocalUnicast() || a.Is4() {
		h.others = include(h.others, a)
	}
}

func include(list []netip.Addr, a netip.Addr) []netip.Addr {
	if slices.Contains(list, a) || len(list) >= maxShared {
		return list
	}
	return append(list, a)
}

// silent reports whether the interface spoke no IP and claimed no address.
func (h *hardware) silent() bool { return len(h.claimed)+len(h.others) == 0 }

// foreign returns how many IPv4 addresses the interface sent packets of without
// claiming them, at most maxShared.
func (h *hardware) foreign() (n int) {
	for _, a := range h.others {
		if a.Is4() && !slices.Contains(h.claimed, a) {
			n++
		}
	}
	return n
}

// Router reports whether an interface forwards for others: a shared address of
// routers; one that sends for addresses it does not claim while claiming
// another; or one that sends for several with a TTL counted down, or for many.
func (v *Inventory) Router(m MAC) bool {
	h, ok := v.interfaces[m]
	if !ok {
		return m.Shared()
	}
	n := h.foreign()
	return m.Shared() || n >= 1 && len(h.claimed) > 0 || n >= 2 && h.routed || n >= 3
}

// hops returns how many routers a packet passed, when its sender began with one
// of the usual values; 0 for packets that are not meant to be routed.
func hops(p *packet.Packet) uint8 {
	if p.DstMAC[0]&1 != 0 || p.TTL <= 2 {
		return 0
	}
	for _, initial := range [...]uint8{30, 32, 60, 64, 100, 128, 150, 200, 255} {
		if p.TTL <= initial {
			return initial - p.TTL
		}
	}
	return 0
}
