package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// lookEvery is how often a look at the sensor's health is kept.
const lookEvery = time.Minute

// healthSource is a sensor that says how it is.
type healthSource interface {
	Status() health.Status
	History() *health.History
}

// keeper keeps in the store how a sensor is, and looks after the store.
type keeper struct {
	site    *ownSite
	sensor  healthSource
	history *watch.History
	s       streams
	log     *slog.Logger
	full    bool      // the store had no room at the last look
	since   time.Time // of the start
}

// tendStore keeps how the sensor is, and looks after the store, until ctx is done.
func (x *ownSite) tendStore(ctx context.Context, s streams, sensor healthSource, log *slog.Logger) error {
	if x.store == nil {
		return nil
	}
	h, err := watch.NewHistory(x.store)
	if err != nil {
		return err
	}
	k := &keeper{site: x, sensor: sensor, history: h, s: s, log: log, since: time.Now()}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return every(ctx, lookEvery, func(time.Time) { k.look() }) })
	group.Go(func() error { return every(ctx, lookEvery, func(now time.Time) { k.checkWhenDue(ctx, now) }) })
	return group.Wait()
}

// every calls f again and again, and when ctx is done for the last time.
func every(ctx context.Context, long time.Duration, f func(time.Time)) error {
	t := time.NewTicker(long)
	defer t.Stop()
	for {
		select {
		case now := <-t.C:
			f(now)
		case <-ctx.Done():
			f(time.Now())
			return nil
		}
	}
}

// look keeps how the sensor is, and tells when the store comes to have no room, or has
// some again.
func (k *keeper) look() {
	k.room()
	status := k.sensor.Status()
	if err := errors.Join(k.history.Look(&status), k.history.Changed(k.sensor.History().Changes(k.history.Since()))); err != nil {
		k.log.Warn("The state of the sensor cannot be written to the store.", "error", err)
	}
}

// room tells whether there is room, when that has changed.
func (k *keeper) room() {
	c := k.site.store.Condition()
	if c.Full == k.full {
		return
	}
	k.full = c.Full
	change := health.Change{Time: time.Now().UTC(), Part: "store", From: "full", To: "writing"}
	if c.Full {
		change.From, change.To, change.Why = "writing", "full", "not written: "+strings.Join(c.GivenUp, ", ")
		k.log.Warn("There is no room for the store.", "given_up", c.GivenUp, "reserve_octets", c.Reserve)
		fmt.Fprintln(k.s.err, c.Text.In(k.s.lang))
		fmt.Fprintln(k.s.err, k.s.say(storeShort, k.names(c.GivenUp)))
	} else {
		k.log.Info("There is room for the store again.", "reserve_octets", c.Reserve)
		fmt.Fprintln(k.s.err, k.s.say(storeRoom))
	}
	if err := k.sensor.History().Changed(change); err != nil {
		k.log.Warn("health history cannot be written", "error", err)
	}
}

// names are what tables hold, in the user's words.
func (k *keeper) names(tables []string) string {
	words := make([]string, len(tables))
	for i, t := range tables {
		words[i] = tableName(t).In(k.s.lang)
	}
	return strings.Join(words, k.s.say(listComma))
}

// Hours of the night, in the time of the site, in which the whole store is checked when
// it is due; a day later it is checked at any time.
const (
	checkFrom = 2
	checkTo   = 4
)

// due reports whether the whole store is to be checked.
func due(now, last time.Time, zone *time.Location) bool {
	late := now.Sub(last) - store.CheckEvery
	hour := now.In(zone).Hour()
	return late >= 0 && hour >= checkFrom && hour < checkTo || late >= 24*time.Hour
}

// checkWhenDue checks the whole store, and tells what came of it.
func (k *keeper) checkWhenDue(ctx context.Context, now time.Time) {
	c, err := k.site.store.Checked()
	last := c.Time
	if last.IsZero() {
		last = k.since
	}
	if err != nil || ctx.Err() != nil || !due(now, last, k.site.zone) {
		return
	}
	c, err = k.site.store.CheckWhole(ctx)
	switch {
	case ctx.Err() != nil:
	case err == nil:
		k.log.Info("The whole store was checked, and is whole.", "took_seconds", c.Took.Seconds())
	default:
		k.log.Warn("The whole store was checked, and is not whole.", "error", err)
		for _, text := range faults(err) {
			fmt.Fprintln(k.s.err, text.In(k.s.lang))
		}
		err = errors.Join(k.sensor.History().Changed(health.Change{Time: now.UTC(), Part: "store", From: "whole", To: "damaged", Why: c.Fault}), k.site.site.Verify(ctx))
		if err != nil {
			k.log.Warn("That the store is not whole cannot be noted.", "error", err)
		}
	}
}
