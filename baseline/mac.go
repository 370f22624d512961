package baseline

import "encoding/hex"

// MAC is the address of a network interface (IEEE 802, clause 8).
type MAC [6]byte

// Local reports whether the address was given locally, as to virtual machines,
// and by no vendor.
func (m MAC) Local() bool { return m[0]&2 != 0 }

// Group reports whether the address is a multicast or broadcast address.
func (m MAC) Group() bool { return m[0]&1 != 0 }

// routers are the beginnings of MAC addresses that routers take over from each other:
// as octets, and how many bits of them count. VRRP (RFC 9568, 7.3), HSRP versions 1
// and 2 and for IPv6, GLBP.
var routers = [...]struct {
	begin [5]byte
	bits  int
}{
	{[5]byte{0x00, 0x00, 0x5e, 0x00, 0x01}, 40},
	{[5]byte{0x00, 0x00, 0x5e, 0x00, 0x02}, 40},
	{[5]byte{0x00, 0x00, 0x0c, 0x07, 0xac}, 40},
	{[5]byte{0x00, 0x00, 0x0c, 0x9f, 0xf0}, 36},
	{[5]byte{0x00, 0x05, 0x73, 0xa0}, 36},
	{[5]byte{0x00, 0x07, 0xb4, 0x00}, 32},
}

// Shared reports whether the address is one that routers take over from each
// other.
func (m MAC) Shared() bool {
	for _, f := range routers {
		whole := f.bits / 8
		if string(m[:whole]) == string(f.begin[:whole]) && (f.bits%8 == 0 || m[whole]>>4 == f.begin[whole]>>4) {
			return true
		}
	}
	return false
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
