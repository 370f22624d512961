// Package modbusgen builds Modbus messages, right ones and on purpose wrong
// ones, for tests, the conformance set and the demonstration. It shares no code
// with the decoder.
package modbusgen

import (
	"encoding/binary"
	"fmt"

	"github.com/banken-ot/banken/protocols/wire"
)

// PDU joins octets, words (uint16, high octet first), texts and octet slices to
// a PDU.
func PDU(parts ...any) []byte {
	var b []byte
	for _, part := range parts {
		switch v := part.(type) {
		case int:
			b = append(b, byte(v))
		case byte:
			b = append(b, v)
		case uint16:
			b = binary.BigEndian.AppendUint16(b, v)
		case []uint16:
			for _, w := range v {
				b = binary.BigEndian.AppendUint16(b, w)
			}
		case string:
			b = append(b, v...)
		case []byte:
			b = append(b, v...)
		}
	}
	return b
}

// TCP puts a PDU behind an MBAP header.
func TCP(transaction uint16, unit byte, pdu []byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, transaction)
	b = append(b, 0, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(len(pdu)+1))
	return append(append(b, unit), pdu...)
}

// RTU puts a PDU into an RTU frame.
func RTU(unit byte, pdu []byte) []byte {
	b := append([]byte{unit}, pdu...)
	crc := uint16(0xffff)
	for _, x := range b {
		crc ^= uint16(x)
		for range 8 {
			odd := crc&1 == 1
			crc >>= 1
			if odd {
				crc ^= 0xa001
			}
		}
	}
	return binary.LittleEndian.AppendUint16(b, crc)
}

// ASCII puts a PDU into an ASCII frame.
func ASCII(unit byte, pdu []byte) []byte {
	b := append([]byte{unit}, pdu...)
	sum := byte(0)
	for _, x := range b {
		sum += x
	}
	return fmt.Appendf(nil, ":%X\r\n", append(b, -sum))
}

// ReadRequest asks for count points of function 1 to 4 from start.
func ReadRequest(function byte, start, count uint16) []byte { return PDU(function, start, count) }

// RegistersResponse answers function 3, 4 or 23.
func RegistersResponse(function byte, values ...uint16) []byte {
	return PDU(function, 2*len(values), values)
}

// Exception refuses a function.
func Exception(function, code byte) []byte { return PDU(function|0x80, code) }

// UMAS builds a request or response of function 90.
func UMAS(key, code byte, data ...any) []byte { return PDU(0x5a, key, code, PDU(data...)) }

// le writes a word low octet first, as UMAS does.
func le(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }

// exchange is one request with its response, over MBAP.
func exchange(name string, request, response []byte) wire.Case {
	c := wire.Case{Name: name, Steps: []wire.Step{{Dir: wire.ToServer, Octets: TCP(1, 1, request)}}}
	if response != nil {
		c.Steps = append(c.Steps, wire.Step{Dir: wire.ToClient, Octets: TCP(1, 1, response)})
	}
	return c
}

func up(b []byte) wire.Step   { return wire.Step{Dir: wire.ToServer, Octets: b} }
func down(b []byte) wire.Step { return wire.Step{Dir: wire.ToClient, Octets: b} }

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
