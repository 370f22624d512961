// Package dnp3gen makes DNP3 conversations, right ones and on purpose wrong
// ones, from small builders of its own: every function, object group, qualifier
// and link frame, and what decoders are known to fail at. It shares no code with
// the decoder.
package dnp3gen

import "encoding/binary"

// Frame returns a link frame with the CRCs of header and blocks (IEEE 1815-2012,
// clause 9).
func Frame(control byte, destination, source uint16, data []byte) []byte {
	b := []byte{0x05, 0x64, byte(5 + len(data)), control}
	b = binary.LittleEndian.AppendUint16(b, destination)
	b = binary.LittleEndian.AppendUint16(b, source)
	b = binary.LittleEndian.AppendUint16(b, CRC(b))
	for len(data) > 0 {
		n := min(len(data), 16)
		b = append(b, data[:n]...)
		b = binary.LittleEndian.AppendUint16(b, CRC(data[:n]))
		data = data[n:]
	}
	return b
}

// CRC returns the check of a header or block (clause 9), bit by bit.
func CRC(b []byte) uint16 {
	c := uint16(0)
	for _, x := range b {
		for i := range 8 {
			bit := uint16(x)>>i&1 ^ c&1
			c >>= 1
			if bit != 0 {
				c ^= 0xa6bc
			}
		}
	}
	return ^c
}

// Link control octets.
const (
	FromMaster     = 0xc4 // DIR, PRM, unconfirmed user data
	FromOutstation = 0x44 // PRM, unconfirmed user data
)

// Segments returns the transport segments of a fragment, the first with sequence
// seq, each of at most size octets of the fragment.
func Segments(seq byte, fragment []byte, size int) [][]byte {
	var all [][]byte
	for first := true; first || len(fragment) > 0; first = false {
		n := min(len(fragment), size)
		t := seq & 0x3f
		if first {
			t |= 0x40
		}
		if n == len(fragment) {
			t |= 0x80
		}
		all = append(all, append([]byte{t}, fragment[:n]...))
		fragment = fragment[n:]
		seq++
	}
	return all
}

// WholeSegment is the most octets of a fragment that fit one frame.
const WholeSegment = 249

func u16(v int) []byte    { return binary.LittleEndian.AppendUint16(nil, uint16(v)) }
func u32(v int) []byte    { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }
func u64(v uint64) []byte { return binary.LittleEndian.AppendUint64(nil, v) }
func u48(v uint64) []byte { return u64(v)[:6] }

// cat joins octets.
func cat(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
