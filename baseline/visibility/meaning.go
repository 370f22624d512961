package visibility

import "github.com/banken-ot/banken/baseline"

// Kinds of deviations.
const (
	SensorBlind   baseline.Kind = "sensor-blind"   // heavy loss, a port that is down or silent
	OneSided      baseline.Kind = "one-sided"      // one direction is not seen
	ClockStep     baseline.Kind = "clock-step"     // the clock of the capture was set
	Capacity      baseline.Kind = "capacity"       // a bound was reached
	SensorStopped baseline.Kind = "sensor-stopped" // the sensor did not run
	SpanSilent    baseline.Kind = "span-silent"    // all that usually talks stopped at once
)

// Places in the table of meanings.
const (
	mBlind = iota
	mOneSided
	mClockStep
	mCapacity
	mStopped
	mSilent
)

// meanings are constant. None names a technique: these are not attacks.
var meanings = [...]baseline.Meaning{
	mBlind:     of(SensorBlind),
	mOneSided:  of(OneSided),
	mClockStep: of(ClockStep),
	mCapacity:  of(Capacity),
	mStopped:   of(SensorStopped),
	mSilent:    of(SpanSilent),
}

func of(k baseline.Kind) baseline.Meaning {
	return baseline.Meaning{Kind: k, Detector: baseline.Visible, Stage: baseline.Disruption, Alone: true}
}

// Meanings returns what each kind means.
func Meanings() []baseline.Meaning { return meanings[:] }
