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
	if bind := functions[m.Code&0xff].bind; bind != nil && !m.Refused {
		bind(request, m)
	}
	if m.Refused && request.HasSub {
		m.Sub, m.HasSub, m.Operation = request.Sub, true, request.Operation
	}
}

// bindExceptional completes the answer to a request whose code has the exception
// bit: the response cannot say so.
func bindExceptional(request *wire.Transaction, m *wire.Message) {
	if !m.Refused {
		m.Defects |= wire.Mismatch
	}
	m.Function, m.Operation, m.Code = request.Function, request.Operation, request.Code
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
	switch end := n + 3; {
	case ok && end <= len(b) && crcHolds(b[:end]):
		return rtuFraming
	case ok && end > len(b) && end <= maxRTU && probeTCP(dir, b) == wire.NoMatch:
		return unknownFraming
	}
	return tcpFraming
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

// foreign judges what has another protocol identifier. Servers pass over such an
// ADU and go on behind it; so must who listens, or what follows in the same
// segment went unseen. But more often these are octets in the middle of
// something, so that a plausible header must follow; nothing is waited for.
func foreign(dir wire.Direction, b []byte) (int, error) {
	if len(b) < headerLength {
		return 0, wire.ErrLost
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	end := headerLength + length
	if length < 2 || length > maxLength || len(b) < end || probeTCP(dir, b[end:]) < wire.Plausible {
		return 0, wire.ErrLost
	}
	return end, wire.ErrSkip
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
