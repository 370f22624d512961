package opcua

import (
	"testing"
	"unsafe"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
)

// Bounds on the memory of a connection, in octets: a sensor keeps tens of
// thousands of connections open.
const (
	maxState    = 1408 // of a decoder by itself, a size the allocator has
	maxOrdinary = 4096 // of what it remembers of one session that watches a few values
)

// held returns how many octets the tables of a decoder hold.
func held(d *decoder) int {
	n := d.names
	for i := range d.sides {
		n += cap(d.sides[i].assemblies) * int(unsafe.Sizeof(assembly{}))
		for j := range d.sides[i].assemblies {
			n += cap(d.sides[i].assemblies[j].buf)
		}
	}
	w := &d.watched
	for _, x := range []*index{&w.handles, &w.ids, &w.firsts, &w.names} {
		n += 8*cap(x.keys) + 4*cap(x.slots)
	}
	n += cap(w.items.all)*int(unsafe.Sizeof(item{})) + cap(w.pending)*int(unsafe.Sizeof(pending{})) + cap(w.aliases.all)*int(unsafe.Sizeof(alias{}))
	n += cap(d.sessions.all)*int(unsafe.Sizeof(session{})) + cap(d.subscriptions.all)*int(unsafe.Sizeof(subscription{}))
	return n
}

// TestMemory: a connection takes little by itself, an ordinary one little more,
// and nothing of that stays when it is over.
func TestMemory(t *testing.T) {
	if n := unsafe.Sizeof(decoder{}); n > maxState {
		t.Errorf("a decoder is %d octets", n)
	}
	d, m := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder), &wire.Message{}
	if n := held(d); n != 0 {
		t.Errorf("a new decoder holds %d octets", n)
	}
	for _, s := range opcuagen.Ordinary().Steps {
		m.Begin(1, 1)
		if n, err := d.Decode(m, s.Dir, s.Octets); n != len(s.Octets) {
			t.Fatalf("%d of %d octets: %v", n, len(s.Octets), err)
		}
	}
	if n := held(d); n == 0 || n > maxOrdinary {
		t.Errorf("an ordinary connection holds %d octets", n)
	}
	d.Reset()
	if n := held(d); n != 0 {
		t.Errorf("%d octets are held behind a connection", n)
	}
}

// TestBuffersGivenUp: a buffer for messages of several chunks is used again by
// the next, and given up when there is none for long.
func TestBuffersGivenUp(t *testing.T) {
	d := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder)
	body := requestOf(631, le32(0), le32(0), le32(0), le32(0))
	sequence := uint32(0)
	next := func(final byte, b []byte) []byte { sequence++; return chunkOf(final, sequence, 5, b) }
	for range 3 * maxQuiet {
		decodeAll(t, d, next('C', body[:20]), next('F', body[20:]), next('F', body))
	}
	s := &d.sides[wire.ToServer]
	if len(s.assemblies) != 1 || cap(s.assemblies[0].buf) == 0 {
		t.Errorf("%d buffers for one message at a time", len(s.assemblies))
	}
	for range maxQuiet {
		decodeAll(t, d, next('F', body))
	}
	if s.assemblies != nil {
		t.Error("buffers are kept for ever")
	}
	decodeAll(t, d, next('C', body[:20]))
	s.assemblies[0].request = 6
	for range 2 * maxQuiet {
		decodeAll(t, d, next('F', body))
	}
	if s.find(7, 6) == nil {
		t.Error("an unfinished message was dropped")
	}
}

// TestCertificatesBound: no more certificates are kept than the bound, and what
// a message says of one stays true when others take its place.
func TestCertificatesBound(t *testing.T) {
	s := &certificates{}
	first := s.get([]byte("no certificate"))
	thumbprint := first.thumbprint
	for i := range 3 * maxCertificates {
		s.get(le32(i))
	}
	if len(s.all) != maxCertificates || first.thumbprint != thumbprint {
		t.Errorf("%d certificates, %x became %x", len(s.all), thumbprint, first.thumbprint)
	}
	if last := s.all[0]; s.get(le32(3*maxCertificates-1)) == nil || s.all[0] != last {
		t.Error("a certificate that is known was parsed again")
	}
}
