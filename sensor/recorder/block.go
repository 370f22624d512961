package recorder

import (
	"bytes"
	"encoding/binary"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// Blocks of pcapng that segments are made of (draft-ietf-opsawg-pcapng, 4.1, 4.2
// and 4.3). They are written little-endian.
const (
	blockDescription uint32 = 0x00000001
	blockEnhanced    uint32 = 0x00000006
	blockSection     uint32 = 0x0A0D0D0A

	byteOrder uint32 = 0x1A2B3C4D
)

// Options of blocks (draft-ietf-opsawg-pcapng, 3.5, 4.1, 4.2).
const (
	optionEnd         = 0
	optionName        = 2
	optionDescription = 3
	optionApplication = 4
	optionResolution  = 9

	resolutionNano = 9 // 10^-9 seconds
)

// Sizes of blocks, in octets.
const (
	blockHead    = 8  // type and length
	blockLeast   = 12 // and the length again
	enhancedHead = 28 // ahead of the frame
	enhancedLess = 32 // an enhanced packet block without its frame
	// maxBlock is the largest block there is: that of the largest frame.
	maxBlock = enhancedLess + capture.MaxFrame
)

// application is by what a segment is known as one of a recorder; with another,
// the segments on disk would be foreign.
const application = "Banken recorder"

var le = binary.LittleEndian

// appendBlock appends a block with its content.
func appendBlock(b []byte, typ uint32, content []byte) []byte {
	n := uint32(blockLeast + len(content))
	b = le.AppendUint32(le.AppendUint32(b, typ), n)
	return le.AppendUint32(append(b, content...), n)
}

func appendOption(b []byte, code uint16, value []byte) []byte {
	b = le.AppendUint16(le.AppendUint16(b, code), uint16(len(value)))
	return append(append(b, value...), padding[:-len(value)&3]...)
}

var padding [4]byte

// sectionHeader returns the block every segment begins with.
func sectionHeader() []byte {
	c := le.AppendUint32(nil, byteOrder)
	c = le.AppendUint16(le.AppendUint16(c, 1), 0)
	c = le.AppendUint64(c, ^uint64(0)) // the length of the section is not known
	c = appendOption(c, optionApplication, []byte(application))
	c = appendOption(c, optionEnd, nil)
	return appendBlock(nil, blockSection, c)
}

// interfaceDescription returns the block that describes an interface.
func interfaceDescription(i *capture.Interface) []byte {
	c := le.AppendUint16(nil, uint16(i.Link))
	c = le.AppendUint32(le.AppendUint16(c, 0), i.SnapLength)
	for _, text := range []struct {
		code  uint16
		value string
	}{{optionName, i.Name}, {optionDescription, i.Description}} {
		if text.value != "" {
			c = appendOption(c, text.code, []byte(text.value[:min(len(text.value), maxText)]))
		}
	}
	c = appendOption(c, optionResolution, []byte{resolutionNano})
	c = appendOption(c, optionEnd, nil)
	return appendBlock(nil, blockDescription, c)
}

// fileHeader returns what a segment with frames of these interfaces begins with.
func fileHeader(interfaces []capture.Interface) []byte {
	b := sectionHeader()
	for i := range interfaces {
		b = append(b, interfaceDescription(&interfaces[i])...)
	}
	return b
}

// enhancedSize returns the octets of the block of a frame of n octets.
func enhancedSize(n int) int { return enhancedLess + (n+3)&^3 }

// appendEnhanced appends the enhanced packet block of a frame.
func appendEnhanced(b []byte, f *capture.Frame) []byte {
	size := uint32(enhancedSize(len(f.Data)))
	b = le.AppendUint32(le.AppendUint32(b, blockEnhanced), size)
	b = le.AppendUint32(b, f.Interface)
	b = le.AppendUint32(le.AppendUint32(b, uint32(uint64(f.Time)>>32)), uint32(f.Time))
	b = le.AppendUint32(b, uint32(len(f.Data)))
	b = le.AppendUint32(b, max(f.WireLen, uint32(len(f.Data))))
	b = append(append(b, f.Data...), padding[:-len(f.Data)&3]...)
	return le.AppendUint32(b, size)
}

// parseEnhanced reads an enhanced packet block into f, which borrows from b. It
// returns false for one that no recorder with so many interfaces writes.
func parseEnhanced(f *capture.Frame, b []byte, interfaces int) bool {
	if len(b) < enhancedLess {
		return false
	}
	f.Interface = le.Uint32(b[8:])
	f.Time = int64(uint64(le.Uint32(b[12:]))<<32 | uint64(le.Uint32(b[16:])))
	f.CapLen, f.WireLen = le.Uint32(b[20:]), le.Uint32(b[24:])
	if int64(f.Interface) >= int64(interfaces) || f.Time < 0 || f.CapLen > capture.MaxFrame || enhancedSize(int(f.CapLen)) != len(b) {
		return false
	}
	f.Data = b[enhancedHead : enhancedHead+f.CapLen : enhancedHead+f.CapLen]
	return true
}

// description is an interface as a segment describes it.
type description struct {
	link  packet.LinkType
	block []byte // owned
}

func parseDescription(b []byte) (description, bool) {
	if len(b) < 20 {
		return description{}, false
	}
	return description{packet.LinkType(le.Uint16(b[8:])), bytes.Clone(b)}, true
}
