package peers

import (
	"errors"
	"io"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// Options says what runs.
type Options struct {
	Seed uint64
	// Speed is how many times faster than time the plant's clock goes: its process,
	// operators and engineers. Polls keep their pace. 0 is 1.
	Speed float64
	// Pace is how many times faster than written attacks go on. 0 is 1.
	Pace    float64
	Attacks []attack.Launch
	// Plant is one that has run before, up to a time before now, to go on from; nil for
	// one that is made of the seed.
	Plant *plant.Plant
	// Truth, unless nil, gets the ground truth as JSON at the end.
	Truth io.Writer
	// Ready, unless nil, is called when the network and all servers are there, and
	// before any client opens a connection. An error ends the run. The mirror port
	// is there until Run returns.
	Ready func(Mirror) error
	// Exchanged, unless nil, is told of every exchange of a client, by many
	// goroutines at once.
	Exchanged func(Exchange)
}

// Mirror is the sensor's end of the mirror port: an interface in a namespace.
type Mirror struct {
	Namespace *netns.Namespace
	Interface string
}

// Exchange is a request of a client and what came of it.
type Exchange struct {
	From, To string // host names
	Protocol string // "modbus", "dnp3" or "opcua"
	Attack   string // the attack it is part of, "" for none
	Err      error  // nil when it was answered
}

// Bounds of Speed and Pace: the process is computed in ticks of a second, 3600 of
// which take some milliseconds.
const mostSpeed = 3600

var errSpeed = errors.New("peers: speed and pace are between 0 and 3600")

func (o *Options) normal() error {
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Pace == 0 {
		o.Pace = 1
	}
	if !(o.Speed > 0 && o.Speed <= mostSpeed && o.Pace > 0 && o.Pace <= mostSpeed) {
		return errSpeed
	}
	if o.Exchanged == nil {
		o.Exchanged = func(Exchange) {}
	}
	if o.Ready == nil {
		o.Ready = func(Mirror) error { return nil }
	}
	return nil
}
