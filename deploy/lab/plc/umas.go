package plc

import (
	"encoding/binary"
	"iter"
	"slices"

	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// UMAS is its Modbus function.
const UMAS = 90

// UMAS codes the controllers carry out, and results.
const (
	ReadID     = 0x02
	ReadStatus = 0x04
	Reserve    = 0x10
	Release    = 0x11
	Begin      = 0x30
	Block      = 0x31
	End        = 0x32
	Start      = 0x40
	Stop       = 0x41
	Accepted   = 0xfe
	Refused    = 0xfd
)

// KeyFor is the key a client sends with a code: that of its reservation, and none
// with what only reads.
func KeyFor(code, reserved byte) byte {
	if code == ReadID || code == ReadStatus {
		return 0
	}
	return reserved
}

func little(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }

// About is what a controller tells about itself: with ReadID its name, with
// ReadStatus whether it is stopped, and nothing with other codes.
func About(code byte, name string, stopped bool) []byte {
	switch code {
	case ReadID:
		return modbusgen.PDU(little(0xff10), make([]byte, 4), little(0), little(0x270), little(1), little(0x27), little(9), make([]byte, 4), little(0),
			len(name), name, 1, 1, 1, little(0), make([]byte, 4))
	case ReadStatus:
		state := 2 // running
		if stopped {
			state = 1
		}
		return modbusgen.PDU(state, 0x82, 0x80, 3, make([]byte, 4), make([]byte, 4), []byte{3, 0, 0, 0}, 1, 8, 4)
	}
	return nil
}

// blockSize is how many octets of a program a block carries.
const blockSize = 1000

// Download returns the requests that transfer a program to a controller, each with
// its code and data: the beginning, the blocks, the end.
func Download(program []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		if !yield(Begin, modbusgen.PDU(uint16(1), little(blockSize))) {
			return
		}
		n := uint16(0)
		for piece := range slices.Chunk(program, blockSize) {
			n++
			if !yield(Block, modbusgen.PDU(uint16(1), little(n), little(uint16(len(piece))), piece)) {
				return
			}
		}
		yield(End, modbusgen.PDU(uint16(1), little(n)))
	}
}
