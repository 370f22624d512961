package watch

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/alert"
)

// promise is how many false incidents a learning day a detector may raise, in the top
// two tiers and below: its share of the budget. That of the whitelist is the bound which
// is printed.
func (s *Site) promise(d baseline.Detector) (top, lower float64) {
	if d == baseline.Whitelist {
		return s.model.Forecast().Bound, 0
	}
	return float64(s.o.Settings.Top[d]), float64(s.o.Settings.Lower[d])
}

// Standings returns how the detectors keep their promise, see alert.Desk.Standings.
func (s *Site) Standings() []alert.Standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.desk.Standings()
}
