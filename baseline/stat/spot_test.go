package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/banken-ot/banken/baseline/snapshot"
)

// maximum returns the largest of n.
func maximum(n int, f func() float64) float64 {
	most := math.Inf(-1)
	for range n {
		most = math.Max(most, f())
	}
	return most
}

func studentT(r *rand.Rand, degrees int) float64 {
	c := 0.0
	for range degrees {
		z := r.NormFloat64()
		c += z * z
	}
	return r.NormFloat64() / math.Sqrt(c/float64(degrees))
}

// autoregressive returns a series with correlation keep from one to the next.
func autoregressive(keep float64) func(*rand.Rand) func() float64 {
	return func(r *rand.Rand) func() float64 {
		x := r.NormFloat64()
		return func() float64 {
			x = keep*x + math.Sqrt(1-keep*keep)*r.NormFloat64()
			return x
		}
	}
}

// blocks makes peaks of blocks of 50 independent values.
func blocks(f func(*rand.Rand) float64) func(*rand.Rand) func() float64 {
	return func(r *rand.Rand) func() float64 {
		return func() float64 { return maximum(50, func() float64 { return f(r) }) }
	}
}

// wandering is the peak of a day of a walk between two walls.
func wandering(r *rand.Rand) func() float64 {
	x := 100 * r.Float64()
	return func() float64 {
		most := x
		for range 24 {
			if x += 2 * r.NormFloat64(); x < 0 {
				x = -x
			} else if x > 100 {
				x = 200 - x
			}
			most = math.Max(most, x)
		}
		return most
	}
}

// hours is the peak of a day of noise with a memory of hours: within the day
// exceedances come in bursts, and there is one peak.
func hours(r *rand.Rand) func() float64 {
	f := autoregressive(0.98)(r)
	return func() float64 { return maximum(288, f) }
}

// TestSpotFalse: of streams that go on as they were, excursions come no more often
// than asked, by an exact test. An excursion begins where a block is out and the one before
// was not.
func TestSpotFalse(t *testing.T) {
	const streams, p = 1000, 2e-3
	for _, x := range []struct {
		name string
		make func(*rand.Rand) func() float64
		// factor is how much more often than asked is let pass: 1, but for tails heavier
		// than processes have.
		factor float64
	}{
		{"normal", blocks((*rand.Rand).NormFloat64), 1},
		{"exponential", blocks((*rand.Rand).ExpFloat64), 1},
		{"uniform", blocks((*rand.Rand).Float64), 1},
		{"bimodal", blocks(func(r *rand.Rand) float64 { return float64(40*r.IntN(2)) + r.NormFloat64() }), 1},
		{"student 5", blocks(func(r *rand.Rand) float64 { return studentT(r, 5) }), 1},
		{"student 3", blocks(func(r *rand.Rand) float64 { return studentT(r, 3) }), 2},
		{"lognormal", blocks(func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) }), 2},
		{"pareto 2", blocks(func(r *rand.Rand) float64 { return 1 / math.Sqrt(1-r.Float64()) }), 4},
		{"memory of hours", hours, 1},
		{"memory of a day", autoregressive(0.5), 1},
		{"memory of days", autoregressive(0.8), 1},
		{"memory of weeks", autoregressive(0.95), 1},
		{"walk", wandering, 1},
	} {
		for _, n := range []int{7, 14, 28, 56} {
			if got, mu := excursions(x.make, streams, n, p); PoissonTail(got, x.factor*mu) < 0.001 {
				t.Errorf("%s, %d days: %d excursions, asked for %.0f", x.name, n, got, mu)
			} else if n == 28 {
				t.Logf("%s, %d days: %d excursions, asked for %.0f", x.name, n, got, mu)
			}
		}
	}
}

// excursions counts those of so many streams in n blocks after n to learn from.
func excursions(make func(*rand.Rand) func() float64, streams, n int, p float64) (got uint64, mu float64) {
	r := rand.New(rand.NewPCG(11, uint64(n)))
	for range streams {
		f := make(r)
		var peaks SpotPeaks
		for range n {
			peaks.Add(f())
		}
		limit, out := peaks.Threshold(p, 0), false
		for range n {
			was := out
			if out = f() > limit; out && !was {
				got++
			}
		}
	}
	return got, float64(streams*n) * p
}

// TestSpotPower: the threshold is not so far out that nothing is found: for noise, after
// eight weeks, within a few times its range, even for a chance of one in a million.
func TestSpotPower(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	f := blocks((*rand.Rand).NormFloat64)(r)
	var peaks SpotPeaks
	for range 56 {
		peaks.Add(f())
	}
	for _, x := range []struct{ p, most float64 }{{1e-2, 5}, {1e-3, 8}, {1e-4, 14}, {1e-6, 45}} {
		if z := peaks.Threshold(x.p, 0); z > x.most || z < peaks.Max()-1 {
			t.Errorf("with %g the threshold is %g, the largest peak %g", x.p, z, peaks.Max())
		}
	}
}

// TestSpotExponential: P averages over all tails, so that of exponential excesses it is
// near the exact predictive probability, where the peaks speak.
func TestSpotExponential(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 13))
	for _, n := range []int{20, 60} {
		ratio := 0.0
		const times = 400
		for range times {
			ys, mean := make([]float64, n), 0.0
			for i := range ys {
				ys[i] = r.ExpFloat64()
				mean += ys[i] / float64(n)
			}
			s := FitSpot(ys, nil, 0, float64(n))
			ratio += math.Log(s.P(3)/math.Pow(1+3/(float64(n)*mean), -float64(n))) / times
		}
		if math.Abs(ratio) > 0.3 {
			t.Errorf("of %d peaks P(3) is exp(%.2f) times the exact one", n, ratio)
		}
	}
}

