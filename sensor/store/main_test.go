package store

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// childVariable says what the test program does instead of testing.
const childVariable = "BANKEN_STORE_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "write":
		os.Exit(writeChild())
	case "read":
		os.Exit(readChild())
	case "disk":
		os.Exit(diskChild())
	}
	os.Exit(m.Run())
}

// child is the test program with another task.
func child(task string, arguments ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], arguments...)
	cmd.Env = append(os.Environ(), childVariable+"="+task)
	return cmd
}

// epoch is when the tests take place.
var epoch = time.Date(2026, 11, 24, 9, 0, 0, 123456789, time.UTC)

func opened(t testing.TB, file string, o Options) *Store {
	t.Helper()
	if o.Now == nil {
		o.Now = func() time.Time { return epoch }
	}
	s, err := Open(file, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func fresh(t testing.TB) *Store {
	t.Helper()
	return opened(t, filepath.Join(t.TempDir(), Name), Options{})
}

// must fails when something does.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// value returns a value without error.
func value[T any](t testing.TB) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

func whole(t testing.TB, v *View) {
	t.Helper()
	must(t, v.Check(context.Background()))
}

func incident(n int) *Incident {
	at := epoch.Add(time.Duration(n) * time.Minute)
	return &Incident{ID: fmt.Sprintf("i-%05d", n), Opened: at, Updated: at.Add(time.Second), State: []string{"open", "closed"}[n%2],
		Priority: n % 4, Stage: "control", Actor: "10.0.0.9", Exercise: n%5 == 0, Document: fmt.Appendf(nil, `{"v":1,"n":%d}`, n)}
}

// execute carries out a command of SQLite's shell as someone else would.
func execute(t testing.TB, file string, commands ...string) error {
	t.Helper()
	db := connect(file, mode{parameters: "mode=rw", connections: 1, pragmas: "PRAGMA busy_timeout=5000"})
	defer db.Close()
	for _, command := range commands {
		if _, err := db.Exec(command); err != nil {
			return err
		}
	}
	return nil
}
