package stat

// Chao2 estimates how many behaviours were never seen in so many days, from how
// many were seen on exactly one day (q1) and on exactly two (q2): a lower bound of
// its expectation (Chao 1987). With q2 = 0 it is the bias-corrected form.
func Chao2(q1, q2, days uint64) float64 {
	if days == 0 {
		return 0
	}
	share := float64(days-1) / float64(days)
	ones := float64(q1)
	if q2 == 0 {
		return share * max(ones*(ones-1), 0) / 2
	}
	return share * ones * ones / (2 * float64(q2))
}

// Novelty returns how many new behaviours are expected tomorrow (Good and Turing:
// q1/days), and its upper bound: PoissonUpper(q1)/days. Both are 0 without days.
func Novelty(q1, days uint64, confidence float64) (expected, upper float64) {
	if days == 0 {
		return 0, 0
	}
	return float64(q1) / float64(days), PoissonUpper(q1, confidence) / float64(days)
}
