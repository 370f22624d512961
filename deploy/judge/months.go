package judge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// Months say what a simulated site lives through: ordinary life alone, no attack.
type Months struct {
	Seed uint64
	Days int
	Poll time.Duration // of the panels; all else in proportion
	// Day is how long a learning day is; 0 is 24 h.
	Day time.Duration
	// Dir, when set, is where the site has a store: half way it is closed and opened
	// again. Without it nothing is stored.
	Dir string
	// Plain leaves out what is not daily life: no faults of the SPAN port, nothing
	// replaced.
	Plain bool
	// Trace, when set, is told of every incident as it is opened or rises.
	Trace func(c alert.Change)
}

// monthsStart is a Monday.
var monthsStart = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// running is how long the works have run when the sensor is attached: what they do
// when they are started is not seen. A site is not started for its sensor.
const running = 24 * time.Hour

// Run lives through the months and tells what came.
func (m Months) Run(ctx context.Context) (*Lived, error) {
	assets, err := lab()
	if err != nil {
		return nil, err
	}
	w := &life{months: m, assets: assets, told: newLived(m), morning: monthsStart.Add(reviewHour).UnixNano()}
	if err := w.open(); err != nil {
		return nil, err
	}
	if w.plans = permits(m); !m.Plain {
		w.plans = append(w.plans, exchange(m))
	}
	feed := Feed{Lab: synth.Options{Seed: m.Seed, Start: monthsStart.Add(-running), Duration: running + m.length(), Poll: m.Poll}, Before: running,
		Faults: !m.Plain, Replace: !m.Plain}
	told, err := feed.Run(ctx, w)
	return w.told, errors.Join(err, w.err, w.told.finish(w, told), w.close())
}

func (m Months) length() time.Duration { return time.Duration(m.Days) * 24 * time.Hour }

// lab is the list of assets that the owner of the works has.
func lab() ([]asset.Listed, error) {
	var b bytes.Buffer
	if err := plant.WriteAssets(&b); err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	return asset.ReadList(&b)
}

// life is a site that lives through months, with the people around it.
type life struct {
	months Months
	assets []asset.Listed
	site   *watch.Site
	store  *store.Store
	told   *Lived

	plans   []work // by beginning
	now     int64  // of the latest observation
	minute  int64  // the present one
	day     int    // the present one, from 1
	morning int64  // when the engineer looks at what waits
	swap    int64  // when the new controller is approved; 0 when there is none
	opened  bool   // it was closed and opened again
	err     error
}

func (w *life) open() (err error) {
	settings := watch.DefaultSettings()
	if w.months.Day != 0 {
		settings.Day = w.months.Day
	}
	o := watch.Options{Name: fmt.Sprintf("works %d", w.months.Seed), Settings: settings, Zone: time.UTC, Protocols: protocols.All,
		Assets: w.assets, Changed: w.changed}
	if w.months.Dir != "" {
		if w.store, err = store.Open(filepath.Join(w.months.Dir, "site.db"), store.Options{}); err != nil {
			return fmt.Errorf("judge: %w", err)
		}
		o.Store = w.store
	}
	w.site, err = watch.Open(o)
	return err
}

func (w *life) close() error {
	err := w.site.Close()
	if w.store != nil {
		err = errors.Join(err, w.store.Close())
	}
	return err
}

// again closes the site and opens it again, once.
func (w *life) again() {
	w.opened = true
	w.note(w.close())
	w.note(w.open())
}

func (w *life) note(err error) {
	if err != nil && w.err == nil {
		w.err = err
	}
}

// Event, Contact, Binding and Visibility hand an observation to the site.
func (w *life) Event(e *baseline.Event) { w.at(e.End()); w.note(w.site.Event(e)) }

// Contact takes the opening of a connection.
func (w *life) Contact(c *baseline.Contact) { w.at(c.Time); w.note(w.site.Contact(c)) }

// Binding takes where an address is.
func (w *life) Binding(b *baseline.Binding) { w.at(b.Time); w.note(w.site.Binding(b)) }

// Visibility takes a change of what the sensor sees.
func (w *life) Visibility(v *baseline.Visibility) { w.at(v.Time); w.note(w.site.Visibility(v)) }

// at lets time pass: once a minute the site is told, people do what is due, and
// each day begins with its forecast.
func (w *life) at(now int64) {
	w.now = max(w.now, now)
	if now/int64(time.Minute) == w.minute {
		return
	}
	first := w.minute == 0
	w.minute = now / int64(time.Minute)
	if !first {
		w.note(w.site.Tick(now))
	}
	w.people(now)
	if day := int((now-monthsStart.UnixNano())/int64(24*time.Hour)) + 1; day != w.day {
		w.day = day
		w.told.begin(day, w.site.Forecast())
		if w.months.Dir != "" && !w.opened && 2*day > w.months.Days {
			w.again()
		}
	}
}

func (w *life) changed(c alert.Change) error {
	w.told.incident(c, w.now)
	if w.months.Trace != nil && (c.What == alert.Opened || c.What == alert.Escalated) {
		w.months.Trace(c)
	}
	return nil
}
