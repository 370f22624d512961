package flow

import "time"

// Bounds of the reassembly of one TCP flow.
const (
	// Window is how far, in octets, a sequence or acknowledgement number may lie
	// from the one expected and still be believed. Four times the largest window
	// seen between control devices; larger jumps are believed when a second
	// packet confirms them.
	Window = 1 << 20
	// UnknownJump is the largest jump, in octets, of which the length is
	// reported: behind a larger one is rather another connection than a loss.
	UnknownJump = 1 << 26
	// ReorderTime is how long, in capture time, octets acknowledged by the other
	// end may still be on their way through the capture: buffers of SPAN ports
	// and the merging of two interfaces delay by milliseconds.
	ReorderTime = 50 * time.Millisecond
	// ReorderPackets is ReorderTime in packets of the flow, for fast flows and
	// for captures whose clock stands.
	ReorderPackets = 64
	// HoleTime is how long octets that nobody acknowledged may be missing. TCP
	// stacks of controllers retransmit first after up to 3 seconds.
	HoleTime = 5 * time.Second
	// FlowOctets bounds the octets of a flow that wait behind holes, both
	// directions together: more than the largest unscaled window (65535).
	FlowOctets = 128 << 10
	// FlowSegments bounds the blocks these octets are kept in, so that one-octet
	// segments cannot use up the table's buffer.
	FlowSegments = 512
	// KeptSegments bounds the blocks of delivered octets a direction keeps, to
	// compare retransmissions with.
	KeptSegments = 32
	// KeptOneSided is KeptSegments for a direction whose other end was not
	// captured: nothing tells when its octets are acknowledged.
	KeptOneSided = 4
)

// DuplicateTime is how far apart the copies of one packet may be that a SPAN
// port shows twice; TCP does not retransmit so soon with the same IP
// identification.
const DuplicateTime = 100 * time.Millisecond

// DuplicateTimeWithoutID is DuplicateTime for packets without an IP
// identification: shorter than any retransmission timer, and than the cycle of
// a device that sends the same datagram again and again.
const DuplicateTimeWithoutID = 2 * time.Millisecond

// Bounds of the reassembly of IP fragments, for each table.
const (
	// FragmentTime is how long fragments wait for the rest of their datagram:
	// between the 15 s of RFC 791 and the 60 s of RFC 8200, 4.5.
	FragmentTime = 30 * time.Second
	// FragmentDatagrams bounds the datagrams waited for. Control traffic is
	// hardly ever fragmented.
	FragmentDatagrams = 1024
	// FragmentOctets bounds the memory of all fragments of a table.
	FragmentOctets = 4 << 20
	// FragmentPieces bounds the blocks of one datagram: enough for the largest
	// datagram in fragments of 576 octets, and one datagram cannot use up the
	// memory of all.
	FragmentPieces = 256
	fragmentBlocks = FragmentOctets / blockSize
	// MaxDatagram is the largest payload an IP datagram can have, in octets.
	MaxDatagram = 65535
)

// Bounds of a table that Config does not set.
const (
	// MaxClosed bounds the flows remembered after their end, to tell late
	// packets of theirs from new flows.
	MaxClosed = 4096
	// MaxSiblings bounds the flows that differ only in their VLANs.
	MaxSiblings = 8
	// ProvenPackets is how many packets with payload prove a flow of which only
	// one end is captured.
	ProvenPackets = 4
)

// Idle times after which Advance ends a flow.
const (
	// IdleTCP: longer than the slowest poll of a control system.
	IdleTCP = time.Hour
	// IdleUDP: a datagram flow has no end of its own.
	IdleUDP = 5 * time.Minute
	// IdleHalfOpen: TCP stacks stop to repeat a SYN after about a minute.
	IdleHalfOpen = time.Minute
	// IdleClosed: how long a closed flow is remembered; twice the largest
	// retransmission delay worth absorbing.
	IdleClosed = 30 * time.Second
)

// Defaults of Config.
const (
	// DefaultMaxFlows is more than any plant network has connections.
	DefaultMaxFlows = 65536
	// DefaultMaxHalfOpen lets one scanned class B network through.
	DefaultMaxHalfOpen = 16384
	// DefaultBufferOctets is enough for a thousand flows with holes of 64 KiB.
	DefaultBufferOctets = 64 << 20
)

// Config sets the bounds of a table. A zero field is its default. No more than
// four million flows of a kind are possible.
type Config struct {
	// MaxFlows bounds the flows whose two ends have been seen to speak. At the
	// bound the one idle longest is evicted.
	MaxFlows int
	// MaxHalfOpen bounds the others: a scan evicts its like only.
	MaxHalfOpen int
	// BufferOctets bounds the memory for octets that wait and octets kept.
	BufferOctets int
	// ServerPort reports whether a port is known to be a server's (protocol is
	// packet.ProtocolTCP or packet.ProtocolUDP). It guesses the roles of a flow
	// whose start was not seen. nil knows none.
	ServerPort func(protocol uint8, port uint16) bool
}

// withDefaults returns c with its zero fields set.
func (c Config) withDefaults() Config {
	if c.MaxFlows <= 0 {
		c.MaxFlows = DefaultMaxFlows
	}
	if c.MaxHalfOpen <= 0 {
		c.MaxHalfOpen = DefaultMaxHalfOpen
	}
	c.MaxFlows = min(c.MaxFlows, maxNumbers/4)
	c.MaxHalfOpen = min(c.MaxHalfOpen, maxNumbers/4)
	if c.BufferOctets <= 0 {
		c.BufferOctets = DefaultBufferOctets
	}
	if c.ServerPort == nil {
		c.ServerPort = func(uint8, uint16) bool { return false }
	}
	return c
}
