package modbus

import "github.com/banken-ot/banken/protocols/wire"

// Bounds of an RTU frame (V1.02, 2.5.1.1).
const (
	minRTU = 4   // unit, function, CRC
	maxRTU = 256 // unit, a PDU of 253 octets, CRC
)

// decodeRTU decodes an RTU frame: unit, PDU, CRC (V1.02, 2.5.1.1). Its end is
// where the counts of the PDU say; of a function without, where a CRC holds.
func (d *decoder) decodeRTU(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	end, short := d.endRTU(dir, b)
	if end == 0 || !crcHolds(b[:end]) {
		if at := d.passed(dir, b); at > 0 {
			return at, wire.ErrSkip
		}
		var err error
		if end, err = damagedRTU(m, dir, b, end, short); err != nil {
			return 0, err
		}
	}
	d.pdu(m, dir, b[0], b[1:end-2])
	d.serial(m)
	return end, contentError(m)
}

// endRTU returns where the frame at the start of b ends; 0 when b does not hold
// the end. short tells that more octets may bring it.
func (d *decoder) endRTU(dir wire.Direction, b []byte) (end int, short bool) {
	if len(b) < minRTU {
		return 0, true
	}
	n, ok, short := pduLength(dir, b[1:])
	switch end = n + 3; {
	case short:
		return 0, len(b) < maxRTU
	case !ok:
		end = d.sought(dir, b)
		return end, end == 0
	case end > maxRTU:
		return 0, false
	case end > len(b):
		return 0, true
	}
	return end, false
}

// sought returns the end of a frame whose function does not tell its length: the
// first place where the CRC holds and another frame may follow. Where there is
// none, 0 asks for more octets; when the frame cannot have more, or none are to be
// waited for, it is the first place where the CRC holds, or the end of the octets.
func (d *decoder) sought(dir wire.Direction, b []byte) int {
	first, c := 0, CRC(b[:minRTU-2])
	for end := minRTU; end <= min(len(b), maxRTU); end++ {
		if byte(c) == b[end-2] && byte(c>>8) == b[end-1] {
			if !zeroLeft(b[end:]) && mayFollow(dir, b[end:]) {
				return end
			}
			if first == 0 {
				first = end
			}
		}
		c = nextCRC(c, b[end-2])
	}
	switch {
	case d.waits(b):
		return 0
	case first > 0 && d.framing == rtuFraming:
		return first
	}
	return len(b)
}

// zeroLeft tells whether the octets left begin with a zero and are too few for a
// frame. Whatever frame holds, holds with a zero behind it too: one in 256 ends with
// one, and few begin with it, which are broadcasts.
func zeroLeft(b []byte) bool { return len(b) > 0 && len(b) < minRTU && b[0] == 0 }

// waits tells whether a frame of which no end was found may have it in octets to
// come: on a connection that is RTU any, before that is known those of functions
// that somebody uses.
func (d *decoder) waits(b []byte) bool {
	switch {
	case d.transport != wire.Stream || len(b) >= maxRTU:
		return false
	case d.framing == rtuFraming:
		return b[0] <= maxUnit
	}
	return assigned(b[1])
}

// assigned tells whether somebody uses the function.
func assigned(code uint8) bool { return functions[code].known || userDefined(code) }

// passed returns where the next frame begins, one that tells its length, is sound
// and holds, when what stands before it is not the frame of a function without
// length that it seems to be: a damaged one must not take those behind it along. A
// function that somebody uses may carry another's frame, and is given up only when
// there are more octets than it can have.
func (d *decoder) passed(dir wire.Direction, b []byte) int {
	if len(b) < minRTU || d.transport != wire.Stream || len(b) < maxRTU && assigned(b[1]) {
		return 0
	}
	if _, ok, short := pduLength(dir, b[1:]); ok || short {
		return 0
	}
	for at := 1; at <= min(len(b)-minRTU, maxRTU); at++ {
		if end := measured(dir, b[at:]); end > 0 && mayFollow(dir, b[at+end:]) {
			return at
		}
	}
	return 0
}

// measured returns the end of the frame at the start of b when its function tells
// the length, its CRC holds and it is sound; else 0.
func measured(dir wire.Direction, b []byte) int {
	n, ok, short := pduLength(dir, b[1:])
	end := n + 3
	switch {
	case short || !ok || end > min(len(b), maxRTU) || b[0] > maxUnit || !functions[b[1]&^exceptionBit].known:
		return 0
	case !crcHolds(b[:end]) || !sound(dir, b[1:end-2]):
		return 0
	}
	return end
}

// damagedRTU decides where the frame ends that does not end at end with its CRC.
func damagedRTU(m *wire.Message, dir wire.Direction, b []byte, end int, short bool) (int, error) {
	switch {
	case len(b) > minRTU && len(b) <= maxRTU && crcHolds(b):
		return len(b), nil // the counts are wrong, not the frame
	case short:
		return 0, wire.ErrShort
	case end == 0 || end > maxRTU || !mayFollow(dir, b[end:]) || !functions[b[1]&^exceptionBit].known:
		return 0, wire.ErrLost
	}
	m.Defects |= own(badCRC)
	return end, nil
}

// mayFollow tells whether b, what stands behind a frame, is the start of another
// or begins with one that holds.
func mayFollow(dir wire.Direction, b []byte) bool {
	if len(b) < minRTU {
		return true
	}
	n, ok, short := pduLength(dir, b[1:])
	switch {
	case short:
		return true
	case !ok:
		return holdsSomewhere(b)
	}
	return n+3 > len(b) && n+3 <= maxRTU || probeRTU(dir, b) != wire.NoMatch || len(b) <= maxRTU && crcHolds(b)
}

// holdsSomewhere tells whether there is an end at which the CRC of a frame that
// begins with b holds.
func holdsSomewhere(b []byte) bool {
	c := CRC(b[:minRTU-2])
	for end := minRTU; end <= min(len(b), maxRTU); end++ {
		if byte(c) == b[end-2] && byte(c>>8) == b[end-1] {
			return true
		}
		c = nextCRC(c, b[end-2])
	}
	return false
}
