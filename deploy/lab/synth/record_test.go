package synth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/replay"
)

// everything is all attacks, each by itself.
func everything() Options {
	return Options{Seed: 7, Start: defaultStart.Add(9 * time.Hour), Duration: 132 * time.Minute, Poll: 2 * time.Second,
		Attacks: attack.Spread(3*time.Minute, 7*time.Minute, attack.All()...)}
}

func capturedBy(t *testing.T, o Options) ([]byte, attack.Truth) {
	t.Helper()
	var b bytes.Buffer
	truth, err := Record(context.Background(), &b, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), truth
}

// heard is what a replay tells.
type heard struct {
	truth        attack.Truth
	transactions int
	functions    map[string]int
	defects      map[string]int
	lost, blind  uint64
	sent         map[netip.Addr][][2]int64 // first and last frame of the flows of a client
	unanswered   []string
	outside      []string // what only attacks do, not in the window of the attack
}

func (h *heard) Transaction(x *wire.Transaction) error {
	h.transactions++
	if id := marks[x.Protocol.Name+" "+x.Function+" "+x.Operation.String()]; id != "" && !window(h.truth, id, x.Time) {
		h.outside = append(h.outside, id+" "+timeOf(x.Time).Format(time.TimeOnly))
	}
	h.functions[x.Protocol.Name+" "+x.Function+" "+x.Outcome.String()]++
	x.Defects().Each(x.Protocol, func(name string) { h.defects[x.Protocol.Name+" "+name]++ })
	if x.Outcome == wire.Unanswered && !x.NoReply {
		h.unanswered = append(h.unanswered, x.Protocol.Name+" "+x.Function+" "+timeOf(x.Time).Format(time.TimeOnly))
	}
	return nil
}

// marks are the transactions that only one attack makes, by protocol, function
// and operation.
var marks = map[string]string{
	"modbus umas program":                 "umas-download",
	"modbus write-multiple-coils write":   "opcua-anonymous",
	"dnp3 cold-restart restart":           "dnp3-cold-restart",
	"dnp3 direct-operate operate":         "dnp3-direct-operate",
	"dnp3 disable-unsolicited configure":  "dnp3-disable-unsolicited",
	"dnp3 open-file program":              "dnp3-file",
	"dnp3 close-file program":             "dnp3-file",
	"opcua DeleteSubscriptions configure": "opcua-delete-subscriptions",
}

// window tells whether a time is in the window of an attack.
func window(truth attack.Truth, id string, at int64) bool {
	for _, a := range truth.Attacks {
		if a.ID == id && a.Start.UnixNano() <= at && at <= a.End.UnixNano() {
			return true
		}
	}
	return false
}

func (h *heard) Message([]byte) error { return nil }

func (h *heard) Flow(f *replay.Flow) error {
	for _, c := range f.Decoded {
		h.lost += c.Lost
		h.blind += c.Blind
	}
	h.sent[f.Client.Addr()] = append(h.sent[f.Client.Addr()], [2]int64{f.First, f.Last})
	return nil
}

// intruding returns the times of the frames from and to the intruder's MAC.
func intruding(t *testing.T, b []byte) (times []int64) {
	t.Helper()
	intruder, _ := plant.HostNamed(plant.Intruder)
	r, err := capture.NewBytes(b, "lab")
	if err != nil {
		t.Fatal(err)
	}
	var f capture.Frame
	var p packet.Packet
	for r.Next(&f) == nil {
		if err := p.Parse(f.Link, f.Data); err != nil {
			t.Fatalf("frame %d: %v", f.Number, err)
		}
		if p.SrcMAC == intruder.MAC || p.DstMAC == intruder.MAC {
			times = append(times, f.Time)
		}
	}
	return times
}

func replayed(t *testing.T, b []byte, truth attack.Truth) *heard {
	t.Helper()
	h := &heard{truth: truth, functions: map[string]int{}, defects: map[string]int{}, sent: map[netip.Addr][][2]int64{}}
	r, err := capture.NewBytes(b, "lab")
	if err != nil {
		t.Fatal(err)
	}
	total, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All}, h)
	if err != nil {
		t.Fatal(err)
	}
	if total.Malformed > 0 || total.Conflicts > 0 || h.lost > 0 || h.blind > 0 {
		t.Errorf("%d frames malformed, %d conflicts, %d octets lost, %d blind", total.Malformed, total.Conflicts, h.lost, h.blind)
	}
	return h
}

// TestOrdinary: a day's beginning without attacks decodes without a defect, and
// everything is answered but the Publish requests that wait at the end.
func TestOrdinary(t *testing.T) {
	b, truth := capturedBy(t, Options{Seed: 21, Start: defaultStart.Add(5*time.Hour + 50*time.Minute), Duration: 2 * time.Hour, Format: Pcap})
	h := replayed(t, b, truth)
	if len(h.defects) > 0 || len(truth.Attacks) > 0 {
		t.Errorf("defects %v, attacks %v", h.defects, truth.Attacks)
	}
	publish := 0
	for _, u := range h.unanswered {
		if !strings.HasPrefix(u, opcua.Protocol.Name+" Publish") {
			t.Errorf("unanswered: %s", u)
		}
		publish++
	}
	if publish > 2*publishes {
		t.Errorf("%d Publish requests unanswered: %v", publish, h.unanswered)
	}
	for f := range h.functions {
		if strings.HasSuffix(f, " refused") {
			t.Errorf("%s: %d", f, h.functions[f])
		}
	}
	if n := len(intruding(t, b)); h.transactions < 100000 || n > 0 {
		t.Errorf("%d transactions, %d packets of the intruder", h.transactions, n)
	}
}

