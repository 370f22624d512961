package stat

import (
	"math"
	"testing"
)

// TestBinomialUpper: by the exact distribution, so few come at the bound with no more
// than the chance left, and the bound is not far above the exact one.
func TestBinomialUpper(t *testing.T) {
	for _, n := range []uint64{1, 5, 17, 60, 400} {
		for k := uint64(0); k < n; k += 1 + n/7 {
			p := BinomialUpper(k, n, 0.99)
			if tail := atMost(k, n, p); tail > 0.01*(1+1e-9) {
				t.Errorf("%d of %d: at %g so few come with %g", k, n, p, tail)
			}
			if near := p - 0.6*(p-float64(k)/float64(n)); atMost(k, n, near) < 0.01 {
				t.Errorf("%d of %d: %g is far above the exact bound", k, n, p)
			}
		}
	}
	if BinomialUpper(0, 0, 0.99) != 1 || BinomialUpper(3, 3, 0.99) != 1 {
		t.Error("nothing known")
	}
}

// atMost is the probability of k or fewer of n at chance p.
func atMost(k, n uint64, p float64) (sum float64) {
	for i := range k + 1 {
		a, _ := math.Lgamma(float64(n) + 1)
		b, _ := math.Lgamma(float64(i) + 1)
		c, _ := math.Lgamma(float64(n-i) + 1)
		sum += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return sum
}
