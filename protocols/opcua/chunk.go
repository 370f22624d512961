package opcua

import "github.com/banken-ot/banken/protocols/wire"

// chunk is one MessageChunk of MSG or CLO (Part 6, 6.7.2).
type chunk struct {
	header
	octets            []byte // all of it
	channel           *channel
	token             uint32
	sequence, request uint32
	body              []byte // without headers and signature
	signature         int
	defects           wire.Defects
}

// secured decodes a chunk of MSG or CLO, and the message when it is complete.
func (d *decoder) secured(m *wire.Message, dir wire.Direction, h header, b []byte) {
	if len(b) < chunkHeader+4+sequenceHeader {
		d.cutShort(m, dir, h, b)
		return
	}
	k := chunk{header: h, octets: b, defects: m.Defects}
	c := wire.NewCursor(b[messageHeader:])
	id := c.LE32()
	k.token = c.LE32()
	k.channel = d.channelOn(&k, id)
	k.checkSize(&d.limits[dir])
	if k.channel.mode == modeSignAndEncrypt {
		d.sealed(m, dir, &k)
		return
	}
	k.sequence, k.request = c.LE32(), c.LE32()
	k.body = c.Rest()
	if !d.readable(dir, &k) {
		d.unreadable(m, dir, &k)
		return
	}
	k.unsign()
	k.defects |= d.sides[dir].inSequence(k.sequence)
	switch {
	case h.typ == codeMessage && h.final == chunkContinued:
		d.collect(dir, &k)
	case h.typ == codeMessage && h.final == chunkAbort:
		d.abort(m, dir, &k)
	default:
		d.complete(m, dir, &k)
	}
}

// channelOn returns the channel a chunk is on, and checks it and its token.
func (d *decoder) channelOn(k *chunk, id uint32) *channel {
	ch := d.find(id)
	if ch == nil {
		if d.begun && !d.lossy {
			k.defects |= wire.Own(defectChannel)
		}
		ch = d.channelOf(id)
	}
	if !ch.known(k.token) && !d.lossy {
		k.defects |= wire.Own(defectToken)
	}
	return ch
}

func (k *chunk) checkSize(l *limit) {
	if l.chunk != 0 && uint32(k.size) > l.chunk {
		k.defects |= wire.Own(defectChunkLimit)
	}
}

// readable tells whether a chunk is in the clear. Where the mode was not seen
// (encrypted OPN, capture begun later) the first chunk of a message shows it: a
// known service stands where encryption would leave chance.
func (d *decoder) readable(dir wire.Direction, k *chunk) bool {
	if k.channel.mode != modeUnknown {
		return true
	}
	if startsService(k.body) != 0 {
		return true
	}
	return d.sides[dir].find(k.channel.id, k.request) != nil
}

// plausibleNumber bounds the sequence numbers and RequestIds taken for such
// where the mode is not known: both below by chance once in 65,536.
const plausibleNumber = 1 << 24

// unreadable decodes a chunk that shows no service: the middle of a message
// whose start was not seen, or encrypted.
func (d *decoder) unreadable(m *wire.Message, dir wire.Direction, k *chunk) {
	if k.sequence >= plausibleNumber || k.request >= plausibleNumber {
		d.sealed(m, dir, k)
		return
	}
	d.sides[dir].sequence, d.sides[dir].sequenced = k.sequence, true
	if k.final == chunkContinued {
		d.collect(dir, k)
		return
	}
	d.complete(m, dir, k)
}

// unsign cuts the signature off.
func (k *chunk) unsign() {
	n := k.channel.signature
	if k.channel.mode == modeNone || n <= 0 {
		return
	}
	if n > len(k.body) {
		k.defects |= wire.Truncated
		n = len(k.body)
	}
	k.signature = n
	k.body = k.body[:len(k.body)-n]
}

// cutShort reports a chunk that ends within its headers by what is there of
// them. Of what is not, the RequestId: the chunk belongs to no message.
func (d *decoder) cutShort(m *wire.Message, dir wire.Direction, h header, b []byte) {
	r := &d.read
	r.begin(m, b[messageHeader:])
	m.Function, m.Code, m.Operation = "incomplete", uint32(codeMessage), wire.Session
	if h.typ == codeClose {
		d.name(m, serviceCloseSecureChannel)
	}
	alone(m, dir)
	r.envelope(h, b)
	d.sides[dir].sequenced = false // it counts on unseen
	id := r.u32("SecureChannelId")
	if r.c.Short {
		return
	}
	m.Key.Station = id
	r.u32("TokenId")
	ch := d.find(id)
	if r.c.Short || ch == nil {
		return
	}
	r.securityMode(ch)
	if ch.mode == modeNone || ch.mode == modeSign {
		r.u32("SequenceNumber")
	}
}

// sealed is what was seen of encrypted messages of one direction that are not
// complete.
type sealed struct{ chunks, size int }

// sealed decodes an encrypted chunk by its envelope. Which request a response
// answers is encrypted too: each message is reported by itself.
func (d *decoder) sealed(m *wire.Message, dir wire.Direction, k *chunk) {
	s := &d.sides[dir].encrypted
	s.chunks++
	s.size += k.size
	d.sides[dir].sequenced = false
	m.Defects = k.defects
	if k.typ == codeMessage && k.final == chunkContinued {
		d.sides[dir].dropped |= k.defects
		return
	}
	r := &d.read
	r.begin(m, nil)
	m.Function, m.Code, m.Operation = "encrypted", uint32(codeMessage), wire.Session
	alone(m, dir)
	if k.typ == codeClose {
		d.name(m, serviceCloseSecureChannel)
	}
	m.Key.Station = k.channel.id
	d.envelope(r, k, s.size, s.chunks)
	*s = sealed{}
}

// alone makes m one whose RequestId is not known: it is paired with nothing.
func alone(m *wire.Message, dir wire.Direction) {
	m.Role, m.NoReply = wire.Request, true
	if dir == wire.ToClient {
		m.Role, m.NoReply = wire.Unsolicited, false
	}
}

// envelope shows what stands around a message.
func (r *reader) envelope(h header, b []byte) {
	r.put(0, "MessageType", wire.Text(b[:3]))
	if h.final != chunkFinal {
		r.put(0, "IsFinal", wire.Text(b[3:4]))
	}
	r.put(0, "MessageSize", wire.Uint(uint64(h.size)))
}

// envelope shows the same of a message on a channel: its octets on the wire,
// and its chunks when there are several.
func (d *decoder) envelope(r *reader, k *chunk, size, chunks int) {
	h := k.header
	h.size = size
	r.envelope(h, k.octets)
	if chunks > 1 {
		r.put(0, "ChunkCount", wire.Uint(uint64(chunks)))
	}
	r.put(0, "SecureChannelId", wire.Uint(uint64(k.channel.id)))
	r.put(0, "TokenId", wire.Uint(uint64(k.token)))
	r.securityMode(k.channel)
}

// sequenceHeader shows the sequence header (Part 6, 6.7.2.4), and has the message
// paired by it.
func (r *reader) sequenceHeader(k *chunk) {
	r.put(0, "SequenceNumber", wire.Uint(uint64(k.sequence)))
	r.put(0, "RequestId", wire.Uint(uint64(k.request)))
	r.m.Key = wire.Key{ID: k.request, Station: k.channel.id}
}

// securityMode shows the MessageSecurityMode of a channel, when it is known.
func (r *reader) securityMode(ch *channel) {
	if mode := ch.mode; mode != modeUnknown && mode < uint32(len(modeNames)) {
		r.put(0, "SecurityMode", wire.Uint(uint64(mode))).Text = modeNames[mode]
	}
}
