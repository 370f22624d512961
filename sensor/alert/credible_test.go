package alert

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// TestIndependent: two detectors corroborate each other when they look at different
// things, of different events, at one asset.
func TestIndependent(t *testing.T) {
	const attacker, hmi, plc = 9, 2, 10
	for _, test := range []struct {
		name string
		list []told
		same bool // one event
		code string
	}{
		{"one", []told{{silence, 0, hmi, plc}}, false, "L"},
		{"silence and latency", []told{{silence, 0, hmi, plc}, {slower, 1, hmi, plc}}, false, "L"},
		{"whitelist twice", []told{{newHost, 0, attacker, plc}, {newPair, 1, attacker, plc}}, false, "L"},
		{"whitelist and a sign of a tripwire", []told{{newPair, 0, hmi, plc}, {restarted, 1, hmi, plc}}, false, "L"},
		{"value and relation", []told{{leaves, 0, plc, plc}, {contested, 1, plc, plc}}, false, "L"},
		{"interface and firmware: one was replaced", []told{{macChanged, 0, plc, plc}, {firmware, 1, plc, plc}}, false, "L"},
		{"another interface and slower", []told{{macChanged, 0, plc, plc}, {slower, 1, hmi, plc}}, false, "M"},
		{"silence and values", []told{{silence, 0, hmi, plc}, {leaves, 1, plc, plc}}, false, "M"},
		{"another interface and values", []told{{macChanged, 0, plc, plc}, {leaves, 1, plc, plc}}, false, "M"},
		{"of one event", []told{{macChanged, 0, plc, plc}, {slower, 0, plc, plc}}, true, "L"},
		{"exact", []told{{storm, 0, attacker, plc}}, false, "M"},
	} {
		b := newBench(t, Options{})
		for _, x := range test.list {
			d := b.dev(x.m, x.after, x.actor, x.target)
			if test.same {
				d.Frame = 1
			}
			b.sayOf(d)
		}
		if i := b.Incidents()[0]; i.Inputs.Credibility != test.code {
			t.Errorf("%s: %s", test.name, i.Inputs.Credibility)
		}
	}
}

// TestSteps: that one thing succeeded and another is beyond doubt does not make both of
// one.
func TestSteps(t *testing.T) {
	b := newBench(t, Options{})
	b.say(storm, 0, 9, 10)
	b.say(learning, time.Second, 9, 10)
	if i := b.only(); i.Tier() != yardstick.TrackStar {
		t.Errorf("an exact precursor and a weak success are %s: %v", i.Priority, i.Inputs)
	}
	evidence := *learning
	evidence.Kind, evidence.Alone = "write-new-value", false
	b = newBench(t, Options{})
	b.say(newPair, 0, 9, 10)
	b.say(&evidence, time.Second, 9, 10)
	if i := b.only(); i.Inputs.Evidence != "S" || i.Inputs.Credibility != "L" {
		t.Errorf("a success that may not stand alone makes %v", i.Inputs)
	}
	b.say(learning, time.Minute, 9, 10)
	b.say(macChanged, 2*time.Minute, 9, 9)
	if i := b.only(); i.Inputs != (Inputs{"S", "M", "M", "S", "1"}) {
		t.Errorf("a success by somebody else at the address is %v", i.Inputs)
	}
}

// TestEarly: what is new on a channel that is still being learned is told, and weak.
func TestEarly(t *testing.T) {
	b := newBench(t, Options{})
	x := b.dev(newControl, 0, 9, 10)
	x.State, x.Native = baseline.Provisional, true
	b.sayOf(x)
	y := b.dev(restart, 0, 8, 11)
	y.State, y.Native = baseline.Learning, true
	b.sayOf(y)
	list := b.Incidents()
	if list[0].Tier().Top() || list[0].Inputs.Evidence != "A" || !list[1].Tier().Top() {
		t.Errorf("%s, %v and %s", list[0].Priority, list[0].Inputs, list[1].Priority)
	}
}

