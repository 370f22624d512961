package stat

import "math"

// All e-values here are logarithms, so that they can be added to an EDetector.

// LogCalibrate turns a p-value into an e-value: kappa * p^(kappa-1), 0 < kappa < 1.
// Its expectation is 1 for a uniform p, and less for one that is larger (Shafer,
// Shen, Vereshchagin, Vovk 2011; Vovk and Wang 2021). A small kappa stakes more on
// tiny p.
func LogCalibrate(p, kappa float64) float64 {
	return math.Log(kappa) + (kappa-1)*math.Log(math.Min(math.Max(p, math.SmallestNonzeroFloat64), 1))
}

// LogBet is a bet on a bounded value: 1 + stake*(x-mean), for x within 0..1. It is
// an e-value while the conditional mean is at most mean (stake > 0) or at least
// mean (stake < 0), whatever the distribution (Waudby-Smith and Ramdas 2024). The stake is
// cut to what keeps it from going below 0; it may depend on earlier values.
func LogBet(x, mean, stake float64) float64 {
	x, mean = clamp(x), math.Min(math.Max(mean, 1e-9), 1-1e-9)
	stake = math.Min(math.Max(stake, -1/(1-mean)), 1/mean)
	return math.Log1p(math.Max(stake*(x-mean), -1))
}

func clamp(x float64) float64 { return math.Min(math.Max(x, 0), 1) }

// LogBernoulli is the likelihood ratio of chance p1 against p0 for one trial. For p1
// > p0 it is an e-value whenever the conditional chance is at most p0, for p1 < p0
// whenever it is at least p0. Both are kept off 0 and 1.
func LogBernoulli(hit bool, p0, p1 float64) float64 {
	p0, p1 = math.Min(math.Max(p0, 1e-12), 1-1e-12), math.Min(math.Max(p1, 1e-12), 1-1e-12)
	if hit {
		return math.Log(p1 / p0)
	}
	return math.Log1p(-p1) - math.Log1p(-p0)
}

// LogPoisson is the likelihood ratio of ratio*mu against mu for a Poisson count n:
// an e-value for ratio > 1 while the rate is at most mu, for ratio < 1 while it is at
// least mu. Counts that are dispersed more than Poisson's break it: use a Tail.
func LogPoisson(n uint64, mu, ratio float64) float64 {
	return float64(n)*math.Log(ratio) - mu*(ratio-1)
}

// LogPoissonBoth bets half on ratio*mu and half on mu/ratio: a change both ways.
func LogPoissonBoth(n uint64, mu, ratio float64) float64 {
	return LogMean(LogPoisson(n, mu, ratio), LogPoisson(n, mu, 1/ratio))
}

// LogMean is the logarithm of the mean of two e-values, an e-value again.
func LogMean(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(a, -1) || math.IsInf(a, 1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a)) - math.Ln2
}

// ConformalP is the p-value of a value of which above out of n frozen ones are at
// least as extreme: (above+1)/(n+1), valid for one value that is exchangeable with
// them. For a sequence of values see Tail.
func ConformalP(above, n uint64) float64 { return float64(above+1) / float64(n+1) }
