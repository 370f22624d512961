package modbus

import "github.com/banken-ot/banken/protocols/wire"

// maxASCII is the most octets an ASCII frame holds: unit, PDU and LRC.
const maxASCII = 255

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
