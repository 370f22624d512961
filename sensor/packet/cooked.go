package packet

import (
	"encoding/binary"
	"math/bits"
)

// Sizes of the headers, in octets (tcpdump.org, LINKTYPE_LINUX_SLL,
// LINKTYPE_LINUX_SLL2, LINKTYPE_NULL).
const (
	cookedSize   = 16
	cooked2Size  = 20
	loopbackSize = 4
)

// ARPHRD types of devices whose cooked frames have no EtherType in the protocol
// field (Linux, if_arp.h).
const (
	arphrdRadiotap = 803
	arphrdNetlink  = 824
)

// protocolLLC in a cooked protocol field announces an IEEE 802.2 header (Linux,
// if_ether.h: ETH_P_802_2).
const protocolLLC = 0x0004

func (p *Packet) parseCooked(r *rest) error {
	b := r.b
	if len(b) < cookedSize {
		return ErrShort
	}
	if binary.BigEndian.Uint16(b[4:]) == 6 {
		p.SrcMAC = [6]byte(b[6:])
	}
	r.b = b[cookedSize:]
	return p.parseCookedProtocol(r, binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[14:]))
}

func (p *Packet) parseCooked2(r *rest) error {
	b := r.b
	if len(b) < cooked2Size {
		return ErrShort
	}
	if b[11] == 6 {
		p.SrcMAC = [6]byte(b[12:])
	}
	r.b = b[cooked2Size:]
	return p.parseCookedProtocol(r, binary.BigEndian.Uint16(b[8:]), binary.BigEndian.Uint16(b))
}

func (p *Packet) parseCookedProtocol(r *rest, device, protocol uint16) error {
	switch {
	case device == arphrdNetlink || device == arphrdRadiotap:
		return nil
	case protocol == protocolLLC:
		return p.parseLLC(r)
	case protocol < etherTypeFirst:
		return nil
	}
	return p.parseTypeOrLength(r, protocol)
}

// Address families of a loopback header. That of IPv6 differs between systems.
const (
	familyIPv4        = 2
	familyIPv6Linux   = 10
	familyIPv6Windows = 23
	familyIPv6BSD     = 24 // NetBSD, OpenBSD
	familyIPv6FreeBSD = 28
	familyIPv6Darwin  = 30
)

// parseLoopback reads the address family in whichever order gives a small
// number: the writer's host order is not recorded.
func (p *Packet) parseLoopback(r *rest) error {
	if len(r.b) < loopbackSize {
		return ErrShort
	}
	family := binary.BigEndian.Uint32(r.b)
	if family > 0xFFFF {
		family = bits.ReverseBytes32(family)
	}
	r.b = r.b[loopbackSize:]
	switch family {
	case familyIPv4:
		return p.parseIPv4(r)
	case familyIPv6Linux, familyIPv6Windows, familyIPv6BSD, familyIPv6FreeBSD, familyIPv6Darwin:
		return p.parseIPv6(r)
	}
	return nil
}
