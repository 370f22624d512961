package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/recorder"
)

var start = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)

// fake is a sensor of which everything is known.
type fake struct {
	recorder *recorder.Recorder
	history  *health.History
	counted  bool
	site     Site // nil for none
}

func (f *fake) Status() health.Status {
	return health.Status{V: 1, Site: "浄水場1", Started: start, ByProtocol: map[string]uint64{"modbus": 7}, Recorder: health.Recorder{State: "recording", Recorded: 3},
		Ports: []health.Port{{Name: "eth1", State: health.Losing, BlindSeconds: 2.5, Filter: health.Filter{Passed: 5, Withheld: 6},
			Workers: []health.Worker{{Received: 10, DroppedKernel: 1}, {Received: 20}}}}}
}
func (f *fake) Recorder() *recorder.Recorder { return f.recorder }
func (f *fake) History() *health.History     { return f.history }
func (f *fake) Flows(yield func(string, filter.Flow) bool) (bool, error) {
	if f.counted {
		yield("eth1", filter.Flow{Key: filter.Key{A: netip.MustParseAddr("192.0.2.10").As16(), APort: 49152, B: netip.MustParseAddr("192.0.2.20").As16(), BPort: 502,
			VLAN: [2]uint16{100}, Protocol: 6, Version: 4}, Sides: [2]filter.Side{{Packets: 3, Octets: 200, First: start.UnixNano(), Last: start.UnixNano() + 1, Flags: 2}}})
	}
	return f.counted, nil
}

// serve starts a server on a socket of its own and returns a client.
func serve(t *testing.T, s Sensor) (*Client, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "run", "sensor.sock")
	server, err := Listen(name, s)
	if err != nil {
		t.Fatal(err)
	}
	if f, ok := s.(*fake); ok {
		server.Watch(f.site)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return Dial(name), name
}

func newFake(t *testing.T) *fake {
	t.Helper()
	h, err := health.OpenHistory("")
	if err != nil {
		t.Fatal(err)
	}
	return &fake{history: h}
}

func (c *Client) text(t *testing.T, path string, q url.Values) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.get(context.Background(), path, q, func(r io.Reader) error { _, err := io.Copy(&b, r); return err }); err != nil {
		return "error: " + err.Error()
	}
	return b.String()
}

func TestStatus(t *testing.T) {
	c, name := serve(t, newFake(t))
	s, err := c.Status(context.Background())
	if err != nil || s.Site != "浄水場1" || s.Ports[0].Sum().Received != 30 {
		t.Errorf("%+v, %v", s, err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket has mode %v, %v", info.Mode(), err)
	}
}

// TestMetrics: the metrics are well formed and say what the status says.
func TestMetrics(t *testing.T) {
	c, _ := serve(t, newFake(t))
	var b bytes.Buffer
	if err := c.Metrics(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	problems, err := promlint.New(bytes.NewReader(b.Bytes())).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %+v", err, problems)
	}
	for _, want := range []string{`banken_frames_received_total{port="eth1",worker="1"} 20`, `banken_frames_dropped_kernel_total{port="eth1",worker="0"} 1`,
		`banken_port_state{port="eth1",state="losing"} 1`, `banken_port_state{port="eth1",state="capturing"} 0`, `banken_port_blind_seconds_total{port="eth1"} 2.5`,
		`banken_protocol_transactions_total{protocol="modbus"} 7`, `banken_recorder_state{state="recording"} 1`, `banken_filter_packets_withheld_total{port="eth1"} 6`} {
		if !strings.Contains(b.String(), want+"\n") {
			t.Errorf("no line %s", want)
		}
	}
}

func TestFlows(t *testing.T) {
	f := newFake(t)
	c, _ := serve(t, f)
	if got := c.text(t, "/v1/flows", nil); got != "error: "+errNotCounted.Error() {
		t.Errorf("without a filter: %s", got)
	}
	f.counted = true
	var x Flow
	if err := json.Unmarshal([]byte(c.text(t, "/v1/flows", nil)), &x); err != nil {
		t.Fatal(err)
	}
	if x.A != "192.0.2.10:49152" || x.B != "192.0.2.20:502" || x.AtoB.Packets != 3 || len(x.VLAN) != 1 || !x.AtoB.First.Equal(start) || !x.BtoA.First.IsZero() {
		t.Errorf("%+v", x)
	}
}

func TestHistory(t *testing.T) {
	f := newFake(t)
	for i := range 3 {
		if err := f.history.Changed(health.Change{Time: start.Add(time.Duration(i) * time.Hour), Part: "port eth1"}); err != nil {
			t.Fatal(err)
		}
	}
	c, _ := serve(t, f)
	if got := strings.Count(c.text(t, "/v1/history", url.Values{"from": {"2026-04-01T01:00:00Z"}}), "port eth1"); got != 2 {
		t.Errorf("%d changes", got)
	}
	if got := c.text(t, "/v1/history", url.Values{"from": {"yesterday"}}); !strings.HasPrefix(got, `error: from: "yesterday" is no time`) {
		t.Error(got)
	}
}

// TestPackets: what was recorded comes as a capture, and what is wrong with a
// request is said.
func TestPackets(t *testing.T) {
	f := newFake(t)
	c, _ := serve(t, f)
	if err := c.Packets(context.Background(), "", time.Time{}, time.Time{}, io.Discard); err == nil || err.Error() != errNotRecorded.Error() {
		t.Errorf("without a recorder: %v", err)
	}
	var err error
	f.recorder, err = recorder.Open(recorder.Config{Dir: t.TempDir(), MaxOctets: 64 << 20, SegmentOctets: 1 << 20, Reserve: 1,
		Interfaces: []capture.Interface{{Name: "eth1", Link: packet.LinkEthernet}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.recorder.Run(ctx) }()
	for deadline := time.Now().Add(5 * time.Second); f.recorder.Stats().State != recorder.Recording && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	frame := capture.Frame{Time: start.UnixNano(), Link: packet.LinkEthernet, WireLen: 60, CapLen: 60, Data: make([]byte, 60)}
	if err := f.recorder.Write(&frame, flow.Key{}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := c.Packets(context.Background(), "", start, start.Add(time.Second), &b); err != nil {
		t.Fatal(err)
	}
	r, err := capture.NewBytes(b.Bytes(), "packets")
	if err != nil {
		t.Fatal(err)
	}
	var got capture.Frame
	if err := r.Next(&got); err != nil || got.Time != frame.Time || len(got.Data) != 60 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := c.Packets(context.Background(), "the pump", time.Time{}, time.Time{}, io.Discard); err == nil || !strings.Contains(err.Error(), "the pump") {
		t.Errorf("a flow that is none: %v", err)
	}
	cancel()
	if err := errors.Join(<-ended, f.recorder.Close()); err != nil {
		t.Error(err)
	}
}

// TestListen: a socket left behind is replaced, one in use or a file is not.
func TestListen(t *testing.T) {
	s := newFake(t)
	_, name := serve(t, s)
	if _, err := Listen(name, s); !errors.Is(err, ErrInUse) {
		t.Errorf("in use: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(file, s); err == nil {
		t.Error("a file was replaced")
	}
	left := filepath.Join(t.TempDir(), "left.sock")
	first, err := Listen(left, s)
	if err != nil {
		t.Fatal(err)
	}
	first.listener.(interface{ SetUnlinkOnClose(bool) }).SetUnlinkOnClose(false) // as after a crash
	first.listener.Close()
	second, err := Listen(left, s)
	if err != nil {
		t.Fatal(err)
	}
	second.listener.Close()
}
