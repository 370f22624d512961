package value

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// again is a world restored from the state of another.
func (w *world) again(t *testing.T, s baseline.Settings) *world {
	t.Helper()
	var b, l, d snapshot.Writer
	w.book.AppendState(&b)
	w.look.AppendState(&l)
	w.d.AppendState(&d)
	x := newWorld(t, s)
	for _, part := range []struct {
		octets  []byte
		restore func(*snapshot.Reader)
	}{{b.B, x.book.Restore}, {d.B, x.d.Restore}, {l.B, func(r *snapshot.Reader) {
		x.look.Restore(r, func(k baseline.Kind) *baseline.Meaning {
			for i := range meanings {
				if meanings[i].Kind == k {
					return &meanings[i]
				}
			}
			return nil
		})
	}}} {
		r := snapshot.NewReader(part.octets)
		if part.restore(r); r.End() != nil {
			t.Fatal(r.End())
		}
	}
	x.look.Now, x.look.Day, x.second = w.look.Now, w.look.Day, w.second
	return x
}

// trouble is what an attacker does to a plant, and what is out of its range.
func trouble(w *world, r *rand.Rand, day int) {
	for m := range 40 {
		at := w.minute(day, 1400+m) + 45e9
		w.write(at, 2, uint32(1000+r.IntN(setPoints)), 200+1000*r.Float64())
		w.read(at, 1, uint32(r.IntN(48)), 5000*r.Float64())
		w.read(at, 0, uint32(r.IntN(48)), 300)
		w.write(at, 0, uint32(r.IntN(48)), 300)
	}
}

func (w *world) transcript() (s string) {
	for i := range w.got {
		s += fmt.Sprintf("%+v %s\n", w.got[i], w.got[i].Meaning.Kind)
	}
	return s
}

// TestSnapshot: after a restart in the middle of a day everything goes on as without: what
// is reported, what is told of the baseline, and the state at the end.
func TestSnapshot(t *testing.T) {
	s := baseline.Settings{}
	for _, middle := range []int{3, 17, 29} {
		w, p := newWorld(t, s), newPlant(5, 3)
		// The same plant twice: processes keep their own state.
		q := newPlant(5, 3)
		quiet := newWorld(t, s)
		for day := 1; day < middle; day++ {
			p.run(w, day, 5)
			q.run(quiet, day, 5)
		}
		trouble(w, rand.New(rand.NewPCG(1, uint64(middle))), middle-1)
		x := w.again(t, s)
		w.got = nil
		for day := middle; day < middle+12; day++ {
			p.run(w, day, 5)
			q.run(x, day, 5)
			if day%3 == 0 {
				trouble(w, rand.New(rand.NewPCG(2, uint64(day))), day)
				trouble(x, rand.New(rand.NewPCG(2, uint64(day))), day)
			}
		}
		if a, b := w.transcript(), x.transcript(); a != b || a == "" && middle > 10 {
			t.Errorf("day %d: reported differently:\n%.2000s\n%.2000s", middle, a, b)
		}
		var a, b snapshot.Writer
		w.d.AppendState(&a)
		x.d.AppendState(&b)
		if string(a.B) != string(b.B) {
			t.Errorf("day %d: the states differ", middle)
		}
		if w.entries() != x.entries() {
			t.Errorf("day %d: the entries differ", middle)
		}
		t.Logf("day %d: %d octets, %d variables, %d deviations", middle, len(a.B), w.d.vars.n, len(w.got))
	}
}

func (w *world) entries() (s string) {
	w.d.Entries(w.book, func(e *baseline.Entry) bool { s += fmt.Sprintf("%+v\n", *e); return true })
	return s
}

// TestDamage: a state that is cut or damaged is refused, or taken without harm.
func TestDamage(t *testing.T) {
	s := baseline.Settings{Day: time.Hour}
	w, p := newWorld(t, s), newPlant(6, 1)
	for day := 1; day <= 20; day++ {
		p.run(w, day, 5)
	}
	var state snapshot.Writer
	w.d.AppendState(&state)
	r := rand.New(rand.NewPCG(6, 6))
	for i := range 600 {
		n := i
		if i >= 300 {
			n = r.IntN(len(state.B))
		}
		reader := snapshot.NewReader(state.B[:n])
		if New(s, plain).Restore(reader); reader.End() == nil {
			t.Fatalf("cut at %d of %d it is accepted", n, len(state.B))
		}
	}
	accepted := 0
	for range 500 {
		b := append([]byte(nil), state.B...)
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		x := w.again(t, s)
		x.d = New(s, plain)
		reader := snapshot.NewReader(b)
		if x.d.Restore(reader); reader.End() == nil {
			accepted++
			newPlant(6, 1).run(x, 21, 60)
			x.entries()
		}
	}
	t.Logf("%d of 500 damaged states are accepted", accepted)
}

// TestScaledDay: with a learning day of 10 s everything works as with one of 24 h.
func TestScaledDay(t *testing.T) {
	w := newWorld(t, baseline.Settings{Day: 10 * time.Second})
	r := rand.New(rand.NewPCG(8, 8))
	step := func(day, m int, x, c float64) {
		w.read(w.minute(day, m), 0, 1, x)
		w.read(w.minute(day, m), 0, 2, c)
		if m%480 == 0 {
			w.write(w.minute(day, m)+1e6, 0, 20, human(r))
		}
	}
	for day := 1; day <= 40; day++ {
		for m := 0; m < 1440; m += 40 {
			step(day, m, noise(r, m), 5)
		}
	}
	for k, n := range w.kinds() {
		if k != "write-new-value" && k != "value-outside" {
			t.Errorf("%d of %s", n, k)
		}
	}
	t.Log(w.facts(readSubject + "[1]"))
	step(41, 1, 900, 6)
	w.write(w.minute(41, 2), 2, 20, 7800)
	if k := w.kinds(); k["value-outside"] != 1 || k["constant-changed"] != 1 || k["write-far-outside"] != 1 {
		t.Errorf("%v", k)
	}
}
