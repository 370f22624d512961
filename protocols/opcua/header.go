package opcua

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// messageType is the three letters a message begins with (Part 6, 7.1.2.2), as
// one number, first letter highest.
type messageType uint32

const (
	codeHello        messageType = 'H'<<16 | 'E'<<8 | 'L'
	codeAcknowledge  messageType = 'A'<<16 | 'C'<<8 | 'K'
	codeError        messageType = 'E'<<16 | 'R'<<8 | 'R'
	codeReverseHello messageType = 'R'<<16 | 'H'<<8 | 'E'
	codeOpen         messageType = 'O'<<16 | 'P'<<8 | 'N'
	codeMessage      messageType = 'M'<<16 | 'S'<<8 | 'G'
	codeClose        messageType = 'C'<<16 | 'L'<<8 | 'O'
)

// messageTypes is all there are, with the least and most octets each takes,
// header included: strings of the connection protocol are at most 4,096 octets
// (Part 6, 7.1.2.3 to 7.1.2.6), chunks are bounded by MaxChunk alone.
var messageTypes = [...]struct {
	typ      messageType
	min, max uint32
	to       [2]bool // the directions it goes in
}{
	{codeMessage, chunkHeader + 4 + sequenceHeader, MaxChunk, [2]bool{true, true}},
	{codeOpen, chunkHeader + 12, MaxChunk, [2]bool{true, true}},
	{codeClose, chunkHeader + 4 + sequenceHeader, MaxChunk, [2]bool{true, false}},
	{codeHello, 32, 32 + maxURL, [2]bool{true, false}},
	{codeAcknowledge, 28, 28, [2]bool{false, true}},
	{codeError, 16, 16 + maxURL, [2]bool{true, true}},
	{codeReverseHello, 16, 16 + 2*maxURL, [2]bool{false, true}},
}

// Sizes of the parts every message has (Part 6, 7.1.2.2, 6.7.2).
const (
	messageHeader  = 8  // type, IsFinal, size
	chunkHeader    = 12 // and the SecureChannelId
	sequenceHeader = 8  // sequence number, RequestId
	typeIDOctets   = 4  // least of a service's TypeId (Part 6, 5.2.2.9)
	maxURL         = 4096
)

// IsFinal of a chunk (Part 6, 6.7.2.2).
const (
	chunkContinued = 'C'
	chunkFinal     = 'F'
	chunkAbort     = 'A'
)

// header is the start of a message.
type header struct {
	typ   messageType
	final byte
	size  int
	kind  int // in messageTypes
}

func typeAt(b []byte) messageType {
	return messageType(b[0])<<16 | messageType(b[1])<<8 | messageType(b[2])
}

// readHeader reads the header at the start of b. A message whose size cannot
// be is no message: where it ends is not known.
func readHeader(b []byte) (header, error) {
	if len(b) < messageHeader {
		if startsType(b) < 0 {
			return header{}, wire.ErrLost
		}
		return header{}, wire.ErrShort
	}
	kind := startsType(b)
	if kind < 0 {
		return header{}, wire.ErrLost
	}
	size := binary.LittleEndian.Uint32(b[4:])
	if size < messageHeader || size > MaxChunk {
		return header{}, wire.ErrLost
	}
	if uint32(len(b)) < size {
		return header{}, wire.ErrShort
	}
	return header{messageTypes[kind].typ, b[3], int(size), kind}, nil
}

// startsType returns the place in messageTypes of a type that b, which may be
// shorter than three letters, begins with, or -1.
func startsType(b []byte) int {
	if len(b) >= 3 {
		t := typeAt(b)
		for i := range messageTypes {
			if messageTypes[i].typ == t {
				return i
			}
		}
		return -1
	}
	for i := range messageTypes {
		t := messageTypes[i].typ
		if len(b) == 0 || b[0] == byte(t>>16) && (len(b) == 1 || b[1] == byte(t>>8)) {
			return i
		}
	}
	return -1
}
