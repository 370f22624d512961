package packet

import "math"

// unknown is the missing of a frame whose length on the wire the capture did
// not say: any length field below is then believed.
const unknown = math.MaxUint32

// rest is what is left of a frame: the captured octets not yet parsed, and how
// many octets followed them on the wire without being captured.
type rest struct {
	b       []byte
	missing uint32
}

// unseen returns the octets of a frame that were not captured.
func unseen(wire uint32, captured int) uint32 {
	switch {
	case wire == 0:
		return unknown
	case uint64(wire) <= uint64(captured):
		return 0
	}
	return wire - uint32(captured)
}

// trim cuts the rest to the n octets a length field grants. A field that says
// more than the wire carried is not believed.
func (r *rest) trim(n int) {
	if n <= len(r.b) {
		r.b, r.missing = r.b[:n], 0
		return
	}
	r.missing = min(r.missing, uint32(n-len(r.b)))
}

// skip steps over a header of n octets; false when they were not all captured.
func (r *rest) skip(n int) bool {
	if n > len(r.b) {
		return false
	}
	r.b = r.b[n:]
	return true
}

// skipUnseen steps over n octets, of which the last may lie among those not
// captured; false when the wire did not carry them either.
func (r *rest) skipUnseen(n int) bool {
	if r.skip(n) {
		return true
	}
	lacking := uint32(n - len(r.b))
	if lacking > r.missing {
		return false
	}
	r.b = r.b[len(r.b):]
	if r.missing != unknown {
		r.missing -= lacking
	}
	return true
}

// unread returns missing as Packet.Missing tells it: nothing when no length was
// known at all.
func (r *rest) unread() uint32 {
	if r.missing == unknown {
		return 0
	}
	return r.missing
}
