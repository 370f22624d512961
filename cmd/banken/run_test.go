package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/health"
)

// asCommand has the test's program be the command itself, for tests that start
// and kill it.
const asCommand = "BANKEN_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

// process is a sensor that runs in the namespace of the test.
type process struct {
	cmd    *exec.Cmd
	out    string // file of transactions
	said   bytes.Buffer
	socket string
	packet string // folder of packets
}

// start starts a sensor on ringtest.Port and waits until it answers.
func start(t *testing.T, dir string) *process {
	t.Helper()
	p := &process{out: filepath.Join(dir, "transactions.jsonl"), socket: filepath.Join(dir, "sensor.sock"), packet: filepath.Join(dir, "packets")}
	settings := filepath.Join(dir, "banken.yaml")
	err := os.WriteFile(settings, []byte(strings.Join([]string{
		"capture: {interfaces: [{name: " + ringtest.Port + ", dedicated: true}], buffer: 8MiB, silent_after: 2s}",
		"recorder: {dir: " + p.packet + ", size: 64MiB, segment: 1MiB, reserve: 1MiB}",
		"store: {dir: " + dir + "}", "console: {socket: " + p.socket + "}", "log: {transactions: " + p.out + "}"}, "\n")), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	p.cmd = exec.Command(os.Args[0], "run", "--config", settings)
	p.cmd.Env = append(os.Environ(), asCommand+"=1", "LANG=C")
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill(); p.cmd.Wait() })
	p.until(t, func(s health.Status) bool { return s.Recorder.State == "recording" })
	return p
}

// until waits for a status.
func (p *process) until(t *testing.T, ok func(health.Status) bool) (s health.Status) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		var err error
		if s, err = control.Dial(p.socket).Status(context.Background()); err == nil && ok(s) {
			return s
		}
		if time.Now().After(deadline) {
			t.Fatalf("it did not come to pass within 20 s: %v, %+v\n%s", err, s, p.said.String())
		}
	}
}

// end stops the sensor as systemd does.
func (p *process) end(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, p.said.String())
	}
}

func (p *process) transactions(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile(p.out)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(b) {
		if !json.Valid(line) {
			t.Errorf("not a line of JSON: %q", line)
		}
	}
	return bytes.Count(b, []byte("\n"))
}

// exchange is a read and a write with their answers.
func exchange(t *testing.T) [][]byte {
	t.Helper()
	for _, e := range conformance.Set() {
		if e.Name != "network/clean" {
			continue
		}
		frames, err := e.Frames()
		if err != nil {
			t.Fatal(err)
		}
		return frames
	}
	t.Fatal("there is no such capture")
	return nil
}

func delivered(n int) func(health.Status) bool {
	return func(s health.Status) bool { return s.Ports[0].Sum().Delivered >= uint64(n) }
}

// TestRun: the command captures, answers, records, and ends with everything
// written.
func TestRun(t *testing.T) {
	ringtest.Namespace(t)
	sender, frames := ringtest.NewSender(t, ringtest.Plant), exchange(t)
	dir := t.TempDir()
	p := start(t, dir)
	for range 10 {
		if err := sender.Send(frames...); err != nil {
			t.Fatal(err)
		}
	}
	p.until(t, func(s health.Status) bool { return s.ByProtocol["modbus"] == 20 })

	var said bytes.Buffer
	s := streams{out: &said, err: &said}
	if code := run(context.Background(), s, []string{"status", "--socket", p.socket}); code != 0 || !strings.Contains(said.String(), "modbus  20 transactions") {
		t.Errorf("status: %d, %s", code, said.String())
	}
	out := filepath.Join(dir, "moment.pcapng")
	if code := run(context.Background(), s, []string{"record", "extract", "--socket", p.socket, "--flow", "192.0.2.20:502", "-o", out}); code != 0 {
		t.Errorf("extract: %d, %s", code, said.String())
	}
	if n, err := count(out); err != nil || n != uint64(10*len(frames)) {
		t.Errorf("%d packets of %d extracted, %v", n, 10*len(frames), err)
	}
	for before, want := range map[string]uint64{"60": uint64(10 * len(frames)), "0": 0} { // what led up to a moment to come
		from := time.Now().Add(5 * time.Second).Format(time.RFC3339)
		if code := run(context.Background(), s, []string{"record", "extract", "--socket", p.socket, "--from", from, "--before", before, "-o", out}); code != 0 {
			t.Errorf("extract: %d, %s", code, said.String())
		}
		if n, err := count(out); err != nil || n != want {
			t.Errorf("%s seconds before: %d packets, want %d, %v", before, n, want, err)
		}
	}
	p.end(t)
	if n := p.transactions(t); n != 20 {
		t.Errorf("%d transactions, want 20", n)
	}
	if code := run(context.Background(), s, []string{"record", "extract", "--dir", p.packet, "-o", out}); code != 0 {
		t.Errorf("extract of a stopped sensor: %d, %s", code, said.String())
	}
	if !strings.Contains(p.said.String(), "capturing port0 (filter: native)") {
		t.Errorf("it said %s", p.said.String())
	}
}

