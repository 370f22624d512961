package flow

import (
	"encoding/binary"
	"math/bits"

	"github.com/banken-ot/banken/sensor/packet"
)

// recentPackets is how many packets of a direction are remembered to recognise
// their copies: a SPAN port interleaves the copies of a burst.
const recentPackets = 4

// recent remembers the latest packets of one direction.
type recent struct {
	marks [recentPackets]uint64
	times [recentPackets]uint32 // in units of 2^16 ns; they wrap after 78 hours
}

const recentShift = 16

// remember remembers a packet in place of the oldest.
func (h *half) remember(mark uint64, now int64) {
	i := h.newest % recentPackets
	h.recent.marks[i], h.recent.times[i] = mark, uint32(now>>recentShift)
	h.newest++
}

// remembers reports whether the packet with this mark was seen shortly before.
func (h *half) remembers(mark uint64, p *packet.Packet) bool {
	d := int32(DuplicateTime >> recentShift)
	if p.ID == 0 {
		d = int32(DuplicateTimeWithoutID >> recentShift)
	}
	now := uint32(p.Time >> recentShift)
	for i, m := range h.recent.marks {
		if m != mark {
			continue
		}
		if apart := int32(now - h.recent.times[i]); apart <= d && apart >= -d {
			return true
		}
	}
	return false
}

// repeated is remembers, and remembers a packet not seen.
func (h *half) repeated(mark uint64, p *packet.Packet) bool {
	if h.remembers(mark, p) {
		return true
	}
	h.remember(mark, p.Time)
	return false
}

// markTCP returns a number that copies of a TCP packet share: what switches and
// routers leave as it was. It is never 0, which is that of no packet.
func markTCP(p *packet.Packet) uint64 {
	a := uint64(p.Seq)<<32 | uint64(p.Ack)
	b := uint64(p.ID)<<32 | uint64(p.Window)<<16 | uint64(uint16(len(p.Payload)))
	return (a*prime0 ^ bits.RotateLeft64(b*prime1, 32) ^ uint64(p.TCPFlags)) | 1
}

// markUDP is markTCP for datagrams, over their octets. The seed keeps senders
// from making datagrams that pass for copies of others.
func markUDP(p *packet.Packet, seed uint64) uint64 {
	return mix(uint64(p.ID)^prime0, hashOctets(p.Payload, seed)) | 1
}

// hashOctets hashes octets and their number.
func hashOctets(b []byte, seed uint64) uint64 {
	h := uint64(len(b)) ^ prime1
	for ; len(b) >= 8; b = b[8:] {
		h = mix(h^binary.LittleEndian.Uint64(b), prime2^seed)
	}
	var last [8]byte
	copy(last[:], b)
	return mix(h^binary.LittleEndian.Uint64(last[:]), prime3^seed)
}
