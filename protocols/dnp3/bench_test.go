package dnp3_test

import (
	"testing"

	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// BenchmarkDecode decodes the ordinary traffic of a plant: polls for events and
// for everything, their answers and confirms, and a control.
func BenchmarkDecode(b *testing.B) { benchmark(b, wiretest.Named(b, dnp3gen.Cases(), "plant").Steps) }

// BenchmarkDecodeMessage decodes one message of each kind of that traffic.
func BenchmarkDecodeMessage(b *testing.B) {
	steps := wiretest.Named(b, dnp3gen.Cases(), "plant").Steps
	for _, one := range []struct {
		name string
		step int
	}{{"poll-classes", 6}, {"events", 7}, {"confirm", 8}, {"poll-all", 9}, {"all", 10}, {"select", len(steps) - 4}, {"operate", len(steps) - 2}} {
		b.Run(one.name, func(b *testing.B) { benchmark(b, steps[one.step:one.step+1]) })
	}
}

// BenchmarkDecodeLongest decodes frames of 292 octets with 240 points.
func BenchmarkDecodeLongest(b *testing.B) {
	benchmark(b, wiretest.Named(b, dnp3gen.Cases(), "frame-of-292-octets").Steps[1:2])
}

// benchmark decodes one step an iteration.
func benchmark(b *testing.B, steps []wire.Step) {
	d := dnp3.Protocol.New(wire.Stream, &wire.Buffers{})
	m := &wire.Message{}
	octets := 0
	for i := range steps {
		octets += len(steps[i].Octets)
	}
	b.SetBytes(int64(octets / len(steps)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s := &steps[i%len(steps)]
		m.Begin(int64(i), uint64(i))
		if n, _ := d.Decode(m, s.Dir, s.Octets); n != len(s.Octets) {
			b.Fatalf("%d of %d octets", n, len(s.Octets))
		}
	}
}
