package endpoint

import (
	"fmt"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// TestState: whenever the detector is replaced by its state, what is told stays
// the same.
func TestState(t *testing.T) {
	script := func(restarts bool) (string, []baseline.Deviation) {
		s := newSite(t)
		s.restarts = restarts
		s.learn()
		for i := range 60 {
			s.claims([]int{1, 11, 12}[i%3], card([]int{66, 1, 11, 12, 67}[i%5]))
			s.uses(11, card([]int{66, 11}[i%2]))
			s.routed(300+i%4, card(200))
			s.polls([]int{1, 11, 12}[i%3], 1+10*(i%2))
			s.passes(1, 11, card(66))
			s.bind(baseline.Binding{Addr: addr(12), MAC: card(12), TTL: uint8(32 << (i % 3)), Fingerprint: uint32(i%7 + 1)})
			s.pass(7 * time.Second)
			s.writes(1, 11+i%2)
			if i%20 == 19 {
				s.look.Day++
			}
		}
		return fmt.Sprint(s.entries()), s.told
	}
	before, a := script(false)
	after, b := script(true)
	if len(a) < 5 || fmt.Sprint(a) != fmt.Sprint(b) || before != after {
		t.Errorf("told %d and %d", len(a), len(b))
	}
}

// TestDamaged: states that are cut short are refused; of those that are damaged and
// not, nothing goes wrong.
func TestDamaged(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.claims(11, card(66))
	s.claims(1, card(66))
	s.polls(11, 12)
	s.routed(300, card(200))
	var w snapshot.Writer
	s.d.AppendState(&w)
	for n := range w.B {
		r := snapshot.NewReader(w.B[:n])
		New(baseline.Settings{}).Restore(r)
		if r.End() == nil {
			t.Errorf("cut at %d of %d it is accepted", n, len(w.B))
		}
	}
	for n := range w.B {
		for _, flip := range []byte{1, 0x7f, 0xff} {
			b := append([]byte(nil), w.B...)
			b[n] ^= flip
			r, d := snapshot.NewReader(b), New(baseline.Settings{})
			if d.Restore(r); r.End() != nil {
				continue
			}
			q := newSite(t)
			q.d = d
			q.learn()
			q.claims(11, card(67))
			q.claims(1, card(67))
			q.claims(1, card(66))
			q.passes(1, 11, card(66))
			q.polls(11, 12)
			q.entries()
		}
	}
}
