package sight

import (
	"encoding/binary"
	"math/bits"

	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// key is a flow.Key without VLAN, in words that compare fast. A is the lower end.
type key struct {
	a, b [2]uint64 // addresses, as numbers
	rest uint64    // ports of a and b, version, protocol
}

// keyOf returns the key of a packet's flow, and which end sent it: 0 for A, 1 for B.
func keyOf(p *packet.Packet) (k key, side uint8) {
	src := [2]uint64{binary.BigEndian.Uint64(p.Src[:8]), binary.BigEndian.Uint64(p.Src[8:])}
	dst := [2]uint64{binary.BigEndian.Uint64(p.Dst[:8]), binary.BigEndian.Uint64(p.Dst[8:])}
	what := uint64(p.IPVersion)<<8 | uint64(p.Protocol)
	if lower(&src, &dst, p.SrcPort <= p.DstPort) {
		return key{src, dst, uint64(p.SrcPort)<<48 | uint64(p.DstPort)<<32 | what}, 0
	}
	return key{dst, src, uint64(p.DstPort)<<48 | uint64(p.SrcPort)<<32 | what}, 1
}

// lower reports whether a is the lower end than b; equal decides between ends of one
// address.
func lower(a, b *[2]uint64, equal bool) bool {
	switch {
	case a[0] != b[0]:
		return a[0] < b[0]
	case a[1] != b[1]:
		return a[1] < b[1]
	}
	return equal
}

// is compares word by word, which is faster than as a piece of memory.
func (k *key) is(o *key) bool {
	return k.rest == o.rest && k.b[1] == o.b[1] && k.a[1] == o.a[1] && k.a[0] == o.a[0] && k.b[0] == o.b[0]
}

func (k *key) protocol() uint8 { return uint8(k.rest) }

// hash returns a hash of the key.
func (k *key) hash() uint64 {
	return mix(hashWords(&k.a)^bits.RotateLeft64(hashWords(&k.b), 29), k.rest^prime1)
}

// flow returns the key as others know it.
func (k *key) flow() (f flow.Key) {
	f.A, f.B = octets(&k.a), octets(&k.b)
	f.APort, f.BPort = uint16(k.rest>>48), uint16(k.rest>>32)
	f.Version, f.Protocol = uint8(k.rest>>8), uint8(k.rest)
	return f
}

func octets(w *[2]uint64) (a [16]byte) {
	binary.BigEndian.PutUint64(a[:8], w[0])
	binary.BigEndian.PutUint64(a[8:], w[1])
	return a
}

// Constants of the hashes: odd, half of the bits set (the fractional parts of square
// roots, as in SHA-512, made odd).
const (
	prime0 = 0x9b05688c2b3e6c1f
	prime1 = 0x1f83d9abfb41bd6b
	prime2 = 0x5be0cd19137e2179
)

// mix multiplies to 128 bits and folds.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

func hashWords(w *[2]uint64) uint64 { return mix(w[0]^prime0, w[1]^prime2) }

// hashAddress is never 0.
func hashAddress(a *[16]byte) uint64 {
	return hashWords(&[2]uint64{binary.BigEndian.Uint64(a[:8]), binary.BigEndian.Uint64(a[8:])}) | 1<<63
}

func hashNumber(n uint64) uint64 { return mix(n^prime0, prime1) }
