package sight

import (
	"github.com/banken-ot/banken/sensor/asset"
)

// shared is how many addresses of an interface are kept: enough to tell what
// forwards from what does not.
const shared = 4

// station is what is known of a MAC address.
type station struct {
	mac     uint64
	claimed [shared]uint64 // hashes of the addresses it claimed
	others  [shared]uint64 // of those, IPv4, that it sent packets of
	passed  bool           // a packet whose TTL was counted down
	said    bool           // another tracker says that it is a router
	router  bool
}

// interfaces are those seen, and which of them forward for others: by the reasoning
// of asset.Inventory.Router.
type interfaces struct {
	table
	list  []station
	epoch uint32 // counts changes of what is known of routers
}

func newInterfaces() interfaces {
	return interfaces{table: newTable(MaxInterfaces, never), list: make([]station, MaxInterfaces)}
}

func number(m asset.MAC) uint64 { return placeOf(m, 0).mac() }

// find returns the place of an interface.
func (n *interfaces) find(mac uint64, hash uint64) (place uint32, ok bool) {
	for _, set := range [...]uint32{n.first(hash), n.second(hash)} {
		for i, x := range &n.sets[set].tags {
			if place = set*ways + uint32(i); x == tagOf(hash) && n.list[place].mac == mac {
				return place, true
			}
		}
	}
	return 0, false
}

// note takes whose packets, or claims, an interface sends.
func (n *interfaces) note(s *sighting, addr uint64, now tick) {
	if !isInterface(s.mac) {
		return
	}
	mac := number(s.mac)
	hash := hashNumber(mac)
	place, ok := n.find(mac, hash)
	if !ok {
		place, _, _ = n.take(hash, loose, now)
		n.list[place] = station{mac: mac}
	}
	x := &n.list[place]
	switch {
	case s.claim && !s.v4: // who it sends for is known of IPv4 alone
	case s.claim:
		include(&x.claimed, addr)
	case s.v4:
		include(&x.others, addr)
		x.passed = x.passed || s.passed
	}
	x.said = x.said || s.router
	if is := x.said || x.forwards(); is != x.router {
		x.router = is
		n.epoch++
	}
	rank := loose
	if x.router { // routers make way last
		rank = firm
	}
	n.touch(place, rank, now)
}

// include adds an address, if there is room.
func include(list *[shared]uint64, addr uint64) {
	for i := range list {
		if list[i] == addr {
			return
		}
		if list[i] == 0 {
			list[i] = addr
			return
		}
	}
}

// forwards reports whether an interface forwards for others: it sends for addresses
// it does not claim while claiming another; or for several with a TTL counted down,
// or for many.
func (x *station) forwards() bool {
	foreign := 0
	for _, addr := range x.others {
		if addr != 0 && !contains(&x.claimed, addr) {
			foreign++
		}
	}
	return foreign >= 1 && x.claimed[0] != 0 || foreign >= 2 && x.passed || foreign >= 3
}

func contains(list *[shared]uint64, addr uint64) bool {
	for _, x := range list {
		if x == addr {
			return true
		}
	}
	return false
}

// router reports whether an interface is known to forward for others.
func (n *interfaces) router(m asset.MAC) bool {
	if m.Shared() {
		return true
	}
	mac := number(m)
	place, ok := n.find(mac, hashNumber(mac))
	return ok && n.list[place].router
}

// isInterface reports whether a MAC address can be that of one interface.
func isInterface(m asset.MAC) bool { return m != asset.MAC{} && !m.Group() }
