package synth

import (
	"fmt"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Options says what is synthesised.
type Options struct {
	Seed     uint64
	Start    time.Time     // of the plant's clock, UTC; zero for a Monday in March 2026
	Duration time.Duration // of the plant's clock
	// Poll is how often a panel asks a controller; everything else is polled in
	// proportion. 0 is 1 s. Longer ones are for months.
	Poll    time.Duration
	Attacks []attack.Launch
	Format  Format // of Record
	// Left, when set, is given the plant as Events leaves it, to go on from.
	Left func(*plant.Plant)
	// Progress, when set, is told the plant's time now and then.
	Progress func(time.Time)
}

// Bounds of Poll: the process is computed in steps of at most a minute.
const (
	leastPoll = 100 * time.Millisecond
	mostPoll  = time.Minute
)

// defaultStart is a Monday.
var defaultStart = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func (o *Options) normal() error {
	if o.Start.IsZero() {
		o.Start = defaultStart
	}
	o.Start = o.Start.UTC()
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Poll < leastPoll || o.Poll > mostPoll {
		return fmt.Errorf("synth: poll of %s is not between %s and %s", o.Poll, leastPoll, mostPoll)
	}
	if o.Duration <= 0 {
		return fmt.Errorf("synth: duration of %s", o.Duration)
	}
	return nil
}
