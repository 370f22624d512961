package plant

import (
	"math"
	"math/rand/v2"
	"time"
)

// weekday and weekend are the share of the mean demand by hour of day.
var (
	weekday = [24]float64{0.48, 0.42, 0.40, 0.40, 0.46, 0.72, 1.18, 1.52, 1.44, 1.26, 1.16, 1.14,
		1.18, 1.10, 1.02, 1.00, 1.06, 1.22, 1.40, 1.42, 1.26, 1.02, 0.80, 0.60}
	weekend = [24]float64{0.56, 0.48, 0.42, 0.40, 0.42, 0.50, 0.70, 1.02, 1.36, 1.50, 1.46, 1.36,
		1.30, 1.18, 1.08, 1.04, 1.06, 1.16, 1.28, 1.30, 1.18, 1.02, 0.84, 0.68}
)

// profile returns the share of the mean demand at a time, between the hours.
func profile(now time.Time) float64 {
	table := &weekday
	if d := now.Weekday(); d == time.Saturday || d == time.Sunday {
		table = &weekend
	}
	h, part := now.Hour(), float64(now.Minute()*60+now.Second())/3600
	return table[h]*(1-part) + table[(h+1)%24]*part
}

// season is -1 in mid January and 1 in mid July.
func season(now time.Time) float64 {
	return -math.Cos(2 * math.Pi * float64(now.YearDay()-15) / 365.25)
}

// drift is a value that wanders about 0 and comes back: an autoregressive noise
// with a standard deviation and a time constant.
type drift struct {
	value, deviation, seconds float64
}

func (d *drift) step(dt float64, r *rand.Rand) float64 {
	keep := math.Exp(-dt / d.seconds)
	d.value = d.value*keep + d.deviation*math.Sqrt(1-keep*keep)*r.NormFloat64()
	return d.value
}

// site is what differs from one seed to the next.
type site struct {
	town, hill       float64 // mean demand, m3/h
	tankArea         float64 // of the elevated tank, m2
	wellArea         float64 // of the clear well, m2
	decay            float64 // of chlorine, 1/h
	crews            int     // who take turns at the panels
	rain             float64 // mean days between rains
	doseBase, doseBy float64 // chlorine dose in winter, and more of it in summer, mg/l
}

func newSite(r *rand.Rand) site {
	vary := func(mean, part float64) float64 { return mean * (1 + part*(2*r.Float64()-1)) }
	return site{town: vary(210, 0.08), hill: vary(34, 0.1), tankArea: vary(150, 0.15), wellArea: vary(500, 0.1),
		decay: vary(0.06, 0.2), crews: 3 + r.IntN(3), rain: vary(6, 0.3), doseBase: vary(1.05, 0.05), doseBy: vary(0.15, 0.3)}
}
