//go:build linux

// Package live is the running sensor: it captures one or several interfaces,
// decodes what comes, hands the transactions to an output, records the packets,
// and tells how it does.
//
// One goroutine a ring owns its ring, its flow table and its decoders, without
// locks; it hands owned transactions on in batches, of which there are so many and
// no more: when none is free it drops and counts. One goroutine takes the batches,
// calls the output, and sends them back. A look at everything is taken once a
// second.
//
// Of what one worker makes, the output is given everything in the order of the
// capture: contacts and bindings (sensor/sight) before the transactions of the same
// frame. What different workers make is mixed: something may come up to maxWait, and
// what it waits in the queue, after something later of another worker. A contact
// comes up to sight.Outcome after its first packet. What the counters in the kernel
// tell, of flows that no worker has seen, comes some 5 to 15 s after it began.
//
// Nothing is ever sent on an interface. When the context ends, what the kernel had
// captured until then is decoded and handed on before Run returns.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/recorder"
)

// Output takes transactions, from one goroutine. What it is given is borrowed
// until it returns.
//
// An Output that is a sight.Observer is also told contacts and bindings; one that is
// a sight.Witness, changes of what the sensor sees; one that is a sight.Ticker, about
// once a second the capture time that all ports have reached: transactions and
// bindings before it have been handed on.
type Output interface {
	Transaction(t *wire.Transaction) error
	// Flush is called when nothing more is at hand.
	Flush() error
}

// Options say what a sensor is made of.
type Options struct {
	Config    config.Config // valid
	Protocols []*wire.Protocol
	Output    Output
	Log       *slog.Logger
	Version   string
}

// Sensor is a running sensor, or one that will run. Its methods but Run may be
// called by any goroutine.
type Sensor struct {
	o        Options
	ports    []*port
	recorder *recorder.Recorder // nil where nothing is recorded
	history  *health.History
	outlet   *outlet
	started  time.Time
}

// Open opens everything that the configuration names, so that what is wrong with
// it is known at once. Nothing is captured before Run. Close what Open returned.
func Open(o Options) (*Sensor, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	history, err := health.OpenHistory(o.Config.Store.Dir)
	if err != nil {
		return nil, err
	}
	s := &Sensor{o: o, history: history, started: time.Now()}
	s.outlet = newOutlet(o.Output, o.Log, len(o.Config.Capture.Interfaces)*o.Config.Capture.Workers)
	s.outlet.reached = s.reached
	s.notRunning()
	known := withPorts(o.Protocols, &o.Config.Protocols)
	for i, x := range o.Config.Capture.Interfaces {
		p, err := openPort(s, uint32(i), x, known)
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.ports = append(s.ports, p)
	}
	if err := s.openRecorder(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Sensor) openRecorder() error {
	c := &s.o.Config.Recorder
	if c.Dir == "" {
		return nil
	}
	var list []capture.Interface
	for _, p := range s.ports {
		list = append(list, capture.Interface{Name: p.config.Name, Link: p.link()})
	}
	r, err := recorder.Open(recorder.Config{Dir: c.Dir, MaxOctets: int64(c.Size), MaxAge: time.Duration(c.Age), SegmentOctets: int64(c.Segment),
		Reserve: int64(c.Reserve), Interfaces: list, Log: s.o.Log, Changed: s.recorderChanged})
	if err != nil {
		return err
	}
	s.recorder = r
	for _, p := range s.ports {
		p.recorder = r
	}
	return nil
}

func (s *Sensor) recorderChanged(state recorder.State, err error) {
	why := ""
	if err != nil {
		why = err.Error()
	}
	s.changed(health.Change{Time: time.Now(), Part: "recorder", To: state.String(), Why: why})
}

// Run captures until ctx is done, then hands on what had been captured. It can be
// called once.
func (s *Sensor) Run(ctx context.Context) error {
	// What is behind the workers ends after them: they have more to hand on.
	behind, endBehind := context.WithCancel(context.WithoutCancel(ctx))
	defer endBehind()
	var rear errgroup.Group
	rear.Go(func() error { return s.outlet.run(behind) })
	rear.Go(func() error { return s.watch(behind) })
	rear.Go(func() error { return s.counts(behind) })
	if s.recorder != nil {
		rear.Go(func() error { return s.recorder.Run(behind) })
	}
	front, ctx := errgroup.WithContext(ctx)
	for _, p := range s.ports {
		front.Go(func() error { return p.run(ctx) })
	}
	err := front.Wait()
	endBehind()
	return errors.Join(err, rear.Wait())
}

// Close gives everything back. Run must have returned.
func (s *Sensor) Close() error {
	var errs []error
	for _, p := range s.ports {
		errs = append(errs, p.close())
	}
	if s.recorder != nil {
		errs = append(errs, s.recorder.Close())
	}
	return errors.Join(append(errs, s.history.Close())...)
}

// Recorder returns the packet recorder, nil where nothing is recorded.
func (s *Sensor) Recorder() *recorder.Recorder { return s.recorder }

// History returns what was kept of the sensor's health.
func (s *Sensor) History() *health.History { return s.history }

// changed keeps and logs a change of state.
func (s *Sensor) changed(c health.Change) {
	level := slog.LevelWarn
	if c.To == string(health.Capturing) || c.To == recorder.Recording.String() || c.To == string(health.Stopped) {
		level = slog.LevelInfo
	}
	s.o.Log.Log(context.Background(), level, "state changed", "part", c.Part, "from", c.From, "to", c.To, "why", c.Why)
	if err := s.history.Changed(c); err != nil {
		s.o.Log.Warn("health history cannot be written", "error", err)
	}
}

// withPorts returns the protocols with the ports of the configuration added.
func withPorts(protocols []*wire.Protocol, c *config.Protocols) []*wire.Protocol {
	more := map[string][]uint16{"modbus": c.Modbus.Ports, "dnp3": c.DNP3.Ports, "opcua": c.OPCUA.Ports}
	list := make([]*wire.Protocol, len(protocols))
	for i, p := range protocols {
		own := *p
		own.Ports = append(append([]uint16{}, p.Ports...), more[p.Name]...)
		list[i] = &own
	}
	return list
}

// portsOf returns the ports of all protocols.
func portsOf(protocols []*wire.Protocol) (list []uint16) {
	for _, p := range protocols {
		list = append(list, p.Ports...)
	}
	return list
}

// errorf says which interface an error is about.
func errorf(name string, err error) error { return fmt.Errorf("live: %s: %w", name, err) }

// ethernet is what frames begin with where nothing else is known yet.
const ethernet = packet.LinkEthernet
