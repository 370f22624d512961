package recorder

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// diskOctets is the size of the file system of these tests.
const diskOctets = 16 << 20

// TestDisk runs the tests below on a small file system of their own, in a mount
// namespace of another process; where this one is not root, in a user namespace.
func TestDisk(t *testing.T) {
	cmd := child("disk", "-test.run=^TestDisk(Full|Error|ReadOnly)$", "-test.v")
	cmd.Env = append(cmd.Env, "BANKEN_RECORDER_DISK="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}}
	}
	out, err := cmd.CombinedOutput()
	if passed := bytes.Count(out, []byte("--- PASS: TestDisk")); err != nil || passed != len(diskTests) {
		t.Fatalf("%d of %d passed: %v\n%s", passed, len(diskTests), err, out)
	}
}

// diskTests are run by the child.
var diskTests = []testing.InternalTest{
	{Name: "TestDiskFull", F: diskFull}, {Name: "TestDiskError", F: diskError}, {Name: "TestDiskReadOnly", F: diskReadOnly},
}

// mounted is where the file system is.
func mounted() string { return os.Getenv("BANKEN_RECORDER_DISK") }

func mount(flags uintptr) error {
	return syscall.Mount("tmpfs", mounted(), "tmpfs", flags, fmt.Sprintf("size=%d", diskOctets))
}

// diskChild runs the tests in the namespace. testing.Main ends the process.
func diskChild() int {
	if err := mount(0); err != nil {
		fmt.Fprintln(os.Stderr, "mount:", err)
		return 1
	}
	testing.Main(func(pat, str string) (bool, error) { return true, nil }, diskTests, nil, nil)
	return 1
}

// ballast fills the disk until so many octets are free.
func ballast(t *testing.T, r *Recorder, left int64) (remove func()) {
	t.Helper()
	name := filepath.Join(mounted(), "ballast")
	free, err := r.free()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, make([]byte, max(0, free-left)), 0o600); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// onSmallDisk opens a recorder on the small file system, in a folder of its own.
func onSmallDisk(t *testing.T, log *bytes.Buffer, states *[]State) (*Recorder, *testClock) {
	c := small(filepath.Join(mounted(), "recorder"))
	if err := os.RemoveAll(c.Dir); err != nil {
		t.Fatal(err)
	}
	c.MaxOctets, c.Reserve = 8<<20, 4<<20
	c.Log = logTo(log)
	c.Changed = func(s State, err error) { *states = append(*states, s) }
	return opened(t, c)
}

// keep writes frames one by one, each with its step, and adds those recorded.
func keep(t *testing.T, r *Recorder, g *traffic, n int, list []record) []record {
	t.Helper()
	for range n {
		before := r.Stats().Recorded
		f := g.record(t, r)
		if r.step(); r.Stats().Recorded > before {
			list = append(list, f)
		}
	}
	return list
}

// check compares what is on disk with what was recorded, now and after a restart.
func check(t *testing.T, r *Recorder, list []record) {
	t.Helper()
	got, names, _ := extract(t, r, All(), time.Time{}, time.Time{})
	same(t, got, names, list)
	closed(t, r)
	again, err := Open(r.config)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	got, names, _ = extract(t, again, All(), time.Time{}, time.Time{})
	same(t, got, names, list)
}

// diskFull: recording stops before the disk is full, says so once, and goes on
// when there is room.
func diskFull(t *testing.T) {
	var log bytes.Buffer
	var states []State
	r, clock := onSmallDisk(t, &log, &states)
	g := newTraffic(50)
	list := keep(t, r, g, 500, nil)
	remove := ballast(t, r, r.config.Reserve+300_000)
	for range 4 {
		list = keep(t, r, g, 1500, list)
		clock.Time = clock.Add(2 * tendEvery)
	}
	free, err := r.free()
	s := r.Stats()
	if err != nil || free < r.config.Reserve-100_000 || s.State != DiskFull || s.Err == nil || s.DroppedState < 1000 || s.Deleted > 0 {
		t.Fatalf("%d octets free, %+v; %v", free, s, err)
	}
	if n := bytes.Count(log.Bytes(), []byte("has stopped")); n != 1 {
		t.Fatalf("said %d times: %s", n, log.Bytes())
	}
	remove()
	clock.Time = clock.Add(tendEvery)
	r.step()
	if s := r.Stats(); s.State != Recording || s.Err != nil {
		t.Fatalf("%+v", s)
	}
	before := len(list)
	if list = keep(t, r, g, 500, list); len(list) != before+500 {
		t.Fatalf("%d of 500 recorded", len(list)-before)
	}
	check(t, r, list)
	if fmt.Sprint(states) != "[recording stopped-disk-full recording stopped]" {
		t.Errorf("%v", states)
	}
}

// diskError: a disk that is full all the same is an error that is tried again.
func diskError(t *testing.T) {
	var log bytes.Buffer
	var states []State
	r, clock := onSmallDisk(t, &log, &states)
	reserve := r.config.Reserve
	r.config.Reserve = -diskOctets // so that the recorder runs into it
	g := newTraffic(51)
	list := keep(t, r, g, 500, nil)
	remove := ballast(t, r, 100_000)
	list = keep(t, r, g, 3000, list)
	for range 10 {
		clock.Time = clock.Add(lastRetry)
		list = keep(t, r, g, 3, list)
	}
	if s := r.Stats(); s.State != Failed || !errors.Is(s.Err, syscall.ENOSPC) || s.DroppedState < 1000 {
		t.Fatalf("%+v", s)
	}
	remove()
	r.config.Reserve = reserve
	clock.Time = clock.Add(lastRetry)
	r.step()
	before := len(list)
	if list = keep(t, r, g, 500, list); len(list) != before+500 || r.Stats().State != Recording {
		t.Fatalf("%d of 500 recorded, %+v", len(list)-before, r.Stats())
	}
	check(t, r, list)
}

// diskReadOnly: a file system that turned read-only is an error that is tried
// again; what is on it can be extracted, also by a recorder that starts on it.
func diskReadOnly(t *testing.T) {
	var log bytes.Buffer
	var states []State
	r, clock := onSmallDisk(t, &log, &states)
	g := newTraffic(52)
	list := keep(t, r, g, 500, nil)
	if err := r.finish(); err != nil {
		t.Fatal(err)
	}
	if err := mount(syscall.MS_REMOUNT | syscall.MS_RDONLY); err != nil {
		t.Fatal(err)
	}
	list = keep(t, r, g, 100, list)
	if s := r.Stats(); s.State != Failed || !errors.Is(s.Err, syscall.EROFS) || s.DroppedState != 100 || len(list) != 500 {
		t.Fatalf("%+v", s)
	}
	check(t, r, list)
	if err := mount(syscall.MS_REMOUNT); err != nil {
		t.Fatal(err)
	}
	r, err := Open(r.config)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.now = clock.now
	list = keep(t, r, g, 100, list)
	check(t, r, list)
}
