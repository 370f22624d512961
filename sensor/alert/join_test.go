package alert

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// told is one deviation of a chain.
type told struct {
	m             *baseline.Meaning
	after         time.Duration
	actor, target int
}

// TestChains: the consequences of one cause are one incident, and what only happens at
// the same time is not.
func TestChains(t *testing.T) {
	const attacker, hmi, plc, other = 9, 2, 10, 11
	minute := time.Minute
	for _, test := range []struct {
		name  string
		list  []told
		count int
	}{
		{"a restart: silence, restart bits, new sessions, slow answers", []told{{restart, 0, attacker, plc}, {silence, minute, hmi, plc},
			{restarted, 2 * minute, hmi, plc}, {newSession, 2 * minute, hmi, plc}, {slower, 3 * minute, hmi, plc}, {newPair, 3 * minute, hmi, plc}}, 1},
		{"silence elsewhere", []told{{restart, 0, attacker, plc}, {silence, minute, hmi, other}}, 2},
		{"silence much later", []told{{restart, 0, attacker, plc}, {silence, 16 * minute, hmi, plc}}, 2},
		{"a write outside, then the value, then the read-back", []told{{outside, 0, hmi, plc}, {leaves, 5 * minute, plc, plc}, {differs, 20 * minute, plc, plc}}, 1},
		{"the value of another device", []told{{outside, 0, hmi, plc}, {leaves, 5 * minute, other, other}}, 2},
		{"another one at an address: values contested, then commands", []told{{macChanged, 0, plc, plc}, {contested, 5 * minute, plc, plc},
			{newControl, 8 * minute, hmi, plc}, {differs, 12 * minute, plc, plc}}, 1},
		{"another one at an address, and a command elsewhere", []told{{macChanged, 0, plc, plc}, {newControl, 8 * minute, hmi, other}}, 2},
		{"too many questions", []told{{storm, 0, attacker, plc}, {silence, 2 * minute, hmi, plc}}, 1},
		{"one cable", []told{{silence, 0, hmi, plc}, {silence, minute, 3, plc}, {silence, 2 * minute, hmi, other}}, 1},
		{"two cables", []told{{silence, 0, hmi, plc}, {silence, minute, 3, other}}, 2},
		{"it comes back", []told{{silence, 0, hmi, plc}, {restarted, 9 * minute, 3, plc}}, 1},
		{"the device that was taken over goes on", []told{{download, 0, attacker, plc}, {newControl, 10 * minute, plc, other}}, 1},
		{"a device that was only looked at does something", []told{{newPair, 0, attacker, plc}, {newControl, 10 * minute, plc, other}}, 2},
		{"the operator commands another device during an attack", []told{{newControl, 0, attacker, plc}, {newControl, minute, hmi, other}}, 2},
	} {
		b := newBench(t, Options{})
		for _, x := range test.list {
			b.say(x.m, x.after, x.actor, x.target)
		}
		if list := b.Incidents(); len(list) != test.count {
			t.Errorf("%s: %d incidents, not %d: %s", test.name, len(list), test.count, titles(list))
		}
	}
}

// TestStations: the same at another station behind one address is not the same.
func TestStations(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newControl, 0, 9, 10)
	x := b.dev(newControl, time.Hour, 9, 10)
	if b.sayOf(x) != Updated {
		t.Error("the same is another incident")
	}
	x = b.dev(newControl, 2*time.Hour, 9, 10)
	x.Station = 7
	if b.sayOf(x) != Opened {
		t.Error("another station is the same")
	}
}

// TestRefused: a device is not taken over by what it refused.
func TestRefused(t *testing.T) {
	b := newBench(t, Options{})
	x := b.dev(download, 0, 9, 10)
	x.Evidence = baseline.Attempt
	b.sayOf(x)
	b.say(newControl, time.Minute, 10, 11)
	if n := len(b.Incidents()); n != 2 {
		t.Errorf("%d incidents", n)
	}
}

// TestLatestCause: of two causes that are as likely, the latest one counts.
func TestLatestCause(t *testing.T) {
	b := newBench(t, Options{})
	b.say(restart, 0, 9, 10)
	b.say(restart, time.Minute, 8, 10)
	b.say(restart, 2*time.Minute, 9, 10)
	b.say(silence, 3*time.Minute, 2, 10)
	if list := b.Incidents(); len(list) != 2 || list[0].Count != 3 {
		t.Errorf("%s", titles(list))
	}
	b.say(restart, 4*time.Minute, 8, 11)
	b.say(silence, 5*time.Minute, 3, 10)
	if list := b.Incidents(); len(list) != 2 || list[1].Count != 3 {
		t.Errorf("%d and %d", list[0].Count, list[1].Count)
	}
}

