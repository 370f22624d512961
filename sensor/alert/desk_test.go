package alert

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// start is when the tests begin, UTC ns.
var start = time.Date(2026, 3, 2, 9, 15, 0, 0, time.UTC).UnixNano()

func addr(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
}

// The kinds the tests are made of, one of each sort there is.
var (
	newHost    = &baseline.Meaning{Kind: "new-host", Detector: baseline.Whitelist, Stage: baseline.Recon, Alone: true, Techniques: []string{"T0846"}}
	newPair    = &baseline.Meaning{Kind: "new-pair", Detector: baseline.Whitelist, Stage: baseline.Recon, Alone: true}
	newReads   = &baseline.Meaning{Kind: "new-read-range", Detector: baseline.Whitelist, Stage: baseline.Recon}
	newSession = &baseline.Meaning{Kind: "new-session-function", Detector: baseline.Whitelist, Stage: baseline.Recon}
	newControl = &baseline.Meaning{Kind: "new-control", Detector: baseline.Whitelist, Stage: baseline.Control, Control: true, Exact: true, Alone: true, Techniques: []string{"T0855"}}
	newEgress  = &baseline.Meaning{Kind: "new-egress", Detector: baseline.Whitelist, Stage: baseline.Access, Alone: true}
	learning   = &baseline.Meaning{Kind: "first-write-learning", Detector: baseline.Whitelist, Stage: baseline.Control, Control: true, Alone: true}
	restart    = &baseline.Meaning{Kind: "dnp3-restart", Detector: baseline.Tripwire, Stage: baseline.Disruption, Control: true, Exact: true, Alone: true, Techniques: []string{"T0816"}}
	download   = &baseline.Meaning{Kind: "program-transfer", Detector: baseline.Tripwire, Stage: baseline.Configuration, Control: true, Exact: true, Alone: true}
	storm      = &baseline.Meaning{Kind: "modbus-exception-storm", Detector: baseline.Tripwire, Stage: baseline.Recon, Exact: true, Alone: true}
	restarted  = &baseline.Meaning{Kind: "dnp3-restarted", Detector: baseline.Tripwire, Stage: baseline.Disruption, Alone: true}
	silence    = &baseline.Meaning{Kind: "silence", Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true}
	slower     = &baseline.Meaning{Kind: "latency-shift", Detector: baseline.Latency, Stage: baseline.Access}
	outside    = &baseline.Meaning{Kind: "write-outside", Detector: baseline.Values, Stage: baseline.Control, Control: true, Alone: true}
	leaves     = &baseline.Meaning{Kind: "value-outside", Detector: baseline.Values, Stage: baseline.Control, Alone: true}
	differs    = &baseline.Meaning{Kind: "readback-differs", Detector: baseline.Values, Stage: baseline.Control, Alone: true}
	contested  = &baseline.Meaning{Kind: "readers-differ", Detector: baseline.Relations, Stage: baseline.Access, Alone: true}
	macChanged = &baseline.Meaning{Kind: "mac-changed", Detector: baseline.Endpoint, Stage: baseline.Access, Alone: true}
	firmware   = &baseline.Meaning{Kind: "firmware-changed", Detector: baseline.Identity, Stage: baseline.Configuration, Alone: true}
	blindness  = &baseline.Meaning{Kind: sensorBlind, Detector: baseline.Visible, Stage: baseline.Disruption, Alone: true}
	oneSided   = &baseline.Meaning{Kind: "one-sided", Detector: baseline.Visible, Stage: baseline.Disruption, Alone: true}
)

// bench is a desk with what is needed to try it.
type bench struct {
	*Desk
	t     *testing.T
	frame uint64
}

func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	if o.Table == nil {
		table, err := yardstick.Load()
		if err != nil {
			t.Fatal(err)
		}
		o.Table = table
	}
	return &bench{Desk: New(o), t: t}
}

// dev is a deviation of an event of its own, answered well.
func (b *bench) dev(m *baseline.Meaning, after time.Duration, actor, target int) *baseline.Deviation {
	b.frame++
	now := start + int64(after)
	x := &baseline.Deviation{Meaning: m, Time: now, Event: now, Frame: b.frame, Flow: 7, Actor: addr(actor), Target: addr(target),
		Client: addr(actor), Server: addr(target), Protocol: "modbus", Outcome: wire.Answered, Count: 1, State: baseline.Ready}
	if m.Control {
		x.Evidence = baseline.Success
	}
	return x
}

// say adds a deviation and returns what changed about the incident it went to.
func (b *bench) say(m *baseline.Meaning, after time.Duration, actor, target int) What {
	b.t.Helper()
	return b.sayOf(b.dev(m, after, actor, target))
}

func (b *bench) sayOf(x *baseline.Deviation) What {
	b.t.Helper()
	list := b.Add(x)
	if len(list) == 0 {
		return Nothing
	}
	return list[len(list)-1].What
}

// only returns the one incident that is open.
func (b *bench) only() *Incident {
	b.t.Helper()
	list := b.Incidents()
	if len(list) != 1 {
		b.t.Fatalf("%d incidents are open, not one: %s", len(list), titles(list))
	}
	return list[0]
}

