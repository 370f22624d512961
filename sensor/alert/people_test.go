package alert

import (
	"errors"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// TestStates: what people decide about an incident, and what undoes it.
func TestStates(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newPair, 0, 9, 10)
	id := b.only().ID
	b.decided(b.Acknowledge(id, start, "Sato", "looking at it"))
	if b.say(newPair, time.Minute, 9, 11) != Updated || b.only().State != Acknowledged {
		t.Error("a repeat tells again what somebody looks after")
	}
	if b.say(newControl, 2*time.Minute, 9, 11) != Escalated || b.only().State != Open {
		t.Error("what has become worse is not open again")
	}
	b.decided(b.Shelve(id, start+int64(3*time.Minute), time.Hour, "Sato", "work goes on"))
	if i := b.only(); i.State != Shelved || !i.Until.Equal(clock(start+int64(63*time.Minute))) {
		t.Errorf("%s until %s", i.State, i.Until)
	}
	b.Tick(start + int64(62*time.Minute))
	if b.only().State != Shelved {
		t.Error("it is back too early")
	}
	if list := b.Tick(start + int64(64*time.Minute)); len(list) != 1 || b.only().State != Open || !b.only().Until.IsZero() {
		t.Error("it is not back")
	}
	if i := b.only(); len(i.Decisions) != 2 || i.Decisions[1].What != "shelve" || i.Decisions[1].Who != "Sato" {
		t.Errorf("%+v", i.Decisions)
	}
}

// TestRefusedDecisions: a decision needs an incident, a person, a reason, and a sense.
func TestRefusedDecisions(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newPair, 0, 9, 10)
	id := b.only().ID
	for name, test := range map[string]struct {
		do   func() error
		want error
	}{
		"no incident":   {func() error { _, err := b.Judge("x", start, Work, "Sato", "planned"); return err }, ErrNone},
		"nobody":        {func() error { _, err := b.Judge(id, start, Work, "", "planned"); return err }, ErrWhy},
		"no reason":     {func() error { _, err := b.Acknowledge(id, start, "Sato", ""); return err }, ErrWhy},
		"no verdict":    {func() error { _, err := b.Judge(id, start, "perhaps", "Sato", "planned"); return err }, ErrWhat},
		"9 hours":       {func() error { _, err := b.Shelve(id, start, 9*time.Hour, "Sato", "busy"); return err }, ErrShelf},
		"no time":       {func() error { _, err := b.Shelve(id, start, 0, "Sato", "busy"); return err }, ErrShelf},
		"not of a time": {func() error { _, err := b.Endorse("x", start, 1, "CSIRT", "seen elsewhere"); return err }, ErrNone},
	} {
		if err := test.do(); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if i := b.only(); i.State != Open || len(i.Decisions) != 0 {
		t.Errorf("%s with %d decisions", i.State, len(i.Decisions))
	}
}

// TestSuspicious: what nobody answers for is beyond doubt, stays open, and is closed
// when it is dealt with.
func TestSuspicious(t *testing.T) {
	b := newBench(t, Options{Impact: nil})
	b.say(silence, 0, 2, 10)
	id := b.only().ID
	list := b.decided(b.Judge(id, start, Suspicious, "Sato", "nobody works there"))
	if i := b.only(); list[0].What != Escalated || i.Inputs.Credibility != "H" || i.State != Acknowledged || i.Closing != Suspicious {
		t.Errorf("%s: %v, %s", list[0].What, i.Inputs, i.State)
	}
	list = b.decided(b.Judge(id, start, Suspicious, "Sato", "cable mended"))
	if len(b.Incidents()) != 0 || list[0].What != Ended || list[0].Incident.State != Closed {
		t.Errorf("%+v", list)
	}
}

// TestEndorse: what is known elsewhere raises an incident.
func TestEndorse(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newPair, 0, 9, 10)
	b.decided(b.Endorse(b.only().ID, start, 7, "CSIRT", "campaign 12"))
	if i := b.only(); i.Inputs != (Inputs{"P", "H", "M", "S", "3"}) {
		t.Errorf("%v", i.Inputs)
	}
}

