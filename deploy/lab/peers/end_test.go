package peers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
)

// role is what a copy of the test program does that a test has started.
const role = "BANKEN_TEST_ROLE"

func TestMain(m *testing.M) {
	if os.Getenv(role) == "lab" {
		os.Exit(runAlone())
	}
	os.Exit(m.Run())
}

// runAlone runs the lab as `banken lab` does: elevated where that is needed, until
// it is interrupted; then it writes the ground truth to the standard output.
func runAlone() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	child, status, err := netns.Elevate(ctx)
	if errors.Is(err, netns.ErrNotAllowed) {
		fmt.Println("not allowed:", err)
		return 0
	}
	if child || err != nil {
		return status
	}
	answered := make(chan struct{}, 1)
	o := Options{Seed: 1, Truth: os.Stdout, Attacks: attack.Spread(time.Second, time.Second, "new-host-write")}
	o.Exchanged = func(e Exchange) {
		if e.Attack != "" && e.Err == nil {
			answered <- struct{}{}
		}
	}
	go func() {
		<-answered
		for _, p := range namespaces(fmt.Sprint(os.Getpid())) {
			fmt.Println("holds", p)
		}
		fmt.Println("ready")
	}()
	if err := Run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// namespaces are the network namespaces descriptors of processes refer to, by a
// pattern of process numbers.
func namespaces(process string) (all []string) {
	paths, _ := filepath.Glob("/proc/" + process + "/fd/*")
	tasks, _ := filepath.Glob("/proc/" + process + "/task/*/ns/net")
	for _, p := range append(paths, tasks...) {
		if to, err := os.Readlink(p); err == nil && strings.HasPrefix(to, "net:[") {
			all = append(all, to)
		}
	}
	return all
}

// alone starts runAlone, as an ordinary user if this is root and user is true, and
// returns when an attack was carried out.
func alone(t *testing.T, user bool) (cmd *exec.Cmd, out *bufio.Reader, held map[string]bool) {
	t.Helper()
	needNamespaces(t)
	cmd = exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), role+"=lab")
	cmd.Dir = "/"
	cmd.Stderr = os.Stderr
	if user {
		ordinary(cmd)
	}
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	own := map[string]bool{}
	for _, n := range namespaces("self") {
		own[n] = true
	}
	out, held = bufio.NewReader(pipe), map[string]bool{}
	for {
		line, err := out.ReadString('\n')
		if strings.HasPrefix(line, "not allowed") && os.Getenv("CI") != "true" {
			t.Skip(line)
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if line == "ready\n" {
			return cmd, out, held
		}
		if n := strings.TrimSpace(strings.TrimPrefix(line, "holds")); !own[n] {
			held[n] = true
		}
	}
}

// ordinary has a command run as an ordinary user, where this is a root that may
// choose: not one of a user namespace with a single user.
func ordinary(cmd *exec.Cmd) {
	var inside, outside, count uint64
	b, _ := os.ReadFile("/proc/self/uid_map")
	fmt.Sscan(string(b), &inside, &outside, &count)
	if os.Geteuid() == 0 && count > nobody {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Dir = "/"
	}
}

const nobody = 65534

// released waits until no process refers to the namespaces any more.
func released(t *testing.T, held map[string]bool) {
	t.Helper()
	if len(held) < 18 {
		t.Errorf("only %d namespaces", len(held))
	}
	left := 0
	for range 60 {
		left = 0
		for _, n := range namespaces("[0-9]*") {
			if held[n] {
				left++
			}
		}
		if left == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%d references to namespaces are left", left)
}

// TestOrdinaryUser: the lab runs for an ordinary user, and ends when it is told to,
// with its ground truth.
func TestOrdinaryUser(t *testing.T) {
	cmd, out, held := alone(t, true)
	cmd.Process.Signal(os.Interrupt)
	var truth attack.Truth
	if err := json.NewDecoder(out).Decode(&truth); err != nil || len(truth.Attacks) != 1 || truth.Attacks[0].Packets == 0 {
		t.Errorf("%v: %+v", err, truth)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	released(t, held)
}

// TestKilled: after kill -9 nothing is left, for root and for an ordinary user.
func TestKilled(t *testing.T) {
	for _, user := range []bool{false, true} {
		cmd, _, held := alone(t, user)
		cmd.Process.Kill()
		cmd.Wait()
		released(t, held)
	}
}

// descriptors is how many this process has open.
func descriptors() int {
	all, _ := os.ReadDir("/proc/self/fd")
	return len(all)
}

// TestNothingLeft: a run in this process leaves no descriptor, no namespace and no
// thread in one.
func TestNothingLeft(t *testing.T) {
	needNamespaces(t)
	before := map[string]bool{}
	for _, n := range namespaces("self") {
		before[n] = true
	}
	open := descriptors()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var told time.Time
	err := Run(ctx, Options{Ready: func(Mirror) error {
		time.AfterFunc(3*time.Second, func() {
			told = time.Now()
			stop()
		})
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(told); d > 20*time.Second {
		t.Errorf("it took %s to end", d)
	}
	for range 40 {
		// The server of OPC UA leaves its end of connections to the collector.
		runtime.GC()
		if descriptors() <= open {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if n := descriptors(); n > open+2 { // eventpoll and eventfd of the runtime
		t.Errorf("%d descriptors, %d before", n, open)
	}
	for _, n := range namespaces("self") {
		if !before[n] {
			t.Errorf("%s is left", n)
		}
	}
}

// TestReadyFails: an error of Ready ends the run, and what was built goes.
func TestReadyFails(t *testing.T) {
	needNamespaces(t)
	fault := errors.New("no sensor")
	if err := Run(t.Context(), Options{Ready: func(Mirror) error { return fault }}); !errors.Is(err, fault) {
		t.Error(err)
	}
	for _, o := range []Options{{Speed: -1}, {Pace: 1e9}, {Attacks: []attack.Launch{{Scenario: "none"}}}} {
		if Run(t.Context(), o) == nil {
			t.Errorf("%+v was run", o)
		}
	}
}
