//go:build linux

package live

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/health"
)

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

// oddPorts returns a capture of two connections of 1,003 packets each: Modbus to port
// 1502, and something that is no protocol to port 8080.
func oddPorts(t *testing.T) []byte {
	t.Helper()
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
	return b.Bytes()
}

// TestOddPort: a protocol on a port of its own is found, and all of its packets
// come through the filter, while of a flow that is nothing only the first do.
func TestOddPort(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	out := newLines()
	s, stop := sensor(t, settings(t), out)
	r, err := capture.NewBytes(oddPorts(t), "odd")
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
