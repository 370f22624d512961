package value

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const writeSubject = "modbus 10.0.0.2:502 station 1 write holding-register"

// human draws a set-point as an operator does: mostly one of a few favourites,
// otherwise a round number not far from them.
func human(r *rand.Rand) float64 {
	if r.IntN(3) > 0 {
		return []float64{220, 230, 235, 240}[r.IntN(4)]
	}
	return math.Min(math.Max(math.Round((230+12*r.NormFloat64())/5)*5, 200), 260)
}

// operate lets operators set a point three times a day.
func operate(w *world, r *rand.Rand, from, to int) {
	for day := from; day <= to; day++ {
		for shift := range 3 {
			w.write(w.minute(day, 480*shift+r.IntN(400)), 0, 20, human(r))
		}
	}
}

// TestSetPoint: three times what was ever written is told at once, while it is refused as
// well; a value in between is evidence, and then known; few writes judge nothing.
func TestSetPoint(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(1, 2))
	operate(w, r, 1, 5)
	w.write(w.minute(5, 1439), 0, 20, 3000)
	w.only("", 0)
	w = newWorld(t, baseline.Settings{})
	operate(w, r, 1, 60)
	for k, n := range w.kinds() {
		if k != "write-new-value" {
			t.Errorf("%d of %s", n, k)
		}
	}
	t.Log(w.facts(writeSubject + "[20]"))
	t.Log(w.d.written.at(1).limit)
	w.write(w.minute(61, 1), 2, 20, 780)
	d := w.only("write-far-outside", 1)
	if d.Actor != clients[2].Addr() || d.Seen != "780" || d.Evidence != baseline.Success || d.Surprise < 8 || d.Expected == "" || d.Support < 100 {
		t.Errorf("%+v", d)
	}
	w.write(w.minute(61, 2), 2, 20, 780)
	w.only("", 0)
	w.write(w.minute(61, 20), 2, 20, 780)
	w.only("write-far-outside", 1)
	w.write(w.minute(61, 21), 2, 20, 1)
	w.only("write-far-outside", 1)
	w.write(w.minute(61, 22), 2, 20, 231)
	w.only("write-new-value", 1)
	w.write(w.minute(61, 40), 2, 20, 231)
	w.only("", 0)
	if _, s := w.facts(writeSubject + "[20]"); s != baseline.Pending {
		t.Error(s)
	}
	w.d.Decide(w.book, writeSubject+"[20]", baseline.Approved)
	w.write(w.minute(61, 60), 0, 20, 1)
	w.write(w.minute(61, 61), 0, 20, 780)
	if k := w.kinds(); k["write-far-outside"]+k["write-outside"] > 0 {
		t.Errorf("approved, and told: %v", k)
	}
	w.d.Decide(w.book, writeSubject+"[20]", baseline.Rejected)
	w.write(w.minute(61, 90), 0, 20, 230)
	w.only("write-outside", 1)
}

// TestRefused: a value refused is an attempt, and not learned.
func TestRefused(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	operate(w, rand.New(rand.NewPCG(1, 3)), 1, 30)
	w.kinds()
	before := *w.d.written.at(1)
	w.at(w.minute(30, 1439))
	e := baseline.Event{Time: w.look.Now, Client: clients[0], Server: server, Protocol: plain, Station: 1, Operation: wire.Write, Outcome: wire.Refused,
		Points: []wire.Point{{Space: 1, Index: 20, Count: 1, Access: wire.AccessWrite, Value: wire.Float64(900)}}}
	w.send(&e)
	if d := w.only("write-far-outside", 1); d.Evidence != baseline.Attempt {
		t.Error(d.Evidence)
	}
	if after := w.d.written.at(1); after.n != before.n || after.changes != before.changes {
		t.Error("learned from what was refused")
	}
}

// TestCodes: another command than the two used for weeks is exact; of a scale with many
// steps the next one is not.
func TestCodes(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(1, 4))
	for day := 1; day <= 40; day++ {
		for h := range 4 {
			w.write(w.minute(day, 300*h), 0, 1, float64(r.IntN(2)))
			w.write(w.minute(day, 300*h+1), 0, 2, float64(50+5*r.IntN(5)))
			w.write(w.minute(day, 300*h+2), 0, 3, 17)
		}
	}
	w.kinds()
	w.write(w.minute(41, 1), 0, 2, 75)
	if k := w.kinds(); k["write-far-outside"] > 0 {
		t.Errorf("one step more of a scale: %v", k)
	}
	w.write(w.minute(41, 2), 0, 1, 2)
	if d := w.only("write-far-outside", 1); len(d.Expected) != 4 {
		t.Error(d.Expected)
	}
	w.write(w.minute(41, 3), 0, 3, 18)
	w.only("write-far-outside", 1)
	w.d.Decide(w.book, writeSubject+"[1]", baseline.Approved)
	w.write(w.minute(41, 20), 0, 1, 0)
	w.write(w.minute(41, 21), 0, 1, 2)
	w.only("", 0)
}

