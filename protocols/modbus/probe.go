package modbus

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// framing is how ADUs are told apart on a connection.
type framing uint8

const (
	unknownFraming framing = iota
	tcpFraming             // MBAP header
	rtuFraming             // CRC
	asciiFraming           // colon to line end, LRC
)

func probe(t wire.Transport, dir wire.Direction, b []byte) wire.Match {
	f, match := recognise(dir, b)
	if t == wire.Datagram && match != wire.NoMatch && !entire(f, match, b) {
		return wire.NoMatch
	}
	return match
}

// entire tells whether a datagram holds what it begins: no other will bring the
// rest.
func entire(f framing, match wire.Match, b []byte) bool {
	switch {
	case match == wire.Short || len(b) < shortestADU && f == tcpFraming:
		return false
	case f == tcpFraming:
		return headerLength+int(binary.BigEndian.Uint16(b[4:])) <= len(b)
	}
	return f == rtuFraming || match == wire.Certain
}

// recognise finds the framing of the octets at the start of b.
func recognise(dir wire.Direction, b []byte) (framing, wire.Match) {
	if len(b) == 0 {
		return unknownFraming, wire.Short
	}
	if b[0] == ':' {
		if match := probeASCII(b); match != wire.NoMatch {
			return asciiFraming, match
		}
	}
	// A check that holds says more than a header that may be one: an RTU request
	// for address 0 has the zeros of a protocol identifier.
	rtu := probeRTU(dir, b)
	if rtu == wire.Certain {
		return rtuFraming, rtu
	}
	if match := probeTCP(dir, b); match != wire.NoMatch {
		return tcpFraming, match
	}
	return rtuFraming, rtu
}

// probeTCP judges an MBAP header: the protocol identifier must be 0 and the
// length within its limits, and the PDU must not be one of the other direction.
// The content may be defective.
func probeTCP(dir wire.Direction, b []byte) wire.Match {
	if len(b) >= 3 && b[2] != 0 || len(b) >= 4 && b[3] != 0 || len(b) >= 5 && b[4] > maxVendorLength>>8 {
		return wire.NoMatch
	}
	if len(b) < 8 {
		return wire.Short
	}
	length := int(binary.BigEndian.Uint16(b[4:]))
	if length < 2 || length > maxVendorLength || length > maxLength && b[7] != umas {
		return wire.NoMatch
	}
	if dir == wire.ToServer && b[7]&exceptionBit != 0 && functions[b[7]&^exceptionBit].known && length == 3 {
		return wire.NoMatch // an exception response
	}
	if shapeOf(dir, b[7:]) != length-1 && shapeOf(dir.Reverse(), b[7:]) == length-1 {
		return wire.NoMatch // of the other direction
	}
	return wire.Plausible
}

// shapeOf returns how long the PDU is by its own counts, -1 when not known.
func shapeOf(dir wire.Direction, b []byte) int {
	if n, ok, _ := pduLength(dir, b); ok {
		return n
	}
	return -1
}

// probeRTU judges by the CRC at the end the counts tell, or at the end of the
// segment for functions without.
func probeRTU(dir wire.Direction, b []byte) wire.Match {
	if len(b) < minRTU {
		return wire.NoMatch // nothing contradicts, but nothing speaks for it
	}
	n, ok, short := pduLength(dir, b[1:])
	if short || !functions[b[1]&^exceptionBit].known || b[0] > maxUnit {
		return wire.NoMatch
	}
	if !ok {
		n = len(b) - 3
	}
	if n+3 > len(b) || !crcHolds(b[:n+3]) {
		return wire.NoMatch
	}
	if ok && n+3 == len(b) && sound(dir, b[1:n+1]) {
		return wire.Certain
	}
	return wire.Plausible
}

// sound tells whether counts and values of a PDU are such as the standard allows.
// Two octets of CRC alone are not enough to be certain, for a sensor sees millions
// of segments of other protocols: the frame must fill its segment, too, and be
// sound. Functions that are not looked at are sound.
func sound(dir wire.Direction, b []byte) bool {
	code := b[0]
	if code&exceptionBit != 0 {
		return knownException(b[1])
	}
	if dir == wire.ToClient {
		switch code {
		case readHoldingRegisters, readInputRegisters, readWriteRegisters:
			return b[1] > 0 && b[1]%2 == 0
		}
		return true
	}
	switch code {
	case readCoils, readDiscreteInputs:
		return within(b[3:], maxReadBits)
	case readHoldingRegisters, readInputRegisters, readWriteRegisters:
		return within(b[3:], maxReadRegisters)
	case writeMultipleCoils:
		return within(b[3:], maxWriteBits)
	case writeMultipleRegisters:
		return within(b[3:], maxWriteRegisters)
	case writeSingleCoil:
		return b[4] == 0 && (b[3] == 0 || b[3] == 0xff)
	}
	return true
}

// within tells whether a quantity is between 1 and most.
func within(b []byte, most uint16) bool {
	n := binary.BigEndian.Uint16(b)
	return n >= 1 && n <= most
}

// maxUnit is the highest address of a serial server (V1.02, 2.2).
const maxUnit = 247

func crcHolds(frame []byte) bool {
	n := len(frame) - 2
	return CRC(frame[:n]) == binary.LittleEndian.Uint16(frame[n:])
}

// probeASCII judges by hexadecimal digits and the LRC.
func probeASCII(b []byte) wire.Match {
	var frame [maxASCII]byte
	n, state := parseASCII(frame[:], b)
	switch state {
	case asciiWhole:
		if LRC(frame[:n]) == 0 {
			return wire.Certain
		}
		return wire.NoMatch
	case asciiShort:
		if len(b) >= 9 {
			return wire.Plausible
		}
		return wire.Short
	}
	return wire.NoMatch
}
