// Package browser holds no code: its test drives the console in a real browser, at a
// sensor that watches the works of the lab, live.
package browser

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/netns"
)

// needed skips outside of continuous integration where something is missing, and fails in
// it.
func needed(t *testing.T, ok bool, missing string) {
	t.Helper()
	if ok {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal(missing)
	}
	t.Skip(missing)
}

func there(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// tools copies the script into a folder, with what it needs from npm.
func tools(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "console.mjs"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	do(t, dir, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	return dir
}

func do(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// demo is a demonstration that runs.
type demo struct {
	mu       sync.Mutex
	said     bytes.Buffer
	address  chan string
	password string
}

var (
	saysAddress  = regexp.MustCompile(`^Console: (https://localhost:\d+)/`)
	saysPassword = regexp.MustCompile(`password (\S+)$`)
)

// listen reads what a demonstration says.
func (d *demo) listen(r io.Reader) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		d.mu.Lock()
		d.said.WriteString(lines.Text() + "\n")
		if m := saysPassword.FindStringSubmatch(lines.Text()); m != nil && d.password == "" {
			d.password = m[1]
		}
		d.mu.Unlock()
		if m := saysAddress.FindStringSubmatch(lines.Text()); m != nil {
			d.address <- m[1]
		}
	}
}

// start starts a demonstration, which ends with the test.
func start(t *testing.T) (address, password string) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "banken")
	do(t, ".", "go", "build", "-tags", "timetzdata", "-o", program, "github.com/banken-ot/banken/cmd/banken")
	ctx, end := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, "--lang", "en", "demo", "-o", filepath.Join(dir, "out"), "--seconds", "600", "--listen", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d := &demo{address: make(chan string, 1)}
	var heard sync.WaitGroup
	heard.Go(func() { d.listen(out) })
	t.Cleanup(func() {
		end()
		heard.Wait()
		_ = cmd.Wait() // it was interrupted
		if t.Failed() {
			t.Log(d.said.String())
		}
	})
	select {
	case address = <-d.address:
	case <-time.After(time.Minute):
		t.Fatal("the console did not come up within a minute")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return address, d.password
}

// pictures is where screenshots are kept: BANKEN_OUT, or a folder that is not committed.
func pictures(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("BANKEN_OUT")
	if dir == "" {
		dir = filepath.Join("..", "..", "out")
	}
	dir, err := filepath.Abs(filepath.Join(dir, "console"))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestConsole: a newcomer signs in, sees an incident come, and does what must be done; every
// page in both languages; by the keyboard alone; without script. The script says each step.
func TestConsole(t *testing.T) {
	needed(t, netns.Allowed(), "network namespaces are not allowed: run as root")
	needed(t, there("node") && there("npm") && there("chromium"), "the browser test needs nodejs, npm and chromium: apt-get install nodejs npm chromium")
	dir, out := tools(t), pictures(t)
	address, password := start(t)
	cmd := exec.Command("node", "console.mjs", address, password, out)
	cmd.Dir = dir
	var trouble bytes.Buffer
	cmd.Stderr = &trouble
	said, err := cmd.Output()
	if err != nil {
		t.Errorf("%v\n%s", err, trouble.String())
	}
	last := ""
	for line := range strings.Lines(string(said)) {
		var s struct {
			Name, Detail string
			OK           bool
		}
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		last = s.Name
		t.Run(s.Name, func(t *testing.T) {
			if !s.OK {
				t.Error(s.Detail)
			}
		})
	}
	if last != "end" {
		t.Errorf("the script ended after %q", last)
	}
	evidence(t, filepath.Join(out, "evidence.pcapng"))
}

// evidence tests that tshark reads what was downloaded, and finds the write in it.
func evidence(t *testing.T, name string) {
	t.Helper()
	needed(t, there("tshark"), "tshark is missing: apt-get install tshark")
	out, err := exec.Command("tshark", "-n", "-r", name, "-Y", "modbus.func_code == 6", "-T", "fields", "-e", "ip.src").Output()
	if err != nil || !strings.Contains(string(out), "10.20.1.77") {
		t.Errorf("tshark finds no write of the intruder in the evidence: %v %q", err, out)
	}
}