// TestSpotForm: P falls, Quantile is its inverse, units do not matter, a peak twice is one
// of twice the weight, and an endless tail is not less likely.
func TestSpotForm(t *testing.T) {
	ys := []float64{0.1, 0.4, 0.9, 1.3, 2, 2.2, 0.3}
	s, scaled := FitSpot(ys, nil, 0, 7), FitSpot([]float64{100, 400, 900, 1300, 2000, 2200, 300}, nil, 0, 7)
	twice, weighted := FitSpot(slices.Concat(ys, ys), nil, 0, 14), FitSpot(ys, []float64{2, 2, 2, 2, 2, 2, 2}, 0, 14)
	endless := s.Endless()
	before := 1.0
	for y := 0.1; y < 50; y *= 1.3 {
		p := s.P(y)
		if !(p < before) {
			t.Errorf("P(%g) = %g after %g", y, p, before)
		}
		near(t, "inverse", s.P(s.Quantile(p))/p, 1, 0.01)
		near(t, "scaled", scaled.P(1000*y)/p, 1, 1e-6)
		near(t, "weighted", weighted.P(y)/twice.P(y), 1, 1e-9)
		if endless.P(y) < p*0.99 && y > 3 {
			t.Errorf("endless P(%g) = %g, less than %g", y, endless.P(y), p)
		}
		before = p
	}
	if few := FitSpot(ys, nil, 0, 3); few.Quantile(1e-3) <= s.Quantile(1e-3) {
		t.Error("fewer independent peaks tell as much")
	}
}

// TestSpotEdges: what cannot be judged is not.
func TestSpotEdges(t *testing.T) {
	for _, s := range []Spot{FitSpot(nil, nil, 0, 0), FitSpot([]float64{0, 0, 0}, nil, 0, 3), FitSpot([]float64{1, 2}, nil, 0, 0), FitSpot([]float64{math.Inf(1)}, nil, 0, 1)} {
		if s.P(1) != 1 || !math.IsInf(s.Quantile(0.1), 1) {
			t.Errorf("P(1) = %g", s.P(1))
		}
	}
	same := FitSpot([]float64{0, 0, 0}, nil, 0.5, 3)
	if q := same.Quantile(1e-3); !(q > 0.5 && q < 100) {
		t.Errorf("of equal peaks the quantile is %g", q)
	}
	var p SpotPeaks
	for _, x := range []float64{1, math.NaN(), math.Inf(1), 2, 3} {
		p.Add(x)
	}
	if p.Len() != 3 || !math.IsInf(p.Threshold(0.1, 0), 1) || p.P(100, 0) != 1 {
		t.Error("three peaks are judged")
	}
	for i := range 100 {
		p.Add(float64(i % 10))
	}
	if p.Len() != SpotPeakCount || p.Max() != 9 {
		t.Errorf("%d peaks, the largest %g", p.Len(), p.Max())
	}
	if z := p.Threshold(1e-3, 0.1); !(z > 9 && z < 60) || math.Abs(math.Log(p.P(z, 0.1)/1e-3)) > 0.02 {
		t.Errorf("threshold %g, P there %g", z, p.P(z, 0.1))
	}
}

// TestSpotState: a restored set is the same, a damaged one is refused.
func TestSpotState(t *testing.T) {
	var p, q SpotPeaks
	for i := range 20 {
		p.Add(float64(i * i % 7))
	}
	var w snapshot.Writer
	p.AppendState(&w)
	r := snapshot.NewReader(w.B)
	if q.Restore(r); r.End() != nil || q != p {
		t.Error("another set")
	}
	for n := range w.B {
		r := snapshot.NewReader(w.B[:n])
		if q.Restore(r); r.End() == nil {
			t.Errorf("cut at %d it is accepted", n)
		}
	}
}

func BenchmarkSpotThreshold(b *testing.B) {
	r := rand.New(rand.NewPCG(14, 14))
	var p SpotPeaks
	for range 56 {
		p.Add(r.NormFloat64())
	}
	b.ReportAllocs()
	for b.Loop() {
		p.Threshold(1e-5, 0.01)
	}
}

// TestLine: peaks that follow others are found to, also some blocks later; where nothing
// moves, or nothing is common, there is no correlation.
func TestLine(t *testing.T) {
	var a, b, flat SpotPeaks
	for i := range 30 {
		x := math.Sin(float64(i))
		a.Add(x)
		if i >= 2 {
			b.Add(3 * math.Sin(float64(i-2)))
		}
		flat.Add(5)
	}
	_, _, r, n := a.Line(&b, 0)
	if n != 28 || r > 0.5 {
		t.Errorf("unshifted: %g of %d", r, n)
	}
	slope, start, r, n := b.Line(&a, 2)
	if n != 28 || math.Abs(slope-1.0/3) > 1e-9 || math.Abs(start) > 1e-9 || math.Abs(r-1) > 1e-9 {
		t.Errorf("shifted: %g x + %g, %g of %d", slope, start, r, n)
	}
	if _, start, r, n = a.Line(&flat, 0); r != 0 || start != 5 || n != 30 {
		t.Errorf("of what does not move: %g, %g, %d", start, r, n)
	}
	if _, _, r, n = a.Line(&SpotPeaks{}, 1); r != 0 || n != 0 {
		t.Errorf("of nothing: %g of %d", r, n)
	}
}
