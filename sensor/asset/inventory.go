package asset

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/sensor/packet"
)

// Inventory collects the assets of one or more captures.
type Inventory struct {
	// Omitted counts packets and transactions of assets and hardware addresses
	// that found no room.
	Omitted uint64

	assets     map[netip.Addr]*Asset
	interfaces map[MAC]*hardware
	lastAddr   netip.Addr // of the packet before, whose asset is last
	last       *Asset
	lastMAC    MAC
	lastHard   *hardware
}

// New returns an empty inventory.
func New() *Inventory {
	return &Inventory{assets: map[netip.Addr]*Asset{}, interfaces: map[MAC]*hardware{}}
}

// Packet notes who sent a packet of capture file number file.
func (v *Inventory) Packet(file int, p *packet.Packet) {
	e := Evidence{File: file, Frame: p.Frame, Time: p.Time}
	h := v.hardware(MAC(p.SrcMAC), e)
	if h != nil {
		h.note(p, e)
	}
	if p.IPVersion == 0 {
		v.arp(p, h, e)
		return
	}
	addr := p.SrcAddr().Unmap()
	a := v.asset(addr, e)
	if a == nil {
		return
	}
	a.Last = e
	a.Packets++
	a.Octets += uint64(p.WireLen)
	if h == nil {
		return
	}
	h.addr(addr)
	if b := a.binding(h.mac, vlans(p), e); b != nil {
		b.Packets++
		b.Hops = min(b.Hops, hops(p))
	}
}

// Bound notes that an address was seen at an interface, where the packets themselves
// are not at hand: claimed by ARP, or sending from so many routers away.
func (v *Inventory) Bound(addr netip.Addr, m MAC, vlan uint16, hops uint8, claimed bool, e Evidence) {
	h, a := v.hardware(m, e), v.asset(addr, e)
	if h == nil || a == nil {
		return
	}
	h.last, a.Last = e, e
	if claimed {
		h.claim(addr)
	} else {
		h.addr(addr)
		h.routed = h.routed || hops > 0
	}
	if b := a.binding(m, [2]uint16{vlan}, e); b != nil && claimed {
		b.Claims++
	} else if b != nil {
		b.Packets++
		b.Hops = min(b.Hops, hops)
	}
}

// arp takes the binding an ARP message tells. Probes (RFC 5227, 1.1) have no
// sender address.
func (v *Inventory) arp(p *packet.Packet, h *hardware, e Evidence) {
	_, mac, ip, _, ok := p.ARP()
	addr := netip.AddrFrom4(ip)
	if !ok || !isInterface(mac) {
		return
	}
	if h == nil || h.mac != mac {
		if h = v.hardware(mac, e); h == nil {
			return
		}
	}
	a := v.asset(addr, e)
	if a == nil {
		return
	}
	a.Last = e
	h.claim(addr)
	if b := a.binding(mac, vlans(p), e); b != nil {
		b.Claims++
	}
}

// asset returns the asset of an address, making it when there is none; nil when
// there is no room, or the address is not that of one device.
func (v *Inventory) asset(addr netip.Addr, e Evidence) *Asset {
	if v.last != nil && v.lastAddr == addr {
		return v.last
	}
	a, ok := v.assets[addr]
	if !ok {
		if !isHost(addr) {
			return nil
		}
		if len(v.assets) >= MaxAssets {
			v.Omitted++
			return nil
		}
		a = &Asset{Addr: addr, First: e, Last: e}
		v.assets[addr] = a
	}
	v.lastAddr, v.last = addr, a
	return a
}

// Asset returns what is known of an address, or nil.
func (v *Inventory) Asset(addr netip.Addr) *Asset { return v.assets[addr.Unmap()] }

// Assets returns all assets by address, then those known by their MAC alone.
func (v *Inventory) Assets() []*Asset {
	list := make([]*Asset, 0, len(v.assets))
	for _, a := range v.assets {
		if where, m := v.Where(a); where == Direct && v.interfaces[m] != nil {
			a.EtherTypes = v.interfaces[m].types
		}
		list = append(list, a)
	}
	for _, h := range v.interfaces {
		if h.silent() {
			list = append(list, &Asset{Hardware: h.mac, First: h.first, Last: h.last, Packets: h.packets,
				Octets: h.octets, EtherTypes: h.types})
		}
	}
	slices.SortFunc(list, compare)
	return list
}

func compare(a, b *Asset) int {
	if a.Addr.IsValid() != b.Addr.IsValid() {
		if a.Addr.IsValid() {
			return -1
		}
		return 1
	}
	return cmp.Or(a.Addr.Compare(b.Addr), slices.Compare(a.Hardware[:], b.Hardware[:]))
}

// isHost reports whether an address can be that of one device.
func isHost(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsMulticast() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// isInterface reports whether a MAC address can be that of one interface.
func isInterface(m MAC) bool { return m != MAC{} && !m.Group() }
