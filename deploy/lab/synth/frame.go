package synth

import (
	"encoding/binary"
	"net/netip"
)

// Protocol numbers and types of the headers written here.
const (
	typeIPv4     = 0x0800
	typeARP      = 0x0806
	protocolTCP  = 6
	protocolUDP  = 17
	ethernetHead = 14
	ipHead       = 20
	leastFrame   = 60 // without the check sequence: shorter ones are padded
)

// TCP flags.
const (
	fin = 0x01
	syn = 0x02
	rst = 0x04
	psh = 0x08
	ack = 0x10
)

var broadcast = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// station is one end as its headers tell it.
type station struct {
	mac    [6]byte
	ip     netip.Addr
	port   uint16
	ttl    byte
	window uint16
}

// appendIPv4 appends Ethernet and IPv4 headers of a packet with n octets of
// payload. The identification counts up by sender.
func appendIPv4(b []byte, from, to *station, id uint16, protocol byte, n int) []byte {
	b = append(append(b, to.mac[:]...), from.mac[:]...)
	b = binary.BigEndian.AppendUint16(b, typeIPv4)
	at := len(b)
	b = append(b, 0x45, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(ipHead+n))
	b = binary.BigEndian.AppendUint16(b, id)
	b = append(b, 0x40, 0, from.ttl, protocol, 0, 0)
	src, dst := from.ip.As4(), to.ip.As4()
	b = append(append(b, src[:]...), dst[:]...)
	binary.BigEndian.PutUint16(b[at+10:], ^fold(sum(0, b[at:])))
	return b
}

// sum adds 16-bit words for the checksum of RFC 1071.
func sum(s uint64, b []byte) uint64 {
	for ; len(b) >= 8; b = b[8:] {
		v := binary.BigEndian.Uint64(b)
		s += v>>32 + v&0xffffffff
	}
	for ; len(b) >= 2; b = b[2:] {
		s += uint64(b[0])<<8 | uint64(b[1])
	}
	if len(b) == 1 {
		s += uint64(b[0]) << 8
	}
	return s
}

func fold(s uint64) uint16 {
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return uint16(s)
}

// finish sets the checksum of the transport at offset, over the pseudo header
// too, and pads the frame.
func finish(b []byte, from, to *station, protocol byte, checksum int) []byte {
	at := ethernetHead + ipHead
	src, dst := from.ip.As4(), to.ip.As4()
	s := sum(sum(uint64(protocol)+uint64(len(b)-at), src[:]), dst[:])
	v := ^fold(sum(s, b[at:]))
	if protocol == protocolUDP && v == 0 {
		v = 0xffff
	}
	binary.BigEndian.PutUint16(b[at+checksum:], v)
	return pad(b)
}

func pad(b []byte) []byte {
	for len(b) < leastFrame {
		b = append(b, 0)
	}
	return b
}

// segment is one TCP segment to be written.
type segment struct {
	seq, ack uint32
	flags    byte
	window   uint16
	payload  []byte
}

// options of a SYN: maximum segment size 1460, SACK permitted, end.
var options = [...]byte{2, 4, 0x05, 0xb4, 4, 2, 1, 0}

// appendTCP appends a frame with a TCP segment.
func appendTCP(b []byte, from, to *station, id uint16, s *segment) []byte {
	var extra []byte
	if s.flags&syn != 0 {
		extra = options[:]
	}
	head := 20 + len(extra)
	b = appendIPv4(b, from, to, id, protocolTCP, head+len(s.payload))
	b = binary.BigEndian.AppendUint16(b, from.port)
	b = binary.BigEndian.AppendUint16(b, to.port)
	b = binary.BigEndian.AppendUint32(b, s.seq)
	b = binary.BigEndian.AppendUint32(b, s.ack)
	b = append(b, byte(head/4)<<4, s.flags)
	b = binary.BigEndian.AppendUint16(b, s.window)
	b = append(b, 0, 0, 0, 0)
	b = append(append(b, extra...), s.payload...)
	return finish(b, from, to, protocolTCP, 16)
}

// appendUDP appends a frame with a datagram.
func appendUDP(b []byte, from, to *station, id uint16, payload []byte) []byte {
	b = appendIPv4(b, from, to, id, protocolUDP, 8+len(payload))
	b = binary.BigEndian.AppendUint16(b, from.port)
	b = binary.BigEndian.AppendUint16(b, to.port)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(payload)))
	b = append(append(b, 0, 0), payload...)
	return finish(b, from, to, protocolUDP, 6)
}

// appendARP appends a frame with an ARP request (1) or reply (2): sender says
// that ip is at its MAC. A request goes to target, or to all when target is the
// broadcast address.
func appendARP(b []byte, operation byte, sender [6]byte, ip netip.Addr, target [6]byte, targetIP netip.Addr) []byte {
	known := target
	if target == broadcast {
		known = [6]byte{}
	}
	b = append(append(b, target[:]...), sender[:]...)
	b = binary.BigEndian.AppendUint16(b, typeARP)
	b = append(b, 0, 1, 8, 0, 6, 4, 0, operation)
	src, dst := ip.As4(), targetIP.As4()
	b = append(append(b, sender[:]...), src[:]...)
	b = append(append(b, known[:]...), dst[:]...)
	return pad(b)
}
