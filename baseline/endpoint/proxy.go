package endpoint

import "github.com/banken-ot/banken/baseline"

// maxProxies bounds the interfaces that answer for addresses of others from the
// beginning. A flood of claims replaces those that do so for one alone.
const maxProxies = 64

// proxy is an interface, and two of the addresses.
type proxy struct {
	mac   mac
	addrs [2]baseline.AssetID
}

// whole reports whether it answers for two: that is a router, not a fail-over.
func (p *proxy) whole() bool { return p.addrs[1] != 0 }

// proxies are those known. Their number never changes.
type proxies struct {
	list []proxy
	next uint8 // which is replaced next
}

func newProxies() proxies { return proxies{list: make([]proxy, maxProxies)} }

// knows reports whether an interface answers for others.
func (p *proxies) knows(m mac) bool {
	for i := range p.list {
		if x := &p.list[i]; x.mac == m && x.whole() {
			return true
		}
	}
	return false
}

// add notes that an interface answers for an address.
func (p *proxies) add(m mac, id baseline.AssetID) {
	for i := range p.list {
		if x := &p.list[i]; x.mac == m && x.addrs[0] != 0 {
			if x.addrs[0] != id {
				x.addrs[1] = id
			}
			return
		}
	}
	for range p.list {
		x := &p.list[p.next]
		p.next = (p.next + 1) % maxProxies
		if !x.whole() {
			*x = proxy{mac: m, addrs: [2]baseline.AssetID{id}}
			return
		}
	}
}

// fromStart notes interfaces that claim an address which another had from the
// beginning too: who does so for two answers for others (RFC 1027).
func (d *Detector) fromStart(l *baseline.Look, h *host, b *baseline.Binding) {
	if h.find(b.MAC) == 0 || !l.Learn {
		return
	}
	start := h.start(b.VLAN) + d.settle
	for i := range h.seats[:h.n] {
		s := &h.seats[i]
		if s.claimed && s.vlan == b.VLAN && s.since < start && h.company(s, start) {
			d.proxies.add(s.mac, b.Asset)
		}
	}
}

// start is when the first interface of a segment was at an address, in time watched.
func (h *host) start(vlan uint16) (start int64) {
	for i := range h.seats[:h.n] {
		if s := &h.seats[i]; s.vlan == vlan && (start == 0 || s.since < start) {
			start = s.since
		}
	}
	return start
}

// company reports whether another device of the segment was at an address too, before
// a time.
func (h *host) company(s *seat, before int64) bool {
	for i := range h.seats[:h.n] {
		if o := &h.seats[i]; o.mac != s.mac && o.vlan == s.vlan && o.since < before && !o.mac.neighbour(s.mac) {
			return true
		}
	}
	return false
}