func titles(list []*Incident) (all []string) {
	for _, i := range list {
		all = append(all, string(i.Sort)+" "+i.Actor+" "+i.Stage+" "+i.Kinds[0].Kind)
	}
	return all
}

// TestGoesOn: an actor that goes on from recon to control is one incident, whose stage
// is the furthest reached, whose targets are joined, and whose priority only rises.
func TestGoesOn(t *testing.T) {
	b := newBench(t, Options{})
	for _, step := range []struct {
		m      *baseline.Meaning
		after  time.Duration
		target int
		what   What
		tier   yardstick.Tier
		stage  string
	}{
		{newHost, 0, 1, Opened, yardstick.Track, "recon"},
		{newPair, time.Minute, 2, Updated, yardstick.Track, "recon"},
		{newPair, 29 * time.Minute, 3, Updated, yardstick.Track, "recon"},
		{newControl, 58 * time.Minute, 3, Escalated, yardstick.Attend, "control"},
		{newControl, 60 * time.Minute, 3, Updated, yardstick.Attend, "control"},
		{newPair, 70 * time.Minute, 4, Updated, yardstick.Attend, "control"},
		{restart, 80 * time.Minute, 4, Updated, yardstick.Attend, "disruption"},
	} {
		if what := b.say(step.m, step.after, 9, step.target); what != step.what {
			t.Errorf("%s after %s is %s, not %s", step.m.Kind, step.after, what, step.what)
		}
		if i := b.only(); i.Tier() != step.tier || i.Stage != step.stage {
			t.Errorf("%s after %s: %s, %s", step.m.Kind, step.after, i.Priority, i.Stage)
		}
	}
	i := b.only()
	if len(i.Targets) != 4 || i.Count != 7 || i.Actor != addr(9).String() || i.Row == 0 || i.ID[:17] != "20260302T091500Z-" {
		t.Errorf("%s: %d targets, %d deviations, actor %s, row %d", i.ID, len(i.Targets), i.Count, i.Actor, i.Row)
	}
	if i.Inputs != (Inputs{"S", "M", "M", "S", "1"}) || len(i.Techniques) != 3 || i.Techniques[0] != (Technique{"T0846", "18.1"}) {
		t.Errorf("inputs %v, techniques %v", i.Inputs, i.Techniques)
	}
}

// TestPause: a pause of half an hour, or an age of a day, ends an incident; exactly the
// same is a repeat for as long as that is open.
func TestPause(t *testing.T) {
	for _, test := range []struct {
		name     string
		m        *baseline.Meaning
		times    []time.Duration
		other    bool // of another target each
		incident int
	}{
		{"no pause", newControl, []time.Duration{0, 29 * time.Minute, 58 * time.Minute}, true, 1},
		{"a pause", newControl, []time.Duration{0, 31 * time.Minute}, true, 2},
		{"the same command", newControl, []time.Duration{0, 31 * time.Minute}, false, 1},
		{"the same look", newPair, []time.Duration{0, 31 * time.Minute, 10 * time.Hour}, false, 1},
		{"another look", newPair, []time.Duration{0, 31 * time.Minute}, true, 2},
		{"the same look on another day", newPair, []time.Duration{0, 25 * time.Hour}, false, 1},
	} {
		b := newBench(t, Options{})
		for n, after := range test.times {
			target := 1
			if test.other {
				target += n
			}
			b.say(test.m, after, 9, target)
		}
		if list := b.Incidents(); len(list) != test.incident {
			t.Errorf("%s: %d incidents", test.name, len(list))
		}
	}
	b := newBench(t, Options{})
	b.say(newControl, 0, 9, 1)
	b.decided(b.Judge(b.only().ID, start, Work, "Sato", "planned"))
	if b.say(newControl, time.Minute, 9, 1) != Opened {
		t.Error("what was closed as work is not told again")
	}
	b = newBench(t, Options{})
	for after := time.Duration(0); after < 30*time.Hour; after += 20 * time.Minute {
		b.say(newControl, after, 9, int(after/time.Minute))
	}
	if n := len(b.Incidents()); n != 2 {
		t.Errorf("30 hours without a pause are %d incidents", n)
	}
}

// TestOthers: other actors, and symptoms of another stage, are other incidents.
func TestOthers(t *testing.T) {
	b := newBench(t, Options{})
	b.say(newControl, 0, 9, 1)
	b.say(newControl, time.Second, 8, 1)
	b.say(silence, 2*time.Second, 7, 5)
	if n := len(b.Incidents()); n != 3 {
		t.Errorf("%d incidents", n)
	}
}

