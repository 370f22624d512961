//go:build linux

// Package ringtest gives tests of capturing what they need: a network namespace
// of their own with a pair of virtual Ethernet interfaces, frames, and two
// generators. Nothing it does reaches an interface outside such a namespace.
//
// [Sender] sends given frames in their order, up to about a million a second.
// [Flood] has the kernel send one frame over and over, millions a second.
package ringtest

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// Names of the interfaces of a namespace: what arrives at Port was sent by Plant.
const (
	Port  = "port0"
	Plant = "plant0"
)

// Namespace moves the calling goroutine, with its thread, into a new network
// namespace that has two connected interfaces, Port and Plant, both up and
// without an address, and on which the system sends nothing by itself. The
// namespace ends with the goroutine and what it opened. Goroutines and subtests
// started from there are outside: have them use sockets opened here.
//
// It needs root. Without, the test fails in continuous integration (CI=true) and
// is skipped elsewhere.
func Namespace(t testing.TB) {
	t.Helper()
	if os.Geteuid() != 0 {
		if os.Getenv("CI") == "true" {
			t.Fatal("ringtest: not root; network namespaces need it, and continuous integration must run this test")
		}
		t.Skip("ringtest: NOT TESTED: run as root, network namespaces need it")
	}
	// Not unlocked again: so the thread ends with the goroutine, instead of being
	// given to another one that does not expect this namespace.
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Fatalf("ringtest: new network namespace: %v", err)
	}
	// The files are those of the calling thread's namespace. There are none when
	// the kernel has no IPv6, which is as well.
	for _, of := range []string{"all", "default"} {
		err := os.WriteFile("/proc/sys/net/ipv6/conf/"+of+"/disable_ipv6", []byte("1"), 0)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("ringtest: switching IPv6 off: %v", err)
		}
	}
	Pair(t)
}

// Pair makes Port and Plant anew, in a namespace that Namespace made.
func Pair(t testing.TB) {
	t.Helper()
	Run(t, "ip", "link", "add", "dev", Plant, "type", "veth", "peer", "name", Port)
	Run(t, "ip", "link", "set", "dev", Plant, "up")
	Run(t, "ip", "link", "set", "dev", Port, "up")
}

// Run runs a command in the namespace of the calling goroutine.
func Run(t testing.TB, command ...string) string {
	t.Helper()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("ringtest: %s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// Counters returns how many frames an interface has received and sent.
func Counters(t testing.TB, name string) (received, sent uint64) {
	t.Helper()
	f, err := os.Open("/proc/thread-self/net/dev")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		device, counters, _ := strings.Cut(strings.TrimSpace(s.Text()), ":")
		if device != name {
			continue
		}
		var skip uint64
		if _, err := fmt.Sscan(counters, &skip, &received, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &sent); err != nil {
			t.Fatal(err)
		}
		return received, sent
	}
	t.Fatalf("ringtest: no interface %s", name)
	return 0, 0
}
