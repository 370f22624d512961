package judge

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols/wire"
)

// Observer takes observations in the order of their times.
type Observer interface {
	Event(e *baseline.Event)
	Contact(c *baseline.Contact)
	Binding(b *baseline.Binding)
	Visibility(v *baseline.Visibility)
}

// Feed says what months are made of.
type Feed struct {
	Lab synth.Options
	// Before is how long the works have run when the sensor is attached to them: what
	// the lab makes in that time, at the beginning of its duration, nobody sees.
	Before time.Duration
	// Faults has the SPAN port fail now and then: frames are lost, or it is silent.
	Faults bool
	// Replace has one controller replaced by another with the same address, half way.
	Replace bool
}

// replaced is the controller that Replace is about.
const replaced = plant.PLC2

// Fault is a time in which not everything was seen.
type Fault struct {
	From, To int64 // UTC ns
	Share    float64
	Kind     baseline.VisibilityKind
}

// Told is what a feed did beside what the lab tells.
type Told struct {
	Truth    attack.Truth
	Faults   []Fault
	Replaced time.Time // zero when nothing was
	Events   uint64
	Late     int // events out of order by more than the sorter's window
}

// Run makes the months and hands them to o.
func (f *Feed) Run(ctx context.Context, o Observer) (Told, error) {
	s := &stream{feed: f, to: o, r: rand.New(rand.NewPCG(f.Lab.Seed, 4242))}
	if f.Before > 0 {
		s.attached = f.Lab.Start.Add(f.Before).UnixNano()
	}
	sort := &sorter{yield: s.event}
	truth, err := synth.Events(ctx, f.Lab, sort.add)
	if err != nil {
		return Told{}, fmt.Errorf("judge: %w", err)
	}
	sort.flush()
	s.told.Truth, s.told.Late = truth, sort.late
	return s.told, nil
}

// stream turns the lab's events into observations.
type stream struct {
	feed *Feed
	to   Observer
	r    *rand.Rand
	told Told

	attached int64 // when the sensor is, UTC ns
	start    int64 // of what it sees
	fault    *Fault
	next     int64 // when the next fault begins
	swap     int64 // when the controller is replaced; 0 when it was, or is not
	mac      [6]byte
	target   netip.Addr
}

const (
	// faultEvery is how often the SPAN port fails, on average.
	faultEvery = 9 * 24 * time.Hour
	faultLeast = 3 * time.Minute
	faultMost  = 40 * time.Minute
)

func (s *stream) begin(now int64) {
	s.start = now
	s.next = now + s.pause()
	if s.feed.Replace {
		s.swap = now + int64(s.feed.Lab.Duration-s.feed.Before)/2
		h, _ := plant.HostNamed(replaced)
		s.target, s.mac = h.Address, h.MAC
		s.mac[3], s.mac[4], s.mac[5] = ^s.mac[3], ^s.mac[4], ^s.mac[5]
	}
}

func (s *stream) pause() int64 { return int64(s.r.ExpFloat64() * float64(faultEvery)) }

// event takes the lab's events, in order.
func (s *stream) event(e *synth.Event) {
	if e.Time < s.attached {
		return
	}
	if s.start == 0 {
		s.begin(e.Time)
	}
	s.faults(e.Time)
	s.replace(e.Time)
	if s.fault != nil && s.r.Float64() < s.fault.Share {
		return
	}
	s.told.Events++
	switch e.Kind {
	case synth.Transaction:
		s.transaction(e)
	case synth.Connection:
		s.connection(e)
	case synth.Binding:
		b := baseline.Binding{Time: e.Time, Addr: e.Client.Addr(), MAC: s.macOf(e), Claim: true}
		s.to.Binding(&b)
	}
}

func (s *stream) macOf(e *synth.Event) [6]byte {
	if s.told.Replaced.IsZero() || e.Client.Addr() != s.target {
		return e.MAC
	}
	if h, _ := plant.HostNamed(replaced); e.MAC != h.MAC {
		return e.MAC // of somebody else who claims the address
	}
	return s.mac
}

func (s *stream) transaction(e *synth.Event) {
	x := baseline.Event{Time: e.Time, Client: e.Client, Server: e.Server, Flow: e.Flow, Protocol: e.Protocol, Station: e.Station,
		Operation: e.Operation, Function: e.Function, Code: e.Code, Sub: e.Sub, HasSub: e.HasSub, Outcome: e.Outcome,
		HasStatus: e.HasStatus, Status: e.Status, Latency: e.Latency, Points: e.Points}
	s.to.Event(&x)
}

// protocols by the transport's name in an event (IANA).
var transports = map[string]uint8{"tcp": 6, "udp": 17, "icmp": 1}

func (s *stream) connection(e *synth.Event) {
	c := baseline.Contact{Time: e.Time, Flow: e.Flow, Client: e.Client, Server: e.Server, Protocol: transports[e.Transport],
		Answered: e.Outcome == wire.Answered, Refused: e.Outcome == wire.Refused}
	s.to.Contact(&c)
}

// faults begins and ends faults of the SPAN port.
func (s *stream) faults(now int64) {
	if !s.feed.Faults {
		return
	}
	if s.fault != nil && now >= s.fault.To {
		s.to.Visibility(&baseline.Visibility{Time: s.fault.To, Kind: baseline.Sighted, Part: "port span0"})
		s.fault = nil
		s.next = now + s.pause()
	}
	if s.fault == nil && now >= s.next {
		f := Fault{From: now, To: now + int64(faultLeast) + s.r.Int64N(int64(faultMost-faultLeast)), Share: 0.3, Kind: baseline.Loss}
		if s.r.IntN(3) == 0 {
			f.Share, f.Kind = 1, baseline.PortDown
		}
		s.told.Faults = append(s.told.Faults, f)
		s.fault = &f
		s.to.Visibility(&baseline.Visibility{Time: now, Kind: f.Kind, Part: "port span0", Amount: 1000})
	}
}

func (s *stream) replace(now int64) {
	if s.swap == 0 || now < s.swap {
		return
	}
	s.swap, s.told.Replaced = 0, time.Unix(0, now).UTC()
	s.to.Binding(&baseline.Binding{Time: now, Addr: s.target, MAC: s.mac, Claim: true})
}