// TestParameter: what was read as the same for weeks and is set by a command is told,
// though nobody wrote it before, and though nothing may be learned then; the
// value read afterwards is explained.
func TestParameter(t *testing.T) {
	for _, learn := range []bool{true, false} {
		w := newWorld(t, baseline.Settings{})
		for day := 1; day <= 20; day++ {
			for m := 0; m < 1440; m += 10 {
				w.read(w.minute(day, m), 0, 30, 900)
			}
		}
		w.look.Learn = learn
		w.write(w.minute(21, 1), 2, 30, 900)
		w.only("", 0)
		w.write(w.minute(21, 2), 2, 30, 400)
		d := w.only("parameter-changed", 1)
		if d.Expected != "900" || d.Seen != "400" || d.Actor != clients[2].Addr() || !d.Meaning.Control || !d.Meaning.Alone || d.Learned < 19*24*3600e9 {
			t.Errorf("%+v", d)
		}
		w.write(w.minute(21, 3), 2, 30, 400)
		w.only("", 0)
		w.read(w.minute(21, 3), 0, 30, 400)
		if learn {
			w.only("", 0)
		}
	}
}

// TestWriteDrift: set-points that creep beyond what was written, none of them far, are
// found.
func TestWriteDrift(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(1, 6))
	operate(w, r, 1, 57)
	w.kinds()
	n := 0
	for x := 260.0; x < 300 && n == 0; x += 2 {
		w.write(w.minute(58, int(x)), 2, 20, x)
		k := w.kinds()
		n = k["write-drift"]
		if k["write-outside"]+k["write-far-outside"] > 0 {
			t.Logf("at %g: %v", x, k)
			break
		}
	}
	if n != 1 {
		t.Error("a creeping set-point is not found")
	}
}

// TestManyValues: of more values than are kept the lowest and highest stay.
func TestManyValues(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	var w written
	w.begin(1, 1, number(0))
	seen := map[float64]bool{}
	low, high := math.Inf(1), math.Inf(-1)
	for range 5000 {
		x := math.Round(r.NormFloat64()*1000) / 100
		w.put(number(x))
		seen[x] = true
		low, high = math.Min(low, x), math.Max(high, x)
		for i := 1; i < int(w.n); i++ {
			if w.values[i-1] >= w.values[i] {
				t.Fatalf("not in order: %v", w.values[:w.n])
			}
		}
	}
	if s := w.span(); s != (span{low, high}) || w.n != writtenSize || w.all() || w.changes != 5000 {
		t.Errorf("%v of %g..%g, %d values", s, low, high, w.n)
	}
	for i, x := range w.values[:w.n] {
		if !seen[x] {
			t.Errorf("%d: %g was never written", i, x)
		}
	}
}

// TestReadback: what was always read back as written and is not now is told; where it was
// not always so, never.
func TestReadback(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(1, 8))
	for day := 1; day <= 20; day++ {
		for h := range 4 {
			x, y := 200+float64(r.IntN(40)), 200+float64(r.IntN(40))
			w.write(w.minute(day, 300*h), 0, 20, x)
			w.write(w.minute(day, 300*h), 0, 21, y)
			for m := 1; m < 8; m++ {
				w.read(w.minute(day, 300*h+m), 0, 20, x)
				w.read(w.minute(day, 300*h+m), 0, 21, y+float64(day%2))
			}
		}
	}
	w.kinds()
	w.write(w.minute(21, 0), 0, 20, 210)
	w.write(w.minute(21, 0), 0, 21, 210)
	for m := 1; m < 8; m++ {
		w.read(w.minute(21, m), 1, 20, 220)
		w.read(w.minute(21, m), 1, 21, 220)
	}
	if d := w.only("readback-differs", 1); d.Expected != "210" || d.Seen != "220" || d.Point != "holding-register[20]" {
		t.Errorf("%+v", d)
	}
}
