package alert

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/yardstick"
)

// TestActors: a site's incident names who took part, the worst first, also one that
// comes when the list is full; the others are counted.
func TestActors(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newControl, 0, 7, 200)
	for n := range 200 {
		b.say(newPair, time.Duration(1+n)*time.Second, 1000+n, 3000+n)
	}
	for range 5 {
		b.say(newPair, 202*time.Second, 1003, 3003)
	}
	b.say(silence, 203*time.Second, 2, 4000)
	i := b.only()
	if i.Sort != Site || len(i.Actors) != maxActors || i.Actor != "" {
		t.Fatalf("a %s with %d actors", i.Sort, len(i.Actors))
	}
	if i.Actors[0] != (Actor{addr(7).String(), "attend", 1}) || i.Actors[1] != (Actor{addr(1003).String(), "track", 6}) {
		t.Errorf("%+v", i.Actors[:3])
	}
	if want := uint64(201 - maxActors); i.ActorsOmitted < want*95/100 || i.ActorsOmitted > want*105/100 {
		t.Errorf("%d more", i.ActorsOmitted)
	}
	b.say(restart, 204*time.Second, 8, 201)
	i = b.only()
	if i.Actors[1].Address != addr(8).String() || i.Actors[1].Tier() != yardstick.Attend || len(i.Actors) != maxActors {
		t.Errorf("one that does worse is not listed: %+v", i.Actors[:3])
	}
	for _, a := range i.Actors {
		if a.Address == addr(2).String() {
			t.Error("who fell silent is named as an actor")
		}
	}
}

// TestSince: what must be done counts from when the level was reached, not from when the
// incident was opened, and what adds to it changes nothing.
func TestSince(t *testing.T) {
	high := false
	b := newBench(t, Options{Impact: func(netip.Addr) int {
		if high {
			return 2
		}
		return 1
	}})
	since := func(want time.Duration, level yardstick.Level) {
		t.Helper()
		f := b.only().Finding()
		if !f.Since.Equal(clock(start+int64(want))) || f.Level() != level {
			t.Errorf("level %d since %s, not %d since %s", f.Level(), f.Since.Sub(clock(start)), level, want)
		}
	}
	b.say(newPair, 0, 9, 10)
	since(0, 1)
	b.say(newPair, 20*time.Minute, 9, 11)
	since(0, 1)
	b.say(newControl, 40*time.Minute, 9, 11)
	since(40*time.Minute, 3)
	b.say(newControl, 50*time.Minute, 9, 12)
	since(40*time.Minute, 3)
	high = true
	b.say(restart, 70*time.Minute, 9, 13)
	since(70*time.Minute, 5)
	f := b.only().Finding()
	p := yardstick.MustDo([]yardstick.Finding{f}, yardstick.Target)
	if len(p.Actions) != 1 || !p.Actions[0].Due.Equal(clock(start+int64(85*time.Minute))) {
		t.Errorf("%+v", p.Actions)
	}
}
