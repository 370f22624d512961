package endpoint

import (
	"slices"
	"strings"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// stateForm is the number of the form of the state.
const stateForm = 2

// AppendState writes everything the detector knows.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(stateForm)
	w.Uint(d.omitted)
	w.Uint(uint64(len(d.hosts)))
	for i := range d.hosts {
		d.hosts[i].appendState(w)
	}
	keys := make([]mac, 0, len(d.routers))
	for m := range d.routers {
		keys = append(keys, m)
	}
	slices.SortFunc(keys, func(x, y mac) int { return strings.Compare(string(x[:]), string(y[:])) })
	w.Uint(uint64(len(keys)))
	for _, m := range keys {
		w.Bytes(m[:])
		w.Uint(uint64(d.routers[m].days))
		w.Uint(uint64(d.routers[m].lastDay))
	}
	for i := range d.claims.slots {
		d.claims.slots[i].appendState(w)
	}
	for i := range d.middles {
		d.middles[i].appendState(w)
	}
	d.proxies.appendState(w)
	w.Int(d.watched)
	w.Int(d.latest)
}

// Restore reads what AppendState wrote into a new detector.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != stateForm {
		r.Fail()
		return
	}
	d.omitted = r.Uint()
	n := r.Count(baseline.MaxAssets + 1)
	d.hosts = d.hosts[:0]
	for range n {
		var h host
		h.restore(r)
		if r.Err() != nil {
			return
		}
		d.hosts = append(d.hosts, h)
	}
	if len(d.hosts) == 0 {
		r.Fail()
	}
	for range r.Count(maxRouters) {
		m := readMAC(r)
		d.routers[m] = router{uint16(r.Uint()), uint32(r.Uint())}
	}
	for i := range d.claims.slots {
		if r.Err() == nil {
			d.claims.slots[i].restore(r)
		}
	}
	for i := range d.middles {
		if r.Err() == nil {
			d.middles[i].restore(r)
		}
	}
	d.proxies.restore(r)
	d.watched, d.latest = r.Int(), r.Int()
}

func readMAC(r *snapshot.Reader) (m mac) {
	b := r.Bytes(len(m))
	if len(b) != len(m) {
		r.Fail()
		return m
	}
	return mac(b)
}

// empty reports whether nothing is known of a host: most are not seen with a MAC.
func (h *host) empty() bool { return *h == host{} }

func (h *host) appendState(w *snapshot.Writer) {
	w.Bool(!h.empty())
	if h.empty() {
		return
	}
	w.Uint(uint64(h.n))
	for i := range h.seats[:h.n] {
		h.seats[i].appendState(w)
	}
	w.Uint(uint64(h.at))
	for _, b := range h.flags() {
		w.Bool(*b)
	}
	w.Uint(uint64(h.held))
	h.role.appendState(w)
	h.peers.appendState(w)
	for _, t := range [...]*turns{&h.spoke, &h.uses} {
		t.appendState(w)
	}
	for _, s := range [...]*signs{&h.paths, &h.prints} {
		s.appendState(w)
	}
	w.Int(h.deviated)
	w.Uint(uint64(h.by))
	for _, t := range h.told {
		w.Int(t)
	}
}

func (h *host) flags() [3]*bool { return [...]*bool{&h.used, &h.client, &h.server} }

func (h *host) restore(r *snapshot.Reader) {
	if !r.Bool() {
		return
	}
	h.n = uint8(r.Count(maxSeats))
	for i := range h.seats[:h.n] {
		h.seats[i].restore(r)
	}
	h.at = uint8(r.Count(int(h.n)))
	for _, b := range h.flags() {
		*b = r.Bool()
	}
	h.held = uint8(r.Count(varied))
	h.role.restore(r)
	h.peers.restore(r)
	for _, t := range [...]*turns{&h.spoke, &h.uses} {
		t.restore(r)
	}
	for _, s := range [...]*signs{&h.paths, &h.prints} {
		s.restore(r)
	}
	h.deviated, h.by = r.Int(), kind(r.Count(int(kinds)-1))
	for i := range h.told {
		h.told[i] = r.Int()
	}
}

func (s *seat) appendState(w *snapshot.Writer) {
	w.Bytes(s.mac[:])
	for _, n := range [...]uint64{uint64(s.vlan), uint64(s.standing), uint64(s.days), uint64(s.lastDay)} {
		w.Uint(n)
	}
	w.Bool(s.router)
	w.Bool(s.claimed)
	w.Int(s.first)
	w.Int(s.last)
	w.Int(s.since)
	s.pace.appendState(w)
}

func (s *seat) restore(r *snapshot.Reader) {
	s.mac = readMAC(r)
	s.vlan, s.standing = uint16(r.Uint()), baseline.Standing(r.Count(int(baseline.Rejected)))
	s.days, s.lastDay = uint16(r.Uint()), uint32(r.Uint())
	s.router, s.claimed = r.Bool(), r.Bool()
	s.first, s.last, s.since = r.Int(), r.Int(), r.Int()
	s.pace.restore(r)
}

func (t *turns) appendState(w *snapshot.Writer) {
	for i := range t {
		w.Int(t[i].time)
		if t[i].time != 0 {
			w.Bytes(t[i].mac[:])
			w.Uint(uint64(t[i].vlan))
			w.Bool(t[i].router)
			w.Bool(t[i].claim)
		}
	}
}

func (t *turns) restore(r *snapshot.Reader) {
	for i := range t {
		if t[i].time = r.Int(); t[i].time != 0 {
			t[i].mac, t[i].vlan, t[i].router, t[i].claim = readMAC(r), uint16(r.Uint()), r.Bool(), r.Bool()
		}
	}
}

func (s *signs) appendState(w *snapshot.Writer) {
	w.Uint(uint64(s.at))
	for i := range s.list {
		x := &s.list[i]
		w.Uint(uint64(x.value))
		if x.value != 0 {
			w.Uint(uint64(x.days))
			w.Uint(uint64(x.lastDay))
			w.Int(x.last)
		}
	}
}

func (s *signs) restore(r *snapshot.Reader) {
	s.at = uint8(r.Count(maxSigns))
	for i := range s.list {
		x := &s.list[i]
		if x.value = uint32(r.Uint()); x.value != 0 {
			x.days, x.lastDay, x.last = uint16(r.Uint()), uint32(r.Uint()), r.Int()
		}
	}
}

func (c *claimer) appendState(w *snapshot.Writer) {
	w.Int(c.last)
	if c.last == 0 {
		return
	}
	w.Bytes(c.mac[:])
	w.Int(c.since)
	w.Int(c.told)
	w.Bool(c.control)
	for _, v := range c.victims {
		w.Uint(uint64(v))
	}
}

func (c *claimer) restore(r *snapshot.Reader) {
	if c.last = r.Int(); c.last == 0 {
		return
	}
	c.mac, c.since, c.told, c.control = readMAC(r), r.Int(), r.Int(), r.Bool()
	for i := range c.victims {
		c.victims[i] = baseline.AssetID(r.Uint())
	}
}
