package opcua

import (
	"math/rand/v2"

	"github.com/banken-ot/banken/protocols/wire"
)

// decoder decodes one connection.
type decoder struct {
	sides         [2]side
	channels      [maxChannels]channel
	newest        int      // the channel used last
	opening       opening  // a SecureChannel asked for and not yet granted
	hello         bool     // a HEL waits for its ACK
	begun         bool     // the connection was seen from its HEL on
	lossy         bool     // octets of it were lost
	limits        [2]limit // what the receiver of each direction accepts
	sessions      sessions
	watched       watched
	subscriptions subscriptions
	certs         *certificates // of all decoders of the goroutine
	seed          uint64        // of hashes: drawn anew so that nobody can aim at collisions
	names         int           // octets of names that are kept
	read          reader
}

// side is the state of one direction.
type side struct {
	sequence  uint32
	sequenced bool // sequence is that of the last chunk
	evicted   bool // the last loss was an eviction
	// lost counts down, from the loss of octets or an evicted message, the
	// messages among which some may still lack their first chunks.
	lost       int
	dropped    wire.Defects
	assemblies []assembly // at most maxAssemblies
	quiet      int        // messages of one chunk since there was one of several
	encrypted  sealed
}

// afterLoss is how many messages are looked at for a missing start after a
// loss: those that were unfinished then, and as many again.
const afterLoss = 2 * maxAssemblies

// limit is what was agreed with HEL and ACK; 0 is no limit.
type limit struct{ chunk, message, chunks uint32 }

func newDecoder(_ wire.Transport, b *wire.Buffers) wire.Decoder {
	certs := b.Common(certificatesKey{}, func() any { return &certificates{} }).(*certificates)
	d := &decoder{certs: certs}
	d.Reset()
	return d
}

// Reset implements wire.Decoder. What was remembered is given back.
func (d *decoder) Reset() {
	*d = decoder{seed: rand.Uint64(), certs: d.certs}
	d.watched.seed(d.seed)
	d.sides[0].lost, d.sides[1].lost = afterLoss, afterLoss
	d.read.d = d
}

// Decode implements wire.Decoder.
func (d *decoder) Decode(m *wire.Message, dir wire.Direction, b []byte) (int, error) {
	h, err := readHeader(b)
	if err != nil {
		if err == wire.ErrLost {
			d.Gap(dir, 0) // what is passed over now may be messages
		}
		return 0, err
	}
	b = b[:h.size]
	if uint32(h.size) < messageTypes[h.kind].min {
		m.Defects |= wire.Truncated
	}
	if h.final != chunkFinal && (h.typ != codeMessage || h.final != chunkContinued && h.final != chunkAbort) {
		m.Defects |= wire.Own(defectChunkType)
	}
	if !messageTypes[h.kind].to[dir] {
		m.Defects |= wire.Own(defectDirection)
	}
	switch h.typ {
	case codeMessage, codeClose:
		d.secured(m, dir, h, b)
	case codeOpen:
		d.open(m, dir, h, b)
	default:
		d.connection(m, dir, h, b)
	}
	if m.Role == wire.RoleNone {
		return h.size, nil
	}
	m.Defects |= d.sides[dir].dropped
	d.sides[dir].dropped = 0
	if m.Defects != 0 {
		return h.size, wire.ErrContent
	}
	return h.size, nil
}

// Gap implements wire.Decoder.
func (d *decoder) Gap(dir wire.Direction, n int) {
	s := &d.sides[dir]
	for i := range s.assemblies {
		s.assemblies[i].used = false
	}
	s.encrypted = sealed{}
	s.sequenced, s.lost, s.evicted = false, afterLoss, false
	d.lossy = true
}
