package endpoint

import "encoding/hex"

// mac is the address of a network interface.
type mac [6]byte

// families are the beginnings of MAC addresses that several devices use: as
// octets, and how many bits of them count. VRRP (RFC 9568, 7.3), HSRP versions 1
// and 2 and for IPv6, GLBP, and clusters of Windows (NLB, unicast and multicast).
var families = [...]struct {
	begin [5]byte
	bits  int
}{
	{[5]byte{0x00, 0x00, 0x5e, 0x00, 0x01}, 40},
	{[5]byte{0x00, 0x00, 0x5e, 0x00, 0x02}, 40},
	{[5]byte{0x00, 0x00, 0x0c, 0x07, 0xac}, 40},
	{[5]byte{0x00, 0x00, 0x0c, 0x9f, 0xf0}, 36},
	{[5]byte{0x00, 0x05, 0x73, 0xa0}, 36},
	{[5]byte{0x00, 0x07, 0xb4, 0x00}, 32},
	{[5]byte{0x02, 0xbf}, 16},
	{[5]byte{0x03, 0xbf}, 16},
}

// shared reports whether devices take the address over from each other.
func (m mac) shared() bool {
	for _, f := range families {
		whole := f.bits / 8
		if string(m[:whole]) == string(f.begin[:whole]) && (f.bits%8 == 0 || m[whole]>>4 == f.begin[whole]>>4) {
			return true
		}
	}
	return false
}

// neighbours is how far apart the MAC addresses of the interfaces of one device
// may be: cards have up to eight, numbered one after the other.
const neighbours = 8

// neighbour reports whether two interfaces are likely of one device: of one maker
// and next to each other.
func (m mac) neighbour(x mac) bool {
	if [3]byte(m[:3]) != [3]byte(x[:3]) {
		return false
	}
	a := int(m[3])<<16 | int(m[4])<<8 | int(m[5])
	b := int(x[3])<<16 | int(x[4])<<8 | int(x[5])
	return a-b < neighbours && b-a < neighbours
}

func (m mac) String() string {
	var b [17]byte
	for i, x := range m {
		if i > 0 {
			b[3*i-1] = ':'
		}
		hex.Encode(b[3*i:], []byte{x})
	}
	return string(b[:])
}
