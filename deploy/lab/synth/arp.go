package synth

import "time"

// known is how long, at least, a host remembers the MAC of an address; it asks
// again up to as long later.
const known = int64(4 * time.Minute)

// refresh is resolve for a connection that is open: it asks the host itself.
func (e *engine) refresh(from, to *host, at int64) int64 {
	until, ok := from.resolved[to.Address]
	if ok && at < until {
		return at
	}
	return e.ask(from, to, at, ok)
}

// resolve has a host find out the MAC of another, and returns when it knows.
func (e *engine) resolve(from, to *host, at int64) int64 {
	if until, ok := from.resolved[to.Address]; ok && at < until {
		return at
	}
	return e.ask(from, to, at, false)
}

// ask asks by ARP, everybody or only the host that is known, and returns when
// the answer is there.
func (e *engine) ask(from, to *host, at int64, direct bool) int64 {
	keep := e.scaled(known)
	from.resolved[to.Address] = at + keep + e.random.Int64N(keep)
	back := at + 250e3 + e.random.Int64N(200e3)
	mac := e.macOf(from, to)
	if e.net != nil {
		target := broadcast
		if direct {
			target = mac
		}
		e.frame(at, appendARP(nil, 1, from.MAC, from.Address, target, to.Address))
		e.frame(back, appendARP(nil, 2, mac, to.Address, from.MAC, from.Address))
	}
	e.binding(at, from.Address, from.MAC)
	e.binding(back, to.Address, mac)
	return back + 100e3
}

// frame sends a whole frame at a time.
func (e *engine) frame(at int64, b []byte) {
	e.net.queue.put(at, sending{cause: e.cause, frame: b})
}

// seek asks who has an address of the subnet.
func (e *engine) seek(at int64, from *host, a *seekTarget) {
	if a.host != nil {
		delete(from.resolved, a.host.Address)
		e.resolve(from, a.host, at)
		return
	}
	if e.net != nil {
		e.frame(at, appendARP(nil, 1, from.MAC, from.Address, broadcast, a.address))
	}
	e.connection(at, endpoint(from.Address, 0), endpoint(a.address, 0), "arp", false)
	e.emit(nil)
}
