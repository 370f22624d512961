package baseline

import "time"

// State is how far something was learned.
type State uint8

// The states. Cold to Ready follow each other; Drifting is a Ready one whose
// observations have moved away.
const (
	Cold        State = iota // nothing learned yet
	Learning                 // fewer than ProvisionalDays
	Provisional              // used, with its bound printed
	Ready                    // within its promise
	Drifting
)

// ProvisionalDays is how many learning days make a channel provisional.
const ProvisionalDays = 7

var stateNames = [...]string{"cold", "learning", "provisional", "ready", "drifting"}

// String returns the state in lower case.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "unknown"
}

// Judges reports whether what is not known is a deviation already, rather than
// something to learn.
func (s State) Judges() bool { return s >= Provisional }

// Budget is how many false incidents a day something may raise.
type Budget float64

// The defaults: one false incident in the top two tiers in 30 days, one lower
// one shown a day.
const (
	TopBudget   Budget = 1.0 / 30
	LowerBudget Budget = 1
)

// Settings are those that detectors need. They do not change while a model lives.
type Settings struct {
	// Day is how long a learning day is; 24 h but for short captures.
	Day time.Duration
	// Lower is the budget, per learning day, of the deviations of D3 to D7 that are
	// shown below the top tiers; each detector is told its share.
	Lower map[Detector]Budget
	// Top is that of those that may reach the top two tiers.
	Top map[Detector]Budget
}
