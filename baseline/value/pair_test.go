package value

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// TestReaders: two clients who read one point at different times see the same, as far as
// it moves; one who is told other values is found, of measurements and of states.
func TestReaders(t *testing.T) {
	w := newWorld(t, strict)
	r := rand.New(rand.NewPCG(7, 1))
	lie := 0.0
	state := 0.0
	run := func(day int) {
		for s := 0; s < 86400; s += 20 {
			m := s / 60
			if r.IntN(300) == 0 {
				state = float64(r.IntN(4))
			}
			at := w.minute(day, 0) + int64(s)*1e9
			w.read(at, 0, 3, noise(r, m))
			w.read(at, 0, 4, state)
			w.read(at+7e9, 1, 3, noise(r, m)+lie)
			if lie == 0 {
				w.read(at+8e9, 1, 4, state)
			} else {
				w.read(at+8e9, 1, 4, 0)
			}
		}
	}
	for day := 1; day <= 30; day++ {
		run(day)
	}
	w.only("", 0)
	t.Log(w.facts("readers " + readSubject + "[3] by 10.0.0.1, 10.0.0.5"))
	t.Log(w.facts("readers " + readSubject + "[4] by 10.0.0.1, 10.0.0.5"))
	lie = 15 // within the range of 200..260
	run(31)
	seen := map[string]int{}
	for i := range w.got {
		d := &w.got[i]
		if d.Meaning.Kind == "rate-outside" || d.Meaning.Kind == "value-outside" {
			continue
		}
		seen[string(d.Meaning.Kind)+d.Point]++
		if d.Meaning.Detector != baseline.Relations || !strings.HasPrefix(d.Expected, "10.0.0.1: ") || !strings.HasPrefix(d.Seen, "10.0.0.5: ") {
			t.Errorf("%+v", d)
		}
	}
	if seen["readers-differholding-register[3]"] != 1 || seen["readers-differholding-register[4]"] < 1 || seen["readers-differholding-register[4]"] > 3 {
		t.Errorf("%v", seen)
	}
}

// TestRelation: a level that goes with another, five minutes later or at once, is found
// to, and told when it does not any more though it stays in its range.
func TestRelation(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(7, 2))
	x := 50.0
	hold := math.NaN()
	run := func(day int) {
		for m := range 1440 {
			for s := range 2 {
				x += 0.6 * r.NormFloat64()
				x = math.Min(math.Max(x, 20), 80)
				at := w.minute(day, m) + int64(s)*30e9
				w.read(at, 0, 3, x)
				y := 3*x + 10 + 0.5*r.NormFloat64()
				if !math.IsNaN(hold) {
					y = hold + 0.5*r.NormFloat64()
				}
				w.read(at, 0, 4, y)
				w.read(at, 0, 5, 100*r.Float64())
			}
		}
	}
	for day := 1; day <= 40; day++ {
		run(day)
	}
	w.only("", 0)
	if n := len(w.d.relations.found); n != 1 {
		t.Fatalf("%d relations", n)
	}
	t.Log(w.facts("relation " + w.d.subject(w.book, w.d.candidateOf(w.d.relations.found[0].follows)) + " ~ " + w.d.subject(w.book, w.d.candidateOf(w.d.relations.found[0].leads))))
	hold = 3*x + 10
	for day := 41; day <= 42; day++ {
		run(day)
	}
	// It goes away more and more: told again when four times as much.
	if n := len(w.got); n < 1 || n > 4 {
		t.Errorf("told %d times", n)
	}
	if d := w.only("relation-broken", len(w.got)); !strings.Contains(d.Expected, " ~ ") || d.Meaning.Alone {
		t.Errorf("%+v", d)
	}
}

// TestLag: a relation with a lag is found with its lag.
func TestLag(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(7, 3))
	var past [3]float64
	for day := 1; day <= 16; day++ {
		for m := range 1440 {
			x := 50 + 30*math.Sin(2*math.Pi*float64(m)/40) + 5*r.NormFloat64()
			w.read(w.minute(day, m), 0, 4, x)
			w.read(w.minute(day, m), 0, 3, past[1])
			copy(past[1:], past[:2])
			past[0] = x
		}
	}
	if f := w.d.relations.found; len(f) != 1 || f[0].lag != 2 || math.Abs(f[0].b-1) > 0.05 {
		t.Fatalf("%+v", f)
	}
}
