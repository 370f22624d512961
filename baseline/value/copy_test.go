package value

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// copies lets days pass on which a level moves, and is read at three places: as it is,
// in another scale half a minute later, and with a point beside that moves by itself.
func copies(w *world, from, to int, levels [2]*level) {
	for day := from; day <= to; day++ {
		for m := 0; m < 1440; m += 2 {
			a, b := levels[0].next(), levels[1].next()
			w.read(w.minute(day, m), 0, 1, a)
			w.read(w.minute(day, m)+10e9, 1, 2, a/1000)
			w.read(w.minute(day, m)+20e9, 0, 3, b)
		}
	}
}

// level is a value that wanders and comes back.
type level struct {
	r *rand.Rand
	x float64
}

func (l *level) next() float64 {
	l.x += -l.x*0.02 + 20*l.r.NormFloat64()
	return math.Round(3000 + l.x)
}

func twoLevels() [2]*level {
	return [2]*level{{r: rand.New(rand.NewPCG(3, 1))}, {r: rand.New(rand.NewPCG(4, 1))}}
}

// TestCopy: one change read at two places is told once, the second as evidence; another
// one at the same time is told, and so is a copy that shows something else.
func TestCopy(t *testing.T) {
	w := newWorld(t, strict)
	levels := twoLevels()
	copies(w, 1, 40, levels)
	w.kinds()
	at := w.minute(41, 0)
	w.read(at, 0, 1, 9000)
	d := w.only("value-outside", 1)
	w.read(at+10e9, 1, 2, 9)
	c := w.only("value-copy", 1)
	if c.Meaning.Alone || c.Point != "holding-register[2]" || c.Expected != d.Point || c.Target != d.Target || c.Seen != "9" {
		t.Errorf("%+v", c)
	}
	w.read(at+20e9, 0, 3, 9000)
	w.only("value-outside", 1)
}

// TestCopyOther: what a copy shows alone, in the other direction, or in another size, is
// told by itself; over a restart too.
func TestCopyOther(t *testing.T) {
	for name, second := range map[string]float64{"lower": -9, "another size": 14} {
		w := newWorld(t, strict)
		copies(w, 1, 40, twoLevels())
		w.kinds()
		w.read(w.minute(41, 0), 0, 1, 9000)
		w.only("value-outside", 1)
		w = w.again(t, strict)
		w.read(w.minute(41, 0)+10e9, 1, 2, second)
		if k := w.kinds(); k["value-outside"] != 1 || k["value-copy"] != 0 {
			t.Errorf("%s: %v", name, k)
		}
	}
	w := newWorld(t, strict)
	copies(w, 1, 40, twoLevels())
	w.kinds()
	w.read(w.minute(41, 0), 0, 1, 9000)
	w.only("value-outside", 1)
	w.read(w.minute(41, 15), 1, 2, 9)
	w.only("value-outside", 1)
}

// TestShownBound: excursions are kept for their copies up to a bound.
func TestShownBound(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	o := observation{l: w.look}
	s := series{limit: span{0, 1}}
	for i := range uint32(3 * maxShown) {
		w.d.series.add(maxSeries)
		w.d.copied(&o, &variable{ref: i + 1}, &s, valueOutside, 2)
	}
	if len(w.d.shown) != maxShown || w.d.shown[0].series != 2*maxShown+1 {
		t.Errorf("%d kept, from %d", len(w.d.shown), w.d.shown[0].series)
	}
}
