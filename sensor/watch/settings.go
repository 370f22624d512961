package watch

import (
	"time"

	"github.com/banken-ot/banken/baseline"
)

// shares are how the budget of false incidents is shared out among the detectors of
// numbers and times; what is left is for the others, whose promise is the forecast.
var shares = map[baseline.Detector]float64{
	baseline.Timing: 0.3, baseline.Latency: 0.1, baseline.Values: 0.4, baseline.Relations: 0.1, baseline.Endpoint: 0.05, baseline.Identity: 0.05,
}

// Settings returns those of a model: days of a length, top false incidents accepted in
// 30 of them in the two upper tiers, lower ones a day below.
func Settings(day time.Duration, top, lower float64) baseline.Settings {
	s := baseline.Settings{Day: day, Lower: map[baseline.Detector]baseline.Budget{}, Top: map[baseline.Detector]baseline.Budget{}}
	for d, share := range shares {
		s.Lower[d] = baseline.Budget(lower * share)
		s.Top[d] = baseline.Budget(top / 30 * share)
	}
	return s
}

// DefaultSettings are those of calendar days and the default budget.
func DefaultSettings() baseline.Settings {
	return Settings(24*time.Hour, 30*float64(baseline.TopBudget), float64(baseline.LowerBudget))
}
