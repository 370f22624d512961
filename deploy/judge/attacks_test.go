package judge

import (
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// neverLearned are the scenarios that do something that is never learned: they are
// told within a second of the first packet that does it, in the top tiers.
var neverLearned = []string{"new-host-write", "umas-stop", "umas-download", "dnp3-cold-restart", "dnp3-direct-operate", "dnp3-disable-unsolicited",
	"dnp3-operate", "dnp3-file", "opcua-anonymous", "opcua-downgrade", "opcua-delete-subscriptions"}

// unlikely are the scenarios that may be missed: slow-drift has a known panel write
// what operators write, a little more often.
var unlikely = []string{"slow-drift"}

// TestAttacks: on works that were learned from packets, each attack is found, those by
// operations that are never learned at once and in the top tiers; the same recordings
// without an attack bring nothing in the top tiers; and what an attack does while the
// works are learned is listed for a person, not learned.
func TestAttacks(t *testing.T) {
	r, err := FewTrials().Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l := r.Learned[0]
	if l.Forecast.Days < baseline.ProvisionalDays || l.Packets < 100_000 {
		t.Errorf("%d days learned from %d packets", l.Forecast.Days, l.Packets)
	}
	for i := range r.Calm {
		checkCalm(t, &r.Calm[i])
	}
	for i := range r.Attempts {
		checkAttempt(t, &r.Attempts[i])
	}
	if len(r.Attempts) != 18 || len(r.Poison) != 18 {
		t.Errorf("%d attacks, %d while learning", len(r.Attempts), len(r.Poison))
	}
	acts := 0
	for i := range r.Poison {
		acts += len(r.Poison[i].Acts)
		checkPoison(t, &r.Poison[i])
	}
	if acts < 20 {
		t.Errorf("only %d writes and controls", acts)
	}
}

func checkCalm(t *testing.T, c *Calm) {
	t.Helper()
	for _, x := range c.Result.False {
		t.Logf("false: %s at %s by %s: %v", x.Priority, time.Unix(0, x.Opened).UTC().Format(time.DateTime), x.Actor, x.Kinds)
		if x.Top {
			t.Error("a false incident in the top tiers")
		}
	}
}

func checkAttempt(t *testing.T, a *Attempt) {
	t.Helper()
	o := &a.Outcome
	switch {
	case !o.Found() && slices.Contains(unlikely, a.Scenario):
		t.Logf("missed: %s", a.Scenario)
	case !o.Found():
		t.Errorf("missed: %s", a.Scenario)
	case slices.Contains(neverLearned, a.Scenario) && (!o.Top || o.Delay > time.Second || o.Since > time.Second):
		t.Errorf("%s: top tiers: %v, after %v, %v from its start", a.Scenario, o.Top, o.Delay, o.Since)
	}
	if len(a.Incidents) > 4 {
		t.Errorf("%s: %d incidents", a.Scenario, len(a.Incidents))
	}
}

func checkPoison(t *testing.T, p *Poison) {
	t.Helper()
	if x := p.Unlisted(); len(x) > 0 || len(p.Known) > 0 {
		t.Errorf("%s while learning: not listed %v, learned %v", p.Scenario, x, p.Known)
	}
	if len(p.Acts) > 0 && p.Waits == 0 {
		t.Errorf("%s while learning: nothing waits for a person", p.Scenario)
	}
	if x := slices.Contains(neverLearned, p.Scenario); x && (p.Times < 5 || len(p.Acts) == 0 || !p.First.Found()) {
		t.Errorf("%s while learning: %d times, %d acts, told at first: %v", p.Scenario, p.Times, len(p.Acts), p.First.Found())
	}
}

// TestPoisonUnlisted: an act is unlisted when it is neither listed nor held.
func TestPoisonUnlisted(t *testing.T) {
	p := Poison{Acts: []string{"a", "b", "c"}, Listed: []string{"a"}, Held: []string{"a", "c"}}
	if got := p.Unlisted(); !slices.Equal(got, []string{"b"}) {
		t.Error(got)
	}
}
