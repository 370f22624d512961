package account

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

var (
	noon  = time.Unix(1_800_000_000, 0)
	panel = netip.MustParseAddr("192.0.2.10")
	other = netip.MustParseAddr("192.0.2.66")
)

// wrong makes an attempt that is wrong, and returns how long the next must wait; -1 when
// it was not looked at.
func wrong(l *Limits, now time.Time, name string, a netip.Addr) time.Duration {
	x, wait := l.Begin(now, name, a)
	if wait > 0 {
		return -1
	}
	return x.Wait(now)
}

// TestLimitsGrow: the first are free, then the wait doubles up to its bound.
func TestLimitsGrow(t *testing.T) {
	l, now := NewLimits(), noon
	want := []time.Duration{0, 0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second, 64 * time.Second, 128 * time.Second,
		256 * time.Second, 512 * time.Second, LongestWait, LongestWait}
	for i, w := range want {
		got := wrong(l, now, "sato", netip.Addr{})
		if got != w {
			t.Errorf("after %d: %s, want %s", i+1, got, w)
		}
		if w > 0 && wrong(l, now.Add(w-1), "sato", netip.Addr{}) != -1 {
			t.Errorf("after %d: it did not have to wait", i+1)
		}
		now = now.Add(w)
	}
}

// TestLimitsADay: whoever tries for a day, as soon as it is possible and always from
// another address, gets 96 attempts at the longest wait, and the few before it.
func TestLimitsADay(t *testing.T) {
	l, n := NewLimits(), 0
	for now := noon; now.Before(noon.Add(24 * time.Hour)); n++ {
		x, wait := l.Begin(now, "sato", netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)})) // always from elsewhere
		if wait == 0 {
			wait = x.Wait(now)
		}
		now = now.Add(max(wait, time.Millisecond))
	}
	if n > 120 || n < 90 {
		t.Errorf("%d attempts in a day", n)
	}
}

// TestLimitsOwnPanel: who tries somebody's name elsewhere does not keep them out where
// they have signed in before; there, wrong attempts count by themselves.
func TestLimitsOwnPanel(t *testing.T) {
	l, now := NewLimits(), noon
	x, _ := l.Begin(now, "sato", panel)
	x.Right(now)
	for range 3 {
		wrong(l, now, "sato", other)
	}
	if wrong(l, now, "sato", other) != -1 || wrong(l, now, "sato", netip.MustParseAddr("192.0.2.67")) != -1 {
		t.Error("elsewhere it goes on")
	}
	if got := wrong(l, now, "sato", panel); got != 0 {
		t.Errorf("the own panel must wait: %s", got)
	}
	wrong(l, now, "sato", panel)
	if got := wrong(l, now, "sato", panel); got != FirstWait {
		t.Errorf("at the own panel: %s", got)
	}
	now = now.Add(remembered + 1)
	for range 3 {
		wrong(l, now, "sato", other)
	}
	if got := wrong(l, now, "sato", panel); got != -1 {
		t.Errorf("an address is known for ever: %s", got)
	}
}

// TestLimitsAddress: whoever tries many names is slowed down; an account of one's own
// does not set free.
func TestLimitsAddress(t *testing.T) {
	l, now := NewLimits(), noon
	for i := range FreeByAddress {
		wrong(l, now, fmt.Sprint("p", i), other)
	}
	if wrong(l, now, "fresh", other) != -1 {
		t.Error("many names at once")
	}
	if got := wrong(l, now, "fresh", panel); got != 0 {
		t.Errorf("others must wait too: %s", got)
	}
	now = now.Add(FirstWait)
	x, wait := l.Begin(now, "own", other)
	if wait != 0 {
		t.Fatal(wait)
	}
	x.Right(now)
	if got := wrong(l, now, "sato", other); got != 2*FirstWait {
		t.Errorf("after one's own sign-in: %s", got)
	}
}

