package flow

import "github.com/banken-ot/banken/protocols/wire"

// Position is a place in the capture: UTC nanoseconds since 1970, and the number
// of the frame.
type Position struct {
	Time  int64
	Frame uint64
}

// Consumer is given what a table takes out of the packets. It must not call the
// table, and must not keep a *Flow after End, nor any octets after the call.
type Consumer interface {
	// Octets gives the next octets of a direction of a TCP flow. Unless they
	// overlap others, b is the payload of one segment. See the package's notes
	// on Position for p.
	Octets(f *Flow, dir wire.Direction, p Position, b []byte)
	// Gap tells that the next n octets of the direction were never captured; 0
	// when their number is not known. Of UDP, the last n octets of the datagram
	// given before.
	Gap(f *Flow, dir wire.Direction, p Position, n int)
	// Datagram gives the payload of one UDP datagram.
	Datagram(f *Flow, dir wire.Direction, p Position, b []byte)
	// Conflict tells that the packet at p has other octets in a place of which
	// octets were seen before. It is called at most once for a packet.
	Conflict(f *Flow, dir wire.Direction, p Position, o Overlap)
	// End is the last call for a flow. f.State is dropped after it.
	End(f *Flow, p Position, why Ending)
}

// Overlap is what Conflict tells. The slices are valid during the call.
type Overlap struct {
	// First is the packet whose octets were seen first. These are delivered.
	First Position
	// Kept and Refused are the octets seen first and those seen later, from the
	// first that differs, as far as both are at hand.
	Kept, Refused []byte
	// Segment is the whole payload of the later packet, which some receivers
	// take in place of what was delivered; nil when fragments overlapped.
	Segment []byte
	// Seen is how many of its octets, from the first, are in places of which some
	// were seen before; those behind them are new.
	Seen int
	// Fragment is set when IP fragments overlapped rather than TCP segments.
	Fragment bool
}

// Ending is why a flow ended.
type Ending uint8

const (
	// Finished: both ends sent FIN.
	Finished Ending = iota
	// Reset: one end sent RST.
	Reset
	// Idle: no packet for the time its kind of flow is granted.
	Idle
	// Evicted: it was idle longest when a bound was reached.
	Evicted
	// Reused: a new connection began with the same addresses and ports.
	Reused
	// Flushed: the capture ended.
	Flushed
)

var endings = [...]string{
	Finished: "finished",
	Reset:    "reset",
	Idle:     "idle",
	Evicted:  "evicted",
	Reused:   "reused",
	Flushed:  "flushed",
}

// String returns the reason in one lower-case word.
func (e Ending) String() string {
	if int(e) < len(endings) {
		return endings[e]
	}
	return "unknown"
}
