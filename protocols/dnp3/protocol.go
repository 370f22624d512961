package dnp3

import (
	"strconv"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
)

// timeout: response time-outs are set to some seconds; radio and dial-up links
// behind a terminal server need the most.
const timeout = 15 * time.Second

// Protocol is DNP3 over TCP and UDP.
var Protocol = wire.Protocol{
	Name:         "dnp3",
	Ports:        []uint16{20000}, // IEEE 1815-2012, clause 13
	MaxMessage:   MaxFrame,
	Timeout:      timeout,
	Probe:        probe,
	Resume:       resume,
	New:          newDecoder,
	Defects:      defectNames[:],
	AppendStatus: appendIIN,
	AppendSpace:  appendSpace,
	Named:        named,
}

// probe recognises a link frame by its start, length and header CRC. DIR says
// who sends: a frame of a master is none in the direction to the master, so that
// the caller finds out who is who.
func probe(_ wire.Transport, dir wire.Direction, b []byte) wire.Match {
	match := soundStart(b)
	if match == wire.Certain && (b[3]&controlDIR != 0) != (dir == wire.ToServer) {
		return wire.NoMatch
	}
	return match
}

// resume accepts a frame of either side: both may be on one connection, and
// some devices do not set DIR as they must.
func resume(_ wire.Transport, _ wire.Direction, b []byte) wire.Match { return soundStart(b) }

func soundStart(b []byte) wire.Match {
	switch {
	case !starts(b):
		return wire.NoMatch
	case len(b) < headerSize:
		return wire.Short
	case b[2] < minLength || !soundHeader(b):
		return wire.NoMatch
	}
	return wire.Certain
}

// appendSpace appends a point's space: "g30v1".
func appendSpace(dst []byte, space uint32) []byte {
	dst = strconv.AppendUint(append(dst, 'g'), uint64(space>>8), 10)
	return strconv.AppendUint(append(dst, 'v'), uint64(space&0xff), 10)
}
