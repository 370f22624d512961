// Package wire is the contract every protocol of Banken is written to: what a
// decoder is given and must return (Protocol, Decoder, Message, Point, Field,
// Operation, Cursor), and what is the same for all of them: driving a decoder
// over the octets of one connection (Conversation), pairing requests with
// their responses (Pairer, Transaction), and the readable forms of both.
//
// It knows no protocol and nothing of packets or flows. A new protocol is one
// folder that exports a Protocol, and one line in protocols.All.
package wire

import "time"

// Match is what Probe thinks of the start of a segment or datagram.
type Match uint8

const (
	// NoMatch: these octets do not start a message of the protocol.
	NoMatch Match = iota
	// Short: too few octets to say; what is there does not contradict.
	Short
	// Plausible: a message may start here. Enough on a port registered for the
	// protocol; elsewhere both directions must be plausible.
	Plausible
	// Certain: by checksum or magic; enough on any port.
	Certain
)

// Transport is what carries a conversation.
type Transport uint8

const (
	// Stream is TCP: messages may share segments and spread over them.
	Stream Transport = iota
	// Datagram is UDP: messages do not spread over datagrams.
	Datagram
)

// Protocol describes one protocol to the rest of the sensor. It is a table of
// constants and functions; nothing in it changes.
type Protocol struct {
	// Name in lower case, as in the records: "modbus".
	Name string
	// Ports registered or in common use for the server, TCP and UDP alike.
	Ports []uint16
	// MaxMessage is the most octets one frame may need: Decode never returns
	// ErrShort when given so many.
	MaxMessage int
	// Timeout after which a request counts as unanswered, when the message
	// itself states none.
	Timeout time.Duration
	// Probe says whether b, the start of a segment or datagram that went in
	// direction dir, may start a message. It allocates nothing and keeps no
	// state.
	Probe func(t Transport, dir Direction, b []byte) Match
	// Resume, when set, is asked instead of Probe where decoding goes on after
	// its place was lost: what Probe demands only to find out who is who does
	// not count any more.
	Resume func(t Transport, dir Direction, b []byte) Match
	// New returns the decoder of one connection, which may borrow from b for what
	// is not complete yet.
	New func(t Transport, b *Buffers) Decoder
	// Defects names the protocol's own defects; entry i is bit FirstDefect+i.
	Defects []string
	// AppendStatus appends the standard's name of a status (exception code,
	// internal indications, StatusCode).
	AppendStatus func(dst []byte, status uint32) []byte
	// AppendSpace appends the name of a point's space: "holding-register",
	// "g30v1", "ns=2".
	AppendSpace func(dst []byte, space uint32) []byte
	// Named returns all functions that may be told, by code: also one of those
	// that nobody has assigned.
	Named func() []Named
}

// Decoder decodes the messages of one connection, both directions. It is used
// by one goroutine. No method allocates in steady state, error paths included.
type Decoder interface {
	// Decode decodes what stands at the start of b. The caller has called
	// m.Begin (Time and Frame are set); slices put into m alias b or buffers
	// of the decoder and are valid until the next call.
	//
	//	n > 0, err == nil      a message (or, with RoleNone, a part of one)
	//	n > 0, err == ErrSkip  n octets that hold no message were passed over
	//	n > 0, other err       a message whose frame holds but whose content is
	//	                       defective: it is reported, decoding goes on
	//	n == 0, ErrShort       not complete yet
	//	n == 0, other err      the frame is lost: decoding resumes where Probe
	//	                       next accepts the start of a segment
	Decode(m *Message, dir Direction, b []byte) (n int, err error)
	// Bind is called when m was found to answer request, before m is reported
	// and copied: it completes m with what only the request tells (addresses
	// of values, the meaning of the data) and checks the two against each
	// other. request is the Pairer's; Bind may read it, and write only its
	// Defects.
	Bind(request *Transaction, m *Message)
	// Gap tells that n octets of direction dir were never captured (n is 0
	// when unknown): unfinished fragments and chunks of that direction are
	// dropped.
	Gap(dir Direction, n int)
	// Reset forgets the connection, to begin with another: what follows must
	// be as if the decoder were new. Buffers may be kept.
	Reset()
}

// Error is a constant error: package variables of it cannot be changed.
type Error string

func (e Error) Error() string { return string(e) }

const (
	// ErrShort: the message is not complete yet.
	ErrShort Error = "wire: message not complete"
	// ErrSkip: octets that hold no message were passed over.
	ErrSkip Error = "wire: octets that hold no message"
	// ErrLost: no frame stands here; the decoder has lost its place.
	ErrLost Error = "wire: no frame starts here"
	// ErrContent: the frame holds, its content is defective (see Defects).
	ErrContent Error = "wire: defective content"
)
