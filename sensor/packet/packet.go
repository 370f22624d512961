// Package packet parses one captured frame in place: Ethernet with IEEE 802.2
// and SNAP, VLAN and QinQ tags, Linux cooked captures, loopback and raw IP; IPv4
// and IPv6 with their extension headers and fragments; TCP and UDP; and the ARP
// message of a frame without IP.
//
// Parsing takes what a capture holds. A frame that is not IP is no error: it has
// an EtherType and a payload. Checksums are not verified, because a capture taken
// on a host holds frames whose checksums its network card has yet to fill in.
// Options of IPv4 and TCP are stepped over, but kept of a SYN. Tunnels (GRE, IP in
// IP, MPLS, PPPoE) are payload.
package packet

import "net/netip"

// Packet is one frame, parsed in place. It is borrowed: Payload aliases the
// frame and is valid until the next read into the same buffer. Parse sets
// every field but Time, Frame, Interface, WireLen and CapLen, which belong to
// the capture.
type Packet struct {
	Time      int64  // UTC nanoseconds since 1970, from the capture
	Frame     uint64 // number of the frame in the capture, from 1
	Interface uint32 // index of the interface in the capture
	WireLen   uint32 // octets the frame had on the wire; 0 when not known
	CapLen    uint32 // octets of it that were captured

	SrcMAC, DstMAC [6]byte
	VLANs          [2]uint16 // VLAN ids, outer first; see VLANCount
	VLANCount      uint8     // how many of VLANs are set; a third tag and more are stepped over
	EtherType      uint16    // of the innermost header; 0 when there is none

	IPVersion uint8    // 4, 6, or 0 for a frame without IP
	Src, Dst  [16]byte // IPv4 as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2)
	TTL       uint8    // TTL or hop limit
	Protocol  uint8    // IP protocol number of the payload
	ID        uint32   // IPv4 identification or that of the IPv6 fragment header

	FragmentOffset uint16 // in octets
	Fragment       bool   // part of a fragmented datagram; Payload is then the fragment's octets after the IP headers
	MoreFragments  bool

	SrcPort, DstPort uint16
	Seq, Ack         uint32
	TCPFlags         uint8 // FIN to CWR
	Window           uint16
	Options          []byte // of a SYN, as far as they were captured; borrowed like Payload

	Payload []byte // what TCP or UDP carries (of other protocols, what IP carries)
	Missing uint32 // octets of Payload on the wire that were not captured
}

// Flags of TCP as they stand in Packet.TCPFlags (RFC 9293, 3.1).
const (
	FIN uint8 = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
)

// IP protocol numbers that Parse looks into (IANA, "Assigned Internet Protocol
// Numbers").
const (
	ProtocolTCP uint8 = 6
	ProtocolUDP uint8 = 17
)

// SrcAddr returns the source address, IPv4 as IPv4, or the zero Addr when the
// frame is not IP.
func (p *Packet) SrcAddr() netip.Addr { return p.addr(&p.Src) }

// DstAddr returns the destination address as SrcAddr does the source.
func (p *Packet) DstAddr() netip.Addr { return p.addr(&p.Dst) }

func (p *Packet) addr(a *[16]byte) netip.Addr {
	switch p.IPVersion {
	case 4:
		return netip.AddrFrom4([4]byte(a[12:]))
	case 6:
		return netip.AddrFrom16(*a)
	}
	return netip.Addr{}
}
