//go:build linux

package ringtest

import (
	"encoding/binary"
	"net/netip"
)

// Flow is one direction of a conversation.
type Flow struct {
	Source, Destination netip.AddrPort
}

// Between returns a flow. The texts are addresses with ports, as 10.0.0.1:502.
func Between(source, destination string) Flow {
	return Flow{netip.MustParseAddrPort(source), netip.MustParseAddrPort(destination)}
}

// Back returns the other direction.
func (f Flow) Back() Flow { return Flow{f.Destination, f.Source} }

// TCP returns an Ethernet frame with a TCP segment. IPv4 header checksums are
// right; those of TCP are zero, so that changing a port makes none wrong.
func (f Flow) TCP(seq uint32, payload []byte) []byte {
	s := make([]byte, 20, 20+len(payload))
	binary.BigEndian.PutUint16(s, f.Source.Port())
	binary.BigEndian.PutUint16(s[2:], f.Destination.Port())
	binary.BigEndian.PutUint32(s[4:], seq)
	s[12], s[13], s[14] = 5<<4, 0x18, 0x20 // header of 20 octets; PSH, ACK; window
	return f.Ethernet(f.IP(6, append(s, payload...)))
}

// IP returns a packet of the protocol, IPv4 or IPv6 as the addresses are. Of the
// two directions of IPv6 one has a flow label, its source port, as with stations
// of different make.
func (f Flow) IP(protocol byte, payload []byte) []byte {
	source, destination := f.Source.Addr().AsSlice(), f.Destination.Addr().AsSlice()
	if f.Source.Addr().Is6() {
		h := []byte{0x60, 0, 0, 0, 0, 0, protocol, 64}
		if f.Source.Addr().Less(f.Destination.Addr()) {
			binary.BigEndian.PutUint16(h[2:], f.Source.Port())
		}
		binary.BigEndian.PutUint16(h[4:], uint16(len(payload)))
		return append(append(append(h, source...), destination...), payload...)
	}
	return f.fragment(protocol, 0x4000, payload)
}

// Fragment returns the Ethernet frame of an IPv4 fragment at an offset in octets.
func (f Flow) Fragment(protocol byte, offset int, more bool, payload []byte) []byte {
	flags := uint16(offset / 8)
	if more {
		flags |= 0x2000
	}
	return f.Ethernet(f.fragment(protocol, flags, payload))
}

func (f Flow) fragment(protocol byte, flags uint16, payload []byte) []byte {
	h := []byte{0x45, 0, 0, 0, 0x12, 0x34, 0, 0, 64, protocol, 0, 0}
	h = append(append(h, f.Source.Addr().AsSlice()...), f.Destination.Addr().AsSlice()...)
	binary.BigEndian.PutUint16(h[2:], uint16(20+len(payload)))
	binary.BigEndian.PutUint16(h[6:], flags)
	var sum uint32
	for i := 0; i < 20; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(h[i:]))
	}
	binary.BigEndian.PutUint16(h[10:], ^uint16(sum+sum>>16))
	return append(h, payload...)
}

// Ethernet puts a packet into a frame between two stations that are neither of
// the interfaces of a namespace.
func (f Flow) Ethernet(packet []byte) []byte {
	b := []byte{0x02, 0, 0, 0, 0, 0xb0, 0x02, 0, 0, 0, 0, 0xa0, 0x08, 0x00}
	if f.Source.Addr().Less(f.Destination.Addr()) {
		b[5], b[11] = b[11], b[5]
	}
	if f.Source.Addr().Is6() {
		b[12], b[13] = 0x86, 0xdd
	}
	return append(b, packet...)
}

// Tagged returns a copy of a frame with a VLAN tag put in front of what follows
// the addresses.
func Tagged(frame []byte, tpid, tci uint16) []byte {
	b := make([]byte, 0, len(frame)+4)
	b = append(b, frame[:12]...)
	b = binary.BigEndian.AppendUint16(b, tpid)
	b = binary.BigEndian.AppendUint16(b, tci)
	return append(b, frame[12:]...)
}
