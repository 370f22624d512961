package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// violations are, by protocol, the defects that no correct implementation makes
// and no fault of capturing or of the line explains.
//
// Modbus: a client never asks for a quantity beyond the standard's limits, for
// addresses beyond 65535, for a coil value other than 0 and 0xFF00, for another
// reference type than 6, or with a byte count other than that of what it sends.
// Not counted: checksums (noise), lengths and anything behind the end (padding,
// proxies, lost octets), echoes and sizes of responses and duplicates (pairing,
// and a SPAN port that shows packets twice), exception codes and reserved
// sub-functions (manufacturers use their own), answers to broadcasts (unit 0 of a
// device that is no gateway).
//
// DNP3: every block is protected by a CRC, so what arrives was sent so: a
// function the standard does not assign, a stop below the start, an impossible
// qualifier, a count beyond the fragment, an object of another size than its own
// prefix says, a string that leaves its object. Not counted: the link and
// transport layers (repeated, missing and unexpected segments come with loss),
// sequence numbers, bits of the control octets that real devices set wrongly (DIR,
// UNS, CON), obsolete control codes, groups of manufacturers, reserved indications.
//
// OPC UA: a chunk type that is none, a chunk or message above what both sides
// agreed on, a message in the wrong direction, a Variant that holds a Variant, and
// nesting deeper than decoders must support. Not counted: sequence numbers and
// unknown channels or tokens (loss), certificates and array dimensions (common
// stacks), the number of results (likewise), encodings (a channel whose opening
// was not seen may be encrypted), and this decoder's own bounds but that.
var violations = [...]struct {
	protocol string
	kind     baseline.Kind
	names    []string
	common   wire.Defects
}{
	{"modbus", "modbus-malformed", []string{"quantity-out-of-range", "byte-count-differs", "address-range-exceeded", "coil-value-invalid",
		"reference-type-invalid"}, 0},
	{"dnp3", "dnp3-malformed", []string{"unknown-function", "bad-qualifier", "range-reversed", "count-excessive", "object-size", "string-bounds"}, 0},
	{"opcua", "opcua-malformed", []string{"bad-chunk-type", "chunk-exceeds-limit", "message-exceeds-limit", "wrong-direction", "variant-in-variant"},
		wire.TooDeep},
}

// doubtful are the defects beside which no other counts: the message may not be
// what was sent.
const doubtful = wire.Truncated | wire.Trailing | wire.BadLength | wire.Mismatch | wire.Omitted | wire.Evicted | wire.NotCaptured | wire.Overlapping |
	wire.DuplicateResponse

// doubted are those of the protocols' own.
var doubted = []string{"bad-crc", "bad-lrc", "protocol-identifier-invalid", "length-field-out-of-range", "response-size-differs",
	"header-crc", "block-crc", "skipped-octets", "segment-missing", "segment-repeated", "segment-unexpected", "fragment-abandoned", "fragment-too-long",
	"sequence-gap", "unfinished-message-dropped", "unknown-channel", "unknown-token", "bad-encoding", "bad-type-id"}

// sound reports whether an event is what was sent.
func sound(l *baseline.Look, e *baseline.Event) bool {
	return !l.Blind && e.Defects&doubtful == 0 && !defective(e, doubted)
}

// malformed reports a message that violates its protocol exactly.
func (d *Detector) malformed(l *baseline.Look, e *baseline.Event) {
	if e.Defects == 0 {
		return
	}
	for i := range violations {
		v := &violations[i]
		if v.protocol != e.Protocol.Name || e.Outcome == wire.Unasked {
			continue
		}
		if (e.Defects&v.common != 0 || defective(e, v.names)) && sound(l, e) {
			d.hit(l, e, d.kinds.malformed[i], note{seen: violation(e, v.names)})
		}
	}
}

// violation names the first of the defects an event has.
func violation(e *baseline.Event, names []string) string {
	for i, name := range e.Protocol.Defects {
		if e.Defects&wire.Own(uint8(i)) == 0 {
			continue
		}
		for _, n := range names {
			if n == name {
				return name
			}
		}
	}
	return "too-deep"
}
