package filter

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// root makes sure that the test may load programs: without the right it is
// skipped, but fails where continuous integration relies on it.
func root(t testing.TB) {
	t.Helper()
	if os.Geteuid() == 0 {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("programs are loaded by root only")
	}
	t.Skip("programs are loaded by root only: run this test as root")
}

// pin keeps the test on one processor, so that it meets one set of counters.
func pin(t testing.TB) {
	t.Helper()
	runtime.LockOSThread()
	var before, one unix.CPUSet
	if err := unix.SchedGetaffinity(0, &before); err != nil {
		t.Fatal(err)
	}
	for i := range 1024 {
		if before.IsSet(i) {
			one.Set(i)
			break
		}
	}
	if err := unix.SchedSetaffinity(0, &one); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.SchedSetaffinity(0, &before); err != nil {
			t.Error(err)
		}
		runtime.UnlockOSThread()
	})
}

// descriptors lists what the process has open, but sockets of the runtime's own.
func descriptors(t testing.TB) map[string]int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	open := map[string]int{}
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil {
			open[to]++
		}
	}
	return open
}

// programs counts the open descriptors of programs, maps and links.
func programs(t testing.TB) (n int) {
	t.Helper()
	for name, count := range descriptors(t) {
		switch name {
		case "anon_inode:bpf-prog", "anon_inode:bpf-map", "anon_inode:bpf_link", "anon_inode:bpf-link":
			n += count
		}
	}
	return n
}

// TestMain fails the run when a test leaves a descriptor of the kernel's objects
// open.
func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	code := m.Run()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	for _, e := range entries {
		to, _ := os.Readlink("/proc/self/fd/" + e.Name())
		if len(to) > 14 && to[:14] == "anon_inode:bpf" {
			fmt.Println("left open:", to)
			code = 1
		}
	}
	return code
}
