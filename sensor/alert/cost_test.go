package alert

import (
	"testing"
	"time"
)

// full returns a desk with as many incidents as may be open, of which all is kept, and
// the time it has come to.
func full(t *testing.T) (*bench, *Cabinet, time.Duration) {
	b, c := newBench(t, Options{}), NewCabinet()
	after := time.Duration(0)
	for n := range MaxOpen {
		after += 65 * time.Second
		for point := range 4 {
			x := b.dev(newControl, after, 100+n, 10000+n)
			x.Point = "holding-register " + string(rune('1'+point))
			b.sayOf(x)
		}
	}
	if err := c.Keep(b.Desk); err != nil {
		t.Fatal(err)
	}
	return b, c, after
}

// TestCost: what has to be kept after one change does not grow with what is open, but
// for the list of it.
func TestCost(t *testing.T) {
	b, c, after := full(t)
	all := c.octets
	if len(c.own) != MaxOpen {
		t.Fatalf("%d incidents are kept", len(c.own))
	}
	b.say(newControl, after, 100+MaxOpen-1, 99)
	if err := c.Keep(b.Desk); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d octets in all, %d after one change, of which the head is %d", all, c.octets, len(c.head))
	if len(c.head) > MaxOpen*40+4096 || c.octets-len(c.head) > 2*(all-len(c.head))/MaxOpen {
		t.Errorf("one change costs %d octets and a head of %d; all are %d", c.octets-len(c.head), len(c.head), all)
	}
	began := time.Now()
	const times = 20
	for range times {
		b.say(newControl, after, 100+MaxOpen-1, 99)
		if _, err := b.Unsaved(); err != nil {
			t.Fatal(err)
		}
		b.Saved()
	}
	t.Logf("%s for one change", time.Since(began)/times)
	for _, s := range b.stories {
		s.dirty = true
	}
	began = time.Now()
	if err := c.Keep(b.Desk); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s for all", time.Since(began))
	if _, err := c.GoOn(b.o); err != nil {
		t.Fatal(err)
	}
}
