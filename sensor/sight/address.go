package sight

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/asset"
)

// Bounds of what is remembered of an address.
const (
	// looks of a device: in two VLANs with two TTLs.
	looks = 4
	// prints of a TCP stack: programs set their windows.
	prints = 4
)

// look is what packets of an address look like. It holds no pointer.
type look struct {
	place  place
	ttl    uint8 // as sent; 0 where it tells nothing
	hops   uint8
	router bool
	told   bool
}

// place is an interface and a VLAN.
type place uint64

func placeOf(mac [6]byte, vlan uint16) place {
	return place(mac[0])<<56 | place(mac[1])<<48 | place(mac[2])<<40 | place(mac[3])<<32 | place(mac[4])<<24 | place(mac[5])<<16 | place(vlan)
}

func (p place) mac() uint64 { return uint64(p >> 16) }

func (p place) vlan() uint16 { return uint16(p) }

// address is what is remembered of an address. What an ordinary packet needs is in
// the first cache line.
type address struct {
	addr   [16]byte // IPv4 as IPv4-mapped IPv6
	place  place    // of the latest IP packet
	claim  place    // of the latest claim, without VLAN; 0 for none
	epoch  uint32   // of the interfaces when the place was looked at
	raw    uint8    // TTL as captured
	known  bool     // an IP packet was seen
	firm   bool     // something answered it
	oldest uint8    // of looks and prints, four bits each

	toldPlace, toldClaim, toldPrint tick

	looks  [looks]look
	prints [prints]uint32
}

// sighting is what one packet, or one binding, says of an address.
type sighting struct {
	addr   [16]byte
	place  place
	raw    uint8
	ttl    uint8
	hops   uint8
	print  uint32
	claim  bool
	passed bool // its TTL was counted down
	v4     bool
	router bool // the interface is known to forward; set by note

	mac asset.MAC
}

// addresses are those of a tracker.
type addresses struct {
	table
	list       []address
	interfaces interfaces
	every      tick // how often one thing of an address is told at most
	evicted    uint64
}

func newAddresses(every time.Duration) addresses {
	return addresses{table: newTable(MaxAddresses, never), list: make([]address, MaxAddresses), interfaces: newInterfaces(), every: ticks(every)}
}

// find returns what is remembered of an address, and where; nil for nothing.
func (a *addresses) find(addr *[16]byte, hash uint64) (x *address, place uint32) {
	if x, place = a.in(a.first(hash), addr, hash); x == nil {
		x, place = a.in(a.second(hash), addr, hash)
	}
	return x, place
}

// in is find in one set.
func (a *addresses) in(set uint32, addr *[16]byte, hash uint64) (x *address, place uint32) {
	tag := tagOf(hash)
	for i, is := range &a.sets[set].tags {
		if is != tag {
			continue
		}
		place = set*ways + uint32(i)
		if x = &a.list[place]; x.addr == *addr {
			return x, place
		}
	}
	return nil, 0
}

// add makes room for an address.
func (a *addresses) add(addr *[16]byte, hash uint64, now tick) *address {
	place, was, used := a.take(hash, loose, now)
	if used && was == firm {
		a.evicted++
	}
	x := &a.list[place]
	*x = address{addr: *addr}
	return x
}

// used notes that an address sent something.
func (a *addresses) used(place uint32, now tick) {
	rank := loose
	if a.list[place].firm {
		rank = firm
	}
	a.touch(place, rank, now)
}

// answered notes that an address is more than what somebody made up.
func (a *addresses) answered(addr *[16]byte) {
	if x, _ := a.find(addr, hashAddress(addr)); x != nil {
		x.firm = true
	}
}

// note takes a sighting and reports whether it is news.
func (a *addresses) note(s *sighting, now tick) (news bool) {
	hash := hashAddress(&s.addr)
	x, place := a.find(&s.addr, hash)
	if x == nil {
		x = a.add(&s.addr, hash, now)
	} else {
		a.used(place, now)
	}
	a.interfaces.note(s, hash, now)
	s.router = a.interfaces.router(s.mac)
	if s.claim {
		return x.claimed(s, now, a.every)
	}
	news = x.placed(s, now, a.every)
	x.epoch = a.interfaces.epoch
	if s.print != 0 && x.printed(s.print, now, a.every) {
		news = true
	}
	return news
}

// recently reports whether something was told less than every ago. told is 0 when it
// never was.
func recently(told, now, every tick) bool { return told != 0 && now-told < every }

// claimed takes a claim. The same interface may claim in several VLANs.
func (x *address) claimed(s *sighting, now, every tick) bool {
	at := s.place &^ 0xffff
	if x.claim == at || recently(x.toldClaim, now, every) {
		return false
	}
	x.claim, x.toldClaim = at, now
	return true
}

// placed takes where an IP packet came from. A change that is not told, because the
// address was just told, is not taken over either: it is told when it is seen again.
func (x *address) placed(s *sighting, now, every tick) bool {
	at := x.remembers(s)
	if at != nil && !x.rivals(s) {
		x.place, x.raw, x.known = s.place, s.raw, true
		return false
	}
	if recently(x.toldPlace, now, every) {
		return false
	}
	x.place, x.raw, x.known, x.toldPlace = s.place, s.raw, true, now
	if at == nil {
		*x.spare(s) = look{s.place, s.ttl, s.hops, s.router, true}
	}
	return true
}

// spare returns where to remember a new look: in the place of the same look but for
// the TTL, which told nothing yet, or else of the oldest.
func (x *address) spare(s *sighting) *look {
	for i := range x.looks {
		if l := &x.looks[i]; l.told && l.place == s.place && l.router == s.router && l.ttl == 0 {
			return l
		}
	}
	l := &x.looks[x.oldest&15%looks]
	x.oldest = x.oldest&^15 | (x.oldest&15+1)%looks
	return l
}

// remembers returns the look that was told of an address and is that of s.
func (x *address) remembers(s *sighting) *look {
	for i := range x.looks {
		l := &x.looks[i]
		if l.told && l.place == s.place && l.router == s.router && (s.ttl == 0 || l.ttl == s.ttl && l.hops == s.hops) {
			return l
		}
	}
	return nil
}

// rivals reports whether an address goes from one interface of a VLAN to another,
// of which neither forwards for others: to its rival.
func (x *address) rivals(s *sighting) bool {
	if !x.known || x.place.mac() == s.place.mac() || x.place.vlan() != s.place.vlan() || s.router {
		return false
	}
	for i := range x.looks {
		if l := &x.looks[i]; l.told && l.place == x.place && l.router {
			return false
		}
	}
	return true
}

// printed takes the fingerprint of a SYN.
func (x *address) printed(print uint32, now, every tick) bool {
	for _, known := range x.prints {
		if known == print {
			return false
		}
	}
	if recently(x.toldPrint, now, every) {
		return false
	}
	x.toldPrint = now
	x.prints[x.oldest>>4%prints] = print
	x.oldest = x.oldest&15 | (x.oldest>>4+1)%prints<<4
	return true
}

// addrOf returns an address as shown.
func addrOf(a *[16]byte) netip.Addr { return netip.AddrFrom16(*a).Unmap() }
