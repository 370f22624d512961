package capture

import (
	"encoding/binary"

	"github.com/google/gopacket"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/sensor/packet"
)

// Sizes in a pcap file, in octets (draft-ietf-opsawg-pcap, 4 and 5).
const (
	fileHeaderSize   = 24
	recordHeaderSize = 16
)

// startPcap reads the header of a pcap file whose magic number has set r.big and
// r.unit.
func (r *Reader) startPcap() error {
	h := r.src.peek(fileHeaderSize)
	if len(h) < fileHeaderSize {
		return r.cut("the header of the file", fileHeaderSize, int64(len(h)))
	}
	if major, minor := r.u16(h[4:]), r.u16(h[6:]); major != 2 || minor != 4 {
		return r.version("pcap", major, minor)
	}
	r.snap = r.u32(h[16:])
	r.link = packet.LinkType(r.u32(h[20:])) // the upper half says how long the FCS is
	r.feed.set(h, nil)
	err := guard(func() (err error) {
		r.pcap, err = pcapgo.NewReader(&r.feed)
		return err
	})
	if err != nil {
		return r.internal(err)
	}
	r.pcap.SetSnaplen(MaxFrame)
	r.src.skip(fileHeaderSize)
	return nil
}

// nextRecord reads a packet record (draft-ietf-opsawg-pcap, 5).
func (r *Reader) nextRecord(f *Frame) error {
	h := r.src.peek(recordHeaderSize)
	if len(h) < recordHeaderSize {
		return r.end("the header of "+r.frameName(), recordHeaderSize, int64(len(h)))
	}
	captured := r.u32(h[8:])
	if captured > MaxFrame {
		return r.tooLong(captured)
	}
	n := recordHeaderSize + int(captured)
	b := r.src.peek(n)
	if len(b) < n {
		return r.cut(r.frameName(), int64(n), int64(len(b)))
	}
	if r.big {
		if err := r.recordByPcapgo(f, b); err != nil {
			return err
		}
	} else {
		f.Time = r.recordTime(b)
		f.Data = b[recordHeaderSize:len(b):len(b)]
		f.CapLen, f.WireLen = captured, r.wire(captured, r.u32(b[12:]), r.snap)
	}
	r.src.skip(len(b))
	r.number++
	f.Number, f.Interface, f.Link = r.number, 0, r.link
	return nil
}

// recordTime returns the time of a record. A fraction that is more than a second
// carries over.
func (r *Reader) recordTime(b []byte) int64 {
	seconds, fraction := int64(r.u32(b)), int64(r.u32(b[4:]))*int64(r.unit)
	if fraction >= nanosecond {
		r.defects.Times++
	}
	r.time = seconds*nanosecond + fraction
	return r.time
}

// recordByPcapgo has pcapgo decode a record, whose header is put right first:
// pcapgo refuses a length on the wire smaller than the captured one, and its
// arithmetic overflows at a fraction of many seconds.
func (r *Reader) recordByPcapgo(f *Frame, b []byte) error {
	head := r.scratch[:recordHeaderSize]
	captured := uint32(len(b) - recordHeaderSize)
	time := r.recordTime(b)
	binary.BigEndian.PutUint32(head, uint32(time/nanosecond))
	binary.BigEndian.PutUint32(head[4:], uint32(time%nanosecond)/r.unit)
	binary.BigEndian.PutUint32(head[8:], captured)
	binary.BigEndian.PutUint32(head[12:], r.wire(captured, r.u32(b[12:]), r.snap))
	r.feed.set(head, b[recordHeaderSize:])
	var data []byte
	var info gopacket.CaptureInfo
	err := guard(func() (err error) {
		data, info, err = r.pcap.ZeroCopyReadPacketData()
		return err
	})
	if err != nil {
		return r.internal(err)
	}
	f.Time, f.Data = info.Timestamp.UnixNano(), data[:len(data):len(data)]
	f.CapLen, f.WireLen = uint32(info.CaptureLength), uint32(info.Length)
	return nil
}

// wire returns the length of a frame on the wire, which is at least what was
// captured of it.
func (r *Reader) wire(captured, wire, snap uint32) uint32 {
	if snap != 0 && captured > snap {
		r.defects.SnapLength++
	}
	if wire < captured {
		r.defects.Lengths++
		return captured
	}
	return wire
}

func (r *Reader) u16(b []byte) uint16 {
	if r.big {
		return binary.BigEndian.Uint16(b)
	}
	return binary.LittleEndian.Uint16(b)
}

func (r *Reader) u32(b []byte) uint32 {
	if r.big {
		return binary.BigEndian.Uint32(b)
	}
	return binary.LittleEndian.Uint32(b)
}

func (r *Reader) u64(b []byte) uint64 {
	if r.big {
		return binary.BigEndian.Uint64(b)
	}
	return binary.LittleEndian.Uint64(b)
}

func (r *Reader) putU16(b []byte, v uint16) {
	if r.big {
		binary.BigEndian.PutUint16(b, v)
	} else {
		binary.LittleEndian.PutUint16(b, v)
	}
}

func (r *Reader) putU32(b []byte, v uint32) {
	if r.big {
		binary.BigEndian.PutUint32(b, v)
	} else {
		binary.LittleEndian.PutUint32(b, v)
	}
}
