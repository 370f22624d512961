//go:build linux

package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/config"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
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
		b, err := e.Capture()
		if err != nil {
			t.Fatal(err)
		}
		r, err := capture.NewBytes(b, e.Name)
		if err != nil {
			t.Fatal(err)
		}
		var x capture.Frame
		for r.Next(&x) == nil {
			list = append(list, slices.Clone(x.Data))
		}
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

func (discardFlows) Message([]byte) error    { return nil }
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

// TestSameAsFile: what comes live from a port is what a replay makes of the same
// frames, as the recorder wrote them at the same time; and nothing is sent.
func TestSameAsFile(t *testing.T) {
	for _, workers := range []int{1, 3} {
		for _, dedicated := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d workers, dedicated %v", workers, dedicated), func(t *testing.T) {
				ringtest.Namespace(t)
				sender := ringtest.NewSender(t, ringtest.Plant)
				c := settings(t)
				c.Capture.Workers, c.Capture.Interfaces[0].Dedicated = workers, dedicated
				c.Recorder.Dir, c.Recorder.Size, c.Recorder.Reserve = t.TempDir(), 256<<20, 1<<20
				out := newLines()
				s, stop := sensor(t, c, out)
				recording(t, s)
				list := frames(t, func(name string) bool { return !strings.Contains(name, "garbage") })
				if err := sender.Send(list...); err != nil {
					t.Fatal(err)
				}
				waitFor(t, func() bool { return s.Status().Ports[0].Sum().Delivered >= uint64(len(list)) })
				stop()
				status := s.Status()
				if n := status.Ports[0].Sum(); n.DroppedKernel != 0 || n.DroppedSensor != 0 || n.NotRecorded != 0 || n.Delivered != uint64(len(list)) {
					t.Errorf("%d frames sent: %+v", len(list), n)
				}
				if status.Ports[0].State != health.Stopped {
					t.Errorf("the port is %s", status.Ports[0].State)
				}
				if _, sent := ringtest.Counters(t, ringtest.Port); sent != 0 {
					t.Errorf("%d frames were sent on the port", sent)
				}
				files, err := filepath.Glob(filepath.Join(c.Recorder.Dir, "*.pcapng"))
				if err != nil || len(files) != 1 {
					t.Fatalf("%v, %v", files, err)
				}
				without := []string{"request_frame", "response_frame"}
				same(t, comparable(t, out.all(), without...), comparable(t, replayed(t, files...), without...))
			})
		}
	}
}

