package modbus

// crcTable is for the CRC-16 of Modbus over Serial Line V1.02, 6.2.2: polynomial
// 0xA001 reflected, preset 0xFFFF.
var crcTable = makeCRC()

func makeCRC() (t [256]uint16) {
	for i := range t {
		c := uint16(i)
		for range 8 {
			if c&1 != 0 {
				c = c>>1 ^ 0xa001
			} else {
				c >>= 1
			}
		}
		t[i] = c
	}
	return t
}

// CRC returns the check of an RTU frame; it is sent low octet first.
func CRC(b []byte) uint16 {
	c := uint16(0xffff)
	for _, x := range b {
		c = nextCRC(c, x)
	}
	return c
}

// nextCRC takes one more octet into a check.
func nextCRC(c uint16, x byte) uint16 { return c>>8 ^ crcTable[byte(c)^x] }

// LRC returns the check of an ASCII frame over its octets before they are
// written in hexadecimal (V1.02, 6.2.1).
func LRC(b []byte) byte {
	var sum byte
	for _, x := range b {
		sum += x
	}
	return -sum
}
