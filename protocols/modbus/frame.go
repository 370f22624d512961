package modbus

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// decoder decodes one connection.
type decoder struct {
	transport wire.Transport
	framing   framing
	frame     [maxASCII]byte // an ASCII frame as octets
	x         content
	objects   joins
	transfers transfers
	asked     uint16 // number of the block whose response Bind completes
	reserved  reservation
}

// Reset implements wire.Decoder.
func (d *decoder) Reset() {
	d.objects.drop()
	*d = decoder{transport: d.transport, objects: d.objects, transfers: transfers{digest: d.transfers.digest}}
}

// Gap implements wire.Decoder.
func (d *decoder) Gap(dir wire.Direction, _ int) {
	if dir == wire.ToClient {
		d.objects.drop()
	}
	d.transfers.lost()
}

// Bind implements wire.Decoder.
func (d *decoder) Bind(request *wire.Transaction, m *wire.Message) {
	if request.Code&exceptionBit != 0 {
		bindExceptional(request, m)
		return
	}
	if m.Code == umas {
		d.bindUMAS(request, m)
		return
	}
	if bind := functions[m.Code&0xff].bind; bind != nil && !m.HasStatus {
		bind(request, m)
	}
	if m.HasStatus && request.HasSub {
		m.Sub, m.HasSub, m.Operation = request.Sub, true, request.Operation
	}
}

// bindExceptional completes the answer to a request whose code has the exception
// bit: the response cannot say so.
func bindExceptional(request *wire.Transaction, m *wire.Message) {
	if !m.HasStatus {
		m.Defects |= wire.Mismatch
	}
	m.Function, m.Operation, m.Code = request.Function, request.Operation, request.Code
}

// Decode implements wire.Decoder.
func (d *decoder) Decode(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	if d.framing == unknownFraming {
		f, err := d.choose(dir, b)
		if err != nil {
			return 0, err
		}
		d.framing = f
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

// choose decides the framing of a connection, at its start or where it was lost.
// Unlike Probe it does not depend on where the segment ends, and the content may
// be defective. RTU needs a CRC that holds: without, any octets would be frames.
func (d *decoder) choose(dir wire.Direction, b []byte) (framing, error) {
	if b[0] == ':' {
		if len(b) < 3 {
			return unknownFraming, wire.ErrShort
		}
		if digits[b[1]] >= 0 && digits[b[2]] >= 0 {
			return asciiFraming, nil
		}
	}
	end, short := d.endRTU(dir, b)
	switch {
	case end > 0 && crcHolds(b[:end]):
		return rtuFraming, nil
	case len(b) >= 3 && b[2] != 0 || len(b) >= 4 && b[3] != 0:
		if short {
			return unknownFraming, wire.ErrShort
		}
		return unknownFraming, wire.ErrLost
	case len(b) < shortestADU, short && probeTCP(dir, b) == wire.NoMatch:
		return unknownFraming, wire.ErrShort
	}
	return tcpFraming, nil
}

// decodeTCP decodes an ADU with an MBAP header (V1.0b, 3.1.3).
func (d *decoder) decodeTCP(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	end, err := header(dir, b)
	if err != nil {
		return end, err
	}
	m.Key.ID = uint32(binary.BigEndian.Uint16(b))
	m.Field("transaction_id", wire.Uint(uint64(m.Key.ID)))
	if end < shortestADU {
		hollow(m, dir, b[headerLength:end])
		return end, wire.ErrContent
	}
	if end > headerLength+maxLength && b[7] != umas {
		m.Defects |= wire.BadLength | own(badLengthField)
	}
	if b[2] != 0 || b[3] != 0 {
		m.Field("protocol_id", wire.Hex(uint64(b[2])<<8|uint64(b[3])))
		m.Defects |= own(badProtocolID)
	}
	d.pdu(m, dir, b[6], b[7:end])
	return end, contentError(m)
}

// shortestADU is an MBAP header with a function code behind it.
const shortestADU = headerLength + 2

// header returns how long the ADU at the start of b is.
func header(dir wire.Direction, b []byte) (int, error) {
	if len(b) >= 3 && b[2] != 0 || len(b) >= 4 && b[3] != 0 {
		return foreign(dir, b)
	}
	if len(b) < headerLength {
		return 0, wire.ErrShort
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	switch {
	case length > maxVendorLength:
		return 0, wire.ErrLost
	case len(b) < headerLength+length:
		return 0, wire.ErrShort
	}
	return headerLength + length, nil
}

// foreign judges what has another protocol identifier. The standard's servers pass
// over such an ADU (V1.0b, 4.4.2) and others do not look, so that it is told like
// any, with its defect, when the length field and the function agree about its
// length. But more often these are octets in the middle of something: when the two
// do not agree, a plausible header must follow, and nothing is waited for.
func foreign(dir wire.Direction, b []byte) (int, error) {
	if len(b) < shortestADU {
		return 0, wire.ErrLost
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	end := headerLength + length
	switch {
	case length < 2 || length > maxLength:
		return 0, wire.ErrLost
	case shapeOf(dir, b[headerLength+1:]) != length-1:
		if len(b) < end || probeTCP(dir, b[end:]) < wire.Plausible {
			return 0, wire.ErrLost
		}
		return end, wire.ErrSkip
	case len(b) < end:
		return 0, wire.ErrShort
	}
	return end, nil
}

// hollow reports an ADU without a function code; unit is the unit identifier or
// nothing.
func hollow(m *wire.Message, dir wire.Direction, unit []byte) {
	m.Role, m.Function, m.Operation = wire.Request, "no-function", wire.Diagnose
	m.NoReply = true
	if dir == wire.ToClient {
		m.Role = wire.Response
	}
	if len(unit) > 0 {
		m.Station = uint32(unit[0])
	}
	m.Key.Station = m.Station
	m.Defects |= wire.Truncated | own(badLengthField)
}

// contentError is what Decode returns of a message whose frame holds.
func contentError(m *wire.Message) error {
	if m.Defects != 0 {
		return wire.ErrContent
	}
	return nil
}

// serial applies what is true of serial lines only: a broadcast writes (V1.02,
// 2.1), and nobody answers it. What is asked of all is waited for: with one device
// behind a converter there may be an answer.
func (d *decoder) serial(m *wire.Message) {
	if m.Station != 0 {
		return
	}
	switch {
	case m.Role == wire.Response:
		m.Defects |= own(broadcastAnswered)
	case m.Operation == wire.Read || m.Operation == wire.Identify:
		m.Defects |= own(broadcastRead)
	default:
		m.NoReply = true
	}
}
