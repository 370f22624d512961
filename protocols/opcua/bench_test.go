package opcua

import (
	"testing"

	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// BenchmarkDecode decodes ordinary messages, each by itself.
func BenchmarkDecode(b *testing.B) {
	c := opcuagen.Ordinary()
	names := [opcuagen.OrdinaryMessages]string{"ReadRequest5", "ReadResponse5", "WriteRequest1",
		"WriteResponse1", "PublishRequest", "PublishResponse10"}
	at := len(c.Steps) - len(names)
	for i, name := range names {
		b.Run(name, func(b *testing.B) {
			d := newDecoder(wire.Stream, &wire.Buffers{})
			m := &wire.Message{}
			decode := func(s *wire.Step) {
				m.Begin(1, 1)
				if n, err := d.Decode(m, s.Dir, s.Octets); n != len(s.Octets) || err != nil && m.Defects != wire.Own(defectSequenceRepeated) {
					b.Fatal(n, err, m.Defects)
				}
			}
			for j := range at + i {
				decode(&c.Steps[j])
			}
			s := &c.Steps[at+i]
			b.SetBytes(int64(len(s.Octets)))
			b.ReportAllocs()
			for b.Loop() {
				decode(s)
			}
		})
	}
}

// BenchmarkConversation is the same with pairing: ns/op is for one message.
func BenchmarkConversation(b *testing.B) {
	c := opcuagen.Ordinary()
	conv := wiretest.NewConversation(&Protocol, &c, wiretest.Discard{})
	wiretest.Play(conv, &c, wiretest.Whole)
	steps := c.Steps[len(c.Steps)-opcuagen.OrdinaryMessages:]
	size := 0
	for i := range steps {
		size += len(steps[i].Octets)
	}
	b.SetBytes(int64(size / len(steps)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s := &steps[i%len(steps)]
		conv.Octets(s.Dir, int64(i), uint64(i), s.Octets)
	}
}
