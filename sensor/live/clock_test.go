//go:build linux

package live

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

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
			w.frame(&f, &p, f.Parse(&p))
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

// TestReached: a worker does not say that it has reached a time before what it made
// until then was handed on.
func TestReached(t *testing.T) {
	out := newLines()
	s := &Sensor{o: Options{Output: out, Log: slog.New(slog.DiscardHandler), Protocols: protocols.All}}
	s.outlet = newOutlet(out, s.o.Log, 1)
	w := newWorker(&port{sensor: s, protocols: protocols.All}, nil)
	s.ports = []*port{{sensor: s, workers: []*worker{w}}}
	var p packet.Packet
	noon := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	for i, b := range frames(t, func(name string) bool { return name == "network/clean" }) {
		f := capture.Frame{Time: noon.Add(time.Duration(i) * time.Second).UnixNano(), Number: uint64(i + 1), Link: packet.LinkEthernet,
			WireLen: uint32(len(b)), CapLen: uint32(len(b)), Data: b}
		w.frame(&f, &p, f.Parse(&p))
		switch waiting := w.box.current != nil; {
		case waiting && s.reached() >= w.box.current.list[0].Time+w.box.current.list[0].Latency:
			t.Errorf("frame %d: a transaction waits, and its time is said to be reached", i+1)
		case !waiting && s.reached() != f.Time:
			t.Errorf("frame %d: nothing waits, and its time is not said to be reached", i+1)
		}
	}
	if w.box.current == nil {
		t.Fatal("nothing waits")
	}
	w.end()
	if s.reached() != w.now {
		t.Error("the end is not reached")
	}
}
