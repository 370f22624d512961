package flow

import (
	"math/rand/v2"
	"testing"
)

// found reports whether a lookup of hash meets number.
func found(x *index, hash, number uint32) bool {
	for i := hash & x.mask; x.slots[i] != 0; i = (i + 1) & x.mask {
		if x.slots[i].matches(hash) && x.slots[i].number() == number {
			return true
		}
	}
	return false
}

func TestIndex(t *testing.T) {
	const n = 300
	r := rand.New(rand.NewPCG(1, 1))
	x := newIndex(n)
	in := map[uint32]uint32{}
	for step := range 100_000 {
		number := r.Uint32N(n)
		if hash, ok := in[number]; ok {
			x.remove(number)
			delete(in, number)
			if found(&x, hash, number) {
				t.Fatalf("step %d: %d is still there", step, number)
			}
		} else {
			// Few homes, so that runs of slots touch and wrap.
			hash := r.Uint32()&0xFF000000 | r.Uint32N(40)*13&x.mask
			x.insert(hash, number)
			in[number] = hash
		}
		if step%50 != 0 {
			continue
		}
		for number, hash := range in {
			if !found(&x, hash, number) {
				t.Fatalf("step %d: %d is lost", step, number)
			}
		}
	}
}

func TestRings(t *testing.T) {
	r := newRings(4, 2)
	list := func(l uint32) (all []uint32) {
		for i, ok := r.front(l); ok; i, ok = r.links[i].next, r.links[i].next < r.nodes {
			all = append(all, i)
		}
		return all
	}
	want := func(l uint32, numbers ...uint32) {
		t.Helper()
		got := list(l)
		if len(got) != len(numbers) {
			t.Fatalf("list %d: %v, want %v", l, got, numbers)
		}
		for i := range got {
			if got[i] != numbers[i] {
				t.Fatalf("list %d: %v, want %v", l, got, numbers)
			}
		}
	}
	for i := range uint32(4) {
		r.push(0, i)
	}
	r.touch(0, 1)
	r.touch(0, 1)
	want(0, 0, 2, 3, 1)
	r.remove(2)
	r.remove(2)
	r.push(1, 2)
	want(0, 0, 3, 1)
	r.remove(2)
	r.move(0, 1)
	want(0)
	want(1, 0, 3, 1)
	r.move(0, 1)
	want(1, 0, 3, 1)
}

// TestWheel holds that a flow is visited by the first Advance at or after its
// time, however far apart the calls are, and by none before.
func TestWheel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	const n = 200
	w := newWheel(n)
	at := map[uint32]int64{}
	now := int64(start)
	for range 3000 {
		for range 5 {
			number := r.Uint32N(n)
			at[number] = now - second + int64(r.Uint64N(uint64(200*second)))
			w.schedule(number, at[number])
		}
		now += int64(r.Uint64N(uint64(second)))
		if r.IntN(50) == 0 {
			now += 100 * second
		}
		if now >= w.due {
			from, to := w.begin(now)
			for tick := from; tick <= to; tick++ {
				w.visit(tick)
				for number, ok := w.next(); ok; number, ok = w.next() {
					if at[number] <= now {
						delete(at, number)
					} else {
						w.schedule(number, at[number])
					}
				}
			}
		}
		for number, due := range at {
			if due <= now {
				t.Fatalf("flow %d was due %d ns ago", number, now-due)
			}
		}
	}
}