// TestLimitsEnd: being right begins anew, an hour forgives one, what was not decided
// does not count.
func TestLimitsEnd(t *testing.T) {
	l, now := NewLimits(), noon
	for range 2 {
		wrong(l, now, "sato", panel)
	}
	x, _ := l.Begin(now, "sato", panel)
	x.Right(now)
	if got := wrong(l, now, "sato", panel); got != 0 {
		t.Errorf("after being right: %s", got)
	}
	for range 20 {
		x, wait := l.Begin(now, "ito", netip.Addr{})
		if wait > 0 {
			t.Fatal("undecided ones count")
		}
		x.Undecided()
	}
	for range 3 {
		wrong(l, now, "kato", netip.Addr{})
	}
	if got := wrong(l, now.Add(Forgiven), "kato", netip.Addr{}); got != FirstWait {
		t.Errorf("after an hour: %s", got)
	}
	if got := wrong(l, now.Add(9*Forgiven), "kato", netip.Addr{}); got != 0 {
		t.Errorf("after nine: %s", got)
	}
}

// TestLimitsWelcome: who proved in another way who they are does not wait.
func TestLimitsWelcome(t *testing.T) {
	l := NewLimits()
	for range 3 {
		wrong(l, noon, "sato", other)
	}
	if wrong(l, noon, "sato", panel) != -1 {
		t.Fatal("there is no wait")
	}
	l.Welcome(noon, "sato", panel)
	for range 3 {
		wrong(l, noon, "sato", other)
	}
	if got := wrong(l, noon, "sato", panel); got != 0 {
		t.Errorf("they wait: %s", got)
	}
}

// TestLimitsAtOnce: attempts at the same time count as those one after another do.
func TestLimitsAtOnce(t *testing.T) {
	l, n := NewLimits(), 0
	for range 100 {
		if _, wait := l.Begin(noon, "sato", panel); wait == 0 {
			n++
		}
	}
	if n != FreeByName {
		t.Errorf("%d at once", n)
	}
}

// TestLimitsClock: a clock that is set back or ahead locks nobody out, nor sets free.
func TestLimitsClock(t *testing.T) {
	l := NewLimits()
	for range 3 {
		wrong(l, noon, "sato", netip.Addr{})
	}
	back := noon.Add(-1000 * time.Hour)
	if wrong(l, back, "sato", netip.Addr{}) != -1 {
		t.Error("set free by the clock")
	}
	if got := wrong(l, back.Add(FirstWait), "sato", netip.Addr{}); got != 2*FirstWait {
		t.Errorf("locked out by the clock: %s", got)
	}
}

// TestLimitsNetwork: addresses of one host are one.
func TestLimitsNetwork(t *testing.T) {
	for _, x := range []struct {
		a, b string
		same bool
	}{{"2001:db8::1", "2001:db8::ffff:2", true}, {"2001:db8::1", "2001:db8:0:1::1", false}, {"192.0.2.1", "::ffff:192.0.2.1", true}, {"192.0.2.1", "192.0.2.2", false}, {"fe80::1%eth0", "fe80::1", true}} {
		if got := network(netip.MustParseAddr(x.a)) == network(netip.MustParseAddr(x.b)); got != x.same {
			t.Errorf("%s and %s: %v", x.a, x.b, got)
		}
	}
}

// TestLimitsBounded: a flood of names and addresses takes no more room, and does not set
// free who is attacked.
func TestLimitsBounded(t *testing.T) {
	l, now := NewLimits(), noon
	for range 5 {
		now = now.Add(max(wrong(l, now, "sato", other), 0))
	}
	for i := range 3 * maxBuckets {
		now = now.Add(time.Millisecond)
		a := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		x, _ := l.Begin(now, fmt.Sprint("p", i), a)
		if i%2 == 0 && x != nil {
			x.Right(now)
		}
	}
	if len(l.names) > maxBuckets || len(l.addresses) > maxBuckets || len(l.familiar) > maxBuckets {
		t.Errorf("%d, %d and %d kept", len(l.names), len(l.addresses), len(l.familiar))
	}
	if b := l.names[place{name: "sato"}]; b == nil || b.wrong != 5 {
		t.Errorf("who is attacked was set free: %+v", b)
	}
}