// TestCauseFirst: an incident is told by its cause, whatever follows.
func TestCauseFirst(t *testing.T) {
	b := newBench(t, Options{})
	b.say(macChanged, 0, 10, 10)
	title := b.only().Title
	b.say(contested, time.Minute, 10, 10)
	if i := b.only(); i.Title != title || len(i.Kinds) != 2 {
		t.Errorf("%q became %q", title, i.Title)
	}
}

// TestHeld: what may not stand alone never opens an incident; it joins one of the same
// actor or target, and waits ten minutes for one.
func TestHeld(t *testing.T) {
	for _, test := range []struct {
		name  string
		list  []told
		open  int
		count uint64 // deviations of the first incident
	}{
		{"alone", []told{{newReads, 0, 2, 10}, {slower, time.Second, 2, 10}}, 0, 0},
		{"joins the same target", []told{{silence, 0, 2, 10}, {slower, time.Minute, 3, 10}}, 1, 2},
		{"joins the same actor", []told{{newPair, 0, 9, 10}, {newReads, time.Minute, 9, 11}}, 1, 2},
		{"what is noticed says nothing of who asked", []told{{newPair, 0, 9, 10}, {slower, time.Minute, 9, 11}}, 1, 1},
		{"waited for its actor", []told{{newReads, 0, 9, 10}, {newPair, 9 * time.Minute, 9, 11}}, 1, 2},
		{"waited for its target", []told{{slower, 0, 2, 10}, {macChanged, 9 * time.Minute, 10, 10}}, 1, 2},
		{"waited for an incident to come there", []told{{newPair, 0, 9, 10}, {slower, time.Minute, 2, 11}, {newPair, 2 * time.Minute, 9, 11}}, 1, 3},
		{"waited too long", []told{{newReads, 0, 9, 10}, {newPair, 11 * time.Minute, 9, 11}}, 1, 1},
		{"of others", []told{{newReads, 0, 8, 12}, {newPair, time.Minute, 9, 11}}, 1, 1},
		{"the same waits once", []told{{newReads, 0, 9, 10}, {newReads, time.Second, 9, 10}, {newPair, time.Minute, 9, 11}}, 1, 3},
	} {
		b := newBench(t, Options{})
		for _, x := range test.list {
			if what := b.say(x.m, x.after, x.actor, x.target); !x.m.Alone && what == Opened {
				t.Errorf("%s: %s opens an incident", test.name, x.m.Kind)
			}
		}
		list := b.Incidents()
		if len(list) != test.open || len(list) > 0 && list[0].Count != test.count {
			t.Errorf("%s: %d incidents %s", test.name, len(list), titles(list))
		}
	}
}

// TestRevived: a repeat after a long time has its incident go on, also after a restart.
func TestRevived(t *testing.T) {
	for _, again := range []bool{false, true} {
		b := newBench(t, Options{})
		b.say(newPair, 0, 9, 10)
		b.say(newPair, 5*time.Hour, 8, 12)
		b.say(newPair, 6*time.Hour, 9, 10)
		if again {
			c := NewCabinet()
			if err := c.Keep(b.Desk); err != nil {
				t.Fatal(err)
			}
			var err error
			if b.Desk, err = c.GoOn(b.o); err != nil {
				t.Fatal(err)
			}
		}
		b.say(newControl, 6*time.Hour+time.Minute, 9, 11)
		if list := b.Incidents(); len(list) != 2 || list[0].Count != 3 {
			t.Errorf("%s", titles(list))
		}
	}
}

// TestHeldBound: a flood of what may not stand alone is bounded, for one actor and in
// all, and counted.
func TestHeldBound(t *testing.T) {
	b := newBench(t, Options{})
	for n := range 1000 {
		b.say(newReads, time.Duration(n), 9, 100+n)
	}
	if len(b.held) != maxHeldOne || b.Omitted() != 1000-maxHeldOne {
		t.Errorf("%d wait, %d are omitted", len(b.held), b.Omitted())
	}
	for n := range 2000 {
		b.say(newReads, time.Duration(1000+n), 100+n, 1)
	}
	if len(b.held) != maxHeld {
		t.Errorf("%d wait", len(b.held))
	}
}