// TestRepeat: what is said to be a repeat is counted where it is open, and nowhere else.
func TestRepeat(t *testing.T) {
	b := newBench(t, Options{})
	repeat := func(after time.Duration, actor, target int) What {
		x := b.dev(newControl, after, actor, target)
		x.Repeat, x.Point = true, "coil 7"
		return b.sayOf(x)
	}
	if repeat(0, 9, 1) != Nothing {
		t.Error("a repeat opens an incident")
	}
	b.say(newControl, 0, 9, 1)
	if repeat(50*time.Hour, 9, 1) != Updated || b.only().Count != 2 {
		t.Error("a repeat is not counted")
	}
	if repeat(50*time.Hour, 8, 1) != Nothing || repeat(50*time.Hour, 9, 2) != Nothing {
		t.Error("a repeat of others is counted")
	}
}

// TestBack: when the clock of the observations is set back, what goes on is the same
// incident, by less than a day, and another one in observations of another time.
func TestBack(t *testing.T) {
	for _, test := range []struct {
		by    time.Duration
		first What
		count int // after a pause
	}{{12 * time.Hour, Escalated, 2}, {48 * time.Hour, Opened, 3}} {
		b := newBench(t, Options{})
		b.say(newPair, test.by, 9, 1)
		b.Back(start)
		if what := b.say(newControl, time.Minute, 9, 2); what != test.first {
			t.Errorf("back by %s: %s", test.by, what)
		}
		b.say(newControl, 40*time.Minute, 9, 3)
		if n := len(b.Incidents()); n != test.count {
			t.Errorf("back by %s: %d incidents", test.by, n)
		}
	}
}

// TestBackLasts: nothing lasts longer because the clock was set back: not what is put
// aside, not what is forgiven, not what a cause may have as its consequence.
func TestBackLasts(t *testing.T) {
	const long = 240 * time.Hour
	b := newBench(t, Options{})
	b.say(leaves, long, 9, 9)
	b.decided(b.Judge(b.only().ID, start+int64(long), False, "Sato", "a sensor was broken"))
	b.say(newPair, long, 8, 10)
	b.decided(b.Shelve(b.only().ID, start+int64(long), time.Hour, "Sato", "later"))
	b.Back(start)
	b.Tick(start + int64(MaxShelf+time.Minute))
	if i := b.only(); i.State != Open {
		t.Errorf("it is %s until %s", i.State, i.Until)
	}
	if b.say(leaves, 8*24*time.Hour, 9, 9) != Opened {
		t.Error("it is forgiven for more than a week")
	}
	b = newBench(t, Options{})
	b.say(restart, 6*time.Hour, 9, 10)
	b.Back(start)
	b.say(newPair, 20*time.Minute, 9, 12) // it goes on
	if what := b.say(silence, 21*time.Minute, 2, 10); what != Opened {
		t.Errorf("silence long after a restart is %s", what)
	}
}

// TestTexts: an incident is told by its most serious deviation, in both languages, and
// what comes from the wire can be printed.
func TestTexts(t *testing.T) {
	b := newBench(t, Options{Name: func(a netip.Addr) string { return "pump " + a.String() }})
	b.say(newHost, 0, 9, 1)
	first := b.only()
	x := b.dev(newControl, time.Second, 9, 1)
	x.Point, x.Seen, x.Function = "coil 3\x1b[31m", "1\n\xff", "Write Single Coil"
	b.sayOf(x)
	i := b.only()
	if i.Title == first.Title || i.Title == "" || i.TitleJA == "" || i.ObservedJA == "" || i.Expected == "" || i.First == "" {
		t.Errorf("%q, %q, %q", i.Title, i.Observed, i.Expected)
	}
	m := i.Timeline[1]
	if m.Point != "coil 3\uFFFD[31m" || m.Seen != "1\uFFFD\uFFFD" || m.Outcome != "answered" {
		t.Errorf("%q, %q", m.Point, m.Seen)
	}
	b.say(newPair, time.Minute, 9, 3)
	if again := b.only(); again.Title != i.Title {
		t.Errorf("a lesser deviation changes the title to %q", again.Title)
	}
}

// TestBounds: of what one actor does without end, the first and the latest are kept,
// targets are listed up to a bound and the others counted.
func TestBounds(t *testing.T) {
	b := newBench(t, Options{})
	const flood = 10000
	opened := 0
	for n := range flood {
		if b.say(newControl, time.Duration(n)*10*time.Millisecond, 9, 100+n) == Opened {
			opened++
		}
	}
	i := b.only()
	if opened != 1 || i.Count != flood || len(i.Targets) != maxTargets || len(i.Timeline) != maxTimeline || len(i.Evidence) != maxEvidence {
		t.Errorf("%d opened, %d counted, %d targets, %d moments, %d evidence", opened, i.Count, len(i.Targets), len(i.Timeline), len(i.Evidence))
	}
	if i.Omitted < (flood-maxTargets)*95/100 || i.Omitted > (flood-maxTargets)*105/100 || i.Left != flood-maxTimeline {
		t.Errorf("%d targets and %d moments are left out", i.Omitted, i.Left)
	}
	if i.Timeline[0].Frame != 1 || i.Timeline[maxTimeline-1].Frame != flood {
		t.Errorf("from frame %d to %d", i.Timeline[0].Frame, i.Timeline[maxTimeline-1].Frame)
	}
}
