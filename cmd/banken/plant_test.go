package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/peers"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/record"
	"github.com/banken-ot/banken/sensor/replay"
)

// namespaces skips a test, visibly, where an ordinary user may make none; in
// continuous integration it fails.
func namespaces(t *testing.T) {
	t.Helper()
	if netns.Allowed() {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("network namespaces are not allowed: run as root")
	}
	t.Skip("network namespaces are not allowed: run as root")
}

// TestDemo: the demonstration shows what was done to the plant, and ends in a page
// about it.
func TestDemo(t *testing.T) {
	namespaces(t)
	dir := t.TempDir()
	var said bytes.Buffer
	s := streams{out: &said, err: &said}
	if code := run(context.Background(), s, []string{"demo", "-o", dir, "--seconds", "20", "--listen", "127.0.0.1:0"}); code != 0 {
		t.Fatalf("exit %d: %s", code, said.String())
	}
	for _, want := range []string{"cold-restart (restart)", "w:holding-register[1]=1100", "umas", "Call (operate)", "-- so far: dnp3", "0 dropped by the kernel", "report.html",
		"sign in to the console as demo, password ", "Console: https://localhost:", "A device that never operated anything has done so", "Learned 14 days"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing says %q", want)
		}
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"10.20.1.77", "cold-restart", "</html>"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if t.Failed() {
		t.Log(said.String())
	}
}

// TestSameAsTshark: what the sensor makes of the lab's real clients and servers is
// what a replay makes of tshark's capture of the same port at the same time, and
// tshark counts as many messages.
func TestSameAsTshark(t *testing.T) {
	namespaces(t)
	dir := t.TempDir()
	theirs := filepath.Join(dir, "tshark.pcapng")
	var lines bytes.Buffer
	p := &livePlant{seed: 3, duration: 12 * time.Second, dir: dir, output: record.NewJSON(&lines)}
	var tshark *exec.Cmd
	var wait func() error
	p.before = func(m peers.Mirror) (err error) {
		tshark = exec.Command("tshark", "-q", "-n", "-i", m.Interface, "-w", theirs)
		if wait, err = m.Namespace.Start(tshark); err != nil {
			return err
		}
		for range 100 { // until it captures
			if info, err := os.Stat(theirs); err == nil && info.Size() > 0 {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Second)
		return nil
	}
	status, err := p.run(context.Background(), streams{out: &lines, err: &lines})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)                                                                             // what it has not written yet
	if err := tshark.Process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) { // its interface went away
		t.Fatal(err)
	}
	_ = wait() // it was interrupted
	last := lastFrame(t, theirs)
	ours, want := sortedLines(t, lines.Bytes(), last), sortedLines(t, replayedLines(t, theirs), last)
	if len(ours) < 100 || len(ours) != len(want) {
		t.Fatalf("%d transactions live, %d of tshark's capture; %+v", len(ours), len(want), status.Ports[0])
	}
	for i := range ours {
		if ours[i] != want[i] {
			t.Fatalf("transaction %d:\n live   %s\n tshark %s", i, ours[i], want[i])
		}
	}
	for protocol, field := range map[string]string{"modbus": "mbtcp.trans_id", "dnp3": "dnp3.al.func"} {
		out, err := exec.Command("tshark", "-n", "-r", theirs, "-T", "fields", "-e", field).Output()
		if err != nil {
			t.Fatal(err)
		}
		counted := len(strings.FieldsFunc(string(out), func(r rune) bool { return r == ',' || r == '\n' }))
		if got := messagesOf(t, replayedTranscript(t, theirs), protocol); got != counted {
			t.Errorf("%s: %d messages, tshark counts %d", protocol, got, counted)
		}
	}
}

// lastFrame returns the time of the last frame of a capture. tshark loses what it
// has not read when the interface goes away.
func lastFrame(t *testing.T, name string) time.Time {
	t.Helper()
	r, err := capture.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f capture.Frame
	for r.Next(&f) == nil {
	}
	return time.Unix(0, f.Time)
}

// sortedLines returns the answered transactions up to a moment, without the numbers
// of frames, which count from another frame, and the times: the kernel stamps a
// frame for each socket by itself.
func sortedLines(t *testing.T, b []byte, until time.Time) (list []string) {
	t.Helper()
	for line := range bytes.Lines(b) {
		var m map[string]any
		var at struct {
			Time    time.Time
			Outcome string
			Latency int64 `json:"latency_ns"`
		}
		if err := errors.Join(json.Unmarshal(line, &m), json.Unmarshal(line, &at)); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if at.Outcome != "answered" || at.Time.Add(time.Duration(at.Latency)+time.Millisecond).After(until) {
			continue
		}
		for _, key := range []string{"request_frame", "response_frame", "time", "latency_ns"} {
			delete(m, key)
		}
		out, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(out))
	}
	slices.Sort(list)
	return list
}

func replayedLines(t *testing.T, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	replayTo(t, name, record.NewJSON(&b))
	return b.Bytes()
}

func replayedTranscript(t *testing.T, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	replayTo(t, name, record.NewTranscript(&b))
	return b.Bytes()
}

func replayTo(t *testing.T, name string, out record.Writer) {
	t.Helper()
	r, err := capture.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_, err = replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All, Transcript: true}, out)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}

// messagesOf counts the messages of a protocol in a transcript.
func messagesOf(t *testing.T, transcript []byte, protocol string) (n int) {
	t.Helper()
	for line := range bytes.Lines(transcript) {
		if f := bytes.Split(line, []byte("\t")); len(f) > 2 && string(f[1]) == protocol && string(f[2]) != "notice" {
			n++
		}
	}
	return n
}
