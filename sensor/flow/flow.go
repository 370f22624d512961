package flow

import (
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

// Counters are the figures of one direction of a flow.
type Counters struct {
	Packets       uint64 // all, also those counted below
	Octets        uint64 // of payload captured, repeated ones included
	Retransmitted uint64 // packets with octets seen before
	Duplicates    uint64 // copies of a packet that the network sent once
	OutOfOrder    uint64 // packets captured after ones that were sent later (RFC 4737)
	KeepAlives    uint64 // packets that repeat the last sequence number to keep the connection
	NotCaptured   uint64 // octets that were never captured, as told by Gap
	Conflicts     uint64 // packets with other octets where some had been seen
	Resets        uint64 // packets with RST
	AfterFIN      uint64 // packets with octets after the sender's FIN
	Strays        uint64 // packets too far from the stream to belong to it
}

// Flow is one connection or exchange of datagrams. It belongs to its table; a
// consumer may read it during its calls and between them until End. The order of
// its fields is that of cache lines: see half.
type Flow struct {
	Key Key

	server uint8 // side of the server: 0 for Key.A
	class  uint8
	ended  bool
	calm   bool // proven, live, and nothing waits: the fast path applies
	syns   uint8

	// Last is the capture time of the latest packet.
	Last    int64
	packets uint32
	loaded  uint32 // packets with payload

	half [2]half

	// First is the capture time of the first packet.
	First int64
	// Handshake is set when SYN, SYN-ACK and ACK were all captured.
	Handshake bool
	// Resumed is set when the flow goes on with a connection that a RST or FIN
	// seemed to have ended.
	Resumed bool

	aliases uint8
	number  uint32

	// State belongs to the consumer.
	State any

	alias [2][2]uint16 // other VLANs with copies of this flow
	timer int64        // what the wheel has it scheduled for
	usage usage
	_     [8]byte // to a whole number of cache lines
}

// Client returns the endpoint in the client's or master's role.
func (f *Flow) Client() Endpoint { return f.endpoint(f.server ^ 1) }

// Server returns the endpoint in the server's or outstation's role.
func (f *Flow) Server() Endpoint { return f.endpoint(f.server) }

func (f *Flow) endpoint(side uint8) Endpoint {
	if side == 0 {
		return Endpoint{f.Key.A, f.Key.APort}
	}
	return Endpoint{f.Key.B, f.Key.BPort}
}

// SYN reports whether a SYN of the direction was captured.
func (f *Flow) SYN(dir wire.Direction) bool { return f.syns>>f.side(dir)&1 != 0 }

// FIN reports whether the direction's sender closed its stream.
func (f *Flow) FIN(dir wire.Direction) bool { return f.half[f.side(dir)].hasFIN }

// Counters returns the figures of a direction.
func (f *Flow) Counters(dir wire.Direction) Counters { return f.half[f.side(dir)].count }

// Swap exchanges the roles, when the content proves that the server is the other
// end. Whatever is delivered or asked for next has the new directions, also
// within the call in progress.
func (f *Flow) Swap() { f.server ^= 1 }

// direction returns which way the sender at side sends.
func (f *Flow) direction(side uint8) wire.Direction {
	return wire.Direction(1 ^ f.server ^ side)
}

// side returns the sender of a direction.
func (f *Flow) side(dir wire.Direction) uint8 { return uint8(dir) ^ f.server ^ 1 }

// guess sets the roles from the first packet: SYN, else SYN-ACK, else a known
// port, else the lower port, else who spoke first.
func (f *Flow) guess(p *packet.Packet, side uint8, known func(uint8, uint16) bool) {
	f.server = side ^ 1
	if p.Protocol == packet.ProtocolTCP && p.TCPFlags&packet.SYN != 0 {
		if p.TCPFlags&packet.ACK != 0 {
			f.server = side
		}
		return
	}
	source := known(p.Protocol, p.SrcPort)
	if source == known(p.Protocol, p.DstPort) {
		source = p.SrcPort < p.DstPort
	}
	if source {
		f.server = side
	}
}

// has reports whether packets in these VLANs are known to belong to f.
func (f *Flow) has(vlan [2]uint16) bool {
	if f.Key.VLAN == vlan {
		return true
	}
	for _, v := range f.alias[:f.aliases] {
		if v == vlan {
			return true
		}
	}
	return false
}
