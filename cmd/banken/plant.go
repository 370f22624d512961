package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/peers"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/live"
	"github.com/banken-ot/banken/sensor/record"
)

// livePlant is the lab's water works in network namespaces, with a sensor at its
// mirror port.
type livePlant struct {
	seed     uint64
	duration time.Duration // 0 until the context is done
	attacks  []attack.Launch
	pace     float64 // of the attacks
	dir      string  // of the packets and the sensor's socket
	truth    io.Writer
	output   live.Output              // of the sensor
	incident func(alert.Change) error // is told of incidents; nil for nobody
	site     *ownSite                 // set by run, unless it is there before
	left     *plant.Plant             // to go on from; nil for one made of the seed
	before   func(peers.Mirror) error // is called before the sensor captures; nil for nothing
}

// exitStatus is how a program ended that did the work in our place, and has said
// what there was to say.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// elevate sees to it that network namespaces can be made. Where an ordinary user
// makes them in a user namespace, the whole command runs again in it.
func elevate(ctx context.Context) error {
	child, status, err := netns.Elevate(ctx)
	if err == nil && child {
		return exitStatus(status)
	}
	return err
}

// run runs plant and sensor, and returns the sensor's last look at itself.
func (p *livePlant) run(ctx context.Context, s streams) (last health.Status, err error) {
	log.SetOutput(io.Discard) // the OPC UA library logs there
	if p.duration > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, p.duration)
		defer cancel()
	}
	// The sensor ends after the plant, so that it sees all of it.
	behind, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	var sensor *live.Sensor
	var group errgroup.Group
	if err := p.watch(); err != nil {
		return health.Status{}, err
	}
	ready := func(m peers.Mirror) (err error) {
		if p.before != nil {
			if err := p.before(m); err != nil {
				return err
			}
		}
		if sensor, err = p.open(m, s); err != nil {
			return err
		}
		server, err := control.Listen(p.socket(), sensor)
		if err != nil {
			return errors.Join(err, sensor.Close())
		}
		server.Watch(p.site)
		p.site.site.Attend()
		group.Go(func() error { return server.Run(behind) })
		group.Go(func() error { return sensor.Run(behind) })
		return nil
	}
	err = peers.Run(ctx, peers.Options{Seed: p.seed, Plant: p.left, Attacks: p.attacks, Pace: p.pace, Truth: p.truth, Ready: ready})
	end()
	err = errors.Join(err, group.Wait(), p.site.site.Close())
	if sensor == nil {
		return health.Status{}, err
	}
	return sensor.Status(), errors.Join(err, sensor.Close())
}

// watch opens the site of the plant, unless it is open: one that knows the plant's
// devices, and nothing else.
func (p *livePlant) watch() error {
	if p.site == nil {
		if err := os.MkdirAll(p.dir, 0o755); err != nil {
			return err
		}
		c, err := demoConfig(p.dir)
		if err != nil {
			return err
		}
		if p.site, err = openSite(nil, c); err != nil {
			return err
		}
	}
	if p.incident != nil {
		p.site.site.Tell(p.incident)
	}
	return nil
}

func (p *livePlant) socket() string { return filepath.Join(p.dir, "sensor.sock") }

func (p *livePlant) packets() string { return filepath.Join(p.dir, "packets") }

// open opens the sensor at the mirror port.
func (p *livePlant) open(m peers.Mirror, s streams) (sensor *live.Sensor, err error) {
	c := config.Default()
	c.Site.Name = "demo"
	c.Capture.Interfaces = []config.Interface{{Name: m.Interface, Dedicated: true}}
	c.Capture.Buffer = 16 << 20
	c.Recorder.Dir, c.Recorder.Size, c.Recorder.Segment, c.Recorder.Reserve = p.packets(), 1<<30, 16<<20, 64<<20
	err = m.Namespace.Do(func() error {
		sensor, err = live.Open(live.Options{Config: c, Protocols: protocols.All, Output: &watched{p.output, p.site.site}, Log: newLog(io.Discard, "error"), Version: version})
		return err
	})
	return sensor, err
}

// notable shows transactions that are no polling, and now and then how many there
// were of all.
type notable struct {
	s      streams
	text   *record.Text
	buffer *bytes.Buffer
	out    *bufio.Writer
	counts map[string]uint64
	told   time.Time
}

func newNotable(s streams) *notable {
	n := &notable{s: s, buffer: &bytes.Buffer{}, out: bufio.NewWriter(s.out), counts: map[string]uint64{}, told: time.Now()}
	n.text = record.NewText(n.buffer, s.lang)
	return n
}

// Transaction implements live.Output.
func (n *notable) Transaction(t *wire.Transaction) error {
	n.counts[t.Protocol.Name]++
	if t.Operation == wire.Read || t.Operation == wire.Session || t.Outcome == wire.Unasked {
		return nil
	}
	return n.text.Transaction(t)
}

// Flush implements live.Output.
func (n *notable) Flush() error {
	if err := n.text.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(n.buffer.String()) {
		fmt.Fprint(n.out, shorten(strings.TrimSuffix(line, "\n"), shown), "\n")
	}
	n.buffer.Reset()
	if time.Since(n.told) >= tellEvery {
		n.told = time.Now()
		n.tell()
	}
	return n.out.Flush()
}

const (
	// shown is how many cells of a transaction are shown.
	shown = 150
	// tellEvery is how often the counts are told.
	tellEvery = 5 * time.Second
)

// shorten cuts a line to a number of cells.
func shorten(line string, cells int) string {
	if lang.Width(line) <= cells {
		return line
	}
	runes := []rune(line)
	for lang.Width(string(runes)) > cells-1 {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

func (n *notable) tell() {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(n.counts)) {
		parts = append(parts, name+" "+lang.Thousands(n.counts[name]))
	}
	fmt.Fprintln(n.out, n.s.say(demoCounts, strings.Join(parts, ", ")))
}
