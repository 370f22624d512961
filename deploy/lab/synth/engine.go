package synth

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/wire"
)

// task does something at a time and returns when it wants to be called again; 0
// for never.
type task func(at int64) (again int64)

// engine runs the plant and all that talks to it. It belongs to one goroutine.
type engine struct {
	o      Options
	plant  *plant.Plant
	tick   int64 // ns
	now    int64 // UTC ns
	end    int64
	tasks  queue[task]
	random *rand.Rand // of the hosts
	noise  *rand.Rand // of what only a capture shows
	net    *network   // nil without a capture
	yield  func(*Event)
	direct bool // events of what there is most of are made without octets
	event  Event
	shared wire.Shared // of the decoders that make the other events
	words  []uint16
	octets []byte

	hosts    map[string]*host
	cause    *attack.Run // whose action is carried out
	runs     []*attack.Run
	pollers  []*poller
	pool     map[route]*conn // connections that are opened when they are needed
	master   *master
	gateway  *gateway
	mitm     *intercept // while there is one
	flows    uint64
	decoding *conn // whose transactions come up
	err      error
}

// route names a connection that is opened when it is needed.
type route struct {
	from, to string
	port     uint16
}

func newEngine(o Options) (*engine, error) {
	if err := o.normal(); err != nil {
		return nil, err
	}
	e := &engine{o: o, plant: plant.New(o.Seed), random: rand.New(rand.NewPCG(o.Seed, 2)), noise: rand.New(rand.NewPCG(o.Seed, 3)),
		now: o.Start.UnixNano(), hosts: map[string]*host{}, pool: map[route]*conn{}}
	e.shared.Sink = e
	tick := max(o.Poll.Truncate(time.Second), time.Second)
	e.tick = int64(tick)
	e.plant.SetTick(tick)
	e.end = e.now + int64(o.Duration)
	for _, h := range plant.Hosts() {
		e.hosts[h.Name] = &host{Host: h, identification: uint16(e.random.Uint32()), port: 49152 + uint16(e.random.IntN(9000)), resolved: map[netip.Addr]int64{}}
	}
	for _, l := range o.Attacks {
		r, err := attack.NewRun(l, o.Start, o.Seed)
		if err != nil {
			return nil, err
		}
		e.runs = append(e.runs, r)
	}
	return e, nil
}

// begin puts everything that runs by itself to work.
func (e *engine) begin() {
	e.plant.Step(timeOf(e.now))
	e.at(e.now+e.tick, e.step)
	e.startPolling()
	e.startMaster()
	e.startGateway()
	e.startBackground()
	for _, r := range e.runs {
		e.startAttack(r)
	}
}

func (e *engine) at(at int64, t task) { e.tasks.put(at, t) }

func timeOf(ns int64) time.Time { return time.Unix(0, ns).UTC() }

// progressEvery is how many tasks lie between two looks at the context.
const progressEvery = 1 << 14

// run carries out all tasks until the end, or until the context is done.
func (e *engine) run(ctx context.Context) error {
	e.begin()
	for n := 0; e.err == nil; n++ {
		next, ok := e.tasks.next()
		if !ok || next >= e.end {
			break
		}
		if n%progressEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if e.o.Progress != nil {
				e.o.Progress(timeOf(next))
			}
		}
		at, t := e.tasks.take()
		e.now = at
		if e.net != nil {
			e.net.flush(at)
			if e.net.w.err != nil {
				return e.net.w.err
			}
		}
		if again := t(at); again > 0 {
			e.tasks.put(max(again, at+1), t)
		}
	}
	if e.net != nil {
		e.net.flush(e.end + grace)
	}
	return e.err
}

// grace is how long after the end the recording goes on with what was under way.
const grace = int64(2 * time.Second)

// step moves the process and starts what people do.
func (e *engine) step(at int64) int64 {
	e.plant.Step(timeOf(at))
	for _, a := range e.plant.Due() {
		e.at(max(a.At.UnixNano()+e.tick, at+1), func(at int64) int64 {
			e.perform(at, &a)
			return 0
		})
	}
	return at + e.tick
}

// startAttack carries out the actions of an attack, one after the other.
func (e *engine) startAttack(r *attack.Run) {
	i := 0
	if len(r.Script) == 0 {
		return
	}
	e.at(r.Script[0].At.UnixNano(), func(at int64) int64 {
		e.cause = r
		e.perform(at, &r.Script[i])
		e.cause = nil
		r.Actions++
		if i++; i == len(r.Script) {
			e.at(at+int64(idle), func(at int64) int64 { e.leave(r, at); return 0 })
			return 0
		}
		return r.Script[i].At.UnixNano()
	})
}

// idle is how long a connection that was opened for an action stays open.
const idle = 6 * time.Second

// leave closes what an attack has open.
func (e *engine) leave(r *attack.Run, at int64) {
	e.cause = r
	for _, c := range e.sorted() {
		if c.conn.cause == r {
			e.close(c.conn, at)
			delete(e.pool, c.route)
		}
	}
	e.cause = nil
}

// truth returns the ground truth so far.
func (e *engine) truth() attack.Truth {
	t := attack.Truth{V: 1, AttackVersion: attack.Version, Seed: e.o.Seed, Start: e.o.Start, End: timeOf(e.end),
		Attacks: []attack.Attack{}, Permits: []plant.Permit{}}
	for _, r := range e.runs {
		if r.Actions > 0 {
			t.Attacks = append(t.Attacks, r.Attack)
		}
	}
	sortAttacks(t.Attacks)
	for _, p := range e.plant.Permits() {
		if p.To.After(t.Start) && p.From.Before(t.End) {
			t.Permits = append(t.Permits, p)
		}
	}
	return t
}
