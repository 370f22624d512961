package store

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// nobody is a user who owns nothing.
const nobody = 65534

// readChild reads a store as a user who may write nothing: the process gives up
// being root, if it is.
func readChild() int {
	if os.Getuid() == 0 {
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	r, err := OpenReadOnly(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer r.Close()
	list, err := r.Incidents(IncidentFilter{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(len(list))
	return 0
}

// asOther reads a store as a user who may not write it, nor the folder, and returns
// how many incidents there are.
func asOther(t *testing.T, file string) int {
	t.Helper()
	protect := func(folder, files os.FileMode) {
		for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
			must(t, os.Chmod(file+suffix, files))
		}
		must(t, os.Chmod(filepath.Dir(file), folder))
	}
	for d := filepath.Dir(file); d != "/" && d != os.TempDir(); d = filepath.Dir(d) {
		must(t, os.Chmod(d, 0o755))
	}
	protect(0o555, 0o444)
	defer protect(0o755, 0o644)
	cmd := child("read", file)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	return value[int](t)(strconv.Atoi(strings.TrimSpace(string(out))))
}

// TestOtherUser: a process of another user reads while the sensor writes, when it
// does not run, and after it was killed; it changes nothing, and the sensor goes on.
func TestOtherUser(t *testing.T) {
	file := filepath.Join(t.TempDir(), Name)
	s := opened(t, file, Options{})
	for n := range 6 {
		must(t, s.PutIncident(incident(n)))
		if n == 3 {
			must(t, s.Close())
		}
		if got := asOther(t, file); got != n+1 {
			t.Errorf("%d incidents, want %d", got, n+1)
		}
		if n == 3 {
			s = opened(t, file, Options{})
		}
	}
	whole(t, &s.View)
	must(t, s.Close())
	known := acknowledged{incidents: map[string]bool{}, decisions: map[string]bool{}}
	known.killOne(t, file, 1000, 50*time.Millisecond)
	if got := asOther(t, file); got < 6+len(known.incidents) {
		t.Errorf("%d incidents, %d were acknowledged", got, 6+len(known.incidents))
	}
	s = opened(t, file, Options{})
	whole(t, &s.View)
}

// TestReadOnly: a reader cannot write, whatever it is asked to.
func TestReadOnly(t *testing.T) {
	s := fresh(t)
	must(t, s.PutIncident(incident(1)))
	r := value[*Reader](t)(OpenReadOnly(s.file))
	defer r.Close()
	for _, command := range []string{"DELETE FROM incidents", "INSERT INTO meta VALUES ('a', 'b')", "CREATE TABLE x (y)", "PRAGMA user_version=3"} {
		if _, err := r.db.Exec(command); !errors.Is(r.fault(err), ErrDenied) {
			t.Errorf("%s: %v", command, err)
		}
	}
	value[Incident](t)(r.Incident(incident(1).ID))
	must(t, s.PutIncident(incident(2)))
	value[Incident](t)(r.Incident(incident(2).ID))
	whole(t, &r.View)
}

// TestOneWriter: a store that is open cannot be opened for writing again, in this
// process or another.
func TestOneWriter(t *testing.T) {
	s := fresh(t)
	if _, err := Open(s.file, Options{}); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	out, err := child("write", s.file, "0").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !strings.Contains(string(out), "in use by another process") {
		t.Errorf("%v: %s", err, out)
	}
	must(t, s.Close())
	opened(t, s.file, Options{})
}

// TestConcurrent: writers and readers at once; readers see each transaction whole.
func TestConcurrent(t *testing.T) {
	s := fresh(t)
	r := value[*Reader](t)(OpenReadOnly(s.file))
	defer r.Close()
	const writers, rounds = 8, 25
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for n := range rounds {
				err := s.Write(func(x *Tx) error {
					_ = x.PutIncident(incident(w*1000 + n))
					_, err := x.Audit(Audit{Time: epoch, Who: "w", What: "put", Subject: strconv.Itoa(n)})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	var watching sync.WaitGroup
	for _, v := range []*View{&s.View, &r.View} {
		watching.Go(func() { watch(t, v, done) })
	}
	all.Wait()
	close(done)
	watching.Wait()
	whole(t, &s.View)
	if head := value[Head](t)(r.AuditHead()); head.Seq != writers*rounds {
		t.Errorf("%d audit lines", head.Seq)
	}
	if list := value[[]Incident](t)(r.Incidents(IncidentFilter{})); len(list) != writers*rounds {
		t.Errorf("%d incidents", len(list))
	}
}

// watch reads until done: as many incidents as audit lines, and never fewer than
// before.
func watch(t *testing.T, v *View, done <-chan struct{}) {
	last := 0
	for {
		select {
		case <-done:
			return
		default:
		}
		var incidents, lines int
		err := v.q.QueryRowContext(t.Context(), "SELECT (SELECT count(*) FROM incidents), (SELECT count(*) FROM audit)").Scan(&incidents, &lines)
		if err != nil || incidents != lines || lines < last {
			t.Errorf("%d incidents, %d lines after %d: %v", incidents, lines, last, err)
			return
		}
		last = lines
		if _, err := v.VerifyAudit(t.Context()); err != nil {
			t.Error(err)
			return
		}
	}
}
