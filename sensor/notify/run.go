package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
)

// Source is the sensor whose incidents are told; a control.Client is one. One that has
// Changed too is asked as soon as something changes.
type Source interface {
	Today(ctx context.Context) (*control.Today, error)
	Incidents(ctx context.Context, all bool) (*control.Incidents, error)
	Explain(ctx context.Context, id string) (*control.Explanation, error)
}

type changing interface {
	Changed(ctx context.Context, since uint64) (uint64, error)
}

// Clock is the time that people are told by.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

type wallClock struct{}

func (wallClock) Now() time.Time                         { return time.Now() }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Options are what an engine is made of.
type Options struct {
	Config config.Notify
	Site   string // its name, as long as the sensor has not told it
	Zone   string // time zone of the site
	Source Source
	Log    Log
	Clock  Clock        // nil for that of the system
	Logger *slog.Logger // nil for none
}

// Engine tells people. It belongs to one goroutine.
type Engine struct {
	o       Options
	people  []*person
	journal journal
	last    *view // how things stood when the sensor answered last

	revision uint64
	failing  time.Time // since when the sensor does not answer; zero while it does
	unseen   time.Time // since when it was first said to be blind; zero while it is not
}

// The times of the engine.
const (
	lookEvery   = 25 * time.Second // at the latest; less than what the sensor has a question wait
	lookPause   = time.Second      // at the earliest
	failPause   = 5 * time.Second
	silentAfter = 5 * time.Minute // a sensor that does not answer for so long is told
	askTime     = 20 * time.Second
)

// Open returns an engine. It reads the files that the configuration names; nothing is
// sent before Run.
func Open(o Options) (*Engine, error) {
	list, err := people(&o.Config, o.Zone)
	if err != nil {
		return nil, err
	}
	return newEngine(o, list), nil
}

func newEngine(o Options, list []*person) *Engine {
	if o.Clock == nil {
		o.Clock = wallClock{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Engine{o: o, people: list, journal: journal{log: o.Log, state: newState()}}
}

// Run tells people until ctx is done. What goes wrong is logged and tried again.
func (e *Engine) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		next, err := e.pass(ctx)
		if err != nil && ctx.Err() == nil {
			e.o.Logger.Warn("notices could not be told or noted, and are tried again", "error", err.Error())
			e.sleep(ctx, failPause)
			continue
		}
		e.wait(ctx, next)
	}
	return nil
}

// sleep waits for a time.
func (e *Engine) sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-e.o.Clock.After(d):
	}
}

// wait waits until there is something to do, or something may have changed.
func (e *Engine) wait(ctx context.Context, next time.Time) {
	e.sleep(ctx, lookPause)
	d := time.Duration(lookEvery)
	if !next.IsZero() {
		d = min(d, max(next.Sub(e.o.Clock.Now()), 0))
	}
	source, ok := e.o.Source.(changing)
	if !ok || !e.failing.IsZero() || d == 0 {
		e.sleep(ctx, min(d, failPause))
		return
	}
	asked, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	n, err := source.Changed(asked, e.revision)
	switch {
	case err == nil:
		e.revision = n
	case asked.Err() == nil:
		e.sleep(ctx, failPause)
	}
}

// pass looks at how things stand, and tells what is to be told now. It returns when
// there is something to do again, zero for when something changes: what was just told
// may have failed, and somebody may have acknowledged in the meantime.
func (e *Engine) pass(ctx context.Context) (next time.Time, err error) {
	v, err := e.look(ctx)
	if err != nil {
		return next, err
	}
	now := e.o.Clock.Now()
	p := plan(now, &e.o.Config, e.people, e.journal.state, v)
	e.journal.state.forget(now)
	if len(p.rows) == 0 && len(p.tasks) == 0 {
		return p.next, nil
	}
	return e.o.Clock.Now(), e.carryOut(ctx, p)
}

// look asks the sensor. One that does not answer for long is a view of its own.
func (e *Engine) look(ctx context.Context) (*view, error) {
	v, err := e.ask(ctx)
	now := e.o.Clock.Now()
	switch {
	case err == nil:
		e.failing, e.last = time.Time{}, v
		return v, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case e.failing.IsZero() || e.failing.After(now):
		e.failing = now
	}
	if now.Sub(e.failing) < silentAfter {
		return nil, err
	}
	e.o.Logger.Warn("the sensor does not answer", "error", err.Error())
	v = silent(&e.o.Config, e.o.Site, e.o.Zone, e.failing)
	if e.last != nil {
		v.site, v.zone, v.briefs = e.last.site, e.last.zone, e.last.briefs
	}
	return v, nil
}

// ask asks the sensor how things stand, and brings the log up to date.
func (e *Engine) ask(ctx context.Context) (*view, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	t, err1 := e.o.Source.Today(ctx)
	list, err2 := e.o.Source.Incidents(ctx, false)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if err := e.journal.ready(ctx); err != nil {
		return nil, err
	}
	now := e.o.Clock.Now()
	v := newView(t, list)
	switch {
	case t.Blind == nil:
		e.unseen = time.Time{}
	case e.unseen.IsZero() || e.unseen.After(now):
		e.unseen = now
	}
	v.blind(t.Blind, &e.o.Config, e.unseen, now)
	v.unreachable(e.people, e.journal.state, now)
	v.sort()
	if v.site == "" {
		v.site = e.o.Site
	}
	return v, nil
}