// TestSameAsCapture: the same capture, sent through a port, gives the same
// transactions but for the times.
func TestSameAsCapture(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	name := filepath.Join(t.TempDir(), "x.pcap")
	for _, e := range conformance.Set() {
		if !slices.Contains([]string{"modbus/two-adus-a-segment", "dnp3/select-operate", "opcua/ordinary", "network/clean", "network/vlan", "network/span-duplicates",
			"network/retransmission", "network/out-of-order", "network/conflicting-overlap", "network/port-reused-after-reset"}, e.Name) {
			continue
		}
		b, err := e.Capture()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		out := newLines()
		s, stop := sensor(t, settings(t), out)
		list := frames(t, func(n string) bool { return n == e.Name })
		if err := sender.Send(list...); err != nil {
			t.Fatal(err)
		}
		waitFor(t, func() bool { return s.Status().Ports[0].Sum().Delivered >= uint64(len(list)) })
		stop()
		without := []string{"time", "latency_ns", "request_frame", "response_frame"}
		same(t, comparable(t, out.all(), without...), comparable(t, replayed(t, name), without...))
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

// TestOddPort: a protocol on a port of its own is found, and all of its packets
// come through the filter, while of a flow that is nothing only the first do.
func TestOddPort(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := newLines()
	s, stop := sensor(t, settings(t), out)
	var b bytes.Buffer
	script, err := conformance.NewScript(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		port         uint16
		ask, respond []byte
	}{{1502, []byte("\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00\x00\x01"), []byte("\x00\x01\x00\x00\x00\x05\x01\x03\x02\x00\x07")},
		{8080, bytes.Repeat([]byte("video"), 20), bytes.Repeat([]byte("VIDEO"), 200)}} {
		c := script.Connection(wire.Stream, 10, 20, x.port)
		if err := c.Open(); err != nil {
			t.Fatal(err)
		}
		for range 500 {
			if err := errors.Join(c.Send(wire.ToServer, x.ask), c.Send(wire.ToClient, x.respond)); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, err := capture.NewBytes(b.Bytes(), "odd")
	if err != nil {
		t.Fatal(err)
	}
	var f capture.Frame
	sent := 0
	for ; r.Next(&f) == nil; sent++ {
		if err := sender.Send(f.Data); err != nil {
			t.Fatal(err)
		}
		if sent == 6 { // the flow is recognised before its first packets are used up
			waitFor(t, func() bool { return s.Status().Ports[0].Sum().Delivered >= 6 })
			time.Sleep(300 * time.Millisecond)
		}
	}
	waitFor(t, func() bool { p := s.Status().Ports[0].Filter; return p.Passed+p.Withheld >= uint64(sent) })
	counted := map[uint16]uint64{}
	if ok, err := s.Flows(func(_ string, f filter.Flow) bool {
		for _, port := range []uint16{f.Key.APort, f.Key.BPort} {
			counted[port] += f.Sides[0].Packets + f.Sides[1].Packets
		}
		return true
	}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	stop()
	if got := len(out.all()); got != 500 {
		t.Errorf("%d transactions, want 500", got)
	}
	if h := s.Status().Ports[0].Filter; h.Withheld < 700 || h.Passed < 1003 {
		t.Errorf("%d passed, %d withheld of %d", h.Passed, h.Withheld, sent)
	}
	if counted[1502] != 1003 || counted[8080] != 1003 {
		t.Errorf("counted %v", counted)
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

// TestClock: a clock that goes on as time does has no steps; one that is set has.
func TestClock(t *testing.T) {
	start := time.Now()
	c := clock{last: start}
	if step := c.step(start.Add(time.Hour)); step != 0 {
		t.Errorf("an hour that passed is a step of %s", step)
	}
	c = clock{last: start}
	if step := c.step(start.Round(0).Add(time.Hour)); step.Abs() > time.Millisecond { // no monotonic reading: both are wall
		t.Errorf("without a monotonic reading: %s", step)
	}
}

// TestClockSetBack: frames of an earlier time than those before are decoded, what
// waited is told, and time-outs work from there.
func TestClockSetBack(t *testing.T) {
	out := newLines()
	s := &Sensor{o: Options{Output: out, Log: slog.New(slog.DiscardHandler), Protocols: protocols.All}}
	s.outlet = newOutlet(out, s.o.Log, 1)
	w := newWorker(&port{sensor: s, protocols: protocols.All}, nil)
	list := frames(t, func(name string) bool { return name == "network/clean" })
	var p packet.Packet
	play := func(from time.Time, n int) {
		for i, b := range list[:n] {
			f := capture.Frame{Time: from.Add(time.Duration(i) * time.Millisecond).UnixNano(), Number: w.number + 1, Link: packet.LinkEthernet,
				WireLen: uint32(len(b)), CapLen: uint32(len(b)), Data: b}
			w.frame(&f, &p)
		}
	}
	noon := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	play(noon, 4)                  // handshake and a request
	play(noon.Add(-time.Hour), 10) // the clock was set back: a whole connection
	w.at(noon.Add(-59 * time.Minute).UnixNano())
	w.advance()
	w.box.send()
	close(s.outlet.queue)
	for b := range s.outlet.queue {
		s.outlet.deliver(b)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range out.all() {
		var m struct{ Function, Outcome string }
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		got = append(got, m.Function+" "+m.Outcome)
	}
	want := "read-holding-registers unanswered; read-holding-registers answered; write-single-register answered"
	if strings.Join(got, "; ") != want {
		t.Errorf("got %s", strings.Join(got, "; "))
	}
	if n := w.before.Packets + w.decoder.Stats().Packets; n != 14 {
		t.Errorf("%d packets counted of 14", n)
	}
}
