package record

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/replay"
)

// maxCounted bounds how many different functions and defects a summary counts
// apart; further ones are counted together.
const maxCounted = 4096

// function is what transactions are counted by.
type function struct {
	protocol, name string
}

// tally counts the transactions of one function by outcome.
type tally [wire.Unasked + 1]uint64

// Summary counts what a replay yields. It passes everything on to Next.
type Summary struct {
	Next replay.Output

	transactions map[function]*tally
	defects      map[function]uint64
	flows        map[string]uint64
	foreign      uint64
	lost         uint64 // octets never captured
	blind        uint64 // octets captured and not attributed, of recognised flows
	blindTime    time.Duration
	messages     uint64
}

// NewSummary returns a summary that passes everything on to next.
func NewSummary(next replay.Output) *Summary {
	return &Summary{Next: next, transactions: map[function]*tally{}, defects: map[function]uint64{}, flows: map[string]uint64{}}
}

// Transaction implements replay.Output.
func (s *Summary) Transaction(t *wire.Transaction) error {
	s.count(function{t.Protocol.Name, t.Function})[t.Outcome]++
	if d := t.Defects(); d != 0 {
		d.Each(t.Protocol, func(name string) {
			if k := (function{t.Protocol.Name, name}); s.defects[k] > 0 || len(s.defects) < maxCounted {
				s.defects[k]++
			}
		})
	}
	return s.Next.Transaction(t)
}

func (s *Summary) count(k function) *tally {
	t := s.transactions[k]
	if t == nil {
		if len(s.transactions) >= maxCounted {
			k.name = "(others)"
			if t = s.transactions[k]; t != nil {
				return t
			}
		}
		t = &tally{}
		s.transactions[k] = t
	}
	return t
}

// Message implements replay.Output.
func (s *Summary) Message(line []byte) error { return s.Next.Message(line) }

// Flow implements replay.Output.
func (s *Summary) Flow(f *replay.Flow) error {
	name := "other"
	if f.Protocol != nil {
		name = f.Protocol.Name
		for _, c := range f.Decoded {
			s.messages += c.Messages
			s.lost += c.Lost
			s.blind += c.Blind
			s.blindTime += time.Duration(c.BlindTime)
		}
	}
	if f.Registered != nil {
		s.foreign++
	}
	s.flows[name]++
	return s.Next.Flow(f)
}

// Print writes the summary for reading.
func (s *Summary) Print(w io.Writer, t replay.Totals) {
	fmt.Fprintf(w, "packets      %d (%d octets on the wire", t.Packets, t.Octets)
	if t.Last > t.First {
		fmt.Fprintf(w, ", %s of traffic", time.Duration(t.Last-t.First).Round(time.Millisecond))
	}
	fmt.Fprintf(w, ")\n")
	for _, x := range []struct {
		n    uint64
		what string
	}{
		{t.CutShort, fmt.Sprintf("captured in part only (%d octets of them never captured): capture with a larger snapshot length", t.NotCaptured)},
		{t.Malformed - t.Unsupported, "with headers that could not be parsed"},
		{t.Unsupported, "of a link type that is not decoded"},
		{t.Conflicts, "overlaps with different content (someone may be evading)"},
	} {
		if x.n > 0 {
			fmt.Fprintf(w, "             %d %s\n", x.n, x.what)
		}
	}
	fmt.Fprintf(w, "flows        %d", t.Flows)
	for _, name := range sorted(s.flows, cmp.Compare) {
		fmt.Fprintf(w, ", %s %d", name, s.flows[name])
	}
	fmt.Fprintln(w)
	if s.foreign > 0 {
		fmt.Fprintf(w, "             %d on a control port speak something else\n", s.foreign)
	}
	s.printTransactions(w)
	fmt.Fprintf(w, "never captured %d octets of control flows; not attributed %d octets, blind for %s\n", s.lost, s.blind, s.blindTime)
}

func (s *Summary) printTransactions(w io.Writer) {
	var total uint64
	for _, t := range s.transactions {
		for _, n := range t {
			total += n
		}
	}
	fmt.Fprintf(w, "transactions %d in %d messages\n", total, s.messages)
	for _, k := range sorted(s.transactions, compareFunction) {
		t := s.transactions[k]
		fmt.Fprintf(w, "  %-7s %-40s", k.protocol, k.name)
		for o := wire.Answered; o <= wire.Unasked; o++ {
			if t[o] > 0 {
				fmt.Fprintf(w, " %s %d", o, t[o])
			}
		}
		fmt.Fprintln(w)
	}
	for _, k := range sorted(s.defects, compareFunction) {
		fmt.Fprintf(w, "  %-7s defect %-33s %d\n", k.protocol, k.name, s.defects[k])
	}
}

func compareFunction(a, b function) int {
	return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.name, b.name))
}

func sorted[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
