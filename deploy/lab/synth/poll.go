package synth

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// poller polls one controller from one client.
type poller struct {
	e        *engine
	readings []plant.Reading
	from     *host
	to       *host
	period   int64
	due      int64 // of the cycle
	cycle    int
	next     int // reading
	c        *conn
	after    int64 // not before: the client restarts
}

// startPolling puts all pollers to work, within the first cycle.
func (e *engine) startPolling() {
	for _, x := range plant.Pollers() {
		for _, name := range plant.Controllers() {
			p := &poller{e: e, readings: x.ReadingsOf(name), from: e.hosts[x.Host], to: e.hosts[name], period: int64(x.Cycle) * int64(e.o.Poll)}
			p.due = e.now + e.random.Int64N(p.period)
			e.pollers = append(e.pollers, p)
			e.at(p.due, p.poll)
		}
	}
}

// dropEvery is how long, in the mean, a connection to a controller lasts until
// the controller resets it, ns; the client opens another at its next cycle.
const dropEvery = int64(6 * 24 * time.Hour)

// think is the least time between an answer and the next request of a client.
const think = 700e3

// poll does the next reading of the cycle, and returns when the one behind it is
// due.
func (p *poller) poll(at int64) int64 {
	e := p.e
	if at < p.after {
		return p.after
	}
	if p.c == nil || !p.c.open {
		e.cause = e.intercepted(p.from, p.to)
		p.c, at = e.dial(p.from, p.to, modbusPort, at)
		p.c.via = e.mitmOf(p.from, p.to)
		e.cause = nil
		return at
	}
	for ; p.next < len(p.readings); p.next++ {
		if r := &p.readings[p.next]; p.cycle%r.Every == 0 {
			p.next++
			a := reading(r.Table, r.Index, r.Count)
			at = e.refresh(p.from, p.to, at)
			return e.access(p.c, at, &a) + think + e.random.Int64N(1500e3)
		}
	}
	p.next, p.cycle = 0, p.cycle+1
	p.due += p.period
	if e.random.Int64N(dropEvery) < p.period {
		e.abort(p.c, toClient, at)
	}
	return max(p.due+e.random.Int64N(6e6), at)
}

// connectionOf returns the open connection a poller has, nil for none.
func (e *engine) connectionOf(from, to string) *conn {
	for _, p := range e.pollers {
		if p.from.Name == from && p.to.Name == to && p.c != nil && p.c.open {
			return p.c
		}
	}
	return nil
}

// reconnect closes what a client has open; it is back after a while.
func (e *engine) reconnect(name string, at int64) {
	back := at + int64(40*time.Second) + e.random.Int64N(int64(30*time.Second))
	for _, p := range e.pollers {
		if p.from.Name == name {
			if p.c != nil {
				e.close(p.c, at)
			}
			p.after = back + e.random.Int64N(int64(3*time.Second))
			p.next, p.due = 0, p.after
		}
	}
}

// pooled is a connection of the pool with its route.
type pooled struct {
	route
	conn *conn
}

// sorted returns the pool in an order that does not depend on the map.
func (e *engine) sorted() []pooled {
	var all []pooled
	for r, c := range e.pool {
		all = append(all, pooled{r, c})
	}
	slices.SortFunc(all, func(a, b pooled) int { return cmp.Compare(a.conn.flow, b.conn.flow) })
	return all
}

// connect returns a connection for an action: the poller's, or one of the pool,
// opened when there is none and closed after some idle time.
func (e *engine) connect(from, to string, port uint16, at int64) (*conn, int64) {
	if port == modbusPort {
		if c := e.connectionOf(from, to); c != nil {
			return c, at
		}
	}
	r := route{from, to, port}
	if c := e.pool[r]; c != nil && c.open {
		return c, at
	}
	c, at := e.dial(e.hosts[from], e.hosts[to], port, at)
	e.pool[r] = c
	e.at(at+int64(idle), func(at int64) int64 { return e.expire(r, c, at) })
	return c, at
}

// expire closes a connection of the pool that nobody has used for a while.
func (e *engine) expire(r route, c *conn, at int64) int64 {
	last := max(c.used, c.last[0], c.last[1])
	if e.pool[r] != c || !c.open {
		return 0
	}
	if at < last+int64(idle) {
		return last + int64(idle)
	}
	e.close(c, at)
	delete(e.pool, r)
	return 0
}
