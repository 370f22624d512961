package rtu

import (
	"encoding/binary"
	"iter"
	"slices"

	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

// File transfer (g70, Annex A).
const (
	fileHandle   = 0x2101
	fileBlock    = 1024
	fileMode     = 2 // write
	nameOffset   = 26
	lastBlock    = 1 << 31
	openRequest  = 1
	closeRequest = 2
)

// Octets of the header of one object with its size (qualifier 5B, count 1), and of
// what must be there of the objects.
const (
	fileHeader   = 6
	fileCommand  = 26
	fileTransfer = 8
	fileStatus   = 13
)

// FileTransfer returns the requests of a master that writes a file, each with its
// function and objects: the opening, at a time in ms since 1970, the blocks, the
// closing.
func FileTransfer(name string, data []byte, ms int64) iter.Seq2[byte, []byte] {
	size := uint32(len(data))
	opening := slices.Concat(le16(nameOffset), le16(uint16(len(name))), le48(ms), le16(0o644), le32(0), le32(size),
		le16(fileMode), le16(fileBlock), le16(openRequest), []byte(name))
	return func(yield func(byte, []byte) bool) {
		if !yield(OpenFile, dnp3gen.Sized(70, 3, opening)) {
			return
		}
		number := uint32(0)
		for piece := range slices.Chunk(data, fileBlock) {
			block := number
			if number++; int(number)*fileBlock >= len(data) {
				block |= lastBlock
			}
			if !yield(Write, dnp3gen.Sized(70, 5, slices.Concat(le32(fileHandle), le32(block), piece))) {
				return
			}
		}
		yield(CloseFile, status(0, closeRequest))
	}
}

// status is the object that answers an opening or a closing, and asks for the
// latter (g70v4).
func status(size uint32, request uint16) []byte {
	return dnp3gen.Sized(70, 4, slices.Concat(le32(fileHandle), le32(size), le16(fileBlock), le16(request), []byte{0}))
}

// IsFile tells whether objects are those of files.
func IsFile(objects []byte) bool { return len(objects) > 0 && objects[0] == 70 }

// AnswerFile returns the objects that answer the opening, a block or the closing of
// a file, all of which succeed; ok is false when the request does not hold.
func AnswerFile(function byte, objects []byte) (answer []byte, ok bool) {
	body := objects[min(fileHeader, len(objects)):]
	switch {
	case function == OpenFile && len(body) >= fileCommand:
		return status(binary.LittleEndian.Uint32(body[16:]), openRequest), true
	case function == Write && len(body) >= fileTransfer:
		return dnp3gen.Sized(70, 6, append(body[:fileTransfer:fileTransfer], 0)), true
	case function == CloseFile && len(body) >= fileStatus:
		return dnp3gen.Sized(70, 4, body[:fileStatus]), true
	}
	return nil, false
}
