package stat

import "math"

// BinomialUpper returns an upper bound of the chance of something that came k times in
// n trials, by the inequality of Chernoff and Hoeffding (1963): so few come with a
// chance of at most exp(-n D(k/n, p)), D being the divergence of Kullback and Leibler.
// It is a little above the exact bound, and takes the same time for any n. 1 without
// trials.
func BinomialUpper(k, n uint64, confidence float64) float64 {
	if n == 0 || k >= n {
		return 1
	}
	share := float64(k) / float64(n)
	limit := -math.Log(1-confidence) / float64(n)
	low, high := share, 1.0
	for range 60 {
		p := (low + high) / 2
		if divergence(share, p) < limit {
			low = p
		} else {
			high = p
		}
	}
	return high
}

// divergence is that of a coin of chance q from one of chance p, q < 1.
func divergence(q, p float64) float64 {
	d := (1 - q) * math.Log((1-q)/(1-p))
	if q > 0 {
		d += q * math.Log(q/p)
	}
	return d
}
