package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestY(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	// daily AR(1): state s persists; each day 24 samples
	gens := []struct {
		name string
		f    func() func() float64
	}{
		{"iid", func() func() float64 {
			return func() float64 {
				m := -9.0
				for range 100 {
					m = math.Max(m, r.NormFloat64())
				}
				return m
			}
		}},
		{"ar.5", ar(r, .5)}, {"ar.8", ar(r, .8)}, {"ar.95", ar(r, .95)}, {"ar.99", ar(r, .99)},
		{"walk", func() func() float64 {
			x := r.Float64() * 100
			return func() float64 {
				m := x
				for range 24 {
					x += r.NormFloat64()
					if x < 0 {
						x = -x
					}
					if x > 100 {
						x = 200 - x
					}
					m = math.Max(m, x)
				}
				return m
			}
		}},
		{"week", func() func() float64 {
			i := r.IntN(7)
			return func() float64 {
				i++
				if i%7 >= 5 {
					return 10 + r.NormFloat64()
				}
				return 20 + r.NormFloat64()
			}
		}},
	}
	for _, g := range gens {
		for _, n := range []int{7, 14, 28, 56} {
			for _, p := range []float64{1e-3, 1e-5} {
				const reps = 1500
				hits, eff := 0, 0.0
				for range reps {
					f := g.f()
					var s SpotPeaks
					for range n {
						s.Add(f())
					}
					z := s.Threshold(p, 1e-6)
					eff += s.Effective() / reps
					// distinct streams that ever alarm in the following n days
					for range n {
						if f() > z {
							hits++
							break
						}
					}
				}
				fmt.Printf("%-8s n=%2d p=%g streams alarmed %d of %d expected %.2f eff %.1f\n", g.name, n, p, hits, reps, float64(reps*n)*p, eff)
			}
		}
	}
}

func ar(r *rand.Rand, rho float64) func() func() float64 {
	return func() func() float64 {
		x := r.NormFloat64()
		return func() float64 {
			x = rho*x + math.Sqrt(1-rho*rho)*r.NormFloat64()
			return x
		}
	}
}
