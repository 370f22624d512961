package alert

import (
	"math"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

const day = 24 * time.Hour

// promising are options by which every detector promises the same.
func promising(top, lower float64) Options {
	return Options{Promise: func(baseline.Detector) (float64, float64) { return top, lower }}
}

// wrong has deviations of a kind be judged false, one a day from a day on, each of
// another device, and returns after how many its detector may not raise any more; 0 when
// it still may.
func (b *bench) wrong(m *baseline.Meaning, from, days int) (after int) {
	b.t.Helper()
	for n := range days {
		at := time.Duration(from+n) * day
		b.Tick(start + int64(at))
		if b.say(m, at, 500+n, 500+n) != Opened {
			return n
		}
		list := b.Incidents()
		b.decided(b.Judge(list[len(list)-1].ID, start+int64(at), False, "Sato", "a sensor was broken"))
	}
	return 0
}

// notices returns the open notices of a kind.
func (b *bench) notices(k baseline.Kind) (list []*Incident) {
	for _, i := range b.Incidents() {
		if i.Sort == Notice && i.Kinds[0].Kind == string(k) {
			list = append(list, i)
		}
	}
	return list
}

// TestDemoted: a detector that is false more often than was promised, by the exact
// test, raises no incident any more, still supports others, and that is told; what is
// exact, and the other detectors, are heard as before, also after a restart.
func TestDemoted(t *testing.T) {
	b := newBench(t, promising(0.001, 0.1))
	after := b.wrong(leaves, 0, 30)
	// Of a Poisson distribution with 0.1 a day: P(2 or more | 0.2) = 1.75 %, P(3 or
	// more | 0.3) = 0.36 %.
	if after != 3 {
		t.Fatalf("demoted after %d", after)
	}
	list := b.notices("value-demoted")
	if len(list) != 1 || list[0].Tier() != yardstick.TrackStar || list[0].Title == "" || list[0].ObservedJA == "" || list[0].State != Open {
		t.Fatalf("it is not told: %s", titles(b.Incidents()))
	}
	for n, s := range b.Standings() {
		if (s.Detector == baseline.Values) != !s.Demoted.IsZero() {
			t.Errorf("%d: %+v", n, s)
		}
		if s.Detector == baseline.Values && (s.FalseLower != 3 || math.Abs(s.PromisedLower-0.4) > 1e-9) {
			t.Errorf("%+v", s)
		}
	}
	c := NewCabinet()
	if err := c.Keep(b.Desk); err != nil {
		t.Fatal(err)
	}
	var err error
	if b.Desk, err = c.GoOn(b.o); err != nil {
		t.Fatal(err)
	}
	at := 5 * day
	if b.say(leaves, at, 700, 700) != Nothing {
		t.Error("it is heard")
	}
	exact := *outside
	exact.Kind, exact.Exact = "write-far-outside", true
	if b.say(&exact, at, 9, 701) != Opened || b.say(silence, at, 702, 703) != Opened || b.say(newControl, at, 704, 705) != Opened {
		t.Error("what is exact, or another detector, is not heard")
	}
	b.say(macChanged, at, 706, 706)
	b.say(leaves, at+time.Minute, 706, 706)
	list = b.Incidents()
	if i := list[len(list)-1]; i.Inputs.Credibility != "M" || len(i.Kinds) != 2 {
		t.Errorf("it does not corroborate: %v of %v", i.Inputs, i.Kinds)
	}
}

// TestKept: a detector that keeps its promise is heard, one false incident proves
// nothing, planned work and what nobody answers for are not false, and without a
// promise nobody is judged.
func TestKept(t *testing.T) {
	b := newBench(t, promising(1, 1))
	if after := b.wrong(leaves, 0, 60); after != 0 {
		t.Errorf("one a day as promised: demoted after %d", after)
	}
	b = newBench(t, promising(1e-6, 1e-6))
	if after := b.wrong(leaves, 0, 1); after != 0 || b.say(leaves, 2*day, 9, 9) != Opened {
		t.Error("one false incident demotes")
	}
	for _, o := range []Options{{}, promising(0, 0)} {
		b = newBench(t, o)
		if after := b.wrong(leaves, 0, 60); after != 0 {
			t.Errorf("without a promise: demoted after %d", after)
		}
	}
	for _, is := range []Disposition{Work, Suspicious} {
		b = newBench(t, promising(0.001, 0.001))
		for n := range 10 {
			at := time.Duration(n) * day
			b.Tick(start + int64(at))
			b.say(leaves, at, 500+n, 500+n)
			id := b.only().ID
			for len(b.Incidents()) > 0 {
				b.decided(b.Judge(id, start+int64(at), is, "Sato", "known"))
			}
		}
		if len(b.notices("value-demoted")) != 0 {
			t.Errorf("%s demotes", is)
		}
	}
	b = newBench(t, promising(0.001, 0.001))
	if after := b.wrong(newControl, 0, 4); after != 0 {
		t.Errorf("what is exact is demoted after %d", after)
	}
}

// TestUnanswered: incidents of the top tiers that nobody answers for a day count, until
// somebody says that they were true.
func TestUnanswered(t *testing.T) {
	b := newBench(t, promising(0.01, 1))
	b.Tick(start)
	for n := range 2 {
		at := time.Duration(n) * time.Hour
		b.say(outside, at, 10+n, 20+n)
		b.say(macChanged, at+time.Minute, 10+n, 10+n)
	}
	b.Tick(start + int64(23*time.Hour))
	if list := b.Incidents(); len(list) != 2 || list[0].Tier() != yardstick.Attend || list[1].Tier() != yardstick.Attend {
		t.Fatalf("%s", titles(list))
	}
	b.Tick(start + int64(26*time.Hour))
	if len(b.notices("value-demoted")) != 1 || len(b.notices("endpoint-demoted")) != 1 {
		t.Fatalf("%s", titles(b.Incidents()))
	}
	b.decided(b.Judge(b.Incidents()[0].ID, start+int64(27*time.Hour), Suspicious, "Sato", "nobody knows"))
	if len(b.Incidents()) != 2 {
		t.Errorf("one of them was true, and still: %s", titles(b.Incidents()))
	}
	if b.say(leaves, 28*time.Hour, 30, 30) != Opened {
		t.Error("it is not heard again")
	}
}

// TestReinstated: a detector is believed again when a person closes the notice, or after
// a week in which it would have told nothing; then it is measured anew.
func TestReinstated(t *testing.T) {
	b := newBench(t, promising(0.001, 0.1))
	b.wrong(leaves, 0, 30)
	id := b.notices("value-demoted")[0].ID
	b.decided(b.Judge(id, start+int64(5*day), Suspicious, "Sato", "we look into it"))
	if b.say(leaves, 5*day, 700, 700) != Nothing {
		t.Error("it is heard while the notice is open")
	}
	b.decided(b.Judge(id, start+int64(5*day), Work, "Sato", "the transmitter was replaced"))
	if b.say(leaves, 5*day, 701, 701) != Opened {
		t.Error("it is not heard after a person said so")
	}
	b = newBench(t, promising(0.001, 0.1))
	b.wrong(leaves, 0, 30) // demoted on the third day
	b.say(leaves, 6*day, 700, 700)
	for n := 4; n < 13; n++ {
		b.Tick(start + int64(time.Duration(n)*day))
		if len(b.notices("value-demoted")) != 1 {
			t.Fatalf("it is believed on day %d", n)
		}
	}
	list := b.Tick(start + int64(13*day))
	if len(list) == 0 || list[0].Incident.Sort != Notice || list[0].What != Ended || list[0].Incident.Decisions[0].What != "restored" {
		t.Fatalf("%+v", list)
	}
	if b.say(leaves, 13*day, 702, 702) != Opened {
		t.Error("it is not heard after a clean week")
	}
	for _, s := range b.Standings() {
		if s.Detector == baseline.Values && s.False+s.FalseLower != 0 {
			t.Errorf("%+v", s)
		}
	}
}
