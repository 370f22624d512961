// Package modbus decodes Modbus: over TCP and UDP with the MBAP header (Modbus
// Messaging on TCP/IP Implementation Guide V1.0b), and the serial framings RTU
// and ASCII (Modbus over Serial Line V1.02) where gateways carry them over TCP
// or UDP. Functions are those of the Modbus Application Protocol V1.1b3, and
// the vendors' as far as they are known, among them UMAS (function 90) of
// Schneider Electric.
//
// Which framing a connection has is found by content. Values in responses have
// no addresses on the wire: Bind takes them from the request. Of a message that is
// cut short all is told that is there whole, as points where a point is whole and
// as fields where not.
//
// RTU over TCP has no silence between frames, so that a frame whose function does
// not tell its length ends at the first place where its CRC holds and behind which
// nothing stands, or what may be another frame. When there is none, more octets are
// waited for, up to the 256 a frame may have; then the first place where the CRC
// holds must do. That is a guess, for a CRC holds by chance in one of 65536 places:
// of frames of random octets one in some 20,000 ends too early, and one in 10,000 of
// those that come in two segments. A reserved function is waited for only on a
// connection that is known to be RTU, and only until a whole frame stands behind the
// place that seemed to begin one: such octets are more often a damaged frame than a
// function.
//
// What is told of UMAS rests on published descriptions, on one real capture
// with an upload and on our own generator; no second decoder was at hand. The
// capture shows reservation, identity, project, status, memory blocks and the
// upload; downloads, variables, the data dictionary and refusals rest on the
// descriptions and the generator alone. Where a layout does not account for every
// octet, they are kept raw. Newer engineering software signs its messages (function
// 0x38 within FC 90): those are counted and kept raw.
//
// Modbus/TCP Security (port 802) is TLS and cannot be read; it is not recognised
// here.
package modbus

import (
	"time"

	"github.com/banken-ot/banken/protocols/wire"
)

// Bounds of a message.
const (
	// headerLength is that of the MBAP header without the unit identifier: what
	// its length field does not count.
	headerLength = 6
	// maxLength is the largest length field the standard allows: unit
	// identifier and a PDU of 253 octets.
	maxLength = 254
	// maxVendorLength is the largest length field that is believed: UMAS
	// negotiates messages of up to 1021 octets, other vendors' are said to reach
	// twice that.
	maxVendorLength = 2048
)

// Protocol is Modbus.
var Protocol = wire.Protocol{
	Name:       "modbus",
	Ports:      []uint16{502},
	MaxMessage: headerLength + maxVendorLength,
	// Masters wait for 1 to 5 seconds in practice; gateways to slow radio links
	// for longer.
	Timeout:      10 * time.Second,
	Probe:        probe,
	New:          func(t wire.Transport, _ *wire.Buffers) wire.Decoder { return &decoder{transport: t} },
	Defects:      defectNames[:],
	AppendStatus: appendException,
	AppendSpace:  appendSpace,
	Named:        named,
}

// Spaces of points.
const (
	Coil = iota + 1
	DiscreteInput
	InputRegister
	HoldingRegister
	FileRecord // Part is the file number, Index the record number
	FIFOQueue  // Index is the FIFO pointer address
	Variable   // of a UMAS application: Part is the block, Index the octet in it
)

var spaceNames = [...]string{"none", "coil", "discrete-input", "input-register", "holding-register", "file-record", "fifo-queue", "variable"}

func appendSpace(dst []byte, space uint32) []byte {
	if int(space) < len(spaceNames) {
		return append(dst, spaceNames[space]...)
	}
	return append(dst, "invalid"...)
}
