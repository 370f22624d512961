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

	"golang.org/x/term"

	"github.com/banken-ot/banken/deploy/demo"
	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/assess"
	"github.com/banken-ot/banken/sensor/record"
)

// demoZone is the time zone of the demonstration's plant.
var demoZone = time.FixedZone("Asia/Tokyo", 9*60*60)

func defineDemo(o options) work {
	dir := o.text("o", "demo", optionDemo)
	show := o.on("open", optionOpen)
	seconds := o.number("seconds", 40, optionDemoSeconds)
	file := o.on("file", optionDemoFile)
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuch, quoted(names[0]))
		}
		if *seconds < leastDemo || *seconds > mostDemo {
			return wrong(wrongSeconds, leastDemo, mostDemo)
		}
		page, err := "", error(nil)
		if *file {
			page, err = makeDemo(ctx, s, *dir)
		} else {
			page, err = liveDemo(ctx, s, *dir, time.Duration(*seconds)*time.Second)
		}
		if err == nil && *show {
			openPage(ctx, s, page)
		}
		return err
	}
}

// Bounds of the demonstration, in seconds: the attacks need some.
const (
	leastDemo = 20
	mostDemo  = 3600
)

// demoAttacks are launched in the demonstration.
var demoAttacks = []string{"scan", "new-host-write", "umas-stop", "dnp3-cold-restart", "opcua-anonymous"}

// liveDemo runs the water works of the lab with a sensor at its mirror port, shows
// what the sensor sees, and assesses what it recorded.
func liveDemo(ctx context.Context, s streams, dir string, d time.Duration) (page string, err error) {
	if err := elevate(ctx); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	p := &livePlant{seed: 1, duration: d, dir: dir, output: newNotable(s), pace: 4,
		attacks: attack.Spread(d/5, d*3/5/time.Duration(len(demoAttacks)), demoAttacks...)}
	p.incident = func(c alert.Change) error {
		if c.What != alert.Opened && c.What != alert.Escalated {
			return nil
		}
		return writeIncident(s.out, s.lang, c.Incident)
	}
	if err := os.RemoveAll(p.packets()); err != nil {
		return "", err
	}
	fmt.Fprintln(s.out, s.say(demoLive, span(d)))
	status, err := p.run(ctx, s)
	if err != nil {
		return "", err
	}
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
	page = filepath.Join(dir, "report.html")
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