// TestAttacks: every attack is in the recording and in the truth, with the
// packets of the intruder in the windows that say so; what is decoded has no
// defect but that of the OPERATE without SELECT.
func TestAttacks(t *testing.T) {
	b, truth := capturedBy(t, everything())
	h := replayed(t, b, truth)
	if len(h.defects) != 1 || h.defects["dnp3 select-missing"] != 1 {
		t.Errorf("defects %v", h.defects)
	}
	for _, f := range []string{"modbus read-holding-registers refused", "modbus umas answered", "dnp3 cold-restart answered", "dnp3 direct-operate answered",
		"dnp3 operate refused", "dnp3 disable-unsolicited answered", "dnp3 open-file answered", "opcua DeleteSubscriptions answered", "opcua Write answered", "opcua Call answered"} {
		if h.functions[f] == 0 {
			t.Errorf("no %s: %v", f, h.functions)
		}
	}
	if len(h.outside) > 0 {
		t.Errorf("outside of their windows: %v", h.outside)
	}
	for mark, id := range marks {
		if f := strings.Join(strings.Fields(mark)[:2], " ") + " answered"; h.functions[f] == 0 {
			t.Errorf("no %s of %s: %v", f, id, h.functions)
		}
	}
	if len(truth.Attacks) != len(attack.All()) {
		t.Errorf("%d attacks in the truth", len(truth.Attacks))
	}
	intruder, _ := plant.HostNamed(plant.Intruder)
	times := intruding(t, b)
	for _, at := range times {
		if !during(truth, intruder.Address, at, at) {
			t.Errorf("a packet of the intruder at %s is in no window", timeOf(at))
		}
	}
	if len(times) < 5000 {
		t.Errorf("%d packets of the intruder", len(times))
	}
	for _, a := range truth.Attacks {
		if a.Packets == 0 || a.Actions == 0 || a.End.Before(a.Start) || len(a.Techniques) == 0 {
			t.Errorf("%+v", a)
		}
	}
}

// during tells whether an attack of an actor lasted from one time to another.
func during(truth attack.Truth, actor netip.Addr, from, to int64) bool {
	for _, a := range truth.Attacks {
		if a.Actor.Address == actor && a.Start.UnixNano() <= from && to <= a.End.UnixNano() {
			return true
		}
	}
	return false
}

// TestWindows: the flow to the internet is in its window.
func TestWindows(t *testing.T) {
	b, truth := capturedBy(t, Options{Seed: 2, Duration: 10 * time.Minute, Attacks: []attack.Launch{{Scenario: "internet", At: time.Minute}}})
	h := replayed(t, b, truth)
	historian, _ := plant.HostNamed(plant.Historian)
	inside := 0
	for _, f := range h.sent[historian.Address] {
		if during(truth, historian.Address, f[0], f[1]) {
			inside++
		}
	}
	if inside == 0 {
		t.Error("no flow of the historian in the window")
	}
}

// TestDeterministic: two recordings are equal, octet for octet, truth included;
// another seed gives another.
func TestDeterministic(t *testing.T) {
	digest := func(seed uint64) (sum [32]byte, truth string) {
		o := Options{Seed: seed, Duration: 20 * time.Minute, Attacks: attack.Spread(time.Minute, 2*time.Minute, "scan", "mitm", "opcua-anonymous", "dnp3-file")}
		h := sha256.New()
		x, err := Record(context.Background(), h, o)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		return [32]byte(h.Sum(nil)), string(text)
	}
	a, ta := digest(1)
	b, tb := digest(1)
	if a != b || ta != tb {
		t.Errorf("two recordings differ:\n%s\n%s", ta, tb)
	}
	if c, _ := digest(2); a == c {
		t.Error("two seeds give the same recording")
	}
}

// TestDissected: tshark finds nothing malformed and no error, not even in a
// checksum, in a recording with all attacks.
func TestDissected(t *testing.T) {
	b, _ := capturedBy(t, everything())
	name := filepath.Join(t.TempDir(), "lab.pcapng")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("tshark", "-r", name, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
		"-Y", "_ws.malformed || _ws.expert.severity == error || tcp.checksum.status == 0 || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.analysis.ack_lost_segment || tcp.analysis.lost_segment || tcp.analysis.out_of_order").Output()
	if err != nil {
		t.Fatal(err)
	}
	if len(out) > 0 {
		t.Errorf("tshark:\n%.3000s", out)
	}
}

// TestStopped: a recording stops when it is told to, with what it has.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	o := Options{Seed: 1, Duration: 1000 * time.Hour, Progress: func(at time.Time) {
		if at.After(defaultStart.Add(30 * time.Minute)) {
			cancel()
		}
	}}
	var b bytes.Buffer
	if _, err := Record(ctx, &b, o); err == nil || b.Len() == 0 {
		t.Errorf("%v, %d octets", err, b.Len())
	}
}

// failing is an output that takes no more.
type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

// TestFull: a fault of the output is returned.
func TestFull(t *testing.T) {
	if _, err := Record(context.Background(), &failing{1 << 20}, Options{Seed: 1, Duration: time.Hour}); err == nil {
		t.Error("no error of an output that is full")
	}
}

// BenchmarkRecord is an hour.
func BenchmarkRecord(b *testing.B) {
	b.ReportAllocs()
	var s Stats
	for b.Loop() {
		var err error
		if _, s, err = RecordStats(context.Background(), io.Discard, Options{Seed: 1, Duration: time.Hour}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(s.Packets), "packets")
	b.ReportMetric(float64(s.Octets), "octets")
}
