package stat

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s = %.9g, want %.9g", what, got, want)
	}
}

// The quantiles are those of published tables (Abramowitz and Stegun 26.8, NIST
// handbook 1.3.6.7.4, and more digits from R).
func TestChi2Quantile(t *testing.T) {
	for _, x := range []struct{ p, df, want, within float64 }{
		{0.95, 1, 3.841459, 1e-6}, {0.95, 2, 5.991465, 1e-6}, {0.95, 4, 9.487729, 1e-6}, {0.95, 30, 43.77297, 5e-6},
		{0.05, 2, 0.1025866, 1e-7}, {0.975, 10, 20.48318, 5e-6}, {0.99, 1, 6.634897, 1e-6}, {0.999, 100, 149.449, 5e-4},
		{0.025, 10, 3.246973, 1e-6}, {0.005, 1, 0.00003927, 5e-9}, {0.5, 2, 2 * math.Ln2, 1e-9}, {0.01, 100, 70.065, 5e-4},
	} {
		near(t, "quantile", Chi2Quantile(x.p, x.df), x.want, x.within)
	}
}

func TestChi2QuantileInverts(t *testing.T) {
	for _, df := range []float64{0.1, 0.5, 1, 2, 3, 7, 40, 500, 1e4, 1e6} {
		for _, p := range []float64{1e-10, 1e-4, 0.01, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9} {
			x := Chi2Quantile(p, df)
			if lower, upper := gamma(df/2, x/2); math.Abs(lower-p) > 1e-8*p+1e-15 && math.Abs(upper-(1-p)) > 1e-6*(1-p) {
				t.Errorf("df %g: P(quantile(%g)) = %g", df, p, lower)
			}
		}
	}
	for _, x := range []float64{Chi2Quantile(0, 3), Chi2Quantile(0.5, 0), Chi2Quantile(-1, 3)} {
		near(t, "edge", x, 0, 0)
	}
	if !math.IsInf(Chi2Quantile(1, 3), 1) || !math.IsNaN(Chi2Quantile(math.NaN(), 3)) {
		t.Error("the edges of p")
	}
}

// The intervals are those of Garwood's table.
func TestPoissonInterval(t *testing.T) {
	for _, x := range []struct {
		n         uint64
		low, high float64
	}{{0, 0, 3.688879}, {1, 0.025318, 5.571643}, {2, 0.242209, 7.224688}, {5, 1.623486, 11.66833}, {10, 4.795389, 18.39036}, {100, 81.36399, 121.62679}} {
		low, high := PoissonInterval(x.n, 0.95)
		near(t, "low", low, x.low, 1e-5)
		near(t, "high", high, x.high, 6e-5)
	}
	near(t, "rule of three", PoissonUpper(0, 0.95), 2.995732, 1e-6)
	near(t, "upper of one", PoissonUpper(1, 0.95), 4.743865, 1e-6)
}

func TestPoissonTail(t *testing.T) {
	term, sum := math.Exp(-3.7), 0.0
	for k := range uint64(20) {
		near(t, "tail", PoissonTail(k, 3.7), 1-sum, 1e-12)
		sum += term
		near(t, "below", PoissonBelow(k, 3.7), sum, 1e-12)
		term *= 3.7 / float64(k+1)
	}
	near(t, "none expected", PoissonTail(1, 0), 0, 0)
	near(t, "many", PoissonTail(10_000_000, 1e7), 0.5, 1e-3)
}

func TestUnseen(t *testing.T) {
	near(t, "chao2", Chao2(6, 3, 10), 0.9*36/6, 1e-12)
	near(t, "bias-corrected", Chao2(6, 0, 10), 0.9*6*5/2, 1e-12)
	near(t, "nothing", Chao2(0, 0, 10), 0, 0)
	near(t, "no days", Chao2(6, 0, 0), 0, 0)
	expected, upper := Novelty(0, 14, 0.95)
	near(t, "expected", expected, 0, 0)
	near(t, "0 in 14 days", upper, 0.214, 5e-4)
	_, upper = Novelty(0, 30, 0.95)
	near(t, "0 in 30 days", upper, 0.0999, 1e-4)
}
