package dnp3

import (
	"encoding/binary"
)

// Sizes of the link layer (IEEE 1815-2012, clause 9).
const (
	start1, start2 = 0x05, 0x64
	headerSize     = 10 // start, length, control, destination, source, CRC
	crcSize        = 2
	blockSize      = 16  // octets of user data under one CRC
	minLength      = 5   // control, destination and source are counted
	maxUserData    = 250 // transport octet included: length is at most 255
	// MaxFrame is the size of the longest link frame: 250 octets of user data
	// are sixteen blocks.
	MaxFrame  = headerSize + maxUserData + maxBlocks*crcSize
	maxBlocks = (maxUserData + blockSize - 1) / blockSize
)

// Bits of the link control octet (clause 9).
const (
	controlDIR  = 0x80 // sent by a master
	controlPRM  = 0x40 // sent by the side that began the exchange
	controlFCB  = 0x20 // frame count bit, when PRM
	controlFCV  = 0x10 // frame count valid, when PRM
	controlDFC  = 0x10 // data flow control, when not PRM
	controlFunc = 0x0f
)

// Addresses with a meaning of their own (clause 9).
const (
	addressReserved  = 0xfff0 // to 0xfffb
	addressSelf      = 0xfffc
	addressBroadcast = 0xfffd // to 0xffff
)

// frame is the header of a link frame.
type frame struct {
	control          byte
	length           int // of the user data
	destination, src uint16
}

// frameSize returns how many octets a frame has whose length field is n.
func frameSize(n byte) int {
	data := max(int(n)-minLength, 0)
	return headerSize + data + (data+blockSize-1)/blockSize*crcSize
}

// starts tells whether b may be the start of a frame, as far as it goes.
func starts(b []byte) bool {
	return len(b) > 0 && b[0] == start1 && (len(b) < 2 || b[1] == start2)
}

// soundHeader tells whether the CRC of the header at b is right. b holds at
// least headerSize octets.
func soundHeader(b []byte) bool {
	_ = b[headerSize-1]
	t := &crcTables
	c := t[7][b[0]] ^ t[6][b[1]] ^ t[5][b[2]] ^ t[4][b[3]] ^ t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
	return ^c == binary.LittleEndian.Uint16(b[8:])
}

func parseHeader(b []byte) frame {
	return frame{control: b[3], length: max(int(b[2])-minLength, 0),
		destination: binary.LittleEndian.Uint16(b[4:]), src: binary.LittleEndian.Uint16(b[6:])}
}

func (f *frame) fromMaster() bool { return f.control&controlDIR != 0 }
func (f *frame) primary() bool    { return f.control&controlPRM != 0 }
func (f *frame) function() byte   { return f.control & controlFunc }

// ends returns the addresses of outstation and master as the DIR bit has them.
func (f *frame) ends() (outstation, master uint16) {
	if f.fromMaster() {
		return f.destination, f.src
	}
	return f.src, f.destination
}

// carriesData tells whether the function is one of the two with user data.
func (f *frame) carriesData() bool {
	return f.primary() && (f.function() == linkConfirmedData || f.function() == linkUnconfirmedData)
}

// unblock returns the user data of the frame at b, of which every block is
// checked: all of it, or what stands before the first block whose CRC is wrong.
// One block is left where it stands; several are copied to dst.
func unblock(dst *[maxBlocks * blockSize]byte, b []byte, length int) (trusted []byte) {
	in := b[headerSize:]
	if length <= blockSize {
		if !soundBlock(in, length) {
			return nil
		}
		return in[:length:length]
	}
	n := 0
	for ; length-n >= blockSize; n += blockSize {
		block := (*[blockSize + crcSize]byte)(in)
		if crcBlock((*[blockSize]byte)(block[:])) != binary.LittleEndian.Uint16(block[blockSize:]) {
			return dst[:n]
		}
		*(*[blockSize]byte)(dst[n:]) = [blockSize]byte(block[:])
		in = in[len(block):]
	}
	if last := length - n; last > 0 && soundBlock(in, last) {
		n += copy(dst[n:], in[:last])
	}
	return dst[:n]
}

// soundBlock tells whether the CRC behind the n octets of a block is right.
func soundBlock(b []byte, n int) bool { return crc(b[:n]) == binary.LittleEndian.Uint16(b[n:]) }
