package packet

import "errors"

// Errors of Parse and ParseTransport. After an error the fields of the layers
// before the fault are set and Payload begins at the faulty header.
var (
	// ErrShort: the octets, or those the length field of the layer below grants,
	// end before the header does.
	ErrShort = errors.New("packet: octets end before the header does")
	// ErrVersion: the IP version in the header is not the one announced, or is
	// neither 4 nor 6.
	ErrVersion = errors.New("packet: IP version does not fit")
	// ErrHeader: a length in the header contradicts the header itself.
	ErrHeader = errors.New("packet: header contradicts itself")
	// ErrLinkType: frames of this link type are not parsed; Payload is the frame.
	ErrLinkType = errors.New("packet: link type is not supported")
)
