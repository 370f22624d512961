// Package stat holds the mathematics that the promises of the detectors rest on:
// quantiles and intervals (gamma.go, poisson.go), how much is still unseen
// (unseen.go), values of evidence and the detectors built of them (evalue.go,
// edetector.go), and the tails of a frozen calibration set (tail.go).
//
// # What is promised, and why
//
// An e-value is a number e >= 0 whose expectation is at most 1 while nothing has
// changed. An EDetector of Shiryaev and Roberts adds up M <- (M+1)e and alarms
// when M >= c. Theorem (Shin, Ramdas, Rinaldo, "E-detectors: a nonparametric
// framework for sequential change detection", 2023): if E[e | past] <= 1 for every
// block, then M(n) - n is a supermartingale, so that the expected number of blocks
// until a false alarm is at least c. With a reset after each alarm, M(n) + c*alarms(n)
// - n is one too, so E[alarms in n blocks] <= n/c: that is what Threshold solves.
// Alarms of several streams add up without regard to how they depend on each other.
//
// # What it assumes
//
// E[e | past] <= 1. For likelihood ratios (LogPoisson, LogBernoulli) that is the
// model named there; for LogBet only that the conditional mean is at most the
// reference and values stay within 0..1; for conformal p-values, that blocks are
// exchangeable with those of the calibration set.
//
// A p-value from ranks among n frozen blocks (ConformalP) is valid for one block,
// whatever the distribution (Vovk, Gammerman, Shafer, "Algorithmic Learning in a
// Random World", 2005). It is not for a sequence: the same calibration set is
// used for all, and one that happened to be narrow stays narrow. Tail.P therefore is an
// upper confidence bound of the true tail, for all ranks at once: given the
// calibration set, with probability 1 - TailDelta, every later block that is drawn
// independently from the same distribution has a valid p-value, and the theorem
// holds (Bates, Candès, Lei, Romano, Sesia, "Testing for outliers with conformal
// p-values", Annals of Statistics 51, 2023).
//
// # When the assumption fails
//
// Seasons make blocks of one hour unlike those of another: score a block against
// its own hour of the week first. Autocorrelation brings extremes in clusters, so
// that their e-values are multiplied as if each were news: the number of blocks to a
// false alarm then falls below c. Cap the evidence of a block (LogCalibrate of Tail.P
// is capped by the size of the set), use blocks longer than the correlation, ask that a
// change be large as well as certain (such a gate only takes alarms away), and compare
// the alarms that came with what was promised: PoissonTail(k, mu) below 1 % is
// reason to demote a detector to evidence.
package stat
