package modbus

import "github.com/banken-ot/banken/protocols/wire"

// Bounds of an RTU frame (V1.02, 2.5.1.1).
const (
	minRTU = 4   // unit, function, CRC
	maxRTU = 256 // unit, a PDU of 253 octets, CRC
)

// decodeRTU decodes an RTU frame: unit, PDU, CRC (V1.02, 2.5.1.1). Its end is
// where the counts of the PDU say, or that of the segment.
func (d *decoder) decodeRTU(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	if len(b) < minRTU {
		return 0, wire.ErrShort
	}
	n, ok, short := pduLength(dir, b[1:])
	if short {
		return 0, wire.ErrShort
	}
	end := n + 3
	if !ok || end > maxRTU {
		end = len(b)
	}
	if end > len(b) || !crcHolds(b[:end]) {
		var err error
		if end, err = damagedRTU(m, dir, b, end); err != nil {
			return 0, err
		}
	}
	d.pdu(m, dir, b[0], b[1:end-2])
	d.serial(m)
	return end, contentError(m)
}

// damagedRTU decides where the frame ends that does not end at end with its CRC.
func damagedRTU(m *wire.Message, dir wire.Direction, b []byte, end int) (int, error) {
	if len(b) > minRTU && len(b) <= maxRTU && crcHolds(b) {
		return len(b), nil // the counts are wrong, not the frame
	}
	if end > len(b) {
		return 0, wire.ErrShort
	}
	if !mayFollow(dir, b[min(end, len(b)):]) || end > maxRTU || !functions[b[1]&^exceptionBit].known {
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
	return short || ok && n+3 > len(b) && n+3 <= maxRTU || probeRTU(dir, b) == wire.Certain
}
