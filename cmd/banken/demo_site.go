package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/deploy/judge"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/permit"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// What the demonstration's site has learned when the plant starts: so many days, which
// are short so that they are simulated in seconds.
const (
	demoDays = 14
	demoDay  = 30 * time.Minute
	// demoStart is how long the plant takes to start: its clients open their connections,
	// under a work permit.
	demoStart = 40 * time.Second
	// demoPerson is who decides, and who may sign in to the console.
	demoPerson = "demo"
)

// learnedSite opens a site, in a store of its own below a folder, that has seen the
// works for days. It returns the plant as those days left it.
func learnedSite(ctx context.Context, dir string, seed uint64, l lang.Language) (site *ownSite, left *plant.Plant, err error) {
	folder := filepath.Join(dir, "store")
	if err := errors.Join(os.RemoveAll(folder), os.MkdirAll(folder, 0o700)); err != nil {
		return nil, nil, err
	}
	c, err := demoConfig(dir)
	if err != nil {
		return nil, nil, err
	}
	st, err := store.Open(filepath.Join(folder, store.Name), store.Options{})
	if err != nil {
		return nil, nil, err
	}
	if site, err = openSiteOf(st, c, demoDay); err != nil {
		return nil, nil, errors.Join(err, st.Close())
	}
	lab := synth.Options{Seed: seed, Start: time.Now().Add(-demoDays * demoDay), Duration: demoDays * demoDay, Left: func(p *plant.Plant) { left = p }}
	feed := judge.Feed{Lab: lab}
	told := &learner{site: site.site}
	if _, err = feed.Run(ctx, told); err == nil {
		err = errors.Join(told.err, site.site.Flush())
	}
	if err != nil {
		return nil, nil, errors.Join(err, site.site.Close(), st.Close())
	}
	return site, left, nil
}

// learner hands simulated observations to a site, and keeps what went wrong.
type learner struct {
	site *watch.Site
	err  error
}

func (l *learner) Event(e *baseline.Event)     { l.err = errors.Join(l.err, l.site.Event(e)) }
func (l *learner) Contact(c *baseline.Contact) { l.err = errors.Join(l.err, l.site.Contact(c)) }
func (l *learner) Binding(b *baseline.Binding) { l.err = errors.Join(l.err, l.site.Binding(b)) }
func (l *learner) Visibility(v *baseline.Visibility) {
	l.err = errors.Join(l.err, l.site.Visibility(v))
}

// demoConfig is the configuration of the demonstration's sensor.
func demoConfig(dir string) (config.Config, error) {
	c := config.Default()
	c.Site.Name, c.Assets.File = "demo", filepath.Join(dir, "assets.csv")
	c.Store.Dir = filepath.Join(dir, "store")
	return c, create(c.Assets.File, plant.WriteAssets)
}

// prepare does what people would have done at the end of those days: they approve what
// waits, and permit the start of the plant. It returns the password of who may sign in.
func (x *ownSite) prepare(ctx context.Context, l lang.Language) (password string, err error) {
	if _, err := x.site.Decide("", true, baseline.Approved, demoPerson); err != nil {
		return "", err
	}
	now := time.Now()
	all := plant.Network
	w := permit.Permit{Ticket: "START-UP", Who: demoPerson, From: now.Add(-time.Second), To: now.Add(demoStart), Approvers: []string{demoPerson},
		Operations: []permit.Class{permit.Read, permit.Session, permit.Identify, permit.Diagnose, permit.Restart}}
	w.Hosts, w.Assets = append(w.Hosts, all), append(w.Assets, all)
	if err := x.site.OpenPermit(w, demoPerson); err != nil {
		return "", err
	}
	password = rand.Text()[:16]
	_, err = x.AddPerson(ctx, &control.NewPerson{Actor: control.Actor{Who: demoPerson, Local: true}, Name: demoPerson, Display: "Demo", Language: l.String(), Role: "administrator", Password: password})
	return password, err
}

// waitForSocket waits until a sensor answers.
func waitForSocket(ctx context.Context, socket string) error {
	for {
		if answers(ctx, socket) == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// demoConsole runs the console of the demonstration as soon as its sensor answers.
func demoConsole(ctx context.Context, s streams, dir, listen string) error {
	c := config.Default()
	c.Console.Socket, c.Console.Listen, c.Console.Dir = filepath.Join(dir, "sensor.sock"), listen, filepath.Join(dir, "console")
	if err := waitForSocket(ctx, c.Console.Socket); err != nil {
		return nil // the plant did not start, and has said why
	}
	x, err := openConsole(s, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\n%s\n%s\n\n", s.say(consoleAddress, x.address()), s.say(consoleFingerprint, x.source.Fingerprint()))
	return x.server.Run(ctx)
}
