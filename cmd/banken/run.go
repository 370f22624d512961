package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/live"
	"github.com/banken-ot/banken/sensor/record"
)

// version is set when a release is built.
var version = "devel"

// configFile is the configuration where none is named.
const configFile = "/etc/banken/banken.yaml"

// runOptions are what run and check take.
type runOptions struct {
	config, interfaces, output, socket, record *string
	dedicated, console                         *bool
	format                                     *string
}

func defineRun(o options) work {
	x := runOptions{
		config:     o.text("config", "", optionConfig),
		interfaces: o.text("interface", "", optionInterface),
		dedicated:  o.on("dedicated", optionDedicated),
		console:    o.on("console", optionConsole),
		output:     o.text("output", "", optionOutput),
		format:     o.text("format", "json", optionRunFormat),
		record:     o.text("record", "", optionRecord),
		socket:     o.text("socket", "", optionSocket),
	}
	return func(ctx context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuchHere, quoted(names[0]))
		}
		if *x.format != "json" && *x.format != "text" {
			return wrong(wrongRunFormat, quoted(*x.format))
		}
		c, err := x.settings()
		if err != nil {
			return err
		}
		return runSensor(ctx, s, c, *x.format, *x.console)
	}
}

// settings are the configuration with what the command line says on top.
func (x *runOptions) settings() (config.Config, error) {
	c, err := x.load()
	var faults config.Faults
	if err != nil && !errors.As(err, &faults) {
		return c, err
	}
	if *x.interfaces != "" {
		c.Capture.Interfaces = nil
		for _, name := range strings.Split(*x.interfaces, ",") {
			c.Capture.Interfaces = append(c.Capture.Interfaces, config.Interface{Name: name, Dedicated: *x.dedicated})
		}
	}
	for _, set := range []struct{ value, to *string }{{x.output, &c.Log.Transactions}, {x.socket, &c.Console.Socket}, {x.record, &c.Recorder.Dir}} {
		if *set.value != "" {
			*set.to = *set.value
		}
	}
	if c.Log.Transactions == "" {
		c.Log.Transactions = "-"
	}
	if faults != nil {
		return c, faults
	}
	if faults := c.Validate(); len(faults) > 0 {
		return c, config.Faults(faults)
	}
	return c, nil
}

// load reads the configuration that is named, or that of the box if there is one
// and no interface is named.
func (x *runOptions) load() (config.Config, error) {
	switch {
	case *x.config != "":
		return config.Load(*x.config)
	case *x.interfaces != "":
		return config.Default(), nil
	}
	c, err := config.Load(configFile)
	if errors.Is(err, os.ErrNotExist) {
		return c, wrong(wantsInterface, configFile)
	}
	return c, err
}

// runSensor captures until ctx is done.
func runSensor(ctx context.Context, s streams, c config.Config, format string, withConsole bool) (err error) {
	out, closeOut, err := openOutput(s, c.Log.Transactions, format)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeOut()) }()
	site, closeSite, err := watchSite(s, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeSite()) }()
	sensor, err := live.Open(live.Options{Config: c, Protocols: protocols.All, Output: &watched{out, site.site}, Log: newLog(s.err, c.Log.Level), Version: version})
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	if c.Console.Socket != "" {
		server, err := control.Listen(c.Console.Socket, sensor)
		if err != nil {
			return errors.Join(err, sensor.Close())
		}
		server.Watch(site)
		group.Go(func() error { return site.tendPeople(ctx, newLog(s.err, c.Log.Level)) })
		group.Go(func() error { return server.Run(ctx) })
	}
	if withConsole {
		page, err := openConsole(s, c)
		if err != nil {
			return errors.Join(err, sensor.Close())
		}
		group.Go(func() error { return page.run(ctx, s) })
	}
	if !withConsole {
		site.hintPeople(s)
	}
	for _, p := range sensor.Status().Ports {
		fmt.Fprintln(s.err, s.say(runStarted, p.Name, p.Filter.Mode))
		if p.Notice != "" {
			fmt.Fprintln(s.err, s.say(runNotice, p.Name, p.Notice))
		}
	}
	group.Go(func() error { return site.tendStore(ctx, s, sensor, newLog(s.err, c.Log.Level)) })
	group.Go(func() error { return sensor.Run(ctx) })
	err = group.Wait()
	printStatus(s.err, s, sensor.Status())
	return errors.Join(err, sensor.Close())
}

// openOutput opens what transactions are written to.
func openOutput(s streams, name, format string) (out live.Output, closing func() error, err error) {
	w, closing := io.Writer(s.out), func() error { return nil }
	if name != "-" {
		file, err := record.OpenRotating(name)
		if err != nil {
			return nil, nil, err
		}
		w, closing = file, file.Close
	}
	if format == "text" {
		return record.NewText(w, s.lang), closing, nil
	}
	return record.NewJSON(w), closing, nil
}

func newLog(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if l.UnmarshalText([]byte(level)) != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

// defineCheck checks a configuration.
func defineCheck(o options) work {
	return func(_ context.Context, s streams, names []string) error {
		if len(names) == 0 {
			names = []string{configFile}
		}
		if len(names) > 1 {
			return wrong(tooMuchHere, quoted(names[1]))
		}
		c, err := config.Load(names[0])
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, s.say(checkFine, names[0], len(c.Capture.Interfaces)))
		return nil
	}
}
