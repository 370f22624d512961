//go:build linux

package ring_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/packet"
)

// refused opens a ring that cannot be, and checks kind and advice.
func refused(t *testing.T, c ring.Config, kind error, advice string) {
	t.Helper()
	r, err := ring.Open(c)
	if err == nil {
		r.Close()
		t.Fatalf("%+v: opened", c)
	}
	var e *ring.Error
	if !errors.Is(err, kind) || !errors.As(err, &e) || e.Interface != c.Interface || !strings.Contains(err.Error(), advice) {
		t.Errorf("error is %v", err)
	}
}

func TestNoSuchInterface(t *testing.T) {
	ringtest.Namespace(t)
	refused(t, ring.Config{Interface: "eth99"}, ring.ErrNoInterface, "there are lo, plant0, port0")
	refused(t, ring.Config{Interface: "a name too long to be one"}, ring.ErrNoInterface, "there are lo, plant0, port0")
}

func TestConfigurationsThatCannotBe(t *testing.T) {
	for _, c := range []ring.Config{
		{BlockSize: 1000}, {BlockSize: -4096}, {Blocks: -1}, {Blocks: 1 << 20}, {Retire: time.Microsecond},
		{Wait: -time.Second}, {SnapLen: -1}, {Retire: time.Hour},
	} {
		c.Interface = "lo"
		refused(t, c, ring.ErrConfig, "")
	}
}

// TestTunnel has an interface whose frames are bare IP packets.
func TestTunnel(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "tuntap", "add", "dev", "tun0", "mode", "tun")
	c := small()
	c.Interface = "tun0"
	if r := open(t, c); r.LinkType() != packet.LinkRaw {
		t.Errorf("link type is %v", r.LinkType())
	}
}

// TestNoPermission gives up the capability, in a thread of its own that ends with
// the test.
func TestNoPermission(t *testing.T) {
	ringtest.Namespace(t)
	runtime.LockOSThread()
	head := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	if err := unix.Capset(&head, &none[0]); err != nil {
		t.Fatal(err)
	}
	refused(t, ring.Config{Interface: ringtest.Port}, ring.ErrPermission, "CAP_NET_RAW")
}

func TestDescriptorsAreClosed(t *testing.T) {
	ringtest.Namespace(t)
	next := func() int {
		fd, err := unix.Dup(0)
		if err != nil {
			t.Fatal(err)
		}
		unix.Close(fd)
		return fd
	}
	before := next()
	for range 10 {
		c := small()
		ring.Open(ring.Config{Interface: "eth99"})
		c.Filter = []unix.SockFilter{{Code: 0xffff}}
		ring.Open(c)
		c.Filter = nil
		group, err := ring.OpenGroup(c, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range group {
			r.Close()
		}
	}
	if after := next(); after != before {
		t.Errorf("the next descriptor is %d, before it was %d", after, before)
	}
}

// TestLoopback captures frames once that pass the loopback interface both ways.
func TestLoopback(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "set", "dev", "lo", "up")
	c := small()
	c.Interface = "lo"
	r := open(t, c)
	if err := ringtest.NewSender(t, "lo").Send(request.TCP(1, nil)); err != nil {
		t.Fatal(err)
	}
	if got := rest(t, r); len(got) != 1 {
		t.Errorf("%d frames", len(got))
	}
}
