//go:build linux

package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/live"
)

// outcome is what a sensor says of itself when it ends.
type outcome struct {
	CPU      time.Duration // user and system, since it was ready
	Health   health.Worker
	Answered uint64 // transactions with request and response
	Others   uint64 // transactions that are not
	Defects  uint64 // of those, with defects
}

// tally is an output that counts and discards.
type tally struct{ answered, others, defects uint64 }

func (t *tally) Transaction(x *wire.Transaction) error {
	if x.Outcome == wire.Answered {
		t.answered++
	} else {
		t.others++
	}
	if x.Defects() != 0 {
		t.defects++
	}
	return nil
}

func (*tally) Flush() error { return nil }

// sensorConfig is a sensor of one port, with the filter off, native or socket.
func sensorConfig(port, filter string) (config.Config, error) {
	c := config.Default()
	c.Console.Socket = ""
	c.Capture.Filter = filter != "off"
	c.Capture.Interfaces = []config.Interface{{Name: port, Dedicated: filter == "native"}}
	if filter != "off" && filter != "native" && filter != "socket" {
		return c, fmt.Errorf("live: the filter is off, native or socket, not %q", filter)
	}
	return c, nil
}

// runSensor is the process that is measured: it says when it is ready, on standard
// error, and at its end how it did, on standard output.
func runSensor(args []string) error {
	flags := flag.NewFlagSet("sensor", flag.ContinueOnError)
	filter := flags.String("filter", "native", "off, native or socket")
	profile := flags.String("profile", "", "write a profile of the processor to this file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	c, err := sensorConfig(port, *filter)
	if err != nil {
		return err
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	ctx, stop := signal.NotifyContext(context.Background(), unix.SIGTERM, unix.SIGINT)
	defer stop()
	m, err := openSensor(c)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "ready")
	o, err := m.run(ctx)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(o)
}

// measured is a sensor whose transactions are counted and discarded.
type measured struct {
	sensor *live.Sensor
	out    tally
}

func openSensor(c config.Config) (m *measured, err error) {
	m = &measured{}
	m.sensor, err = live.Open(live.Options{Config: c, Protocols: protocols.All, Output: &m.out})
	return m, err
}

// run runs the sensor until ctx is done, and closes it.
func (m *measured) run(ctx context.Context) (outcome, error) {
	before := spent()
	err := m.sensor.Run(ctx)
	port := m.sensor.Status().Ports[0]
	o := outcome{CPU: spent() - before, Health: port.Sum(), Answered: m.out.answered, Others: m.out.others, Defects: m.out.defects}
	return o, errors.Join(err, m.sensor.Close())
}

// spent is what this process took of the processors.
func spent() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