// TestPrecision: people's judgements make a kind be believed by itself, or not at all.
func TestPrecision(t *testing.T) {
	b := newBench(t, Options{})
	at := time.Duration(0)
	judge := func(m *baseline.Meaning, is Disposition, times int) {
		for n := range times {
			at += time.Hour
			b.say(m, at, 9, 1000+int(at/time.Hour))
			id := b.Incidents()[len(b.Incidents())-1].ID
			b.decided(b.Judge(id, start+int64(at), is, "Sato", "looked at it"))
			if is == Suspicious {
				b.decided(b.Judge(id, start+int64(at), is, "Sato", "dealt with"))
			}
			_ = n
		}
	}
	credibility := func(m *baseline.Meaning) string {
		at += time.Hour
		b.say(m, at, 8, 20+int(at/time.Hour))
		return b.Incidents()[len(b.Incidents())-1].Inputs.Credibility
	}
	judge(leaves, Suspicious, 2)
	if c := credibility(leaves); c != "L" {
		t.Errorf("after 2 of 2: %s", c)
	}
	judge(leaves, Suspicious, 1)
	if c := credibility(leaves); c != "M" {
		t.Errorf("after 3 of 3: %s", c)
	}
	judge(newControl, False, 4)
	if c := credibility(newControl); c != "M" {
		t.Errorf("after 0 of 4: %s", c)
	}
	judge(newControl, Work, 3)
	if c := credibility(newControl); c != "M" {
		t.Errorf("after 0 of 4 and planned work: %s", c)
	}
	judge(newControl, False, 1)
	if c := credibility(newControl); c != "L" {
		t.Errorf("after 0 of 5: %s", c)
	}
}

// TestRejudge: what a person found is counted once, as it was found last.
func TestRejudge(t *testing.T) {
	b := newBench(t, Options{})
	b.say(leaves, 0, 9, 9)
	id := b.only().ID
	b.decided(b.Judge(id, start, Suspicious, "Sato", "nobody knows"))
	if v := b.judged[leaves.Kind]; v != (verdicts{1, 1}) {
		t.Errorf("%+v", v)
	}
	b.decided(b.Judge(id, start, False, "Sato", "a sensor was broken"))
	if v := b.judged[leaves.Kind]; v != (verdicts{0, 1}) {
		t.Errorf("%+v", v)
	}
}

// TestImpact: the assets say how much depends on them.
func TestImpact(t *testing.T) {
	b := newBench(t, Options{Impact: func(a netip.Addr) int { return int(a.As4()[3]) % 8 }})
	for target, code := range map[int]string{8: "L", 9: "M", 10: "H", 11: "VH", 15: "VH"} {
		b.say(newControl, 0, 100+target, target)
		for _, i := range b.Incidents() {
			if i.Targets[0] == addr(target).String() && i.Inputs.Impact != code {
				t.Errorf("%s: %s, not %s", i.Targets[0], i.Inputs.Impact, code)
			}
		}
	}
}

// TestExposure: somebody outside makes it open, and a path out makes all that comes
// later controlled, until that is closed.
func TestExposure(t *testing.T) {
	public := netip.MustParseAddr("203.0.113.5")
	b := newBench(t, Options{Outside: func(a netip.Addr) bool { return a == public }})
	b.say(newPair, 0, 8, 10)
	x := b.dev(newEgress, time.Second, 9, 10)
	x.Target, x.Server = public, public
	b.sayOf(x)
	b.say(newPair, 2*time.Second, 7, 11)
	list := b.Incidents()
	for n, code := range []string{"S", "O", "C"} {
		if list[n].Inputs.Exposure != code {
			t.Errorf("%s has exposure %s, not %s", list[n].Actor, list[n].Inputs.Exposure, code)
		}
	}
	b.decided(b.Judge(list[1].ID, start, Work, "Sato", "remote maintenance"))
	b.say(newPair, 3*time.Second, 6, 12)
	if i := b.Incidents()[2]; i.Inputs.Exposure != "S" {
		t.Errorf("after the path is closed: %s", i.Inputs.Exposure)
	}
}

// decided fails the test when a decision was refused.
func (b *bench) decided(list []Change, err error) []Change {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}
