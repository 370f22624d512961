package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/term"

	"github.com/banken-ot/banken/deploy/demo"
	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/assess"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/record"
)

// demoZone is the time zone of the demonstration's plant.
var demoZone = time.FixedZone("Asia/Tokyo", 9*60*60)

func defineDemo(o options) work {
	dir := o.text("o", "demo", optionDemo)
	show := o.on("open", optionOpen)
	seconds := o.number("seconds", 0, optionDemoSeconds)
	listen := o.text("listen", "127.0.0.1:8443", optionListen)
	file := o.on("file", optionDemoFile)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuch, quoted(names[0]))
		}
		if *seconds != 0 && (*seconds < leastDemo || *seconds > mostDemo) {
			return wrong(wrongSeconds, leastDemo, mostDemo)
		}
		page, err := "", error(nil)
		if *file {
			page, err = makeDemo(ctx, s, *dir)
		} else {
			page, err = liveDemo(ctx, s, *dir, *listen, demoTime(s, *seconds))
		}
		if err == nil && *show {
			openPage(ctx, s, page)
		}
		return err
	}
}

// Bounds of the demonstration, in seconds: the attacks need some. Where nobody sits at a
// terminal it ends by itself.
const (
	leastDemo   = 20
	mostDemo    = 3600
	unattended  = 150
	firstAttack = time.Minute
	nextAttack  = 15 * time.Second
)

// demoTime is how long the plant runs: as was asked for, until a person ends it, or where
// there is none, for as long as it takes to see what happens.
func demoTime(s streams, seconds int) time.Duration {
	out, ok := s.out.(*os.File)
	switch {
	case seconds > 0:
		return time.Duration(seconds) * time.Second
	case ok && term.IsTerminal(int(out.Fd())):
		return mostDemo * time.Second
	}
	return unattended * time.Second
}

// demoAttacks are launched in the demonstration.
var demoAttacks = []string{"scan", "new-host-write", "umas-stop", "dnp3-cold-restart", "opcua-anonymous"}

// launchesIn spreads the attacks of the demonstration over its time.
func launchesIn(d time.Duration) []attack.Launch {
	if n := time.Duration(len(demoAttacks)); d < firstAttack+n*nextAttack {
		return attack.Spread(d/5, d*3/5/n, demoAttacks...)
	}
	return attack.Spread(firstAttack, nextAttack, demoAttacks...)
}

// liveDemo runs the water works of the lab with a sensor at its mirror port and the
// console beside it, and assesses what was recorded. An ordinary user's plant is in
// namespaces of its own; the console stays where the user's browser is.
func liveDemo(ctx context.Context, s streams, dir, listen string, d time.Duration) (page string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	if netns.Inside() {
		return demoPlant(ctx, s, dir, listen, d)
	}
	running, end := context.WithCancel(ctx)
	var group errgroup.Group
	group.Go(func() error { return demoConsole(running, s, dir, listen) })
	defer func() { err = errors.Join(err, group.Wait()) }()
	defer end()
	if err := elevate(ctx); err != nil {
		return "", err
	}
	return demoPlant(ctx, s, dir, listen, d)
}

// demoPlant runs the plant and its sensor.
func demoPlant(ctx context.Context, s streams, dir, listen string, d time.Duration) (page string, err error) {
	fmt.Fprintln(s.out, s.say(demoLearns, demoDays, span(demoDay)))
	site, left, err := learnedSite(ctx, dir, 1, s.lang)
	if err != nil {
		return "", err
	}
	password, err := site.prepare(ctx, s.lang)
	if err != nil {
		return "", errors.Join(err, site.site.Close(), site.store.Close())
	}
	defer func() { err = errors.Join(err, site.store.Close()) }()
	p := &livePlant{seed: 1, duration: d, dir: dir, output: newNotable(s), pace: 4, site: site, left: left, attacks: launchesIn(d)}
	p.incident = func(c alert.Change) error {
		if c.What != alert.Opened && c.What != alert.Escalated || c.Incident.Sort == alert.Permit {
			return nil
		}
		err := writeIncident(s.out, s.lang, c.Incident)
		fmt.Fprintf(s.out, "    https://%s/incidents/%s\n", strings.Replace(listen, "127.0.0.1", "localhost", 1), c.Incident.ID)
		return err
	}
	if err := os.RemoveAll(p.packets()); err != nil {
		return "", err
	}
	fmt.Fprintln(s.out, s.say(demoLive, span(firstOf(p.attacks))))
	fmt.Fprintln(s.out, s.say(demoSignIn, demoPerson, password))
	status, err := p.run(ctx, s)
	if err != nil {
		return "", err
	}
	return p.conclude(context.WithoutCancel(ctx), s, status)
}

// firstOf is when the first attack begins.
func firstOf(list []attack.Launch) time.Duration { return list[0].At }

// conclude shows how the site stands at the end, and assesses what was recorded.
func (p *livePlant) conclude(ctx context.Context, s streams, status health.Status) (page string, err error) {
	fmt.Fprintln(s.out)
	if err := showToday(ctx, s, p.site); err != nil {
		return "", err
	}
	fmt.Fprintln(s.out)
	printStatus(s.out, s, status)
	files, err := filepath.Glob(filepath.Join(p.packets(), "*.pcapng"))
	if err != nil {
		return "", err
	}
	page = filepath.Join(p.dir, "report.html")
	if err := assessFiles(ctx, s, files, page, true, assess.Options{Zone: demoZone}); err != nil {
		return "", err
	}
	fmt.Fprintf(s.out, "\n%s\n", s.say(demoNext, page, strings.Join(files, " ")))
	return page, nil
}

// showToday tells how a site stands.
func showToday(ctx context.Context, s streams, site *ownSite) error {
	t, err := site.Today(ctx)
	if err != nil {
		return err
	}
	v := &visit{Site: site, ctx: ctx, s: s, w: bufio.NewWriter(s.out), zone: demoZone}
	v.today(t)
	return v.w.Flush()
}

// makeDemo writes the capture and the page of the demonstration into dir, and
// shows what can be done with them.
func makeDemo(ctx context.Context, s streams, dir string) (page string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	plant, page := filepath.Join(dir, "plant.pcap"), filepath.Join(dir, "report.html")
	if err := writePlant(plant); err != nil {
		return "", err
	}
	fmt.Fprintf(s.out, "%s\n\n", s.say(demoTraffic, plant))
	summary := s
	summary.err = s.out
	if err := decodeFiles(ctx, summary, []string{plant}, 1, false, record.None{}); err != nil {
		return "", err
	}
	if err := assessFiles(ctx, s, []string{plant}, page, true, assess.Options{Zone: demoZone}); err != nil {
		return "", err
	}
	fmt.Fprintf(s.out, "\n%s\n", s.say(demoNext, page, plant))
	return page, nil
}

func writePlant(name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	return errors.Join(demo.Write(w), w.Flush(), file.Close())
}

// openPage opens the page where a person sits at a desktop; elsewhere its name
// was printed.
func openPage(ctx context.Context, s streams, page string) {
	out, ok := s.out.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) || os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	if viewer, err := exec.LookPath("xdg-open"); err == nil {
		_ = exec.CommandContext(ctx, viewer, page).Run()
	}
}
