package endpoint

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Entries calls yield for every interface of every address, by address and MAC, and
// for every server that began to ask.
func (d *Detector) Entries(b *baseline.Book, yield func(*baseline.Entry) bool) {
	ids := make([]baseline.AssetID, 0, len(d.hosts))
	for id := range d.hosts {
		if d.hosts[id].n > 0 || d.hosts[id].role.waits() {
			ids = append(ids, baseline.AssetID(id))
		}
	}
	slices.SortFunc(ids, func(x, y baseline.AssetID) int { return b.Addr(x).Compare(b.Addr(y)) })
	for _, id := range ids {
		h := &d.hosts[id]
		seats := h.seats
		list := seats[:h.n]
		slices.SortFunc(list, func(x, y seat) int { return strings.Compare(string(x.mac[:]), string(y.mac[:])) })
		for i := range list {
			e := list[i].entry(b.Addr(id), id)
			if !yield(&e) {
				return
			}
		}
		if r := &d.hosts[id].role; r.waits() {
			e := r.entry(b.Addr(id), id)
			if !yield(&e) {
				return
			}
		}
	}
}

// waits reports whether a host was a server and began to ask: that is never known by
// itself.
func (r *role) waits() bool { return r.asks && r.standing != baseline.Known }

func (r *role) entry(a netip.Addr, id baseline.AssetID) baseline.Entry {
	return baseline.Entry{Detector: baseline.Endpoint, Subject: asking(a), Standing: r.standing, Facts: "server",
		First: second(r.first), Last: second(r.last), Client: id}
}

// asking names that a server asks: "10.0.0.5 asks".
func asking(a netip.Addr) string { return a.String() + " asks" }

func (s *seat) entry(a netip.Addr, id baseline.AssetID) baseline.Entry {
	return baseline.Entry{Detector: baseline.Endpoint, Subject: s.subject(a), Standing: s.standing, Facts: s.facts(),
		First: second(s.first), Last: second(s.last), Days: int(s.days), Server: id}
}

func second(ns int64) time.Time { return time.Unix(0, ns).UTC().Truncate(time.Second) }

// subject names a binding: "10.0.0.5 at 00:0c:29:12:34:56".
func (s *seat) subject(a netip.Addr) string { return a.String() + " at " + s.mac.String() }

func (s *seat) facts() string {
	var list []string
	if s.vlan != 0 {
		list = append(list, "vlan "+strconv.Itoa(int(s.vlan)))
	}
	if s.router {
		list = append(list, "router")
	}
	if s.claimed {
		list = append(list, "arp")
	}
	return strings.Join(list, ", ")
}

// Decide notes what a person decided about an interface of an address, or about a
// server that asks. Approving an interface that waits replaces those that were not
// seen since it came.
func (d *Detector) Decide(b *baseline.Book, subject string, s baseline.Standing) bool {
	if s != baseline.Approved && s != baseline.Rejected {
		return false
	}
	for id := range d.hosts {
		h := &d.hosts[id]
		if h.role.waits() && asking(b.Addr(baseline.AssetID(id))) == subject {
			h.role.standing = s
			return true
		}
		for i := uint8(1); i <= h.n; i++ {
			if h.seat(i).subject(b.Addr(baseline.AssetID(id))) == subject {
				h.decide(i, s)
				return true
			}
		}
	}
	return false
}

func (h *host) decide(i uint8, s baseline.Standing) {
	x := h.seat(i)
	waited := x.standing == baseline.Pending
	x.standing = s
	if s != baseline.Approved {
		return
	}
	h.deviated = 0
	m, first := x.mac, x.first
	for j := h.n; waited && j > 0; j-- {
		if o := h.seat(j); o.mac != m && o.standing != baseline.Rejected && o.last < first {
			h.drop(j)
		}
	}
}
