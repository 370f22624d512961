package flow

import (
	"encoding/binary"
	"math/bits"
	"net/netip"

	"github.com/banken-ot/banken/sensor/packet"
)

// Key names a flow, both directions alike: A is the lower of the two endpoints.
// It holds no pointer and no padding, so that it compares as a piece of memory.
type Key struct {
	A, B         [16]byte // IPv4 as IPv4-mapped IPv6
	APort, BPort uint16
	// VLAN holds the ids of the tags, outer first, 0 where there is none, of
	// the first packet. Copies of a flow in other VLANs are found and belong to
	// the same flow.
	VLAN     [2]uint16
	Protocol uint8 // IP protocol number
	Version  uint8 // of IP
}

// KeyOf returns the key of a packet's flow, and which end sent it: 0 for A, 1
// for B.
func KeyOf(p *packet.Packet) (k Key, side uint8) {
	k.Protocol, k.Version = p.Protocol, p.IPVersion
	if p.VLANCount > 0 {
		k.VLAN = vlans(p)
	}
	if ordered(p) {
		k.A, k.B, k.APort, k.BPort = p.Src, p.Dst, p.SrcPort, p.DstPort
		return k, 0
	}
	k.A, k.B, k.APort, k.BPort = p.Dst, p.Src, p.DstPort, p.SrcPort
	return k, 1
}

// vlans returns the tags of p. An id of 0 is a priority tag and no VLAN (IEEE
// 802.1Q, 9.6), as if there was no tag.
func vlans(p *packet.Packet) (v [2]uint16) {
	n := 0
	for _, id := range p.VLANs[:min(int(p.VLANCount), len(p.VLANs))] {
		if id != 0 {
			v[n] = id
			n++
		}
	}
	return v
}

// ordered reports whether the source of p is the lower endpoint.
func ordered(p *packet.Packet) bool {
	s, d := binary.BigEndian.Uint64(p.Src[:8]), binary.BigEndian.Uint64(p.Dst[:8])
	if s != d {
		return s < d
	}
	s, d = binary.BigEndian.Uint64(p.Src[8:]), binary.BigEndian.Uint64(p.Dst[8:])
	if s != d {
		return s < d
	}
	return p.SrcPort <= p.DstPort
}

// Constants of the hashes: odd, half of the bits set (the fractional parts of
// square roots, as in SHA-512, made odd).
const (
	prime0 = 0x6a09e667f3bcc909
	prime1 = 0xbb67ae8584caa73b
	prime2 = 0x3c6ef372fe94f82b
	prime3 = 0xa54ff53a5f1d36f1
)

// mix multiplies to 128 bits and folds.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// Hash returns a hash that is the same for both directions, for all copies in
// other VLANs, and in every process.
func (k *Key) Hash() uint64 { return k.hash(0) }

// hash is Hash with a seed, which keeps senders from choosing keys that collide.
func (k *Key) hash(seed uint64) uint64 {
	a := mix(binary.LittleEndian.Uint64(k.A[:8])^prime0^seed, binary.LittleEndian.Uint64(k.A[8:])^prime1)
	b := mix(binary.LittleEndian.Uint64(k.B[:8])^prime2^seed, binary.LittleEndian.Uint64(k.B[8:])^prime3)
	ports := uint64(k.APort)<<48 | uint64(k.BPort)<<32 | uint64(k.Version)<<8 | uint64(k.Protocol)
	return mix(a^bits.RotateLeft64(b, 29)^seed, ports^prime1)
}

// sameButVLAN reports whether the keys differ in VLAN at most.
func (k *Key) sameButVLAN(o *Key) bool {
	return k.A == o.A && k.B == o.B && k.APort == o.APort && k.BPort == o.BPort &&
		k.Protocol == o.Protocol && k.Version == o.Version
}

// Shard returns a hash over the addresses alone, the same for both directions:
// fragments, which have no ports, and copies in other VLANs fall to the same
// worker as the rest of their flow. Frames without IP have 0.
func Shard(p *packet.Packet) uint32 {
	if p.IPVersion == 0 {
		return 0
	}
	h := mix(address(&p.Src)+address(&p.Dst)+prime2, prime3)
	return uint32(h ^ h>>32)
}

func address(a *[16]byte) uint64 {
	return mix(binary.LittleEndian.Uint64(a[:8])^prime0, binary.LittleEndian.Uint64(a[8:])^prime1)
}

// Endpoint is one end of a flow.
type Endpoint struct {
	Addr [16]byte // IPv4 as IPv4-mapped IPv6
	Port uint16
}

// AddrPort returns the endpoint with an IPv4 address as IPv4.
func (e Endpoint) AddrPort() netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom16(e.Addr).Unmap(), e.Port)
}