// TestForgiven: exactly what was found to be false is evidence only for a week, unless
// it comes further; what was work is told again.
func TestForgiven(t *testing.T) {
	day := 24 * time.Hour
	for _, test := range []struct {
		name   string
		is     Disposition
		after  time.Duration
		change func(x *baseline.Deviation)
		opens  bool
	}{
		{"the same", False, day, func(*baseline.Deviation) {}, false},
		{"the same, refused", False, day, func(x *baseline.Deviation) { x.Evidence = baseline.Precursor }, false},
		{"it comes further", False, day, func(x *baseline.Deviation) { x.Evidence = baseline.Success }, true},
		{"after a week", False, 8 * day, func(*baseline.Deviation) {}, true},
		{"another point", False, day, func(x *baseline.Deviation) { x.Point = "coil 4" }, true},
		{"another target", False, day, func(x *baseline.Deviation) { x.Target = addr(11) }, true},
		{"another actor", False, day, func(x *baseline.Deviation) { x.Actor = addr(8) }, true},
		{"another kind", False, day, func(x *baseline.Deviation) { x.Meaning = restart }, true},
		{"work", Work, day, func(*baseline.Deviation) {}, true},
		{"suspicious", Suspicious, day, func(*baseline.Deviation) {}, true},
	} {
		b := newBench(t, Options{})
		x := b.dev(newControl, 0, 9, 10)
		x.Point, x.Evidence = "coil 3", baseline.Attempt
		b.sayOf(x)
		for len(b.Incidents()) > 0 {
			b.decided(b.Judge(b.only().ID, start, test.is, "Sato", "looked at it"))
		}
		y := b.dev(newControl, test.after, 9, 10)
		y.Point, y.Evidence = "coil 3", baseline.Attempt
		test.change(y)
		if opens := b.sayOf(y) == Opened; opens != test.opens {
			t.Errorf("%s: opens an incident: %v", test.name, opens)
		}
	}
}

// TestForgivenIsEvidence: what was found to be false still adds to something else.
func TestForgivenIsEvidence(t *testing.T) {
	b := newBench(t, Options{})
	b.say(leaves, 0, 10, 10)
	b.decided(b.Judge(b.only().ID, start, False, "Sato", "sensor broken"))
	b.say(macChanged, time.Hour, 10, 10)
	if b.say(leaves, 61*time.Minute, 10, 10) == Opened || b.only().Inputs.Credibility != "M" {
		t.Errorf("%v", b.only().Inputs)
	}
}

// TestExpire: low incidents close after a week of silence, the top ones never.
func TestExpire(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newPair, 0, 9, 10)
	b.say(restart, 0, 8, 11)
	b.Tick(start + int64(Expire))
	if n := len(b.Incidents()); n != 2 {
		t.Errorf("%d are open after a week", n)
	}
	list := b.Tick(start + int64(Expire+2*time.Minute))
	if len(list) != 1 || list[0].What != Ended || list[0].Incident.Decisions[0].What != "expired" || b.only().Tier() != yardstick.Attend {
		t.Errorf("%+v", list)
	}
	b.Tick(start + int64(365*24*time.Hour))
	if b.only().State != Open {
		t.Error("an incident of the top tiers closed by itself")
	}
}

// TestPermit: work under a permit is recorded once, as authorised, and raises nothing.
func TestPermit(t *testing.T) {
	b := newBench(t, Options{Permitted: func(x *baseline.Deviation) (string, bool) { return "W-17", x.Actor == addr(9) }})
	b.say(restart, 0, 9, 10)
	b.say(download, 20*time.Minute, 9, 10)
	b.say(download, 3*time.Hour, 9, 11)
	i := b.only()
	if i.Sort != Permit || i.State != Authorised || i.Tier() != yardstick.Track || i.Ticket != "W-17" || i.Count != 3 || len(i.Targets) != 2 {
		t.Errorf("%s, %s, %s, %d", i.Sort, i.State, i.Priority, i.Count)
	}
	if b.Quarantined(addr(10)) {
		t.Error("what is authorised is quarantined")
	}
	b.say(restart, 3*time.Hour, 8, 10)
	if n := len(b.Incidents()); n != 2 {
		t.Errorf("what is not covered: %d incidents", n)
	}
	if list := b.Tick(start + int64(12*time.Hour)); len(list) != 1 || list[0].Incident.Closing != Work {
		t.Errorf("%+v", list)
	}
}

