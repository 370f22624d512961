package opcua

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
)

// chunkOf makes a chunk of MSG on channel 7.
func chunkOf(final byte, sequence, request uint32, body []byte) []byte {
	b := append([]byte("MSG"), final)
	for _, n := range []uint32{uint32(24 + len(body)), 7, 1, sequence, request} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return append(b, body...)
}

// requestOf makes a request with an empty header.
func requestOf(id uint16, body ...[]byte) []byte {
	b := append([]byte{1, 0}, binary.LittleEndian.AppendUint16(nil, id)...)
	b = append(b, make([]byte, 2+8+4+4)...) // token, time, handle, diagnostics
	b = append(b, 0xff, 0xff, 0xff, 0xff)   // AuditEntryId
	b = append(b, make([]byte, 4+3)...)     // TimeoutHint, AdditionalHeader
	return append(b, bytes.Join(body, nil)...)
}

func le32(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }

// decodeAll decodes chunks one after the other and returns the last message.
func decodeAll(t *testing.T, d wire.Decoder, chunks ...[]byte) *wire.Message {
	t.Helper()
	m := &wire.Message{}
	for _, b := range chunks {
		m.Begin(1, 1)
		if n, err := d.Decode(m, wire.ToServer, b); n != len(b) {
			t.Fatalf("%d of %d octets: %v", n, len(b), err)
		}
	}
	return m
}

// TestReassemblyBound: a message beyond the bound is decoded as far as it was
// kept, and no more is kept.
func TestReassemblyBound(t *testing.T) {
	d := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder)
	body := requestOf(673, le32(1), []byte{0, 1}, le32(13), le32(-1&0xffffffff), []byte{1, 15}, le32(8<<20), make([]byte, 8<<20))
	var chunks [][]byte
	for i := 0; len(body) > 0; i++ {
		n := min(len(body), 60000)
		final := byte('C')
		if n == len(body) {
			final = 'F'
		}
		chunks = append(chunks, chunkOf(final, uint32(i), 5, body[:n]))
		body = body[n:]
	}
	m := decodeAll(t, d, chunks...)
	if m.Function != "Write" || m.Defects&wire.Own(defectTooLarge) == 0 || m.Defects&wire.Truncated == 0 {
		t.Errorf("%s with defects %#x", m.Function, m.Defects)
	}
	kept := 0
	for i := range d.sides[0].assemblies {
		kept += cap(d.sides[0].assemblies[i].buf)
	}
	if kept > 2*MaxReassembly {
		t.Errorf("%d octets are kept", kept)
	}
}

// TestItemsBound: creating monitored items without end grows nothing beyond
// its bound.
func TestItemsBound(t *testing.T) {
	d := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder)
	name := bytes.Repeat([]byte{'x'}, 400)
	for round := range 40 {
		var items []byte
		for i := range 300 {
			items = append(items, 3, 2, 0)
			items = append(append(items, le32(len(name))...), name...)
			items = append(items, 13, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff) // attribute, range, encoding
			items = append(append(items, 2, 0, 0, 0), le32(round*300+i)...)
			items = append(items, make([]byte, 8+3+4+1)...)
		}
		m := decodeAll(t, d, chunkOf('F', uint32(round), uint32(round), requestOf(751, le32(9), le32(0), le32(300), items)))
		if m.Defects&^wire.Omitted != 0 || len(m.Points) != 300 {
			t.Fatalf("defects %#x, %d points", m.Defects, len(m.Points))
		}
	}
	if n := len(d.watched.items.all); n > maxItems {
		t.Errorf("%d items", n)
	}
	if d.names > maxNames {
		t.Errorf("%d octets of names", d.names)
	}
	if d.watched.byHandle(9, 0) == nil || d.watched.byHandle(9, 40*300-1) != nil {
		t.Error("what came first must be known, what did not fit not")
	}
}

// TestChunkTooLarge: a chunk nobody sends loses the place at once instead of
// being waited for.
func TestChunkTooLarge(t *testing.T) {
	b := chunkOf('F', 1, 1, nil)
	binary.LittleEndian.PutUint32(b[4:], MaxChunk+1)
	m := &wire.Message{}
	m.Begin(1, 1)
	if n, err := newDecoder(wire.Stream, &wire.Buffers{}).Decode(m, wire.ToServer, b); n != 0 || err != wire.ErrLost {
		t.Errorf("%d, %v", n, err)
	}
	binary.LittleEndian.PutUint32(b[4:], MaxChunk)
	if n, err := newDecoder(wire.Stream, &wire.Buffers{}).Decode(m, wire.ToServer, b); n != 0 || err != wire.ErrShort {
		t.Errorf("%d, %v", n, err)
	}
}

// TestManySubscriptions: the owner of a subscription that was forgotten for
// lack of room is not known, so nobody is accused.
func TestManySubscriptions(t *testing.T) {
	d := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder)
	s := d.sessions.add(1)
	s.created = true
	d.subscriptions.own(1, 2)
	if !d.foreign(1, s) || !d.foreign(77, s) {
		t.Error("subscriptions of others must be told")
	}
	for id := range uint32(2 * maxSubscriptions) {
		d.subscriptions.own(1000+id, s.token)
	}
	if d.foreign(1, s) {
		t.Error("a forgotten subscription belongs to nobody")
	}
}

// TestSessionsBound: sessions are forgotten, the one not used longest first.
func TestSessionsBound(t *testing.T) {
	s := &sessions{}
	for token := range uint64(3 * maxSessions) {
		s.add(token + 1)
		s.find(1) // in use all the time
	}
	if s.find(1) == nil || s.find(2) != nil || s.find(3*maxSessions) == nil {
		t.Error("the wrong sessions were forgotten")
	}
}

// TestOmitted: a message with more points than are kept says so.
func TestOmitted(t *testing.T) {
	nodes := bytes.Repeat([]byte{0, 85}, 10000)
	m := decodeAll(t, newDecoder(wire.Stream, &wire.Buffers{}), chunkOf('F', 1, 1, requestOf(560, le32(10000), nodes)))
	if m.Defects != wire.Omitted || len(m.Points) != wire.MaxPoints || len(m.Fields) != wire.MaxFields {
		t.Errorf("defects %#x, %d points, %d fields", m.Defects, len(m.Points), len(m.Fields))
	}
}

// TestEveryService: each service of the tables is in the generated cases, read
// without a defect and answered.
func TestEveryService(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range opcuagen.Cases() {
		transactions(&c, func(x *wire.Transaction) {
			if x.Outcome == wire.Answered && x.Defects() == 0 || x.NoReply {
				seen[x.Function] = true
			}
		})
	}
	for i := 1; i < serviceCount; i++ {
		if s := &services[i]; !seen[s.name] && i != serviceServiceFault && i != serviceTestStackEx {
			t.Errorf("%s is in no case", s.name)
		}
	}
}