// TestKill: after kill -9 amid the traffic the files of the recorder open, and the
// sensor starts again.
func TestKill(t *testing.T) {
	ringtest.Namespace(t)
	sender, frames := ringtest.NewSender(t, ringtest.Plant), exchange(t)
	dir := t.TempDir()
	for round := range 3 {
		p := start(t, dir)
		stop := make(chan struct{})
		sent := make(chan error, 1)
		go func() {
			for {
				select {
				case <-stop:
					sent <- nil
					return
				default:
					if err := sender.Send(frames...); err != nil {
						sent <- err
						return
					}
				}
			}
		}()
		p.until(t, func(s health.Status) bool { return s.Recorder.Recorded >= uint64(1000*(round+1)) })
		if err := p.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		p.cmd.Wait()
		close(stop)
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		recorded(t, p.packet)
	}
	p := start(t, dir)
	p.end(t)
	for _, name := range recorded(t, p.packet) {
		if b, err := exec.Command("tshark", "-n", "-r", name, "-T", "fields", "-e", "frame.number").Output(); err != nil {
			t.Errorf("tshark: %s: %v, %d octets", name, err, len(b))
		}
	}
}

// recorded reads every file of a recorder to its last whole frame.
func recorded(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.pcapng"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	total := 0
	for _, name := range names {
		r, err := capture.Open(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var f capture.Frame
		for err = r.Next(&f); err == nil; err = r.Next(&f) {
			total++
		}
		var cut *capture.Error
		if !errors.Is(err, io.EOF) && !errors.As(err, &cut) {
			t.Errorf("%s: %v", name, err)
		}
		r.Close()
	}
	if total == 0 {
		t.Error("nothing was recorded")
	}
	return names
}

// TestInterfaceComesBack: an interface that is taken out and put back is captured
// again, and both are told.
func TestInterfaceComesBack(t *testing.T) {
	ringtest.Namespace(t)
	frames := exchange(t)
	p := start(t, t.TempDir())
	if err := ringtest.NewSender(t, ringtest.Plant).Send(frames...); err != nil {
		t.Fatal(err)
	}
	p.until(t, delivered(len(frames)))
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Plant, "down") // the cable is pulled out
	p.until(t, func(s health.Status) bool { return s.Ports[0].State == health.Down })
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Plant, "up")
	p.until(t, func(s health.Status) bool { return s.Ports[0].State == health.Capturing })
	ringtest.Run(t, "ip", "link", "del", "dev", ringtest.Port)
	p.until(t, func(s health.Status) bool { return s.Ports[0].State == health.Gone })
	ringtest.Pair(t)
	p.until(t, func(s health.Status) bool { return s.Ports[0].State == health.Capturing })
	if err := ringtest.NewSender(t, ringtest.Plant).Send(frames...); err != nil {
		t.Fatal(err)
	}
	s := p.until(t, delivered(2*len(frames)))
	if s.Ports[0].BlindSeconds <= 0 {
		t.Error("it was not blind meanwhile")
	}
	p.end(t)
	if n := p.transactions(t); n != 4 {
		t.Errorf("%d transactions, want 4", n)
	}
}

// TestRunFaults: what is wrong is said, and the exit status tells of what kind it
// is.
func TestRunFaults(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("capture:\n  workers: 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"run", "--interface", "nosuch0", "--socket", "/tmp/x"}, exitFault, `there is no interface "nosuch0"`},
		{[]string{"run", "--config", bad}, exitFault, "bad.yaml:2: capture.workers: must be from 1 to 32"},
		{[]string{"run", "--interface", "eth1", "--format", "xml"}, exitUsage, "--format must be json or text"},
		{[]string{"check", bad}, exitFault, "capture.interfaces: no interface"},
		{[]string{"status", "--socket", "/nonexistent/sock"}, exitFault, "no sensor answers at /nonexistent/sock"},
		{[]string{"record", "extract", "--from", "noon", "-o", "x"}, exitUsage, `--from: "noon" is no time`},
		{[]string{"record", "extract", "--dir", "/nonexistent", "-o", filepath.Join(t.TempDir(), "x")}, exitFault, "/nonexistent: no such file"},
		{[]string{"lab", "record", "-o", "x", "--attacks", "earthquake"}, exitUsage, `there is no attack "earthquake"`},
		{[]string{"interfaces", "nosuch0"}, exitFault, `there is no interface "nosuch0"`},
	} {
		var said bytes.Buffer
		code := run(context.Background(), streams{out: &said, err: &said}, test.args)
		if code != test.code || !strings.Contains(said.String(), test.want) {
			t.Errorf("%s: %s: exit %d, %s; want %d, %s", strconv.Itoa(i), strings.Join(test.args, " "), code, said.String(), test.code, test.want)
		}
	}
}
