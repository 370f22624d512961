package stat

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/baseline/snapshot"
)

func TestEDetectorCannotOverflow(t *testing.T) {
	d := Fresh()
	for range 1000 {
		d.Add(1e306)
	}
	if math.IsInf(d.Log(), 0) || math.IsNaN(d.Log()) || !d.Alarm(100) {
		t.Errorf("log M = %g", d.Log())
	}
	d.Add(math.Inf(-1))
	d.Add(math.NaN())
	near(t, "after an e-value of 0, M is 0, then M+1", d.Log(), 0, 1e-12)
}

func TestEDetectorCounts(t *testing.T) {
	d := Fresh()
	for range 10 {
		d.Add(0) // e = 1: M counts blocks
	}
	near(t, "M", math.Exp(d.Log()), 10, 1e-9)
	if d.Update(0, math.Log(11.5)) || !d.Update(0, math.Log(11.5)) || !math.IsInf(d.Log(), -1) {
		t.Error("M = 12 raises an alarm and begins anew")
	}
}

func TestThreshold(t *testing.T) {
	near(t, "c", Threshold(0.2, 80, 288), 80*288/0.2, 1e-9)
	near(t, "a generous budget", Threshold(1e9, 1, 1), 1, 0)
	if !math.IsInf(Threshold(0, 1, 1), 1) {
		t.Error("no budget, no alarm")
	}
}

// alarms runs an e-detector over n blocks of a source of log e-values.
func alarms(n int, logC float64, next func() float64) (count uint64) {
	d := Fresh()
	for range n {
		if d.Update(next(), logC) {
			count++
		}
	}
	return count
}

// check fails when so many false alarms would come with less than 1 % chance under
// the promise of n/c.
func check(t *testing.T, what string, got uint64, n int, c float64) {
	t.Helper()
	promised := float64(n) / c
	if PoissonTail(got, promised) < 0.01 {
		t.Errorf("%s: %d false alarms, promised %.1f", what, got, promised)
	}
	t.Logf("%s: %d false alarms, promised %.1f", what, got, promised)
}

func TestPromiseOfLikelihoods(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const n, c = 400_000, 2000.0
	logC := math.Log(c)
	check(t, "poisson up", alarms(n, logC, func() float64 { return LogPoisson(poisson(r, 10), 10, 1.5) }), n, c)
	check(t, "poisson down", alarms(n, logC, func() float64 { return LogPoisson(poisson(r, 10), 10, 0.6) }), n, c)
	check(t, "poisson both", alarms(n, logC, func() float64 { return LogPoissonBoth(poisson(r, 10), 10, 2) }), n, c)
	check(t, "bernoulli", alarms(n, logC, func() float64 { return LogBernoulli(r.Float64() < 0.05, 0.05, 0.2) }), n, c)
	check(t, "bounded mean", alarms(n, logC, func() float64 { return LogBet(math.Sqrt(r.Float64()), 2.0/3, 1) }), n, c)
	check(t, "calibrated p", alarms(n, logC, func() float64 { return LogCalibrate(r.Float64(), 0.3) }), n, c)
}

// poisson draws a Poisson count by Knuth's method.
func poisson(r *rand.Rand, mu float64) (n uint64) {
	for p := r.Float64(); p > math.Exp(-mu); p *= r.Float64() {
		n++
	}
	return n
}

// walk is a source of dispersed blocks: a gamma-like mixture of Poisson counts,
// with a first-order autocorrelation of its rate.
type walk struct {
	r               *rand.Rand
	rho, sigma, log float64
}

func (w *walk) next() float64 {
	w.log = w.rho*w.log + math.Sqrt(1-w.rho*w.rho)*w.sigma*w.r.NormFloat64()
	return float64(poisson(w.r, 30*math.Exp(w.log)))
}

// TestPromiseOfTails: a frozen tail keeps the promise over many calibration sets,
// for counts that are overdispersed (variance six times Poisson's), and mildly
// autocorrelated.
func TestPromiseOfTails(t *testing.T) {
	for _, rho := range []float64{0, 0.3} {
		var false1 uint64
		const sets, n, c = 60, 10_000, 5000.0
		for seed := range uint64(sets) {
			w := walk{r: rand.New(rand.NewPCG(seed, 7)), rho: rho, sigma: 0.4}
			var tail Tail
			for range 2000 {
				tail.Add(w.next())
			}
			false1 += alarms(n, math.Log(c), func() float64 { return LogCalibrate(tail.P(w.next()), 0.2) })
		}
		check(t, "tail", false1, sets*n, c)
	}
}

