//go:build linux

package live

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/health"
)

// TestFirstTransaction: it is there within a second of its last packet.
func TestFirstTransaction(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := newLines()
	sensor(t, settings(t), out)
	sent := time.Now()
	if err := sender.Send(frames(t, func(name string) bool { return name == "network/clean" })...); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { out.mu.Lock(); defer out.mu.Unlock(); return !out.first.IsZero() })
	if d := out.first.Sub(sent); d > time.Second {
		t.Errorf("it took %s", d)
	}
}

// TestNothingIsLostAtTheEnd: what was captured when the sensor is stopped comes
// out, although nothing had been read of it.
func TestNothingIsLostAtTheEnd(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := newLines()
	s, err := Open(Options{Config: settings(t), Protocols: protocols.All, Output: out})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 50 {
		if err := sender.Send(frames(t, func(name string) bool { return name == "network/clean" })...); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got := len(out.all()); got != 100 {
		t.Errorf("%d transactions, want 100", got)
	}
}

// TestSlowOutput: an output that is too slow loses transactions, which are
// counted, and nothing else.
func TestSlowOutput(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := newLines()
	out.slow.Store(int64(time.Millisecond))
	s, stop := sensor(t, settings(t), out)
	one := frames(t, func(name string) bool { return name == "network/clean" })
	const rounds = 12000
	for range rounds {
		if err := sender.Send(one...); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(t, func() bool {
		n := s.Status().Ports[0].Sum()
		return n.Delivered+n.DroppedKernel >= uint64(rounds*len(one))
	})
	out.slow.Store(0)
	stop()
	n := s.Status().Ports[0].Sum()
	if n.DroppedSensor == 0 || n.Transactions+n.DroppedSensor < n.Delivered/10 || uint64(len(out.all())) != n.Transactions {
		t.Errorf("%d lines, %+v", len(out.all()), n)
	}
}

// TestStates: a port is capturing, silent, and down, and the history tells when.
func TestStates(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	c := settings(t)
	c.Capture.SilentAfter = config.Duration(2 * time.Second)
	s, stop := sensor(t, c, newLines())
	state := func(want health.State) func() bool { return func() bool { return s.Status().Ports[0].State == want } }
	one := frames(t, func(name string) bool { return name == "network/clean" })
	if err := sender.Send(one...); err != nil {
		t.Fatal(err)
	}
	waitFor(t, state(health.Capturing))
	waitFor(t, state(health.Silent))
	if err := sender.Send(one...); err != nil {
		t.Fatal(err)
	}
	waitFor(t, state(health.Capturing))
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "down")
	waitFor(t, state(health.Down))
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "up")
	time.Sleep(1100 * time.Millisecond)
	if err := sender.Send(one...); err != nil {
		t.Fatal(err)
	}
	waitFor(t, state(health.Capturing))
	if s.Status().Ports[0].BlindSeconds < 0.5 {
		t.Errorf("blind for %f s", s.Status().Ports[0].BlindSeconds)
	}
	stop()
	var got []string
	for _, change := range s.History().Changes(time.Time{}) {
		got = append(got, change.To)
	}
	if want := "capturing silent capturing down capturing stopped"; strings.Join(got, " ") != want {
		t.Errorf("states %v, want %s", got, want)
	}
}

// TestOpenFaults: what is wrong is known before anything runs.
func TestOpenFaults(t *testing.T) {
	ringtest.Namespace(t)
	c := settings(t)
	c.Capture.Interfaces = []config.Interface{{Name: "nosuch0"}}
	if _, err := Open(Options{Config: c, Protocols: protocols.All, Output: newLines()}); err == nil || !strings.Contains(err.Error(), "nosuch0") {
		t.Errorf("an interface that is not there: %v", err)
	}
	c = settings(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.Store.Dir = file
	if _, err := Open(Options{Config: c, Protocols: protocols.All, Output: newLines()}); err == nil {
		t.Error("a store in a file")
	}
}
