package record

import (
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// keepSink keeps the transactions of a conversation.
type keepSink struct{ list []*wire.Transaction }

func (*keepSink) Message(*wire.Conversation, *wire.Message) {}
func (s *keepSink) Transaction(t *wire.Transaction)         { s.list = append(s.list, t) }

// steadyCases are conversations as a plant has them all day.
var steadyCases = map[string]string{"modbus": "read-holding-registers", "dnp3": "plant", "opcua": "ordinary"}

// steady calls f with the transactions of each steady case.
func steady(t testing.TB, f func(name string, list []*wire.Transaction)) {
	for _, g := range allCases() {
		c, s := wiretest.Named(t, g.cases, steadyCases[g.protocol.Name]), &keepSink{}
		wiretest.Play(wiretest.NewConversation(g.protocol, c, s), c, wiretest.Whole)
		if len(s.list) == 0 {
			t.Fatalf("%s has no transactions", c.Name)
		}
		f(g.protocol.Name, s.list)
	}
}

func writeAll(t testing.TB, z *Zeek, list []*wire.Transaction) {
	for _, x := range list {
		if err := z.Transaction(x); err != nil {
			t.Fatal(err)
		}
	}
}

// TestZeekAllocations: once a log exists, a line of it is not allocated for.
func TestZeekAllocations(t *testing.T) {
	steady(t, func(name string, list []*wire.Transaction) {
		z, err := NewZeek(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		writeAll(t, z, list)
		if n := testing.AllocsPerRun(20, func() { writeAll(t, z, list) }); n > 0 {
			t.Errorf("%s: %v allocations for %d transactions", name, n, len(list))
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkZeek(b *testing.B) {
	steady(b, func(name string, list []*wire.Transaction) {
		b.Run(name, func(b *testing.B) {
			z, err := NewZeek(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				writeAll(b, z, list)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(list)), "ns/transaction")
			if err := z.Close(); err != nil {
				b.Fatal(err)
			}
		})
	})
}
