//go:build linux

package ring

import (
	"encoding/binary"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// Offsets in a block's header (struct tpacket_block_desc and tpacket_hdr_v1 of
// if_packet.h).
const (
	blockStatus = 8
	blockFrames = 12
	blockFirst  = 16
)

// Offsets in a frame's header (struct tpacket3_hdr, and the sockaddr_ll after it).
const (
	frameHeader  = unix.SizeofTpacket3Hdr + unix.SizeofSockaddrLinklayer
	frameOrigin  = unix.SizeofTpacket3Hdr + 10 // sll_pkttype
	addressesLen = 12                          // destination and source, before which nothing is moved
)

// Next reads the next frame into f, whose Data is borrowed until the next call.
// When none comes within Config.Wait it returns ErrIdle; call it again. It
// returns io.EOF when Stop was called and everything captured was delivered, and
// an *Error when the interface is down or gone.
func (r *Ring) Next(f *capture.Frame) error {
	for {
		for r.left > 0 {
			if r.frame(f) {
				return nil
			}
		}
		if err := r.nextBlock(); err != nil {
			return err
		}
	}
}

// NextBatch reads frames into fs, all there are without waiting but for the first,
// and returns how many; their Data is borrowed until the next call.
func (r *Ring) NextBatch(fs []capture.Frame) (n int, err error) {
	if err := r.Next(&fs[0]); err != nil {
		return 0, err
	}
	for n = 1; n < len(fs) && r.left > 0; {
		if r.frame(&fs[n]) {
			n++
		}
	}
	return n, nil
}

// frame steps over the next frame of the block, and delivers it into f unless it
// is not to be delivered.
func (r *Ring) frame(f *capture.Frame) bool {
	b := r.block
	if uint64(r.at)+frameHeader > uint64(len(b)) {
		return r.skipBlock()
	}
	h := (*unix.Tpacket3Hdr)(unsafe.Pointer(&b[r.at]))
	start := uint64(r.at) + uint64(h.Mac)
	end := start + uint64(h.Snaplen)
	stuck := h.Next_offset < frameHeader && r.left > 1
	if h.Mac < frameHeader+tagSize || end > uint64(len(b)) || stuck {
		return r.skipBlock()
	}
	origin := b[r.at+frameOrigin]
	r.at += h.Next_offset
	r.left--
	if origin == unix.PACKET_OUTGOING {
		r.counts.outgoing++
		return false
	}
	wire := h.Len
	if h.Status&unix.TP_STATUS_VLAN_VALID != 0 && r.link == packet.LinkEthernet && h.Snaplen >= addressesLen {
		start -= tagSize
		wire += tagSize
		restoreTag(b[start:end], h)
		r.counts.tagged++
	}
	r.count(h, wire)
	n := end - start
	if snap := uint64(r.c.SnapLen); snap != 0 && n > snap {
		n = snap
	}
	if n < uint64(wire) {
		r.counts.truncated++
	}
	r.number++
	f.Time = int64(h.Sec)*1e9 + int64(h.Nsec)
	f.Number, f.Interface, f.Link = r.number, r.c.ID, r.link
	f.WireLen, f.CapLen = wire, uint32(n)
	f.Data = b[start : start+n : start+n]
	return true
}

// restoreTag puts the tag back between the addresses and what was after it.
// frame begins with the headroom.
func restoreTag(frame []byte, h *unix.Tpacket3Hdr) {
	*(*[addressesLen]byte)(frame) = *(*[addressesLen]byte)(frame[tagSize:])
	tpid := uint16(unix.ETH_P_8021Q)
	if h.Status&unix.TP_STATUS_VLAN_TPID_VALID != 0 {
		tpid = h.Hv1.Vlan_tpid
	}
	binary.BigEndian.PutUint16(frame[addressesLen:], tpid)
	binary.BigEndian.PutUint16(frame[addressesLen+2:], uint16(h.Hv1.Vlan_tci))
}

// unusual are the marks that are counted.
const unusual = unix.TP_STATUS_CSUMNOTREADY | unix.TP_STATUS_GSO_TCP | unix.TP_STATUS_TS_RAW_HARDWARE

func (r *Ring) count(h *unix.Tpacket3Hdr, wire uint32) {
	r.counts.delivered++
	if h.Status&unusual == 0 && wire <= r.long {
		return
	}
	if h.Status&unix.TP_STATUS_GSO_TCP != 0 || wire > r.long {
		r.counts.merged++
	}
	if h.Status&unix.TP_STATUS_CSUMNOTREADY != 0 {
		r.counts.noChecksum++
	}
	if h.Status&unix.TP_STATUS_TS_RAW_HARDWARE != 0 {
		r.counts.hardware++
	}
}

// skipBlock gives up a block whose offsets lead out of it.
func (r *Ring) skipBlock() bool {
	r.left = 0
	r.counts.damaged++
	return false
}

// word returns a word of the block's header. The status is written by kernel and
// reader in turn: it is loaded with acquire before anything else of the block is
// read, and stored with release after everything of it was.
func (r *Ring) word(offset int) *uint32 {
	return (*uint32)(unsafe.Pointer(&r.block[offset]))
}

// take takes over the block, if the kernel has passed it over.
func (r *Ring) take() bool {
	status := atomic.LoadUint32(r.word(blockStatus))
	if status&unix.TP_STATUS_USER == 0 {
		return false
	}
	r.held, r.down = true, false
	r.left, r.at = *r.word(blockFrames), *r.word(blockFirst)
	r.counts.blocks++
	if status&unix.TP_STATUS_LOSING != 0 {
		r.counts.losing++
	}
	return true
}

// release gives the block back and goes to the one after it.
func (r *Ring) release() {
	r.held = false
	*r.word(blockFrames) = 0 // see pending
	atomic.StoreUint32(r.word(blockStatus), unix.TP_STATUS_KERNEL)
	if r.index++; r.index == r.c.Blocks {
		r.index = 0
	}
	at := r.index * r.c.BlockSize
	r.block = r.mem[at : at+r.c.BlockSize]
	r.publish()
}

// pending reports whether the kernel has put frames into the block it has not
// passed over yet.
func (r *Ring) pending() bool {
	return atomic.LoadUint32(r.word(blockFrames)) != 0
}
