//go:build linux

package live

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/protocols/wire"
	nic "github.com/banken-ot/banken/sensor/capture/port"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/recorder"
)

// again is how long a port that is gone is left alone before it is looked for
// again: somebody is changing a cable or a card.
const again = time.Second

// port is one interface that is captured.
type port struct {
	sensor    *Sensor
	id        uint32
	config    config.Interface
	protocols []*wire.Protocol
	recorder  *recorder.Recorder

	mu      sync.Mutex
	filter  *filter.Filter // nil where frames are not looked at in the kernel, or by a classic filter
	classic bool
	notice  string
	full    bool // it was told that no more flows can be learned
	workers []*worker
	past    []health.Worker // what was counted before the rings were opened anew, by worker
	held    health.Filter   // likewise of the filter
	// heldBounds is likewise of bounds that were reached.
	heldBounds [2]uint64

	linkState atomic.Value // health.State, as the workers find it
	judge     health.Judge // of the watch
	state     health.State // likewise
	since     time.Time

	// Of the watch: what was told of what is seen, when, and after how many losses.
	told     baseline.VisibilityKind
	toldAt   time.Time
	toldLost uint64
}

func openPort(s *Sensor, id uint32, c config.Interface, protocols []*wire.Protocol) (*port, error) {
	p := &port{sensor: s, id: id, config: c, protocols: protocols, state: health.Starting, since: s.started,
		past: make([]health.Worker, s.o.Config.Capture.Workers)}
	p.judge.SilentAfter = time.Duration(s.o.Config.Capture.SilentAfter)
	p.linkState.Store(health.Capturing)
	if err := p.examine(); err != nil {
		return p, err
	}
	return p, p.open()
}

// examine tells what is wrong with the interface that does not keep it from being
// captured.
func (p *port) examine() error {
	x, err := nic.Look(p.config.Name)
	if err != nil {
		return errorf(p.config.Name, err)
	}
	for _, f := range x.Faults {
		p.sensor.o.Log.Warn("interface has a fault", "interface", x.Name, "fault", f.Kind.String(), "subject", f.Subject, "remedy", f.Command)
	}
	return nil
}

// open loads the filter and opens the rings.
func (p *port) open() error {
	c := ring.Config{Interface: p.config.Name, ID: p.id, Promiscuous: true,
		Blocks: max(int(p.sensor.o.Config.Capture.Buffer)/ring.DefaultBlockSize, 4)}
	if err := p.openFilter(&c); err != nil {
		return errorf(p.config.Name, err)
	}
	rings, err := ring.OpenGroup(c, p.sensor.o.Config.Capture.Workers)
	if err != nil {
		return errors.Join(errorf(p.config.Name, err), p.closeFilter())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.workers = nil
	for _, r := range rings {
		p.workers = append(p.workers, newWorker(p, r))
	}
	return nil
}

// openFilter loads the filter in the kernel, or where that cannot be the classic
// one, and says so.
func (p *port) openFilter(c *ring.Config) error {
	if !p.sensor.o.Config.Capture.Filter {
		return nil
	}
	ports := portsOf(p.protocols)
	f, err := filter.Load(filter.Config{Interface: p.config.Name, Dedicated: p.config.Dedicated, Flows: p.sensor.o.Config.Capture.Flows, Ports: ports})
	if err == nil && p.config.Dedicated {
		if err = f.Attach(); err != nil {
			err = errors.Join(err, f.Close())
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err == nil:
		p.filter, p.classic, p.notice = f, false, ""
		if why := f.Fallback(); why != nil {
			p.notice = "the driver runs no XDP, the network stack does: " + why.Error()
		}
		if !p.config.Dedicated {
			c.Program = f.AttachSocket
		}
		return nil
	case filter.Unsupported(err) || errors.Is(err, filter.ErrBusy):
		p.classic, p.notice = true, "flows are not counted, and protocols on ports that are not registered not found, because there is no eBPF: "+err.Error()
		p.sensor.o.Log.Warn("capturing with a classic filter", "interface", p.config.Name, "error", err)
		c.Filter, err = filter.Classic(ports)
		return err
	}
	return err
}

// run captures until ctx is done. An interface that goes away is waited for.
func (p *port) run(ctx context.Context) error {
	for {
		err := p.capture(ctx)
		if ctx.Err() != nil || err == nil {
			return nil
		}
		if !errors.Is(err, ring.ErrGone) {
			return err
		}
		p.linkState.Store(health.Gone)
		if !p.comeBack(ctx) {
			return nil
		}
		p.linkState.Store(health.Capturing)
	}
}

// capture runs the workers until all have ended.
func (p *port) capture(ctx context.Context) error {
	stop := context.AfterFunc(ctx, p.stop)
	defer stop()
	var group errgroup.Group
	for _, w := range p.workers {
		group.Go(w.run)
	}
	return group.Wait()
}

// stop ends capturing; what was captured is still delivered.
func (p *port) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range p.workers {
		w.ring.Stop()
	}
}

// comeBack opens everything anew as soon as that can be done; it returns false
// when ctx is done before.
func (p *port) comeBack(ctx context.Context) bool {
	if err := p.close(); err != nil {
		p.sensor.o.Log.Warn("closing an interface that is gone", "interface", p.config.Name, "error", err)
	}
	for {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(again):
		}
		err := p.open()
		if err == nil {
			return true
		}
		p.sensor.o.Log.Debug("interface is not back", "interface", p.config.Name, "error", err)
	}
}

// close gives rings and filter back and keeps their counters.
func (p *port) close() error {
	p.mu.Lock()
	workers := p.workers
	for i, w := range workers {
		now := w.health()
		p.past[i].Add(&now)
		flows, contacts := w.bounds()
		p.heldBounds[0], p.heldBounds[1] = p.heldBounds[0]+flows, p.heldBounds[1]+contacts
	}
	p.workers = nil
	p.mu.Unlock()
	var errs []error
	for _, w := range workers {
		errs = append(errs, w.ring.Close())
	}
	return errors.Join(append(errs, p.closeFilter())...)
}

func (p *port) closeFilter() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.filter == nil {
		return nil
	}
	p.held = p.filterHealth()
	err := p.filter.Close()
	p.filter = nil
	return err
}

// link returns what the frames of the port begin with.
func (p *port) link() packet.LinkType {
	if len(p.workers) == 0 {
		return ethernet
	}
	return p.workers[0].ring.LinkType()
}
