package endpoint

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

func (p *pace) appendState(w *snapshot.Writer) {
	w.Int(p.told)
	w.Uint(uint64(p.times))
}

func (p *pace) restore(r *snapshot.Reader) {
	p.told, p.times = r.Int(), uint8(r.Count(maxDoublings))
}

func (x *role) appendState(w *snapshot.Writer) {
	w.Int(x.serves)
	w.Uint(uint64(x.day))
	w.Uint(uint64(x.answers))
	w.Bool(x.asks)
	w.Uint(uint64(x.standing))
	w.Int(x.first)
	w.Int(x.last)
	x.pace.appendState(w)
}

func (x *role) restore(r *snapshot.Reader) {
	x.serves, x.day, x.answers = r.Int(), uint32(r.Uint()), uint8(r.Count(answersLeast))
	x.asks, x.standing = r.Bool(), baseline.Standing(r.Count(int(baseline.Rejected)))
	x.first, x.last = r.Int(), r.Int()
	x.pace.restore(r)
}

func (p *peers) appendState(w *snapshot.Writer) {
	for _, x := range p {
		w.Uint(uint64(x.id))
		if x.id != 0 {
			w.Uint(uint64(x.port))
			w.Uint(uint64(x.from))
			w.Bool(x.server)
		}
	}
}

func (p *peers) restore(r *snapshot.Reader) {
	for i := range p {
		if p[i].id = baseline.AssetID(r.Uint()); p[i].id != 0 {
			p[i].port, p[i].from, p[i].server = uint16(r.Uint()), uint16(r.Uint()), r.Bool()
		}
	}
}

func (m *middle) appendState(w *snapshot.Writer) {
	w.Int(m.last)
	if m.last == 0 {
		return
	}
	w.Bytes(m.mac[:])
	for i := range m.taken {
		x := &m.taken[i]
		w.Uint(uint64(x.id))
		if x.id != 0 {
			w.Bytes(x.from[:])
			w.Int(x.at)
		}
	}
	w.Uint(uint64(m.next))
	w.Bool(m.between)
	w.Int(m.told)
	w.Int(m.flows)
}

func (m *middle) restore(r *snapshot.Reader) {
	if m.last = r.Int(); m.last == 0 {
		return
	}
	m.mac = readMAC(r)
	for i := range m.taken {
		x := &m.taken[i]
		if x.id = baseline.AssetID(r.Uint()); x.id != 0 {
			x.from, x.at = readMAC(r), r.Int()
		}
	}
	m.next, m.between, m.told, m.flows = uint8(r.Count(maxTaken-1)), r.Bool(), r.Int(), r.Int()
}

func (p *proxies) appendState(w *snapshot.Writer) {
	w.Uint(uint64(p.next))
	for _, x := range p.list {
		w.Uint(uint64(x.addrs[0]))
		if x.addrs[0] != 0 {
			w.Bytes(x.mac[:])
			w.Uint(uint64(x.addrs[1]))
		}
	}
}

func (p *proxies) restore(r *snapshot.Reader) {
	p.next = uint8(r.Count(maxProxies - 1))
	for i := range p.list {
		x := &p.list[i]
		if x.addrs[0] = baseline.AssetID(r.Uint()); x.addrs[0] != 0 {
			x.mac, x.addrs[1] = readMAC(r), baseline.AssetID(r.Uint())
		}
	}
}
