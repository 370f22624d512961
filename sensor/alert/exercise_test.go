package alert

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// drill adds a deviation of an exercise.
func (b *bench) drill(m *baseline.Meaning, after time.Duration, actor, target int) What {
	b.t.Helper()
	x := b.dev(m, after, actor, target)
	x.Exercise = true
	return b.sayOf(x)
}

// parts returns the incidents of exercises, and the real ones.
func (b *bench) parts() (drills, real []*Incident) {
	for _, i := range b.Incidents() {
		if i.Exercise {
			drills = append(drills, i)
		} else {
			real = append(real, i)
		}
	}
	return drills, real
}

// TestExerciseApart: an exercise and what is real never share an incident, whoever did
// it, whichever came first, by key, as a consequence, as evidence, as a repeat.
func TestExerciseApart(t *testing.T) {
	for _, drillFirst := range []bool{true, false} {
		b := newBench(t, Options{})
		say := map[bool]func(*baseline.Meaning, time.Duration, int, int) What{true: b.drill, false: b.say}
		first, second := say[drillFirst], say[!drillFirst]
		first(newControl, 0, 9, 10)
		first(slower, time.Second, 2, 10)
		if second(newReads, 2*time.Second, 9, 10) == Updated {
			t.Error("evidence of the one joins the other")
		}
		if what := second(silence, 3*time.Second, 2, 10); what != Opened {
			t.Errorf("a consequence of the one is %s in the other", what)
		}
		if what := second(newControl, 4*time.Second, 9, 10); what != Opened {
			t.Errorf("the same in the one is %s in the other", what)
		}
		x := b.dev(restart, 5*time.Second, 9, 10)
		x.Repeat, x.Exercise = true, !drillFirst
		b.sayOf(x)
		drills, real := b.parts()
		a, z := drills, real
		if !drillFirst {
			a, z = real, drills
		}
		if len(a) != 1 || a[0].Count != 2 || len(z) != 2 || z[0].Count != 2 || z[1].Count != 2 {
			t.Fatalf("drill first %v: %s and %s", drillFirst, titles(a), titles(z))
		}
	}
}

// TestExerciseHeld: what waits of an exercise is taken by nothing real.
func TestExerciseHeld(t *testing.T) {
	b := newBench(t, Options{})
	b.drill(newReads, 0, 9, 10)
	b.say(newReads, 0, 9, 10)
	b.say(newControl, time.Second, 9, 10)
	if i := b.only(); i.Count != 2 || len(b.held) != 1 || i.Exercise {
		t.Errorf("%d deviations, %d wait", i.Count, len(b.held))
	}
}

// TestExerciseCountsNothing: an exercise gives no level and no task, keeps nothing from
// being learned, opens no way out, teaches nothing about kinds and promises, and fills
// no flood; and its JSON says what it is.
func TestExerciseCountsNothing(t *testing.T) {
	o := promising(1e-6, 1e-6)
	b := newBench(t, o)
	b.Tick(start)
	for n := range 3 {
		b.drill(leaves, 0, 300+n, 300+n)
		b.decided(b.Judge(b.Incidents()[0].ID, start, False, "Sato", "exercise"))
	}
	b.drill(newEgress, 0, 9, 10)
	b.drill(restart, 0, 9, 10)
	i := b.only()
	doc, err := json.Marshal(i)
	if err != nil || !strings.Contains(string(doc), `"exercise":true`) || i.Tier() != yardstick.Attend {
		t.Fatalf("%s: %s (%v)", i.Priority, doc, err)
	}
	if level, _ := yardstick.LevelOf([]yardstick.Finding{i.Finding()}); level != 1 {
		t.Errorf("it makes level %d", level)
	}
	if b.Quarantined(addr(9)) || b.Quarantined(addr(10)) || b.ways != 0 || len(b.judged) != 0 || len(b.notices("value-demoted")) != 0 {
		t.Errorf("it counts: %d ways, %d kinds judged", b.ways, len(b.judged))
	}
	b.say(leaves, 0, 300, 300)
	if _, real := b.parts(); len(real) != 1 || real[0].Inputs.Exposure != "S" {
		t.Error("what was false in an exercise is forgiven, or exposes what is real")
	}
	for n := range 2 * FloodAt {
		b.drill(newPair, time.Minute, 400+n, 500+n)
	}
	b.say(newPair, 2*time.Minute, 600, 601)
	drills, real := b.parts()
	if len(real) != 2 || slices.ContainsFunc(real, func(i *Incident) bool { return i.Sort == Site }) || !slices.ContainsFunc(drills, func(i *Incident) bool { return i.Sort == Site }) {
		t.Errorf("%s and %s", titles(drills), titles(real))
	}
}

// TestExerciseBlind: that the sensor is blind in an exercise is no blindness.
func TestExerciseBlind(t *testing.T) {
	b := newBench(t, Options{})
	b.drill(blindness, 0, 0, 0)
	if b.say(blindness, time.Second, 0, 0) != Opened {
		t.Error("real blindness is told as an exercise")
	}
	drills, real := b.parts()
	if len(drills) != 1 || len(real) != 1 {
		t.Errorf("%s and %s", titles(drills), titles(real))
	}
}

// TestExercisePermit: an exercise is no work under a permit.
func TestExercisePermit(t *testing.T) {
	asked := 0
	b := newBench(t, Options{Permitted: func(*baseline.Deviation) (string, bool) { asked++; return "W-1", true }})
	b.drill(restart, 0, 9, 10)
	if i := b.only(); asked != 0 || i.Sort != Security {
		t.Errorf("a %s, asked %d times", i.Sort, asked)
	}
}

// TestExerciseLeavesNoTrace: real incidents have the same ids with an exercise in
// between as without, and both go on from what was saved.
func TestExerciseLeavesNoTrace(t *testing.T) {
	ids := func(drill bool) (list []string) {
		b := newBench(t, Options{})
		b.say(newControl, 0, 9, 10)
		if drill {
			b.drill(newControl, 0, 9, 10)
			b.drill(restart, time.Second, 11, 12)
		}
		b.say(newControl, 2*time.Second, 20, 21)
		if _, real := b.parts(); len(real) == 2 {
			list = append(list, real[0].ID, real[1].ID)
		}
		c := NewCabinet()
		if err := c.Keep(b.Desk); err != nil {
			t.Fatal(err)
		}
		if _, err := c.GoOn(b.o); err != nil {
			t.Errorf("with an exercise %v: %v", drill, err)
		}
		return list
	}
	if a, z := ids(false), ids(true); len(a) != 2 || !slices.Equal(a, z) {
		t.Errorf("%v without, %v with an exercise", a, z)
	}
}
