package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// diskOctets is the size of the file system of these tests.
const diskOctets = 16 << 20

// diskTests are run by a child on a file system of their own.
var diskTests = []testing.InternalTest{{Name: "TestDiskFull", F: diskFull}, {Name: "TestDiskRelief", F: diskRelief},
	{Name: "TestDiskReadOnly", F: diskReadOnly}}

// TestDisk runs the tests below on a small file system, in a mount namespace of
// another process; where this one is not root, in a user namespace.
func TestDisk(t *testing.T) {
	cmd := child("disk", "-test.run=^TestDisk(Full|Relief|ReadOnly)$", "-test.v")
	cmd.Env = append(cmd.Env, "BANKEN_STORE_DISK="+t.TempDir())
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

// diskChild runs the tests in the namespace. testing.Main ends the process.
func diskChild() int {
	if err := syscall.Mount("tmpfs", disk(), "tmpfs", 0, fmt.Sprintf("size=%d", diskOctets)); err != nil {
		fmt.Fprintln(os.Stderr, "mount:", err)
		return 1
	}
	testing.Main(func(pat, str string) (bool, error) { return true, nil }, diskTests, nil, nil)
	return 1
}

func disk() string { return os.Getenv("BANKEN_STORE_DISK") }

// fill stores incidents until one does not fit, from several goroutines, and
// returns which were acknowledged.
func fill(t *testing.T, s *Store, first int) (stored []string, failed error) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for n := first + worker; ; n += 4 {
				i := incident(n)
				i.Document = []byte(`"` + strings.Repeat("x", 20_000) + `"`)
				err := s.PutIncident(i)
				mu.Lock()
				if err == nil {
					stored = append(stored, i.ID)
				} else {
					failed = err
				}
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return stored, failed
}

func allThere(t *testing.T, v *View, ids []string) {
	t.Helper()
	for _, id := range ids {
		value[Incident](t)(v.Incident(id))
	}
	whole(t, v)
}

// diskFull: a full disk is told, what was acknowledged is there, also after a
// restart on the full disk, and writing goes on when there is room.
func diskFull(t *testing.T) {
	file := filepath.Join(disk(), Name)
	s := opened(t, file, Options{})
	ballast := filepath.Join(disk(), "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 6<<20), 0o600))
	ids, err := fill(t, s, 0)
	var f *Fault
	if !errors.Is(err, ErrFull) || !errors.As(err, &f) || !strings.Contains(f.Text.EN, "no room") || len(ids) < 50 {
		t.Fatalf("%d stored, then %v", len(ids), err)
	}
	allThere(t, &s.View, ids)
	must(t, s.Close())
	s = opened(t, file, Options{})
	allThere(t, &s.View, ids)
	must(t, os.Remove(ballast))
	must(t, s.PutIncident(incident(99_999)))
	more, err := fill(t, s, 50_000)
	if !errors.Is(err, ErrFull) || len(more) < 10 {
		t.Errorf("%d more, then %v", len(more), err)
	}
	allThere(t, &s.View, append(ids, more...))
	must(t, s.Close())
}

// diskReadOnly: a disk that was made read-only is told as such.
func diskReadOnly(t *testing.T) {
	file := filepath.Join(disk(), "sub", Name)
	must(t, os.Mkdir(filepath.Dir(file), 0o755))
	for _, name := range []string{Name, Name + "-wal"} {
		must(t, os.RemoveAll(filepath.Join(disk(), name)))
	}
	s := opened(t, file, Options{})
	must(t, s.PutIncident(incident(1)))
	must(t, s.Close())
	must(t, syscall.Mount("", disk(), "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, err := Open(file, Options{})
	if !errors.Is(err, ErrDenied) {
		t.Error(err)
	}
	r := value[*Reader](t)(OpenReadOnly(file))
	allThere(t, &r.View, []string{incident(1).ID})
	must(t, r.Close())
}

// TestLimit: a store that may grow no more tells so, loses nothing, and makes room
// by pruning.
func TestLimit(t *testing.T) {
	file := filepath.Join(t.TempDir(), Name)
	o := Options{MaxOctets: 4 << 20}
	s := opened(t, file, o)
	ids, err := fill(t, s, 0)
	if !errors.Is(err, ErrFull) || len(ids) < 100 {
		t.Fatalf("%d stored, then %v", len(ids), err)
	}
	allThere(t, &s.View, ids)
	if size := value[Size](t)(s.Size()); size.Octets > o.MaxOctets {
		t.Errorf("%+v", size)
	}
	must(t, s.Close())
	s = opened(t, file, o)
	allThere(t, &s.View, ids)
	keepOnly(s, tableIncidents, func(k *keeping) { k.most, k.age = 60, 0 })
	s.options.Closed = []string{"closed"}
	before := len(remaining(t, s))
	must(t, s.Tend(t.Context(), epoch))
	if after := len(remaining(t, s)); after >= before {
		t.Errorf("%d incidents, %d after", before, after)
	}
	s.options.Closed = nil
	if more, err := fill(t, s, 50_000); !errors.Is(err, ErrFull) || len(more) < 20 {
		t.Errorf("%d more, then %v", len(more), err)
	}
	whole(t, &s.View)
}
