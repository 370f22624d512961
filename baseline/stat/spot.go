package stat

import "math"

// Spot is the tail of a distribution beyond a level, learned from what exceeded it:
// peaks over threshold, as in Siffer, Fouque, Termier, Largouet, "Anomaly Detection
// in Streams with Extreme Value Theory" (KDD 2017), with a generalised Pareto
// distribution of shape xi and scale sigma.
//
// It differs from there in one thing. A quantile computed with the fitted shape and
// scale is exceeded more often than it says, by far when there are few peaks: the
// uncertainty of the fit is left out. Here P is the predictive probability: that
// of the next excess, averaged over shapes and scales in proportion to how well they
// explain the peaks. Of exponential excesses alone it would be exact whatever their
// number n and scale: P(y) = (1 + y/(n mean))^-n. The average is taken over theta =
// xi/sigma on a grid, as in Zhang and Stephens (Technometrics 51, 2009), since the
// peaks enter the likelihood only by the mean of log(1+theta y); and, given theta, over
// the shape around its best.
//
// Before anything is seen shapes are weighted by a normal distribution about
// spotShape, up to spotMaxShape: values of a process have an end, given by the
// instrument if by nothing else, so that heavy tails are believed when peaks show them.
//
// What that costs, as spot_test.go measures: of light tails the threshold is exceeded far
// less often than asked for, of Student's t with 3 degrees of freedom and of the lognormal up to
// twice, of a Pareto tail of index 2 up to four times as often.
type Spot struct {
	theta [spotGrid]float64
	power [spotGrid][spotShapes]float64 // 1/shape; at theta 0, 1/scale
	share [spotGrid][spotShapes]float64 // of all; they add up to 1, or 0 when nothing is known
	mean  float64
}

const (
	// spotGrid and spotShapes are how many values of theta, and of the shape for each,
	// are averaged over.
	spotGrid   = 33
	spotShapes = 9
	// spotShape and spotSpread are mean and standard deviation of the shape before
	// anything is seen. Peaks of normal, exponential, uniform and Student (3 degrees of
	// freedom) variates have shapes of about -0.1, 0, -1 and 0.33.
	spotShape  = 0.0
	spotSpread = 0.2
	// spotMaxShape is the heaviest tail considered.
	spotMaxShape = 0.5
)

// FitSpot returns the tail of excesses, all at least 0. Weights say how often each
// was seen, nil for once each; effective is how many independent ones they are worth,
// which is less than their number when one follows from the other. floor is added to
// each excess: the resolution below which differences mean nothing. Of no excesses,
// or all zero without a floor, nothing can be told: P is 1.
func FitSpot(excesses, weights []float64, floor, effective float64) Spot {
	var s Spot
	total, mean, largest := 0.0, 0.0, 0.0
	for i, y := range excesses {
		w := weightAt(weights, i)
		total, mean, largest = total+w, mean+w*(y+floor), math.Max(largest, y+floor)
	}
	mean /= total
	if !(mean > 0) || math.IsInf(mean, 0) || !(effective > 0) {
		return s
	}
	var shape [spotGrid]float64 // the best for each theta: the mean of log(1+theta y)
	for j := range s.theta {
		s.theta[j] = spotTheta(j, mean, largest)
		for i, y := range excesses {
			shape[j] += weightAt(weights, i) / total * math.Log1p(s.theta[j]*(y+floor))
		}
	}
	s.mean = mean
	s.weigh(&shape, math.Min(effective, total))
	return s
}

func weightAt(weights []float64, i int) float64 {
	if weights == nil {
		return 1
	}
	return weights[i]
}

// spotTheta is the grid: from just above what the largest excess allows, over 0, to
// where the tail is too heavy. Its steps grow with the distance from 0.
func spotTheta(j int, mean, largest float64) float64 {
	const half = spotGrid / 2
	t := float64(j-half) / half
	if t < 0 {
		return -(1 - (1+t)*(1+t)) * 0.999 / largest
	}
	return t * t * t * 8 / mean
}

// weigh sets the shares of all shapes and scales: the likelihood of n peaks, times the
// weight of the shape, times 1/scale, times the size of the cell. With xi = best(theta)
// exp(t) that measure, dxi dsigma/sigma, is sigma dtheta dt.
func (s *Spot) weigh(best *[spotGrid]float64, n float64) {
	var logs [spotGrid][spotShapes]float64
	most, step := math.Inf(-1), 1.1/math.Sqrt(n)
	for j, theta := range s.theta {
		width := s.theta[min(j+1, spotGrid-1)] - s.theta[max(j-1, 0)]
		for k := range spotShapes {
			t := float64(k-spotShapes/2) * step
			shape, scale, mean := best[j]*math.Exp(t), s.mean*math.Exp(t), best[j]
			s.power[j][k] = 1 / scale
			exponent := math.Exp(-t) // the sum of log(1+theta y)/shape, by n
			if theta != 0 {
				scale = shape / theta
				s.power[j][k] = 1 / shape
			}
			z := (shape - spotShape) / spotSpread
			logs[j][k] = -n*(math.Log(scale)+mean+exponent) - z*z/2 + math.Log(scale*width)
			if shape > spotMaxShape {
				logs[j][k] = math.Inf(-1)
			}
			most = math.Max(most, logs[j][k])
		}
	}
	s.normalise(&logs, most)
}

// Endless returns the tail without the shapes below 0, which have an end: for what is
// bounded by habit and not by nature, and for values with steps, which look as if they
// had one.
func (s Spot) Endless() Spot {
	total := 0.0
	for j, theta := range s.theta {
		for k := range s.share[j] {
			if theta < 0 {
				s.share[j][k] = 0
			}
			total += s.share[j][k]
		}
	}
	if total > 0 {
		s.scale(1 / total)
	}
	return s
}

func (s *Spot) scale(factor float64) {
	for j := range s.share {
		for k := range s.share[j] {
			s.share[j][k] *= factor
		}
	}
}

func (s *Spot) normalise(logs *[spotGrid][spotShapes]float64, most float64) {
	total := 0.0
	for j := range logs {
		for k, l := range logs[j] {
			s.share[j][k] = math.Exp(l - most)
			total += s.share[j][k]
		}
	}
	s.scale(1 / total)
}

// P returns the probability that the next excess is y or more.
func (s *Spot) P(y float64) float64 {
	if y <= 0 || s.mean == 0 {
		return 1
	}
	p := 0.0
	for j, theta := range s.theta {
		if 1+theta*y <= 0 {
			continue
		}
		x := y
		if theta != 0 {
			x = math.Log1p(theta * y)
		}
		for k, share := range s.share[j] {
			if share > 1e-12 {
				p += share * math.Exp(-x*s.power[j][k])
			}
		}
	}
	return math.Min(p, 1)
}

// Quantile returns the excess that the next one reaches with probability p, infinite
// where that cannot be told.
func (s *Spot) Quantile(p float64) float64 {
	if s.mean == 0 || !(p > 0) {
		return math.Inf(1)
	}
	low, high := 0.0, s.mean
	for s.P(high) > p {
		low = high
		if high *= 2; high > math.MaxFloat64/4 {
			return math.Inf(1)
		}
	}
	for range quantileSteps {
		if middle := (low + high) / 2; s.P(middle) > p {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// quantileSteps leave an error of 2^-12 of the result.
const quantileSteps = 12