// TestBlind: what the sensor cannot see is apart, never above track*, and over when it
// sees again; of one conversation, when it is quiet.
func TestBlind(t *testing.T) {
	b := newBench(t, Options{})
	lost := &baseline.Deviation{Meaning: blindness, Time: start, Event: start, Point: "port eth1", Seen: "port-down", Count: 1}
	if b.sayOf(lost) != Opened || b.sayOf(lost) != Updated {
		t.Error("it is not one incident")
	}
	b.say(oneSided, 0, 2, 10)
	list := b.Incidents()
	if len(list) != 2 || list[0].Sort != Blind || list[0].Tier() != yardstick.TrackStar || list[1].Tier() != yardstick.Track {
		t.Fatalf("%s: %s, %s", titles(list), list[0].Priority, list[1].Priority)
	}
	b.decided(b.Endorse(list[0].ID, start, 2, "CSIRT", "seen elsewhere"))
	if i := b.Incidents()[0]; i.Tier() != yardstick.TrackStar || i.Inputs.Prevalence != "3" {
		t.Errorf("endorsed blindness is %s: %v", i.Priority, i.Inputs)
	}
	changes := b.Sighted(start + int64(time.Minute))
	if len(changes) != 1 || changes[0].What != Ended || b.only().Kinds[0].Kind != "one-sided" {
		t.Errorf("%+v", changes)
	}
	b.Sighted(start + int64(29*time.Minute))
	if len(b.Incidents()) != 1 {
		t.Error("one side is missing, and it is closed")
	}
	b.Sighted(start + int64(31*time.Minute))
	if len(b.Incidents()) != 0 {
		t.Error("what is quiet is still open")
	}
}

// TestQuarantine: nothing is learned from the assets of an open incident of the top
// tiers, as long as it is open.
func TestQuarantine(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newPair, 0, 9, 10)
	if b.Quarantined(addr(10)) {
		t.Error("a low incident keeps an asset from being learned")
	}
	b.say(newControl, time.Minute, 9, 10)
	b.say(newControl, 2*time.Minute, 9, 11)
	b.say(newControl, 3*time.Minute, 8, 11)
	for asset, want := range map[int]bool{9: true, 10: true, 11: true, 8: true, 12: false} {
		if b.Quarantined(addr(asset)) != want {
			t.Errorf("%s: %v", addr(asset), !want)
		}
	}
	b.decided(b.Judge(b.Incidents()[0].ID, start, Work, "Sato", "planned"))
	for asset, want := range map[int]bool{9: false, 10: false, 11: true} {
		if b.Quarantined(addr(asset)) != want {
			t.Errorf("after one was closed, %s: %v", addr(asset), !want)
		}
	}
	for n := range 2 * maxTargets {
		b.say(newControl, 4*time.Minute, 8, 100+n)
	}
	if !b.Quarantined(addr(5000)) {
		t.Error("with more targets than are listed, something is learned")
	}
	b.decided(b.Judge(b.only().ID, start, Work, "Sato", "planned"))
	if b.Quarantined(addr(5000)) || b.Quarantined(addr(11)) || len(b.aside.assets) != 0 {
		t.Error("after all are closed, something is not learned")
	}
}

// TestQuarantinedIsCheap: it is asked for every event.
func TestQuarantinedIsCheap(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newControl, 0, 9, 10)
	a := addr(10)
	if n := testing.AllocsPerRun(100, func() { b.Quarantined(a) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
