package synth

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

// block is one reading of a poll: every so many cycles.
type block struct {
	table        plant.Table
	index, count uint16
	every        int
}

// client is who polls the controllers, how often in units of Options.Poll, and
// what.
type client struct {
	name   string
	cycle  int
	blocks []block
}

// clients is the table of pollers.
var clients = [...]client{
	{plant.HMI1, 1, []block{{plant.InputRegisters, 0, 12, 1}, {plant.DiscreteInputs, 0, 8, 1}, {plant.HoldingRegisters, 0, 8, 2}, {plant.Coils, 0, 8, 5}}},
	{plant.HMI2, 2, []block{{plant.InputRegisters, 0, 12, 1}, {plant.DiscreteInputs, 0, 8, 1}, {plant.HoldingRegisters, 0, 8, 3}}},
	{plant.Historian, 10, []block{{plant.InputRegisters, 0, 12, 1}, {plant.InputRegisters, 20, 4, 1}, {plant.HoldingRegisters, 0, 8, 6}}},
	{plant.Gateway, 5, []block{{plant.InputRegisters, 0, 12, 1}, {plant.DiscreteInputs, 0, 8, 1}, {plant.HoldingRegisters, 0, 8, 12}}},
}

// poller polls one controller from one client.
type poller struct {
	e      *engine
	blocks []block
	from   *host
	to     *host
	period int64
	due    int64 // of the cycle
	cycle  int
	next   int // block
	c      *conn
	after  int64 // not before: the client restarts
}

// startPolling puts all pollers to work, within the first cycle.
func (e *engine) startPolling() {
	for i := range clients {
		x := &clients[i]
		for _, name := range plant.Controllers() {
			p := &poller{e: e, blocks: blocksFor(name, x.blocks), from: e.hosts[x.name], to: e.hosts[name], period: int64(x.cycle) * int64(e.o.Poll)}
			p.due = e.now + e.random.Int64N(p.period)
			e.pollers = append(e.pollers, p)
			e.at(p.due, p.poll)
		}
	}
}

// blocksFor leaves out what the small controller does not have.
func blocksFor(controller string, all []block) []block {
	if controller != plant.PLC5 {
		return all
	}
	var kept []block
	for _, b := range all {
		if b.index == 0 {
			b.count = min(b.count, 8)
			kept = append(kept, b)
		}
	}
	return kept
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
	for ; p.next < len(p.blocks); p.next++ {
		if b := &p.blocks[p.next]; p.cycle%b.every == 0 {
			p.next++
			a := reading(b.table, b.index, b.count)
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
