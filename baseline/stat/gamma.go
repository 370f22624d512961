package stat

import "math"

const (
	// gammaTerms bounds series and continued fraction; both need some six times the
	// root of the shape.
	gammaTerms = 20000
	gammaExact = 1e-15
	// gammaLarge is the shape beyond which a normal deviate is as exact as the sum.
	gammaLarge = 4e6
)

// GammaP returns the regularised lower incomplete gamma function P(a, x), which is
// the distribution function of a gamma variate of shape a, for a > 0, x >= 0.
func GammaP(a, x float64) float64 {
	p, _ := gamma(a, x)
	return p
}

// GammaQ returns 1 - GammaP(a, x), exact also where it is tiny.
func GammaQ(a, x float64) float64 {
	_, q := gamma(a, x)
	return q
}

func gamma(a, x float64) (p, q float64) {
	switch {
	case math.IsNaN(a) || math.IsNaN(x) || a <= 0:
		return math.NaN(), math.NaN()
	case x <= 0:
		return 0, 1
	case math.IsInf(x, 1):
		return 1, 0
	case a > gammaLarge:
		z := wilson(a, x)
		return normal(z), normal(-z)
	case x < a+1:
		p = math.Min(gammaSeries(a, x), 1)
		return p, 1 - p
	}
	q = math.Min(gammaFraction(a, x), 1)
	return 1 - q, q
}

// gammaFront is x^a e^-x / gamma(a).
func gammaFront(a, x float64) float64 {
	lg, _ := math.Lgamma(a)
	return math.Exp(a*math.Log(x) - x - lg)
}

// gammaSeries is P(a, x) by its power series (Abramowitz and Stegun 6.5.29).
func gammaSeries(a, x float64) float64 {
	term := 1 / a
	sum := term
	for i := 1; i < gammaTerms && term > sum*gammaExact; i++ {
		term *= x / (a + float64(i))
		sum += term
	}
	return sum * gammaFront(a, x)
}

// gammaFraction is Q(a, x) by its continued fraction (Abramowitz and Stegun
// 6.5.31), evaluated by the method of Lentz.
func gammaFraction(a, x float64) float64 {
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1; i < gammaTerms; i++ {
		n := float64(i)
		an := n * (a - n)
		b += 2
		d = 1 / apart(an*d+b, tiny)
		c = apart(b+an/c, tiny)
		h *= d * c
		if math.Abs(d*c-1) < gammaExact {
			break
		}
	}
	return h * gammaFront(a, x)
}

// apart keeps x away from 0.
func apart(x, tiny float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}

// wilson is the normal deviate of a gamma variate (Wilson and Hilferty 1931).
func wilson(a, x float64) float64 {
	return (math.Cbrt(x/a) - 1 + 1/(9*a)) * 3 * math.Sqrt(a)
}

func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// gammaQuantile returns x with P(a, x) = p.
func gammaQuantile(p, a float64) float64 {
	z := -math.Sqrt2 * math.Erfcinv(2*p)
	t := 1 - 1/(9*a) + z/(3*math.Sqrt(a))
	x := a * t * t * t
	if a > gammaLarge {
		return x
	}
	if t < 0.1 || a < 0.5 {
		lg, _ := math.Lgamma(a + 1)
		x = math.Exp((math.Log(p) + lg) / a) // the first term of the series
	}
	return gammaSolve(p, a, x)
}

// gammaSolve improves x by Newton's method, kept inside a bracket that bisection
// narrows.
func gammaSolve(p, a, x float64) float64 {
	low, high := 0.0, math.Inf(1)
	for range 200 {
		miss := gammaMiss(p, a, x)
		if miss > 0 {
			high = x
		} else {
			low = x
		}
		next := x - miss*x/gammaFront(a, x)
		if !(next > low && next < high) {
			next = between(low, high)
		}
		if math.Abs(next-x) <= 1e-13*x {
			return next
		}
		x = next
	}
	return x
}

// gammaMiss is P(a, x) - p, from the tail that is the smaller.
func gammaMiss(p, a, x float64) float64 {
	lower, upper := gamma(a, x)
	if p > 0.5 {
		return (1 - p) - upper
	}
	return lower - p
}

func between(low, high float64) float64 {
	if math.IsInf(high, 1) {
		return 2*low + 1
	}
	return (low + high) / 2
}

// Chi2Quantile returns the value below which a chi-squared variate of df degrees
// of freedom lies with probability p: 0 for p <= 0 or df <= 0, infinity for p >= 1.
func Chi2Quantile(p, df float64) float64 {
	switch {
	case math.IsNaN(p) || math.IsNaN(df):
		return math.NaN()
	case p <= 0 || df <= 0:
		return 0
	case p >= 1:
		return math.Inf(1)
	}
	return 2 * gammaQuantile(p, df/2)
}

// Chi2Tail returns the probability that a chi-squared variate of df degrees of
// freedom is x or more.
func Chi2Tail(x, df float64) float64 { return GammaQ(df/2, x/2) }
