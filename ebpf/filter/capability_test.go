package filter

import (
	"errors"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// with runs f with no capabilities in effect but the given ones.
func with(t *testing.T, f func(), caps ...uint) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var before [2]unix.CapUserData
	if err := unix.Capget(&header, &before[0]); err != nil {
		t.Fatal(err)
	}
	now := before
	now[0].Effective, now[1].Effective = 0, 0
	for _, c := range caps {
		now[c/32].Effective |= 1 << (c % 32)
	}
	if err := unix.Capset(&header, &now[0]); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := unix.Capset(&header, &before[0]); err != nil {
			t.Fatal(err)
		}
	}()
	f()
}

// TestCapabilities: the documented ones are enough to load and attach, and
// the error names those that are missing.
func TestCapabilities(t *testing.T) {
	root(t)
	for _, c := range []struct {
		held    []uint
		missing []string
	}{
		{[]uint{unix.CAP_BPF, unix.CAP_NET_ADMIN, unix.CAP_PERFMON}, nil},
		{[]uint{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN}, nil},
		{[]uint{unix.CAP_BPF, unix.CAP_NET_ADMIN}, []string{"CAP_PERFMON"}},
		{[]uint{unix.CAP_BPF, unix.CAP_PERFMON}, []string{"CAP_NET_ADMIN"}},
		{[]uint{unix.CAP_NET_ADMIN}, []string{"CAP_BPF", "CAP_PERFMON"}},
		{nil, []string{"CAP_BPF", "CAP_NET_ADMIN", "CAP_PERFMON"}},
	} {
		namespace(t)
		var err error
		with(t, func() { err = loadAttached() }, c.held...)
		var p *PermissionError
		switch {
		case c.missing == nil && err != nil:
			t.Errorf("with %v: %v", c.held, err)
		case c.missing != nil && (!errors.As(err, &p) || !slices.Equal(p.Missing, c.missing) ||
			!Unsupported(err) || !errors.Is(err, ErrPermission)):
			t.Errorf("with %v: got %v, want %v missing", c.held, err, c.missing)
		}
	}
}

func loadAttached() error {
	f, err := Load(Config{Interface: "v1", Dedicated: true, Flows: 64})
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Attach(); err != nil {
		return err
	}
	_, err = f.Totals()
	return errors.Join(err, f.Flows(func(Flow) bool { return true }))
}
