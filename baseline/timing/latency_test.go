package timing

import (
	"testing"

	"github.com/banken-ot/banken/baseline"
)

// TestLatencyShift: latencies of three modes, of which each is ordinary, are shifted
// by less than the distance of two modes.
func TestLatencyShift(t *testing.T) {
	p := ready(t)
	x := p.pollers[3]
	x.slow = 15
	from := p.now
	p.run(1)
	d := only(t, p.take(), LatencyShift)
	t.Logf("found after %.0f answers: expected %s, seen %s", float64(d.Time-from)/1e9/x.period, d.Expected, d.Seen)
	if d.Server != x.server.Addr() || d.Meaning.Alone || d.Function == "" {
		t.Errorf("%s %q", d.Server, d.Function)
	}
	p.run(3)
	if st := p.d.latency.list[p.d.latency.index[function{p.book.KnownAsset(x.server.Addr()), 502, 1, p.book.NameOf("modbus"), 3, 0}]].state(); st != baseline.Drifting {
		t.Errorf("shifted for days, it is %s", st)
	}
	if list := p.take(); len(list) > 0 {
		show(t, list)
		t.Error("a shift is told once")
	}
}

func TestDoubleAnswer(t *testing.T) {
	p := ready(t)
	for range 3 {
		p.pollers[2].twice = true
		p.run(0.002)
	}
	d := only(t, p.take(), DoubleAnswer)
	if d.Server != p.pollers[2].server.Addr() {
		t.Errorf("%s", d.Server)
	}
}

func TestRank(t *testing.T) {
	r := &spread{}
	for i := range 1000 {
		r.gather(float32(i%4), uint64(i))
	}
	if r.size() != sampleSize || r.seen != 1000 {
		t.Fatalf("%d of %d", r.size(), r.seen)
	}
	var n [4]int
	for _, ms := range r.sample {
		n[int(ms)]++
	}
	for i, k := range n {
		if k < 40 || k > 90 {
			t.Errorf("mode %d has %d of %d", i, k, sampleSize)
		}
	}
	r = &spread{seen: 8, sample: [sampleSize]float32{1, 1, 2, 2, 2, 2, 3, 3}}
	for ms, want := range map[float32]float64{0: 0, 1: 1.0 / 8, 2: 0.5, 2.5: 6.0 / 8, 3: 7.0 / 8, 4: 1} {
		if got := r.rank(ms); got != want {
			t.Errorf("rank(%g) = %g, want %g", ms, got, want)
		}
	}
}
