package peers

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// lab is a plant that runs.
type lab struct {
	o       Options
	works   *works
	network *netns.Network
	gateway *gateway
	tally   *tally
	runs    []*attack.Run

	dispatch certificate // of the client that signs
	clients  sync.WaitGroup
	servers  sync.WaitGroup

	joining sync.Mutex
	mu      sync.Mutex
	hosts   map[string]*host
	absent  map[string]time.Time // until when a host that starts anew is away
	ports   uint16               // local ports given to sessions of attacks
	middle  *intercept           // while there is one
}

// Run runs the plant until the context is done, and then writes the ground truth.
// It returns nil when it ran until then. Network namespaces must be allowed (see
// netns.Elevate).
func Run(ctx context.Context, o Options) error {
	if err := o.normal(); err != nil {
		return err
	}
	l := &lab{o: o, works: newWorks(&o), hosts: map[string]*host{}, absent: map[string]time.Time{}}
	for _, launch := range o.Attacks {
		if _, err := attack.NewRun(launch, l.works.start, o.Seed); err != nil {
			return err
		}
	}
	serving, down := context.WithCancel(context.WithoutCancel(ctx))
	err := l.run(ctx, serving)
	return errors.Join(err, l.close(down))
}

// run builds everything and runs until ctx is done; the servers run on.
func (l *lab) run(ctx, serving context.Context) error {
	if err := l.build(); err != nil {
		return err
	}
	if err := l.serve(serving); err != nil {
		return err
	}
	if err := l.o.Ready(mirrorOf(l.network)); err != nil {
		return err
	}
	l.launch(ctx)
	<-ctx.Done()
	l.clients.Wait()
	return l.truth()
}

// close closes what clients have open, then the servers, then the network.
func (l *lab) close(down func()) error {
	for _, h := range l.everybody() {
		h.idle(-1)
		h.leaveVisit(nil)
	}
	var err error
	if l.gateway != nil && l.gateway.started {
		err = errors.Join(l.gateway.server.Close(), l.gateway.front.inner.Close())
	}
	down()
	l.servers.Wait()
	if l.network != nil {
		err = errors.Join(err, l.network.Close())
	}
	return err
}

// goes runs f beside, as a client: what is closed first.
func (l *lab) goes(f func()) { l.clients.Go(f) }

// serves runs f beside, as a server.
func (l *lab) serves(f func()) { l.servers.Go(f) }

// build makes what takes time, at the same time: the network with its hosts, the
// keys, and the server of OPC UA with its standard nodes.
func (l *lab) build() error {
	var g errgroup.Group
	g.Go(func() (err error) {
		if l.network, err = netns.NewNetwork(); err != nil {
			return err
		}
		for _, h := range plant.Hosts() {
			if !h.Ordinary {
				continue
			}
			if _, err := l.join(h); err != nil {
				return err
			}
		}
		return nil
	})
	g.Go(func() error {
		h, _ := plant.HostNamed(plant.Gateway)
		c, err := newCertificate(h.Name)
		if err == nil {
			l.gateway = newGateway(l.works, h, c)
		}
		return err
	})
	g.Go(func() (err error) {
		l.dispatch, err = newCertificate(plant.Dispatch)
		return err
	})
	return g.Wait()
}

// serve starts all servers and the tap.
func (l *lab) serve(ctx context.Context) (err error) {
	if l.tally, err = newTally(mirrorOf(l.network)); err != nil {
		return err
	}
	l.serves(func() { l.tally.run(ctx) })
	for _, name := range plant.Controllers() {
		if err := l.startController(ctx, name); err != nil {
			return err
		}
	}
	return errors.Join(l.startOutstation(ctx), l.startGateway(ctx, l.gateway), l.startBackgroundServers(ctx), l.startOutside(ctx))
}

// launch starts the clients, the process, and the attacks.
func (l *lab) launch(ctx context.Context) {
	for _, h := range l.everybody() {
		l.goes(func() { l.act(ctx, h) })
	}
	l.startPolling(ctx)
	l.startMaster(ctx)
	l.startSubscribers(ctx)
	l.startBackground(ctx)
	l.goes(func() { l.works.run(ctx, l.perform) })
	l.goes(func() { l.sweep(ctx) })
	start := time.Now().UTC()
	for _, launch := range l.o.Attacks {
		r, err := attack.NewRun(launch, start, l.o.Seed)
		if err != nil {
			continue // Run has looked
		}
		l.runs = append(l.runs, r)
		l.goes(func() { l.attack(ctx, r, start.Add(launch.At)) })
	}
}

// away is until when a host does not poll.
func (l *lab) away(name string) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.absent[name]
}

// idleAfter is how long a connection that was opened for an action stays open.
const idleAfter = 6 * time.Second

// sweep closes connections nobody uses.
func (l *lab) sweep(ctx context.Context) {
	for sleep(ctx, time.Second) {
		for _, h := range l.everybody() {
			h.idle(idleAfter)
		}
	}
}

// everybody are the hosts that have joined.
func (l *lab) everybody() []*host {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Values(l.hosts))
}

// truth writes the ground truth.
func (l *lab) truth() error {
	if l.o.Truth == nil {
		return nil
	}
	t := attack.Truth{V: 1, AttackVersion: attack.Version, Seed: l.o.Seed, Start: l.works.start, End: time.Now().UTC(),
		Attacks: []attack.Attack{}, Permits: []plant.Permit{}}
	l.tally.mu.Lock()
	for _, r := range l.runs {
		if r.Actions > 0 {
			t.Attacks = append(t.Attacks, r.Attack)
		}
	}
	l.tally.mu.Unlock()
	slices.SortStableFunc(t.Attacks, func(a, b attack.Attack) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	l.works.do(func(p *plant.Plant) {
		for _, x := range p.Permits() {
			x.From, x.To = l.works.wall(x.From), l.works.wall(x.To)
			if x.To.After(t.Start) && x.From.Before(t.End) {
				t.Permits = append(t.Permits, x)
			}
		}
	})
	return t.Write(l.o.Truth)
}
