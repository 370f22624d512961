package wire

import "math/bits"

// Defects is a set of things wrong with a message: bits below FirstDefect are
// the same for every protocol, the others are named by Protocol.Defects.
type Defects uint64

const (
	// Truncated: the content ends before its own counts and lengths say.
	Truncated Defects = 1 << iota
	// Trailing: octets follow that the content does not account for.
	Trailing
	// BadLength: a length or count field is outside the standard's limits.
	BadLength
	// Mismatch: a response whose station or function is not that of the
	// request with its exchange id.
	Mismatch
	// DuplicateResponse: a second answer to one request.
	DuplicateResponse
	// Omitted: points or fields beyond MaxPoints or MaxFields were not kept.
	Omitted
	// TooDeep: nesting beyond the protocol's bound was not decoded.
	TooDeep
	// Evicted: the request was forgotten before its time-out, because a bound
	// on outstanding transactions was reached.
	Evicted
	// NotCaptured: octets of the message were never captured.
	NotCaptured
	// Overlapping: the message is made of octets that came in a place of the
	// stream of which other octets had been seen; some receivers take these.
	Overlapping
)

// FirstDefect is the bit number of the first defect of a protocol's own.
const FirstDefect = 16

var commonDefects = [FirstDefect]string{"truncated", "trailing-octets", "bad-length",
	"mismatch", "duplicate-response", "omitted", "too-deep", "evicted", "not-captured", "conflicting-overlap"}

// Own returns the set with the protocol's own defect i, an index into
// Protocol.Defects.
func Own(i uint8) Defects { return 1 << (FirstDefect + i) }

// Each calls f with the name of every defect in the set, in ascending order.
func (d Defects) Each(p *Protocol, f func(name string)) {
	for ; d != 0; d &= d - 1 {
		f(p.DefectName(bits.TrailingZeros64(uint64(d))))
	}
}

// DefectName returns the name of the defect with bit number i.
func (p *Protocol) DefectName(i int) string {
	if i < FirstDefect {
		return commonDefects[i]
	}
	return nameOf(p.Defects, i-FirstDefect)
}
