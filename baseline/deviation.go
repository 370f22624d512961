package baseline

import (
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
)

// Detector is one of the sorts of expectation, D0 to D9.
type Detector uint8

// The detectors.
const (
	Tripwire  Detector = iota // D0: never learned silently
	Whitelist                 // D1: who asks whom for what
	Sequence                  // D2: what follows what
	Timing                    // D3: silence, rate, period
	Latency                   // D4: how long answers take
	Values                    // D5: process values, set-points and parameters
	Endpoint                  // D6: who is at an address
	Identity                  // D7: what a device says it is
	Visible                   // D8: what the sensor itself sees
	Relations                 // D9: what goes with what
	detectors
)

// Detectors is how many there are.
const Detectors = int(detectors)

var detectorNames = [...]string{"tripwire", "whitelist", "sequence", "timing", "latency", "value", "endpoint", "identity", "visibility", "relation"}

// String returns the name of the detector in lower case.
func (d Detector) String() string {
	if int(d) < len(detectorNames) {
		return detectorNames[d]
	}
	return "unknown"
}

// ID returns the short name of the detector: "D1".
func (d Detector) ID() string { return "D" + string(rune('0'+d%10)) }

// Kind names what deviates: stable, lower case with hyphens ("new-pair",
// "dnp3-restart"). Each detector declares its own, with their Meaning.
type Kind string

// Stage is how far an actor has come, by what a deviation is about.
type Stage uint8

// The stages, in order.
const (
	Recon         Stage = iota // finding out what is there
	Access                     // getting in: sessions, endpoints, identities
	Control                    // commands and set-points
	Configuration              // settings, programs, firmware
	Disruption                 // restarts, stops, floods, silence
)

var stageNames = [...]string{"recon", "access", "control", "configuration", "disruption"}

// String returns the stage in lower case.
func (s Stage) String() string {
	if int(s) < len(stageNames) {
		return stageNames[s]
	}
	return "unknown"
}

// Evidence is the furthest step seen on the wire (decision point EV).
type Evidence uint8

// The steps, in order.
const (
	Precursor Evidence = iota // new, unexplained or reconnaissance traffic
	Attempt                   // something that affects control was asked: refused, or the outcome is not known
	Success                   // the device accepted it, or its state changed
)

var evidenceNames = [...]string{"precursor", "attempt", "success"}

// String returns the step in lower case.
func (e Evidence) String() string {
	if int(e) < len(evidenceNames) {
		return evidenceNames[e]
	}
	return "unknown"
}

// EvidenceOf returns the step of an event that affects control: success when the
// device answered well, or sent it by itself.
func EvidenceOf(o wire.Outcome) Evidence {
	if o == wire.Answered || o == wire.Unasked {
		return Success
	}
	return Attempt
}

// Meaning is what a kind of deviation is, whatever was seen.
type Meaning struct {
	Kind     Kind
	Detector Detector
	Stage    Stage
	// Control: the evidence is attempt or success, as the device answered;
	// otherwise it is a precursor.
	Control bool
	// Exact: an operation that is never learned, or an exact violation of a
	// protocol: corroborated by itself.
	Exact bool
	// Alone: it may raise an incident alone; otherwise it only adds to one.
	Alone bool
	// Techniques of ATT&CK for ICS, ids of version 18.1, most fitting first.
	Techniques []string
}

// Deviation is something that is not as expected. It is borrowed until the
// function it is reported to returns; Clone makes an owned copy.
type Deviation struct {
	Meaning *Meaning
	Time    int64 // capture time at which it is known, UTC ns
	Event   int64 // capture time of what deviates, UTC ns

	Frame, ResponseFrame uint64 // what proves it; 0 for none
	Flow                 uint64
	Protocol             string // "modbus"; "" where none is decoded
	Client, Server       netip.Addr
	Port                 uint16 // of the server
	Station              uint32
	Operation            wire.Operation
	Function             string
	Outcome              wire.Outcome
	// Actor is who caused it, as far as that can be told: the client, or the host
	// whose binding changed. Target is the asset it is about.
	Actor, Target netip.Addr
	Point         string // as shown: "holding-register 12"; "" for none

	// What was asked, for who tells it in words: function code and sub-function, what
	// the device answered, and the first of the points that were set or read. They are
	// zero where no single message stands for the deviation.
	Code, Sub         uint32
	Status            uint32
	HasSub, HasStatus bool
	Touched           [MaxTouched]Touched // those in use have a Count
	Points            uint64              // how many there are in all
	// Others are those who did the same before, as addresses with ", " between; "" where
	// nobody did, or that is not known.
	Others string

	// Expected and Seen are in no language: names, numbers ("900"), ranges
	// ("200..260"), lists with ", " between, durations ("1.5s"). Expected is ""
	// where nothing like it was ever seen.
	Expected, Seen string

	Evidence Evidence
	Surprise float64 // bits, -log2 of its probability when all is normal; 0 where that is no question
	Support  uint64  // observations behind the expectation
	Learned  int64   // ns, for how long it was learned
	Count    uint64  // how many it stands for, at least 1
	State    State   // of the detector then
	Native   bool    // on a channel that was there while the site was still learning
	Repeat   bool    // the same was told before, and nobody has decided about it yet
	Exercise bool    // part of an exercise: it is kept apart from all that is real
}

// Clone returns an owned copy. All fields are values or strings, so a copy owns
// what it refers to.
func (d *Deviation) Clone() *Deviation {
	c := *d
	return &c
}
