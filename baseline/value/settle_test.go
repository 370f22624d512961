package value

import (
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// constantPlant reads a point as 900 for weeks.
func constantPlant(t *testing.T) *world {
	w := newWorld(t, baseline.Settings{})
	for day := 1; day <= 20; day++ {
		for m := 0; m < 1440; m += 10 {
			w.read(w.minute(day, m), 0, 30, 900)
		}
	}
	return w
}

// settle approves that a client writes a point.
func (w *world) settle(client int, index uint32) {
	c := w.book.Channel(baseline.Channel{Client: w.book.Asset(clients[client].Addr()), Server: w.book.Asset(server.Addr()),
		Protocol: w.book.NameOf(plain.Name), Port: server.Port(), Station: 1})
	w.d.Settle(w.book, c, baseline.PointKey{Space: 1, Index: index}, 1)
}

// TestSettle: values written while a write waited for approval are not told as changed by
// a command after it, whether they could be learned or not, over a restart as well; what is
// written without approval is.
func TestSettle(t *testing.T) {
	for _, learn := range []bool{true, false} {
		for _, approves := range []bool{true, false} {
			w := constantPlant(t)
			w.look.Learn = learn
			w.write(w.minute(21, 2), 2, 30, 400)
			w.only("parameter-changed", 1)
			if approves {
				w.settle(2, 30)
			}
			w = w.again(t, baseline.Settings{})
			w.look.Learn = true
			if learn {
				if _, s := w.facts(writeSubject + "[30]"); (s == baseline.Pending) == approves {
					t.Errorf("approved: %v, and it is %s", approves, s)
				}
			}
			w.write(w.minute(21, 30), 2, 30, 400)
			w.read(w.minute(21, 31), 0, 30, 400)
			if k := w.kinds(); !learn && !approves != (k["parameter-changed"] == 1) || len(k) > 1 {
				t.Errorf("learned: %v, approved: %v: %v", learn, approves, k)
			}
		}
	}
}

// TestSettleOther: approving one point settles no other, and not what was far out.
func TestSettleOther(t *testing.T) {
	w := constantPlant(t)
	w.look.Learn = false
	w.write(w.minute(21, 2), 2, 30, 400)
	w.only("parameter-changed", 1)
	w.settle(2, 31)
	w.write(w.minute(21, 30), 2, 30, 400)
	w.only("parameter-changed", 1)

	w = newWorld(t, baseline.Settings{})
	for day := 1; day <= 40; day++ {
		for n := range 4 {
			w.write(w.minute(day, 300*n), 0, 3, 17)
		}
	}
	w.write(w.minute(41, 3), 2, 3, 18)
	w.only("write-far-outside", 1)
	w.settle(2, 3)
	if _, s := w.facts(writeSubject + "[3]"); s != baseline.Pending {
		t.Errorf("%s: what is far out was not what was approved", s)
	}
	w.write(w.minute(41, 30), 2, 3, 18)
	w.only("write-far-outside", 1)
}

// TestWaitingBound: what waits is bounded.
func TestWaitingBound(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	for i := range uint32(2 * maxWaiting) {
		for x := range 2 * waitingSize {
			w.d.keepWaiting(key{unit: 1, index: i, written: true}, number(float64(x)))
		}
	}
	if len(w.d.waiting) != maxWaiting || w.d.waiting[0].n != waitingSize || w.d.Omitted() == 0 {
		t.Errorf("%d points, %d values, %d omitted", len(w.d.waiting), w.d.waiting[0].n, w.d.Omitted())
	}
}