// TestNarrowSets shows why a tail bounds its ranks: with the p-value that is valid
// for a single value, small sets break the promise.
func TestNarrowSets(t *testing.T) {
	var bounded, plain uint64
	const sets, n, c = 400, 20_000, 20_000.0
	for seed := range uint64(sets) {
		r := rand.New(rand.NewPCG(seed, 3))
		var tail Tail
		for range 20 {
			tail.Add(r.Float64())
		}
		bounded += alarms(n, math.Log(c), func() float64 { return LogCalibrate(tail.P(r.Float64()), 0.5) })
		plain += alarms(n, math.Log(c), func() float64 {
			above, _ := tail.Above(r.Float64())
			return LogCalibrate(ConformalP(uint64(above), tail.Len()), 0.5)
		})
	}
	check(t, "bounded", bounded, sets*n, c)
	if PoissonTail(plain, sets*n/c) > 0.01 {
		t.Errorf("the plain p-value kept the promise (%d), so that this test shows nothing", plain)
	}
}

// delay returns after how many blocks a change is found.
func delay(logC float64, next func() float64) int {
	d := Fresh()
	for i := 1; i < 100_000; i++ {
		if d.Update(next(), logC) {
			return i
		}
	}
	return 100_000
}

func TestDelay(t *testing.T) {
	w := walk{r: rand.New(rand.NewPCG(5, 6)), sigma: 0.1}
	var up, down Tail
	for range 20_000 {
		x := w.next()
		up.Add(x)
		down.Add(-x)
	}
	logC := math.Log(1e6)
	for _, x := range []struct {
		name          string
		factor        float64
		tail          *Tail
		sign, atMost  float64
		poissonAtMost int
	}{{"tripled", 3, &up, 1, 4, 2}, {"doubled", 2, &up, 1, 8, 3}, {"silent", 0, &down, -1, 4, 2}, {"halved", 0.5, &down, -1, 30, 3}} {
		got := delay(logC, func() float64 { return LogCalibrate(x.tail.P(x.sign*x.factor*w.next()), 0.2) })
		if float64(got) > x.atMost {
			t.Errorf("%s: dispersed counts found after %d blocks", x.name, got)
		}
		r := w.r
		plain := delay(logC, func() float64 { return LogPoissonBoth(poisson(r, 30*x.factor), 30, 2) })
		if plain > x.poissonAtMost {
			t.Errorf("%s: Poisson counts found after %d blocks", x.name, plain)
		}
		t.Logf("%s: dispersed after %d blocks, Poisson after %d", x.name, got, plain)
	}
}

func TestTail(t *testing.T) {
	var a, b, all Tail
	for i := range 1000 {
		x := float64(i * 7919 % 1000)
		all.Add(x)
		if i%2 == 0 {
			a.Add(x)
		} else {
			b.Add(x)
		}
	}
	a.Merge(&b)
	if a != all || a.Len() != 1000 || a.Max() != 999 {
		t.Error("two halves are the whole")
	}
	if n, ok := all.Above(990); n != 10 || !ok {
		t.Errorf("Above(990) = %d, %v", n, ok)
	}
	near(t, "p in the middle", all.P(500), 1, 0)
	near(t, "p beyond", all.P(1000), PoissonUpper(0, 1-TailDelta/TailSize)/1000, 1e-12)
	near(t, "p of an empty set", new(Tail).P(1), 1, 0)
}

func TestStates(t *testing.T) {
	var tail Tail
	for i := range 100 {
		tail.Add(float64(i))
	}
	d := Fresh()
	d.Add(3)
	var w snapshot.Writer
	tail.AppendState(&w)
	d.AppendState(&w)
	r := snapshot.NewReader(w.B)
	var tail2 Tail
	var d2 EDetector
	tail2.Restore(r)
	d2.Restore(r)
	if err := r.End(); err != nil || tail2 != tail || d2 != d {
		t.Errorf("restored otherwise: %v", err)
	}
	for n := range w.B {
		r := snapshot.NewReader(w.B[:n])
		tail2.Restore(r)
		d2.Restore(r)
		if r.Err() == nil {
			t.Errorf("%d octets of %d are taken for a state", n, len(w.B))
		}
	}
}

func BenchmarkTailBlock(b *testing.B) {
	var tail Tail
	r := rand.New(rand.NewPCG(1, 1))
	for range 10_000 {
		tail.Add(r.Float64())
	}
	d := Fresh()
	for b.Loop() {
		d.Update(LogCalibrate(tail.P(r.Float64()), 0.2), 14)
	}
}
