package packet

import "encoding/binary"

// Operations of ARP (RFC 826).
const (
	ARPRequest uint16 = 1
	ARPReply   uint16 = 2
)

const (
	arpSize     = 28 // octets of a message for Ethernet and IPv4
	arpEthernet = 1  // hardware type
)

// ARP returns an ARP message for Ethernet and IPv4 (RFC 826). ok is false when
// the frame holds none. It reads Payload and is valid as long as that is.
func (p *Packet) ARP() (op uint16, senderMAC [6]byte, senderIP [4]byte, targetIP [4]byte, ok bool) {
	b := p.Payload
	if p.EtherType != EtherTypeARP || len(b) < arpSize {
		return
	}
	if binary.BigEndian.Uint16(b) != arpEthernet || binary.BigEndian.Uint16(b[2:]) != EtherTypeIPv4 || b[4] != 6 || b[5] != 4 {
		return
	}
	return binary.BigEndian.Uint16(b[6:]), [6]byte(b[8:]), [4]byte(b[14:]), [4]byte(b[24:]), true
}
