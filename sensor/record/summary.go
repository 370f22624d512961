package record

import (
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/replay"
)

// maxCounted bounds how many different functions and defects a summary counts
// apart; further ones are counted together.
const maxCounted = 4096

// function is what transactions are counted by.
type function struct {
	protocol, name string // no name: those that found no room
	operation      wire.Operation
}

// defect is what defects are counted by.
type defect struct {
	protocol, name string
}

// tally counts the transactions of one function by outcome.
type tally [wire.Unasked + 1]uint64

// Summary counts what a replay yields. It passes everything on to Next.
type Summary struct {
	Next replay.Output

	transactions map[function]*tally
	defects      map[defect]uint64
	flows        map[string]uint64 // by protocol; "" is those of none
	foreign      uint64
	lost         uint64 // octets never captured
	blind        uint64 // octets captured and not attributed, of recognised flows
	blindTime    time.Duration
	messages     uint64
}

// NewSummary returns a summary that passes everything on to next.
func NewSummary(next replay.Output) *Summary {
	return &Summary{Next: next, transactions: map[function]*tally{}, defects: map[defect]uint64{}, flows: map[string]uint64{}}
}

// Transaction implements replay.Output.
func (s *Summary) Transaction(t *wire.Transaction) error {
	s.count(function{t.Protocol.Name, t.Function, t.Operation})[t.Outcome]++
	if d := t.Defects(); d != 0 {
		d.Each(t.Protocol, func(name string) {
			if k := (defect{t.Protocol.Name, name}); s.defects[k] > 0 || len(s.defects) < maxCounted {
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
			k.name, k.operation = "", wire.OperationNone
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
	name := ""
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
