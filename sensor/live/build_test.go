//go:build linux

package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/record"
	"github.com/banken-ot/banken/sensor/replay"
)

// lines is an output that keeps JSON lines.
type lines struct {
	mu    sync.Mutex
	b     bytes.Buffer
	json  *record.JSON
	first time.Time
	slow  atomic.Int64 // ns that each transaction takes
}

func newLines() *lines {
	l := &lines{}
	l.json = record.NewJSON(&l.b)
	return l
}

func (l *lines) Transaction(t *wire.Transaction) error {
	time.Sleep(time.Duration(l.slow.Load()))
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.first.IsZero() {
		l.first = time.Now()
	}
	return l.json.Transaction(t)
}

func (l *lines) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.json.Flush()
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Split(strings.TrimSpace(l.b.String()), "\n")
}

func settings(t *testing.T) config.Config {
	t.Helper()
	c := config.Default()
	c.Capture.Interfaces = []config.Interface{{Name: ringtest.Port, Dedicated: true}}
	c.Capture.Buffer = 16 << 20
	c.Console.Socket = ""
	return c
}

// sensor opens and runs a sensor in the namespace of the test's goroutine. The
// function returned stops it and waits for its end.
func sensor(t *testing.T, c config.Config, out Output) (*Sensor, func()) {
	t.Helper()
	s, err := Open(Options{Config: c, Protocols: protocols.All, Output: out})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	var once sync.Once
	stop := func() {
		once.Do(func() {
			cancel()
			if err := errors.Join(<-ended, s.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	return s, stop
}

// frames returns those of the generated captures whose names f accepts, each
// between other hosts.
func frames(t *testing.T, f func(name string) bool) (list [][]byte) {
	t.Helper()
	for _, e := range conformance.Set() {
		if !f(e.Name) {
			continue
		}
		all, err := e.Frames()
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, all...)
	}
	return list
}

// replayed returns the transactions of a capture file as JSON lines.
func replayed(t *testing.T, names ...string) []string {
	t.Helper()
	l := newLines()
	for _, name := range names {
		r, err := capture.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All}, discardFlows{l}); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	return l.all()
}

type discardFlows struct{ *lines }

func (discardFlows) Message([]byte) error { return nil }

func (discardFlows) Flow(*replay.Flow) error { return nil }

// comparable takes out of JSON lines what differs between two captures of the same
// frames: numbers of frames, and the order of what comes up between them.
func comparable(t *testing.T, list []string, without ...string) []string {
	t.Helper()
	out := make([]string, 0, len(list))
	for _, s := range list {
		var m map[string]any
		if err := json.Unmarshal([]byte(s), &m); err != nil {
			t.Fatalf("%v in %q", err, s)
		}
		for _, key := range without {
			delete(m, key)
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d transactions, want %d", len(got), len(want))
	}
	for _, x := range []struct {
		name      string
		these, in []string
	}{{"live alone", got, want}, {"replay alone", want, got}} {
		shown := 0
		for _, s := range x.these {
			if _, there := slices.BinarySearch(x.in, s); !there && shown < 5 {
				t.Errorf("%s: %s", x.name, s)
				shown++
			}
		}
	}
}

// recording waits until the recorder of a sensor records.
func recording(t *testing.T, s *Sensor) {
	t.Helper()
	waitFor(t, func() bool { return s.Status().Recorder.State == "recording" })
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to pass within 20 s")
		}
	}
}
