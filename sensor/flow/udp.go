package flow

import "github.com/banken-ot/banken/sensor/packet"

// udp delivers a datagram. Copies of one seen shortly before are dropped.
func (t *Table) udp(p *packet.Packet) {
	k, side := KeyOf(p)
	f, hash := t.lookup(p, &k, side)
	if f == nil {
		f = t.open(p, &k, hash, side)
	}
	t.touch(f, p.Time)
	h := &f.half[side]
	h.seen = true
	h.count.Packets++
	h.count.Octets += uint64(len(p.Payload))
	f.packets++
	if h.repeated(markUDP(p, t.seed), p) {
		h.count.Duplicates++
		t.stats.Duplicates++
		return
	}
	f.loaded++
	if f.class == halfOpen {
		t.prove(f)
	}
	t.reportFragments(f, side)
	t.consumer.Datagram(f, f.direction(side), t.at, p.Payload)
	if missing := min(p.Missing, UnknownJump); missing > 0 {
		h.count.NotCaptured += uint64(missing)
		t.stats.NotCaptured += uint64(missing)
		t.consumer.Gap(f, f.direction(side), t.at, int(missing))
	}
}
