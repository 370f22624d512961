package alert

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Asked is what was asked of a device at a moment, as far as a sentence about it needs
// it. It does not change once it is made.
type Asked struct {
	Protocol  string  `json:"protocol"`
	Port      uint16  `json:"port"` // of the server
	Operation string  `json:"operation"`
	Station   uint32  `json:"station"`
	Code      uint32  `json:"code"`
	Sub       *uint32 `json:"sub,omitempty"`    // sub-function, where it has one
	Status    *uint32 `json:"status,omitempty"` // what the device answered, where it says
	Learned   int64   `json:"learned_ns"`       // for how long the expectation was learned
	Support   uint64  `json:"support"`          // from how many observations
	Others    string  `json:"others,omitempty"` // who did the same meanwhile: addresses
	Points    uint64  `json:"points"`           // that were set, or read
	// Touched are the first of them.
	Touched []Touched `json:"touched,omitempty"`
}

// Touched is a point, or a run of Count points: see baseline.Touched.
type Touched struct {
	Space   uint32 `json:"space"`
	Index   uint32 `json:"index"`
	Count   uint32 `json:"count"`
	Part    uint32 `json:"part,omitempty"`
	Written bool   `json:"written"`
	Node    string `json:"node,omitempty"`
	Values  string `json:"values,omitempty"`
}

// askedOf keeps what was asked; nil where nothing was.
func askedOf(x *baseline.Deviation) *Asked {
	if x.Protocol == "" {
		return nil
	}
	a := &Asked{Protocol: x.Protocol, Port: x.Port, Operation: x.Operation.String(), Station: x.Station, Code: x.Code, Learned: x.Learned, Support: x.Support,
		Others: clean(x.Others), Points: x.Points}
	if x.HasSub {
		sub := x.Sub
		a.Sub = &sub
	}
	if x.HasStatus {
		status := x.Status
		a.Status = &status
	}
	for _, t := range x.Touched {
		if t.Count > 0 {
			a.Touched = append(a.Touched, Touched(t))
		}
	}
	return a
}

// Deviation returns the moment as a deviation again, as far as it is kept: what tells it
// in words, perhaps with names that were not known then. Actor and target are those of
// the message.
func (m *Moment) Deviation() *baseline.Deviation {
	x := &baseline.Deviation{Meaning: &baseline.Meaning{Kind: baseline.Kind(m.Kind), Detector: detectorOf(m.Detector)}, Time: m.Known.UnixNano(), Event: m.Time.UnixNano(),
		Frame: m.Frame, ResponseFrame: m.ResponseFrame, Function: m.Function, Point: m.Point, Expected: m.Expected, Seen: m.Seen, Count: m.Count, Outcome: outcomeOf(m.Outcome)}
	x.Client, _ = netip.ParseAddr(m.Client)
	x.Server, _ = netip.ParseAddr(m.Server)
	x.Actor, x.Target = x.Client, x.Server
	if a := m.Asked; a != nil {
		a.fill(x)
	}
	return x
}

func (a *Asked) fill(x *baseline.Deviation) {
	x.Protocol, x.Port, x.Station, x.Code, x.Learned, x.Support = a.Protocol, a.Port, a.Station, a.Code, a.Learned, a.Support
	x.Others, x.Points, x.Operation = a.Others, a.Points, operationOf(a.Operation)
	if a.Sub != nil {
		x.Sub, x.HasSub = *a.Sub, true
	}
	if a.Status != nil {
		x.Status, x.HasStatus = *a.Status, true
	}
	for i, t := range a.Touched[:min(len(a.Touched), baseline.MaxTouched)] {
		x.Touched[i] = baseline.Touched(t)
	}
}

func detectorOf(id string) baseline.Detector {
	for d := range baseline.Detectors {
		if baseline.Detector(d).ID() == id {
			return baseline.Detector(d)
		}
	}
	return baseline.Detector(baseline.Detectors)
}

func outcomeOf(name string) wire.Outcome {
	for o := wire.Answered; o <= wire.Unasked; o++ {
		if o.String() == name {
			return o
		}
	}
	return 0
}

func operationOf(name string) wire.Operation {
	for o := wire.Read; o <= wire.Session; o++ {
		if o.String() == name {
			return o
		}
	}
	return wire.OperationNone
}
