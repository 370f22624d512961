package asset

import (
	"math"
	"net/netip"

	"github.com/banken-ot/banken/sensor/packet"
)

// binding returns the binding to a MAC address, making it when there is none;
// nil when there is no room.
func (a *Asset) binding(m MAC, vlan [2]uint16, e Evidence) *Binding {
	for i := range a.Bindings {
		if a.Bindings[i].MAC == m {
			a.Bindings[i].Last = e
			return &a.Bindings[i]
		}
	}
	if len(a.Bindings) >= MaxBindings {
		a.Omitted++
		return nil
	}
	a.Bindings = append(a.Bindings, Binding{MAC: m, VLAN: vlan, First: e, Last: e, Hops: math.MaxUint8})
	return &a.Bindings[len(a.Bindings)-1]
}

func vlans(p *packet.Packet) (v [2]uint16) {
	copy(v[:], p.VLANs[:min(int(p.VLANCount), len(v))])
	return v
}

// Reach says where an asset is, seen from the place of capture.
type Reach uint8

const (
	// Unknown: no hardware address was seen with it.
	Unknown Reach = iota
	// Direct: on the same segment; its MAC address is its own.
	Direct
	// Routed: behind a router, whose MAC address its packets have.
	Routed
	// Shared: several addresses have this MAC address, and nothing tells whether
	// it is a router's or that of one computer with several addresses.
	Shared
)

// Where returns how an asset is reached, and the MAC address of it or of the
// router.
func (v *Inventory) Where(a *Asset) (Reach, MAC) {
	if !a.Addr.IsValid() {
		return Direct, a.Hardware
	}
	best := -1
	for i := range a.Bindings {
		if best < 0 || v.better(&a.Bindings[i], &a.Bindings[best]) {
			best = i
		}
	}
	if best < 0 {
		return Unknown, MAC{}
	}
	b := &a.Bindings[best]
	switch {
	case !v.foreign(b):
		return Direct, b.MAC
	case b.MAC.Shared() || b.Hops > 0 && b.Packets > 0 || v.interfaces[b.MAC] != nil && v.interfaces[b.MAC].routed:
		return Routed, b.MAC
	}
	return Shared, b.MAC
}

// better reports whether a is rather the asset's own address than b.
func (v *Inventory) better(a, b *Binding) bool {
	if x, y := a.Claims > 0, b.Claims > 0; x != y {
		return x
	}
	if x, y := v.foreign(a), v.foreign(b); x != y {
		return y
	}
	return a.Packets > b.Packets
}

// foreign reports whether the MAC address of a binding is a router's: that of
// one known to route, or one with which every packet had passed a router.
func (v *Inventory) foreign(b *Binding) bool {
	return b.Claims == 0 && (v.Router(b.MAC) || b.Packets > 0 && b.Hops > 0)
}

// Conflict is an address that two interfaces of one segment have used.
type Conflict struct {
	Addr     netip.Addr
	Old, New Binding // in the order first seen
	// Claimed: both said by ARP that the address is theirs.
	Claimed bool
	// Together: the old one went on after the new one began.
	Together bool
}

// Conflicts returns the addresses used by two interfaces, by address. Routers
// and the addresses they share are left out, unless both claim the address.
func (v *Inventory) Conflicts() (list []Conflict) {
	for _, a := range v.Assets() {
		for i := range a.Bindings {
			for j := range a.Bindings[:i] {
				if c, ok := v.conflict(a.Addr, a.Bindings[j], a.Bindings[i]); ok {
					list = append(list, c)
				}
			}
		}
	}
	return list
}

func (v *Inventory) conflict(addr netip.Addr, old, new Binding) (Conflict, bool) {
	c := Conflict{Addr: addr, Old: old, New: new, Claimed: old.Claims > 0 && new.Claims > 0,
		Together: new.First.Before(old.Last)}
	if old.VLAN != new.VLAN || old.MAC.Shared() || new.MAC.Shared() || addr.IsLinkLocalUnicast() {
		return c, false
	}
	if c.Claimed {
		return c, true
	}
	return c, !v.foreign(&old) && !v.foreign(&new)
}
