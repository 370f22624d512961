package stat

// PoissonInterval returns the exact two-sided interval of the expectation of a
// Poisson count n (Garwood 1936): 95 % for confidence 0.95.
func PoissonInterval(n uint64, confidence float64) (low, high float64) {
	alpha := 1 - confidence
	return Chi2Quantile(alpha/2, 2*float64(n)) / 2, Chi2Quantile(1-alpha/2, 2*float64(n)+2) / 2
}

// PoissonUpper returns the exact one-sided upper bound of the expectation of a
// Poisson count n: 2.996 for n = 0 and confidence 0.95.
func PoissonUpper(n uint64, confidence float64) float64 {
	return Chi2Quantile(confidence, 2*float64(n)+2) / 2
}

// PoissonTail returns the probability that a Poisson count of expectation mu is k
// or more.
func PoissonTail(k uint64, mu float64) float64 {
	if k == 0 {
		return 1
	}
	return GammaP(float64(k), mu)
}

// PoissonBelow returns the probability that a Poisson count of expectation mu is k
// or less.
func PoissonBelow(k uint64, mu float64) float64 { return GammaQ(float64(k)+1, mu) }
