package alert

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// TestFlood: ten thousand deviations by as many actors are one incident for the site,
// with the first ones told there.
func TestFlood(t *testing.T) {
	b := newBench(t, Options{})
	const flood = 10000
	var opened []string
	ended := map[string]string{}
	for n := range flood {
		for _, c := range b.Add(b.dev(newPair, time.Duration(n)*50*time.Millisecond, 1000+n, 50000+n)) {
			switch c.What {
			case Opened:
				opened = append(opened, c.Incident.ID)
			case Ended:
				ended[c.Incident.ID] = c.Incident.CausedBy
			}
		}
	}
	i := b.only()
	if i.Sort != Site || i.Count != flood || len(opened) != FloodAt+1 || len(ended) != FloodAt || !slices.Equal(i.Merged, opened[:FloodAt]) {
		t.Fatalf("%s of %d deviations, %d opened, %d ended, %d merged", i.Sort, i.Count, len(opened), len(ended), len(i.Merged))
	}
	for id, by := range ended {
		if by != i.ID {
			t.Errorf("%s was caused by %q", id, by)
		}
	}
	if i.Actor != "" || len(i.Targets) != maxTargets || i.Omitted < flood || i.Title != siteTitle || i.ObservedJA == "" {
		t.Errorf("actor %q, %d targets, %d omitted, %q", i.Actor, len(i.Targets), i.Omitted, i.Title)
	}
}

// TestFew: as many incidents as are allowed, or more of them slowly, stay apart.
func TestFew(t *testing.T) {
	b := newBench(t, Options{})
	for n := range 40 {
		b.say(newPair, time.Duration(n)*65*time.Second, 100+n, 200+n)
	}
	if n := len(b.Incidents()); n != 40 {
		t.Errorf("%d incidents", n)
	}
}

// TestSitePriority: the incident of a site is as serious as the worst in it, and
// becomes more serious with what comes later; the inputs are those of one thing.
func TestSitePriority(t *testing.T) {
	b := newBench(t, Options{})
	for n := range 10 {
		b.say(newPair, time.Duration(n)*time.Second, 100+n, 200+n)
	}
	b.say(storm, 10*time.Second, 111, 211)
	if i := b.only(); i.Tier() != yardstick.TrackStar {
		t.Errorf("%s: %v", i.Priority, i.Inputs)
	}
	if what := b.say(learning, 11*time.Second, 112, 212); what != Updated {
		t.Errorf("a weak success is %s: %v", what, b.only().Inputs)
	}
	if what := b.say(restart, 12*time.Second, 113, 213); what != Escalated || b.only().Tier() != yardstick.Attend {
		t.Errorf("a restart is %s: %v", what, b.only().Inputs)
	}
}

// TestLookedAfter: what somebody looks after is not taken away by a flood.
func TestLookedAfter(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newControl, 0, 99, 199)
	id := b.only().ID
	b.decided(b.Acknowledge(id, start, "Sato", "looking at it"))
	for n := range 20 {
		b.say(newPair, time.Duration(1+n)*time.Second, 100+n, 200+n)
	}
	list := b.Incidents()
	if len(list) != 2 || list[0].ID != id || list[0].State != Acknowledged || list[1].Sort != Site {
		t.Errorf("%s", titles(list))
	}
}

// TestActStays: an incident of the highest tier is not hidden in a flood, and what a
// flood tells is as serious as the worst in it, by what came furthest.
func TestActStays(t *testing.T) {
	b := newBench(t, Options{Impact: func(netip.Addr) int { return 3 }, Outside: func(a netip.Addr) bool { return a == addr(240) }})
	b.say(newControl, 0, 99, 199)
	act := b.only()
	for n := range 20 {
		b.say(newPair, time.Duration(1+n)*time.Second, 100+n, 200+n)
	}
	list := b.Incidents()
	if act.Tier() != yardstick.Act || len(list) != 2 || list[0].ID != act.ID || list[0].State != Open || list[1].Sort != Site || list[1].Tier().Top() {
		t.Fatalf("%s, %s", act.Priority, titles(list))
	}
	attempt := b.dev(newControl, time.Minute, 140, 240)
	attempt.Evidence = baseline.Attempt
	b.sayOf(attempt)
	if i := b.Incidents()[1]; i.Tier() != yardstick.Act || i.Inputs.Evidence != "A" {
		t.Errorf("%s: %v", i.Priority, i.Inputs)
	}
	b.say(newControl, 2*time.Minute, 141, 241)
	if i := b.Incidents()[1]; i.Tier() != yardstick.Act || i.Inputs.Evidence != "S" {
		t.Errorf("%s: %v", i.Priority, i.Inputs)
	}
}

// TestMaxOpen: beyond the bound nothing is lost and nothing grows.
func TestMaxOpen(t *testing.T) {
	b := newBench(t, Options{})
	after := time.Duration(0)
	for n := range MaxOpen + 100 {
		after += 65 * time.Second
		b.say(newControl, after, 100+n, 10000+n)
	}
	list := b.Incidents()
	if len(list) > MaxOpen+siteRoom || list[len(list)-1].Sort != Site {
		t.Errorf("%d are open, the last is of a %s", len(list), list[len(list)-1].Sort)
	}
	moments, count := 0, uint64(0)
	for _, i := range list {
		moments += len(i.Timeline)
		count += i.Count
	}
	if moments != b.moments || moments > maxMoments+fewMoments*len(list) || count != MaxOpen+100 {
		t.Errorf("%d moments, %d counted, of %d deviations", moments, b.moments, count)
	}
}
