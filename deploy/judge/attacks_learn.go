package judge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/banken-ot/banken/baseline/edition"
	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
	"github.com/banken-ot/banken/sensor/watch"
)

// Works is the lab's water works, whose ordinary operation is learned from recorded
// packets before it is attacked.
type Works struct {
	Seed  uint64
	Start time.Time // of what is learned
	Days  int       // that are learned
	Day   time.Duration
	Poll  time.Duration // of the panels; all else in proportion
}

// Learned is what a sensor knows after it.
type Learned struct {
	Works    Works
	Forecast Promise
	Packets  uint64
	// Incidents were opened while it learned, Top of them in the top tiers.
	Incidents, Top int
	edition        *edition.Edition
	assets         []asset.Listed
}

// Learn records ordinary operation and has a site learn it: people open permits for
// the visits of engineers, find each day that what was told was work, and approve what
// waits at the end.
func (w Works) Learn(ctx context.Context) (*Learned, error) {
	x, err := w.watch(nil)
	if err != nil {
		return nil, err
	}
	o := synth.Options{Seed: w.Seed, Start: w.Start, Duration: w.length(), Poll: w.Poll}
	x.review, x.every = w.Start.Add(w.Day).UnixNano(), w.Day
	if err := x.watchOver(ctx, o); err != nil {
		return nil, err
	}
	if err := x.approve(); err != nil {
		return nil, err
	}
	l := &Learned{Works: w, Forecast: x.promise, Packets: x.packets, assets: x.assets}
	for _, i := range x.tally.list {
		if l.Incidents++; i.Tier().Top() {
			l.Top++
		}
	}
	l.edition, err = x.Draft()
	return l, err
}

func (w Works) length() time.Duration { return time.Duration(w.Days) * w.Day }

// End is when what is learned is over.
func (w Works) End() time.Time { return w.Start.Add(w.length()) }

// onlooker is a site that a recording is replayed into, with the people around it.
type onlooker struct {
	*output
	assets  []asset.Listed
	visits  []work
	review  int64 // when people look at what is open; 0 for never
	every   time.Duration
	heard   func(*wire.Transaction) // when set, is told each
	packets uint64
	truth   attack.Truth
}

// watch opens the works' site, which goes on from what was learned.
func (w Works) watch(e *edition.Edition) (*onlooker, error) {
	assets, err := lab()
	if err != nil {
		return nil, err
	}
	t := newTally(0)
	site, err := watch.Open(watch.Options{Settings: watch.Settings(w.Day, 1, 1), Zone: time.UTC, Protocols: protocols.All, Assets: assets, Changed: t.changed})
	if err == nil && e != nil {
		err = site.Use(e, "judge")
	}
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	return &onlooker{output: &output{Site: site, tally: t}, assets: assets}, nil
}

// watchOver replays a recording while it is made.
func (x *onlooker) watchOver(ctx context.Context, o synth.Options) error {
	x.visits = visits(o)
	in, out := io.Pipe()
	made := make(chan error, 1)
	go func() {
		truth, stats, err := synth.RecordStats(ctx, out, o)
		x.truth, x.packets = truth, stats.Packets
		out.CloseWithError(err)
		made <- err
	}()
	r, err := capture.NewReader(in, "lab")
	if err == nil {
		_, err = replay.Run(ctx, r, replay.Options{Protocols: protocols.All}, x)
		err = errors.Join(err, r.Close())
	}
	in.CloseWithError(err)
	return errors.Join(err, <-made, x.Flush())
}

// visits returns the permits of the engineers' visits in a recording: they depend on
// its seed and days alone.
func visits(o synth.Options) (all []work) {
	p := plant.New(o.Seed)
	p.SetTick(time.Minute)
	for t := o.Start; t.Before(o.Start.Add(o.Duration)); t = t.Add(time.Minute) {
		p.Step(t)
	}
	for _, x := range p.Permits() {
		all = append(all, work{permit: permitOf(&x)})
	}
	return all
}

// Transaction implements replay.Output.
func (x *onlooker) Transaction(t *wire.Transaction) error {
	if err := x.people(max(t.Time, t.Time+t.Latency)); err != nil {
		return err
	}
	if x.heard != nil {
		x.heard(t)
	}
	return x.output.Transaction(t)
}

// Tick takes the time.
func (x *onlooker) Tick(now int64) error {
	if err := x.people(now); err != nil {
		return err
	}
	return x.output.Tick(now)
}

// people open permits a little before they begin, and judge what is open.
func (x *onlooker) people(now int64) error {
	for i := range x.visits {
		v := &x.visits[i]
		if v.opened || now < v.permit.From.Add(-15*time.Minute).UnixNano() {
			continue
		}
		v.opened = true
		if now >= v.permit.To.UnixNano() {
			continue
		}
		if err := x.OpenPermit(v.permit, engineer); err != nil {
			return err
		}
	}
	if x.review == 0 || now < x.review {
		return nil
	}
	if x.review += int64(x.every); x.every == 0 {
		x.review = 0
	}
	return x.close("nothing but ordinary work")
}

// close has people find that what is open was work.
func (x *onlooker) close(why string) error {
	for _, i := range x.Incidents() {
		if i.Sort == alert.Blind || !i.State.Standing() {
			continue
		}
		if _, err := x.Judge(i.ID, alert.Work, engineer, why); err != nil {
			return err
		}
	}
	return nil
}
