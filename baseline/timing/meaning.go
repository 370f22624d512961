package timing

import "github.com/banken-ot/banken/baseline"

// Kinds of deviations.
const (
	Silence       baseline.Kind = "silence"        // a channel that was regular
	ServerSilence baseline.Kind = "server-silence" // all channels of a server
	ClientSilence baseline.Kind = "client-silence" // all channels of a client
	NoAnswer      baseline.Kind = "no-answer"      // requests go on, answers do not come
	RateUp        baseline.Kind = "rate-up"
	RateDown      baseline.Kind = "rate-down"
	PeriodShift   baseline.Kind = "period-shift"
	TimingChange  baseline.Kind = "timing-change" // any of them, while the detector is demoted
	LatencyShift  baseline.Kind = "latency-shift"
	DoubleAnswer  baseline.Kind = "double-answer"
	LateDuplicate baseline.Kind = "late-duplicate"
)

// Places in the table of meanings.
const (
	mSilence = iota
	mServerSilence
	mClientSilence
	mNoAnswer
	mRateUp
	mRateDown
	mPeriodShift
	mTimingChange
	mLatencyShift
	mDoubleAnswer
	mLateDuplicate
)

// meanings are constant.
var meanings = [...]baseline.Meaning{
	mSilence:       {Kind: Silence, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0814", "T0829"}},
	mServerSilence: {Kind: ServerSilence, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0814", "T0826"}},
	mClientSilence: {Kind: ClientSilence, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0815", "T0829"}},
	mNoAnswer:      {Kind: NoAnswer, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0814", "T0815"}},
	mRateUp:        {Kind: RateUp, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0814", "T0802"}},
	mRateDown:      {Kind: RateDown, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0815", "T0804"}},
	mPeriodShift:   {Kind: PeriodShift, Detector: baseline.Timing, Stage: baseline.Disruption, Alone: true, Techniques: []string{"T0815", "T0802"}},
	mTimingChange:  {Kind: TimingChange, Detector: baseline.Timing, Stage: baseline.Disruption, Techniques: []string{"T0814"}},
	mLatencyShift:  {Kind: LatencyShift, Detector: baseline.Latency, Stage: baseline.Access, Techniques: []string{"T0830"}},
	mDoubleAnswer:  {Kind: DoubleAnswer, Detector: baseline.Latency, Stage: baseline.Access, Alone: true, Techniques: []string{"T0856", "T0830"}},
	mLateDuplicate: {Kind: LateDuplicate, Detector: baseline.Latency, Stage: baseline.Access, Techniques: []string{"T0830"}},
}

// Meanings returns what each kind means.
func Meanings() []baseline.Meaning { return meanings[:] }
