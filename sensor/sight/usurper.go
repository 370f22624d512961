package sight

import (
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/packet"
)

const (
	// maxUsurpers bounds the interfaces that speak for addresses of others. Where there
	// are more, the one longest quiet is forgotten.
	maxUsurpers = 16
	// usurpFor is how long after its last claim packets are looked at: caches of
	// neighbours keep what they were told for minutes.
	usurpFor = int64(10 * time.Minute)
	// maxUsurped is how many addresses of one are kept: of whoever claims those of a whole
	// network, the latest.
	maxUsurped = 16
	// maxVia bounds the flows remembered that passed an usurper.
	maxVia = 256
	// viaEvery is how often a flow is told at most while its usurper claims more
	// addresses; else it is told every usurpFor.
	viaEvery = int64(10 * time.Second)
)

// usurper is an interface that speaks for an address that another one uses.
type usurper struct {
	mac   uint64
	last  int64              // counted; 0 for none
	addrs [maxUsurped]uint64 // hashes
	next  uint32             // how many came; the place of the next
}

// via is a flow that passed an usurper, as a number of both, when that was told, and
// how many addresses the usurper had claimed.
type via struct {
	what  uint64
	told  int64
	addrs uint32
}

// usurpers are those of a tracker. Mostly there are none, and nothing is to be done
// for a packet.
type usurpers struct {
	list [maxUsurpers]usurper
	n    int   // of list in use
	last int64 // counted: of all of them
	told []via
}

func newUsurpers() usurpers { return usurpers{told: make([]via, maxVia)} }

// add notes that an interface speaks for an address of another.
func (u *usurpers) add(mac, addr uint64, now int64) {
	x := &u.list[0]
	for i := range u.list[:u.n] {
		if u.list[i].mac == mac {
			u.list[i].add(addr, now)
			u.last = now
			return
		}
		if u.list[i].last < x.last {
			x = &u.list[i]
		}
	}
	if u.n < maxUsurpers {
		x = &u.list[u.n]
		u.n++
	}
	*x = usurper{mac: mac}
	x.add(addr, now)
	u.last = now
}

func (x *usurper) add(addr uint64, now int64) {
	x.last = now
	if slices.Contains(x.addrs[:], addr) {
		return
	}
	x.addrs[x.next%maxUsurped] = addr
	x.next++
}

// speaks returns what is known of an interface that speaks for an address of another
// now; nil for another one.
func (u *usurpers) speaks(mac, addr uint64, now int64) *usurper {
	for i := range u.list[:u.n] {
		if x := &u.list[i]; x.mac == mac && now-x.last < usurpFor && slices.Contains(x.addrs[:], addr) {
			return x
		}
	}
	return nil
}

// news reports whether a flow is to be told to pass an usurper, and notes that it is.
func (u *usurpers) news(flow uint64, by *usurper, now int64) bool {
	what := mix(flow^prime2, by.mac^prime1) | 1
	x := &u.told[what>>24%maxVia]
	if x.what == what && now-x.told < usurpFor && (x.addrs == by.next || now-x.told < viaEvery) {
		return false
	}
	*x = via{what, now, by.next}
	return true
}

// usurps notes a claim of an address that another interface of the segment uses.
func (t *Tracker) usurps(s *sighting) {
	hash := hashAddress(&s.addr)
	x, _ := t.addresses.find(&s.addr, hash)
	if x == nil || !x.known || s.router || x.place.mac() == s.place.mac() || x.place.vlan() != s.place.vlan() {
		return
	}
	t.usurpers.add(s.place.mac(), hash, t.now)
}

// passes tells of a packet that goes to, or comes from, an interface that speaks for
// the address of another: its flow passes there.
func (t *Tracker) passes(p *packet.Packet) {
	if t.now-t.usurpers.last >= usurpFor {
		t.usurpers.n = 0
		return
	}
	if !hasPorts(p.Protocol) || p.Fragment || p.TCPFlags&packet.RST != 0 {
		return
	}
	mac := p.SrcMAC
	by := t.usurpers.speaks(number(mac), hashAddress(&p.Src), t.now)
	if by == nil {
		mac = p.DstMAC
		by = t.usurpers.speaks(number(mac), hashAddress(&p.Dst), t.now)
	}
	if by == nil {
		return
	}
	k, _ := keyOf(p)
	hash := k.hash()
	place, ok := t.flows.find(&k, hash)
	if !ok || !t.flows.cells[place].heard() || !t.usurpers.news(hash, by, t.now) {
		return
	}
	t.again(&t.flows.cells[place], p)
	t.contact.Via = mac
	t.sink.Contact(&t.contact)
}
