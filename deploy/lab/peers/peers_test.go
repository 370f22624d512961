package peers

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// needNamespaces ends a test where namespaces are not allowed: it fails as root
// and in continuous integration, and is skipped elsewhere.
func needNamespaces(t *testing.T) {
	t.Helper()
	if netns.Allowed() {
		return
	}
	if os.Geteuid() == 0 || os.Getenv("CI") == "true" {
		t.Fatal("network namespaces are not allowed")
	}
	t.Skip("network namespaces are not allowed; run as root")
}

// ledger keeps the exchanges of a run.
type ledger struct {
	mu       sync.Mutex
	answered map[string]int // by "HMI-1 PLC-1 modbus", or by attack
	failed   []string
}

func (g *ledger) exchanged(x Exchange) {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := fmt.Sprintf("%s %s %s", x.From, x.To, x.Protocol)
	if x.Attack != "" {
		key = x.Attack
	}
	if x.Err != nil {
		g.failed = append(g.failed, fmt.Sprintf("%s: %v", key, x.Err))
		return
	}
	g.answered[key]++
}

// capture is tshark at the mirror port, writing a file.
type capture struct {
	file string
	cmd  *exec.Cmd
	wait func() error
}

// startCapture starts tshark and waits until it captures.
func startCapture(dir string, m Mirror) (*capture, error) {
	c := &capture{file: filepath.Join(dir, "mirror.pcapng")}
	c.cmd = exec.Command("tshark", "-Q", "-n", "-i", m.Interface, "-w", c.file)
	c.cmd.Stderr = os.Stderr
	var err error
	if c.wait, err = m.Namespace.Start(c.cmd); err != nil {
		return nil, err
	}
	for range 100 {
		if n := packetSockets(m); n > 1 { // the tap is one
			time.Sleep(300 * time.Millisecond)
			return c, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, fmt.Errorf("tshark opened no socket")
}

// packetSockets is how many packet sockets a namespace has.
func packetSockets(m Mirror) (n int) {
	m.Namespace.Do(func() error {
		b, err := os.ReadFile("/proc/thread-self/net/packet")
		n = strings.Count(string(b), "\n") - 1
		return err
	})
	return n
}

func (c *capture) stop() {
	time.Sleep(300 * time.Millisecond)
	c.cmd.Process.Signal(os.Interrupt)
	c.wait()
}

// rows are the frames of a capture that a filter of tshark lets pass, one field
// after the other.
func rows(t *testing.T, file, filter string, fields ...string) (all [][]string) {
	t.Helper()
	args := []string{"-n", "-o", "tcp.check_checksum:TRUE", "-r", file, "-Y", filter, "-T", "fields"}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	var stderr bytes.Buffer
	cmd := exec.Command("tshark", args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tshark: %v: %s", err, stderr.String())
	}
	for line := range strings.Lines(string(out)) {
		all = append(all, strings.Split(strings.TrimRight(line, "\n"), "\t"))
	}
	return all
}

// outcome is what a run of the lab came to.
type outcome struct {
	*ledger
	file    string
	started time.Duration // until Ready
	truth   attack.Truth
}

// runLab runs the lab for a time, or until done is closed, with tshark at the
// mirror port.
func runLab(t *testing.T, o Options, d time.Duration, done <-chan struct{}) *outcome {
	t.Helper()
	needNamespaces(t)
	x := &outcome{ledger: &ledger{answered: map[string]int{}}}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var truth bytes.Buffer
	var c *capture
	begin := time.Now()
	given := o.Exchanged
	o.Truth = &truth
	o.Exchanged = func(e Exchange) {
		x.exchanged(e)
		if given != nil {
			given(e)
		}
	}
	o.Ready = func(m Mirror) (err error) {
		x.started = time.Since(begin)
		c, err = startCapture(t.TempDir(), m)
		go func() {
			select {
			case <-time.After(d):
			case <-done:
				time.Sleep(time.Second)
			}
			if c != nil {
				c.stop()
			}
			stop()
		}()
		return err
	}
	if err := Run(ctx, o); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(truth.Bytes(), &x.truth); err != nil {
		t.Fatal(err)
	}
	x.file = c.file
	return x
}

// acknowledged tests that what was acknowledged was mirrored too. On a busy machine the
// two directions, which two processors mirror, may come in another order: then it is there
// soon after.
func acknowledged(t *testing.T, file string) {
	t.Helper()
	for _, r := range rows(t, file, "tcp.analysis.ack_lost_segment", "frame.number", "tcp.stream", "tcp.ack") {
		later := fmt.Sprintf("tcp.stream == %s && frame.number > %s && tcp.nxtseq == %s", r[1], r[0], r[2])
		if len(rows(t, file, later, "frame.number")) == 0 {
			t.Errorf("frame %s acknowledges octets that were never mirrored", r[0])
		}
	}
}

// TestOrdinary: every client gets answers and no error,
// and tshark at the mirror port sees the three protocols, and nothing malformed,
// retransmitted or twice.
func TestOrdinary(t *testing.T) {
	x := runLab(t, Options{Seed: 7}, 13*time.Second, nil)
	t.Logf("started in %s", x.started)
	for _, f := range x.failed {
		t.Error(f)
	}
	for _, p := range plant.Pollers() {
		for _, c := range plant.Controllers() {
			if n := x.answered[p.Host+" "+c+" modbus"]; n == 0 {
				t.Errorf("%s got no answer from %s", p.Host, c)
			}
		}
	}
	for _, key := range []string{"SCADA RTU-1 dnp3", "DISPATCH GATEWAY opcua", "REPORT GATEWAY opcua"} {
		if x.answered[key] == 0 {
			t.Errorf("no answers: %s", key)
		}
	}
	for filter, least := range map[string]int{"modbus": 200, "dnp3.al.func": 8, "opcua": 40, "opcua.security.spu contains \"Basic256Sha256\"": 2, "arp": 40, "ntp || dns || syslog": 0} {
		if n := len(rows(t, x.file, filter, "frame.number")); n < least {
			t.Errorf("%d frames of %s", n, filter)
		}
	}
	for _, wrong := range []string{"_ws.malformed", "tcp.analysis.lost_segment || tcp.checksum.status == 0", "ipv6", "icmp", "dnp.hdr.CRC.status == 0 || dnp.data_chunk.CRC.status == 0", "frame.len > 1514"} {
		for _, r := range rows(t, x.file, wrong, "frame.number", "frame.protocols", "_ws.col.Info") {
			t.Errorf("%s: %v", wrong, r)
		}
	}
	acknowledged(t, x.file)
	var seen int
	for _, r := range rows(t, x.file, "ip", "ip.src", "ip.ttl") {
		for _, h := range plant.Hosts() {
			if h.Address.String() == r[0] {
				seen++
				if r[1] != fmt.Sprint(h.TTL) {
					t.Fatalf("%s sends with TTL %s", h.Name, r[1])
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no packet of a host")
	}
}
