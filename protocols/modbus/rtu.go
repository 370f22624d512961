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
// none, it is the end of the octets; 0 asks for more of them, when the function is
// one that somebody uses.
func (d *decoder) sought(dir wire.Direction, b []byte) int {
	c := CRC(b[:minRTU-2])
	for end := minRTU; end <= min(len(b), maxRTU); end++ {
		if byte(c) == b[end-2] && byte(c>>8) == b[end-1] && mayFollow(dir, b[end:]) {
			return end
		}
		c = nextCRC(c, b[end-2])
	}
	code := b[1] &^ exceptionBit
	if d.transport == wire.Stream && len(b) < maxRTU && (functions[code].known || userDefined(code)) {
		return 0
	}
	return len(b)
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
// or a whole one that holds.
func mayFollow(dir wire.Direction, b []byte) bool {
	if len(b) < minRTU {
		return true
	}
	n, ok, short := pduLength(dir, b[1:])
	return short || ok && n+3 > len(b) && n+3 <= maxRTU || probeRTU(dir, b) != wire.NoMatch || len(b) <= maxRTU && crcHolds(b)
}
