package flow

import (
	"time"

	"github.com/banken-ot/banken/sensor/packet"
)

// live reports whether f is in the table.
func (f *Flow) live() bool { return f.class < classes }

// idle returns how long f may go without a packet.
func (f *Flow) idle() time.Duration {
	switch {
	case f.class == closed:
		return IdleClosed
	case f.Key.Protocol == packet.ProtocolUDP:
		return IdleUDP
	case f.class == halfOpen:
		return IdleHalfOpen
	}
	return IdleTCP
}

func (f *Flow) expired(now int64) bool { return now >= plus(f.Last, f.idle()) }

// deadline returns when something is due for f.
func (f *Flow) deadline() int64 {
	d := plus(f.Last, f.idle())
	for i := range f.half {
		h := &f.half[i]
		if h.ackWait.on {
			d = min(d, plus(h.ackWait.since, ReorderTime))
		}
		if h.anyWait.on {
			d = min(d, plus(h.anyWait.since, HoleTime))
		}
	}
	return d
}

// hurry brings the flow's place in the wheel forward if something is due sooner.
func (t *Table) hurry(f *Flow) {
	if d := f.deadline(); d < f.timer {
		f.timer = d
		t.wheel.schedule(f.number, d)
	}
}

// reclass moves a flow to another class, and makes room there.
func (t *Table) reclass(f *Flow, class uint8) {
	if t.count[class] >= t.bound[class] {
		t.evict(class)
	}
	t.count[f.class]--
	t.order.remove(f.number)
	f.class = class
	t.count[class]++
	t.order.push(uint32(class), f.number)
	t.hurry(f)
}

// evict ends the flow of a class that was idle longest.
func (t *Table) evict(class uint8) {
	n, ok := t.order.front(uint32(class))
	if !ok {
		return
	}
	t.retire(t.flow(n), Evicted)
}

// prove moves a flow out of the class that scans fill, once both of its ends
// have spoken: after the handshake, or with payload. Where one end only is in
// the capture's sight, some packets with payload will do.
func (t *Table) prove(f *Flow) {
	both := f.half[0].seen && f.half[1].seen
	if f.Handshake || f.loaded >= ProvenPackets || f.loaded > 0 && both {
		t.reclass(f, proven)
	}
}

// end gives the consumer what still waits, then the end itself, and remembers
// the flow as closed.
func (t *Table) end(f *Flow, why Ending) {
	t.finish(f, why)
	t.reclass(f, closed)
}

// retire ends a flow, if it has not ended yet, and forgets it.
func (t *Table) retire(f *Flow, why Ending) {
	if !f.ended {
		t.finish(f, why)
	}
	t.index.remove(f.number)
	t.order.remove(f.number)
	t.wheel.rings.remove(f.number)
	t.count[f.class]--
	f.class = classes
	t.free = append(t.free, f.number)
	if t.last == f {
		t.last = nil
	}
}

// finish delivers what waits and tells the consumer the end.
func (t *Table) finish(f *Flow, why Ending) {
	t.giveUpAll(f)
	f.ended, f.calm = true, false
	for i := range f.half {
		h := &f.half[i]
		t.dropStray(f, h)
		t.pool.giveAll(&h.kept)
		h.ackWait.on, h.anyWait.on = false, false
	}
	*t.stats.counter(why, f.class)++
	t.consumer.End(f, t.at, why)
	f.State = nil
}
