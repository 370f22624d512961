package modbus

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// maxASCII is the most octets an ASCII frame holds: unit, PDU and LRC.
const maxASCII = 255

// decoder decodes one connection.
type decoder struct {
	transport wire.Transport
	framing   framing
	frame     [maxASCII]byte // an ASCII frame as octets
	x         content
	objects   join
	transfers transfers
	asked     uint16 // number of the block whose response Bind completes
}

// Reset implements wire.Decoder.
func (d *decoder) Reset() {
	*d = decoder{transport: d.transport, objects: join{buf: d.objects.buf[:0]}, transfers: transfers{digest: d.transfers.digest}}
}

// Gap implements wire.Decoder.
func (d *decoder) Gap(wire.Direction, int) {}

// Bind implements wire.Decoder.
func (d *decoder) Bind(request *wire.Transaction, m *wire.Message) {
	if m.Code == umas {
		d.bindUMAS(request, m)
		return
	}
	if bind := functions[m.Code&0xff].bind; bind != nil && !m.Refused {
		bind(request, m)
	}
	if m.Refused && request.HasSub {
		m.Sub, m.HasSub, m.Operation = request.Sub, true, request.Operation
	}
}

// Decode implements wire.Decoder.
func (d *decoder) Decode(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	if d.framing == unknownFraming {
		if d.framing = choose(dir, b); d.framing == unknownFraming {
			return 0, wire.ErrShort
		}
	}
	n, err := 0, error(nil)
	switch d.framing {
	case tcpFraming:
		n, err = d.decodeTCP(m, dir, b)
	case rtuFraming:
		n, err = d.decodeRTU(m, dir, b)
	default:
		n, err = d.decodeASCII(m, dir, b)
	}
	if n == 0 && err != wire.ErrShort {
		d.framing = unknownFraming // it may be another after what was lost
	}
	return n, err
}

// choose decides the framing of a connection that Probe accepted. Unlike Probe it
// does not depend on where the segment ends: the content may be defective.
func choose(dir wire.Direction, b []byte) framing {
	switch {
	case b[0] == ':' && len(b) < 3:
		return unknownFraming
	case b[0] == ':' && digits[b[1]] >= 0 && digits[b[2]] >= 0:
		return asciiFraming
	case len(b) >= 3 && b[2] != 0 || len(b) >= 4 && b[3] != 0:
		return rtuFraming
	case len(b) < 8:
		return unknownFraming
	}
	n, ok, _ := pduLength(dir, b[1:])
	if ok && n+3 <= len(b) && crcHolds(b[:n+3]) {
		return rtuFraming
	}
	return tcpFraming
}

// decodeTCP decodes an ADU with an MBAP header (V1.0b, 3.1.3).
func (d *decoder) decodeTCP(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	if len(b) < 8 {
		if len(b) >= 3 && b[2] != 0 || len(b) >= 4 && b[3] != 0 {
			return 0, wire.ErrLost
		}
		if len(b) >= headerLength {
			if n := int(binary.BigEndian.Uint16(b[4:])); n < 2 || n > maxVendorLength {
				return 0, wire.ErrLost
			}
		}
		return 0, wire.ErrShort
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	if b[2] != 0 || b[3] != 0 || length < 2 || length > maxVendorLength {
		return 0, wire.ErrLost
	}
	if len(b) < headerLength+length {
		return 0, wire.ErrShort
	}
	if length > maxLength && b[7] != umas {
		m.Defects |= wire.BadLength | own(badLengthField)
	}
	tid := uint32(b[0])<<8 | uint32(b[1])
	m.Field("transaction_id", wire.Uint(uint64(tid)))
	m.Key.ID = tid
	d.pdu(m, dir, b[6], b[7:headerLength+length])
	return headerLength + length, contentError(m)
}

// contentError is what Decode returns of a message whose frame holds.
func contentError(m *wire.Message) error {
	if m.Defects != 0 {
		return wire.ErrContent
	}
	return nil
}

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
	switch {
	case ok && end > len(b):
		if len(b) > minRTU && crcHolds(b) {
			end = len(b) // the counts are wrong, not the frame
			break
		}
		return 0, wire.ErrShort
	case !ok || !crcHolds(b[:end]) && len(b) > end && crcHolds(b):
		end = len(b)
	}
	if !crcHolds(b[:end]) {
		if end != len(b) || !functions[b[1]&^exceptionBit].known {
			return 0, wire.ErrLost
		}
		m.Defects |= own(badCRC)
	}
	d.pdu(m, dir, b[0], b[1:end-2])
	d.serial(m)
	return end, contentError(m)
}

// decodeASCII decodes an ASCII frame (V1.02, 2.5.2).
func (d *decoder) decodeASCII(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	n, state := parseASCII(d.frame[:], b)
	switch {
	case state == asciiShort:
		return 0, wire.ErrShort
	case state == asciiBad || n < 3:
		return 0, wire.ErrLost
	}
	if LRC(d.frame[:n]) != 0 {
		m.Defects |= own(badLRC)
	}
	d.pdu(m, dir, d.frame[0], d.frame[1:n-1])
	d.serial(m)
	return 1 + 2*n + 2, contentError(m)
}

// serial applies what is true of serial lines only: nobody answers a broadcast.
func (d *decoder) serial(m *wire.Message) {
	if m.Station != 0 {
		return
	}
	if m.Role == wire.Request {
		m.NoReply = true
	} else {
		m.Defects |= own(broadcastAnswered)
	}
}

// States of an ASCII frame.
const (
	asciiWhole = iota
	asciiShort
	asciiBad
)

// parseASCII turns the digits of the frame at the start of b into octets and
// returns their number, LRC included.
func parseASCII(dst, b []byte) (n, state int) {
	if len(b) == 0 || b[0] != ':' {
		return 0, asciiBad
	}
	i := 1
	for ; i+1 < len(b) && b[i] != '\r'; i += 2 {
		hi, lo := digits[b[i]], digits[b[i+1]]
		if hi < 0 || lo < 0 || n == len(dst) {
			return 0, asciiBad
		}
		dst[n] = byte(hi)<<4 | byte(lo)
		n++
	}
	switch {
	case i+1 < len(b) && b[i+1] == '\n':
		return n, asciiWhole
	case i+1 < len(b), i < len(b) && b[i] != '\r' && digits[b[i]] < 0:
		return 0, asciiBad
	}
	return n, asciiShort
}

// digits is the value of a hexadecimal digit, -1 of any other octet. Lower case
// is accepted, though the standard writes upper.
var digits = makeDigits()

func makeDigits() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i := range int8(10) {
		t['0'+i] = i
	}
	for i := range int8(6) {
		t['A'+i], t['a'+i] = 10+i, 10+i
	}
	return t
}
