package opcua

import (
	"strconv"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
)

// Bounds of one connection.
const (
	// MaxChunk is the largest chunk decoded, in octets with its header; what
	// the receiver takes is agreed on with HEL and ACK (Part 6, 7.1.2.3). Common stacks negotiate 64 or 128
	// KiB; those that negotiate "no limit" send a message as one chunk, and
	// the largest of these are type dictionaries and long browse results of
	// some 100 KiB.
	MaxChunk = 512 << 10
	// MaxReassembly is how many octets of unfinished messages (Part 6, 6.7.2)
	// are kept in each direction, and so the most of one message that is
	// decoded.
	MaxReassembly = 1 << 20
	// maxAssemblies is how many messages may be unfinished in each direction:
	// stacks send the chunks of one message in a row, and only some interleave
	// a few.
	maxAssemblies = 8
	// maxDepth bounds the nesting of fields. Decoders shall support 100 levels
	// (Part 6, 5.2.2.12, 5.2.2.16); the rest is what structures add.
	maxDepth = 120
	// maxChannels is how many SecureChannels are remembered: one is open, and
	// a client that lost it opens another.
	maxChannels = 4
	// maxSessions, maxSubscriptions, maxItems and maxAliases are how many of
	// each are remembered. Servers allow some ten sessions and a hundred
	// subscriptions; large clients watch some thousand nodes a connection.
	maxSessions      = 16
	maxSubscriptions = 128
	maxItems         = 8192
	maxAliases       = 1024
	// maxNames is how many octets of NodeIds and user names these may take, and
	// maxName one of them: NodeIds that are paths through a project are some
	// 100 octets long.
	maxNames = 512 << 10
	maxName  = 1024
)

// Times until a request counts as unanswered.
const (
	// timeout holds when the client states none (TimeoutHint 0).
	timeout = 60 * time.Second
	// maxTimeout holds for Publish, which the server answers when there is
	// something to tell, at the latest after a keep-alive (the publishing
	// interval times the keep-alive count, commonly 10 to 100 s), and bounds
	// what clients state.
	maxTimeout = 10 * time.Minute
)

// The protocol's own defects.
const (
	defectChunkType = iota
	defectSequenceGap
	defectSequenceRepeated
	defectSequenceBack
	defectChannel
	defectToken
	defectChunkLimit
	defectMessageLimit
	defectTooLarge
	defectUnfinished
	defectTypeID
	defectDirection
	defectEncoding
	defectNestedVariant
	defectDimensions
	defectCertificate
	defectPolicy
	defectResultCount
)

// Protocol is OPC UA TCP, binary encoding (Part 6, 7.1).
var Protocol = wire.Protocol{
	Name:       "opcua",
	Ports:      []uint16{4840, 4841, 4843, 48010, 48020, 49320, 53530, 62541},
	MaxMessage: MaxChunk,
	Timeout:    timeout,
	Probe:      Probe,
	Resume:     Resume,
	New:        newDecoder,
	Defects: []string{
		defectChunkType:        "bad-chunk-type",
		defectSequenceGap:      "sequence-gap",
		defectSequenceRepeated: "sequence-repeated",
		defectSequenceBack:     "sequence-back",
		defectChannel:          "unknown-channel",
		defectToken:            "unknown-token",
		defectChunkLimit:       "chunk-exceeds-limit",
		defectMessageLimit:     "message-exceeds-limit",
		defectTooLarge:         "message-too-large",
		defectUnfinished:       "unfinished-message-dropped",
		defectTypeID:           "bad-type-id",
		defectDirection:        "wrong-direction",
		defectEncoding:         "bad-encoding",
		defectNestedVariant:    "variant-in-variant",
		defectDimensions:       "bad-array-dimensions",
		defectCertificate:      "bad-certificate",
		defectPolicy:           "unknown-security-policy",
		defectResultCount:      "wrong-number-of-results",
	},
	AppendStatus: appendStatus,
	AppendSpace:  appendSpace,
	Named:        named,
}

// appendSpace appends a namespace as in a NodeId: "ns=2".
func appendSpace(dst []byte, space uint32) []byte {
	return strconv.AppendUint(append(dst, "ns="...), uint64(space), 10)
}
