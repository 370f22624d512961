package judge

import (
	"bytes"
	"context"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/sensor/evaluate"
)

// Attempt is one attack on works that were learned.
type Attempt struct {
	Scenario string
	Seed     uint64 // of the works
	Place    int    // the placement, from 0
	Outcome  evaluate.Outcome
	// Incidents were opened from the attack on, and tell of it and of its
	// consequences: the twin of the recording, without the attack, does not have them.
	Incidents []evaluate.Incident
	// AtBudget: it is found when one incident a day is looked at.
	AtBudget bool
}

// Calm is a recording without an attack.
type Calm struct {
	Seed   uint64
	Place  int
	Start  time.Time
	Length time.Duration
	Result evaluate.Result
}

// Times of a recording with an attack. The works begin anew with a recording: their
// connections are opened and their counters start again, which a sensor tells, as it
// should. People look at that and close it before the attack.
const (
	warmUp   = 30 * time.Minute
	lookAt   = 25 * time.Minute
	coolDown = 10 * time.Minute
)

// recording returns that of a placement, which is at another day and hour than what
// was learned. Where a day is scaled, it is at the same hours.
func (l *Learned) recording(place int, length time.Duration) synth.Options {
	w := l.Works
	after := time.Duration(place)*29*time.Hour + time.Duration(7*place)*time.Minute
	if w.Day < 24*time.Hour {
		after = time.Duration(place+1)*24*time.Hour - w.length()
	}
	return synth.Options{Seed: w.Seed, Start: w.End().Add(after), Duration: length, Poll: w.Poll}
}

// launch is when an attack begins in the recording of a placement.
func launch(place int) time.Duration { return warmUp + time.Duration(place)*13*time.Second }

// lasts is how long an attack takes, at most.
func lasts(id string) time.Duration {
	s, _ := attack.Named(id)
	all := s.Actions(time.Unix(0, 0), 1)
	return all[len(all)-1].At.Sub(time.Unix(0, 0)) * 5 / 4 // each pause is drawn anew
}

// Calm has the works go on at a placement without an attack, as long as the longest
// one takes.
func (l *Learned) Calm(ctx context.Context, place int, ids []string) (Calm, error) {
	longest := time.Duration(0)
	for _, id := range ids {
		longest = max(longest, lasts(id))
	}
	o := l.recording(place, launch(place)+longest+coolDown)
	r, err := l.replay(ctx, o)
	return Calm{l.Works.Seed, place, o.Start, o.Duration, r}, err
}

// Attack has the works attacked at a placement, and judges it. calm is the twin.
func (l *Learned) Attack(ctx context.Context, id string, calm *Calm) (Attempt, error) {
	at := launch(calm.Place)
	o := l.recording(calm.Place, at+lasts(id)+coolDown)
	o.Attacks = []attack.Launch{{Scenario: id, At: at}}
	r, err := l.replay(ctx, o)
	if err != nil {
		return Attempt{}, err
	}
	a := Attempt{Scenario: id, Seed: calm.Seed, Place: calm.Place, Outcome: r.Outcomes[0], AtBudget: r.AtBudget > 0}
	known := map[string]bool{}
	for _, x := range calm.Result.False {
		known[x.ID] = true
	}
	for _, x := range append(r.Claimed, r.False...) {
		if !known[x.ID] && x.Opened >= o.Start.Add(at).UnixNano() {
			a.Incidents = append(a.Incidents, x)
		}
	}
	return a, nil
}

// replay replays a recording into a site that knows what was learned.
func (l *Learned) replay(ctx context.Context, o synth.Options) (r evaluate.Result, err error) {
	x, err := l.Works.watch(l.edition)
	if err != nil {
		return r, err
	}
	x.review = o.Start.Add(lookAt).UnixNano()
	if err := x.watchOver(ctx, o); err != nil {
		return r, err
	}
	if err := x.Close(); err != nil {
		return r, err
	}
	labels, err := labelsOf(&x.truth)
	if err != nil {
		return r, err
	}
	return evaluate.Judge(x.tally.incidents(), labels, o.Duration, l.Works.Day), nil
}

// labelsOf returns the ground truth of the lab as it is judged by.
func labelsOf(t *attack.Truth) ([]evaluate.Label, error) {
	var b bytes.Buffer
	if err := t.Write(&b); err != nil {
		return nil, err
	}
	return evaluate.ReadLabels(&b, "")
}
