package asset

import "encoding/hex"

// MAC is the address of a network interface (IEEE 802, clause 8).
type MAC [6]byte

// Local reports whether the address was given locally, as to virtual machines,
// and by no vendor.
func (m MAC) Local() bool { return m[0]&2 != 0 }

// Group reports whether the address is a multicast or broadcast address.
func (m MAC) Group() bool { return m[0]&1 != 0 }

// Shared reports whether the address is one that routers take over from each
// other: VRRP (RFC 9568, 7.3), HSRP and GLBP.
func (m MAC) Shared() bool {
	switch [4]byte(m[:4]) {
	case [4]byte{0x00, 0x00, 0x5E, 0x00}:
		return m[4] == 1 || m[4] == 2
	case [4]byte{0x00, 0x00, 0x0C, 0x07}:
		return m[4] == 0xAC
	case [4]byte{0x00, 0x07, 0xB4, 0x00}:
		return true
	}
	return [3]byte(m[:3]) == [3]byte{0x00, 0x00, 0x0C} && m[3] == 0x9F && m[4]&0xF0 == 0xF0
}

// String returns the address as 00:0c:29:12:34:56.
func (m MAC) String() string {
	var b [17]byte
	for i, x := range m {
		if i > 0 {
			b[3*i-1] = ':'
		}
		hex.Encode(b[3*i:], []byte{x})
	}
	return string(b[:])
}
