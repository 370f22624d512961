package dnp3

// crcPolynomial is x^16+x^13+x^12+x^11+x^10+x^8+x^6+x^5+x^2+1 (IEEE 1815-2012,
// clause 9), lowest power in the highest bit.
const crcPolynomial = 0xa6bc

// crcTables holds, in table i, the remainder of an octet followed by i octets of
// zero: sixteen octets, one block, are taken in one step.
var crcTables = makeCRCTables()

func makeCRCTables() (t [blockSize][256]uint16) {
	for i := range t[0] {
		c := uint16(i)
		for range 8 {
			c = c>>1 ^ crcPolynomial&-(c&1)
		}
		t[0][i] = c
	}
	for k := 1; k < len(t); k++ {
		for i := range t[k] {
			c := t[k-1][i]
			t[k][i] = c>>8 ^ t[0][c&0xff]
		}
	}
	return t
}

// crc returns the check of a block of at most 16 octets. It starts from zero and
// is inverted, so octets of zero in front change nothing: a short block is a
// whole one with its front missing.
func crc(b []byte) uint16 {
	if len(b) == blockSize {
		return crcBlock((*[blockSize]byte)(b))
	}
	var c uint16
	for i, x := range b {
		c ^= crcTables[(len(b)-1-i)&(blockSize-1)][x]
	}
	return ^c
}

func crcBlock(b *[blockSize]byte) uint16 {
	t := &crcTables
	return ^(t[15][b[0]] ^ t[14][b[1]] ^ t[13][b[2]] ^ t[12][b[3]] ^
		t[11][b[4]] ^ t[10][b[5]] ^ t[9][b[6]] ^ t[8][b[7]] ^
		t[7][b[8]] ^ t[6][b[9]] ^ t[5][b[10]] ^ t[4][b[11]] ^
		t[3][b[12]] ^ t[2][b[13]] ^ t[1][b[14]] ^ t[0][b[15]])
}
