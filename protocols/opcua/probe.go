package opcua

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// Probe says whether b may start a message that goes in direction dir. Types
// that only one side sends tell the roles, and so do services that can be
// read: a reverse hello (Part 6, 7.1.2.6) is certain only as sent by the
// server, whoever opened the connection.
func Probe(t wire.Transport, dir wire.Direction, b []byte) wire.Match {
	m := Resume(t, dir, b)
	kind := startsType(b)
	if m == wire.NoMatch || len(b) >= 3 && !messageTypes[kind].to[dir] {
		return wire.NoMatch
	}
	if m == wire.Short {
		return m
	}
	switch messageTypes[kind].typ {
	case codeMessage:
		return probeService(dir, b, chunkHeader+4+sequenceHeader)
	case codeOpen:
		return probeOpen(dir, b)
	case codeError:
		return wire.Plausible // either side may send it
	}
	return wire.Certain
}

// Resume says whether b may start a message where the place was lost: by its
// header alone (Part 6, 7.1.2.2), whichever way it goes, so that what is sent the wrong way is
// found too.
func Resume(t wire.Transport, _ wire.Direction, b []byte) wire.Match {
	kind := startsType(b)
	if t != wire.Stream || kind < 0 {
		return wire.NoMatch
	}
	mt := &messageTypes[kind]
	if len(b) > 3 && b[3] != chunkFinal && (mt.typ != codeMessage || b[3] != chunkContinued && b[3] != chunkAbort) {
		return wire.NoMatch
	}
	if len(b) < messageHeader {
		return wire.Short
	}
	if size := binary.LittleEndian.Uint32(b[4:]); size < mt.min || size > mt.max {
		return wire.NoMatch
	}
	return wire.Plausible
}

// probeService looks for the TypeId of a service at offset at: what can be read
// is certain, and not if it goes the wrong way; the rest may be encrypted.
func probeService(dir wire.Direction, b []byte, at int) wire.Match {
	if len(b) <= at {
		return wire.Plausible
	}
	s := startsService(b[at:])
	switch {
	case s == 0:
		return wire.Plausible
	case structures[s].kind == kindRequest && dir == wire.ToServer,
		structures[s].kind == kindResponse && dir == wire.ToClient:
		return wire.Certain
	}
	return wire.NoMatch
}

// probeOpen looks into a message that opens a SecureChannel: a plain one shows
// its service, an encrypted one only that channel 0 asks for a new channel.
func probeOpen(dir wire.Direction, b []byte) wire.Match {
	c := wire.NewCursor(b[messageHeader:])
	channel := c.LE32()
	for range 3 {
		if n := int32(c.LE32()); n > 0 {
			if n > MaxChunk {
				return wire.NoMatch
			}
			c.Skip(int(n))
		}
	}
	if c.Short {
		return wire.Plausible
	}
	if m := probeService(dir, b, messageHeader+c.Offset()+sequenceHeader); m != wire.Plausible {
		return m
	}
	switch {
	case channel != 0:
		return wire.Plausible
	case dir == wire.ToServer:
		return wire.Certain
	}
	return wire.NoMatch
}

// startsService returns the structure of the service message whose TypeId b
// begins with, or 0 (Part 6, 5.2.2.9, 6.7.2.4).
func startsService(b []byte) uint16 {
	var id uint32
	switch {
	case len(b) >= 4 && b[0] == nodeFourByte && b[1] == 0:
		id = uint32(binary.LittleEndian.Uint16(b[2:]))
	case len(b) >= 7 && b[0] == nodeNumeric && b[1] == 0 && b[2] == 0:
		id = binary.LittleEndian.Uint32(b[3:])
	default:
		return 0
	}
	s := structureOf(id)
	if structures[s].kind == kindPlain {
		return 0
	}
	return s
}
