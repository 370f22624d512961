package wiretest

import (
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// Fuzz runs a whole conversation over arbitrary octets. The input is read as a
// list of steps: one octet whose lowest bit is the direction and whose second
// bit says that octets were lost before, two octets of length, the octets. It
// checks that nothing panics, that decoding makes progress, that the octets are
// accounted for and that what comes out can be written.
func Fuzz(f *testing.F, p *wire.Protocol, cases []wire.Case) {
	for i := range cases {
		f.Add(Encode(cases[i].Steps), cases[i].Transport == wire.Datagram)
	}
	f.Fuzz(func(t *testing.T, input []byte, datagram bool) {
		c := wire.Case{Steps: parse(input)}
		if datagram {
			c.Transport = wire.Datagram
		}
		r := &Recorder{}
		conv := NewConversation(p, &c, r)
		Play(conv, &c, Whole)
		account(t, conv, c.Steps)
	})
}

// account checks that every octet given was counted once.
func account(t *testing.T, conv *wire.Conversation, steps []wire.Step) {
	var given [2]uint64
	for i := range steps {
		given[steps[i].Dir] += uint64(len(steps[i].Octets))
	}
	for dir, n := range given {
		k := conv.Counters[dir]
		if k.Octets+k.Blind != n {
			t.Fatalf("%s: %d octets given, %d decoded + %d blind", wire.Direction(dir), n, k.Octets, k.Blind)
		}
	}
}

// Encode writes steps in the form Fuzz reads.
func Encode(steps []wire.Step) []byte {
	var b []byte
	for i := range steps {
		for s := steps[i].Octets; ; {
			n := min(len(s), 0xffff)
			flags := byte(steps[i].Dir)
			if steps[i].Gap > 0 {
				flags |= 2
			}
			b = append(append(b, flags, byte(n>>8), byte(n)), s[:n]...)
			if s = s[n:]; len(s) == 0 {
				break
			}
		}
	}
	return b
}

func parse(b []byte) []wire.Step {
	var steps []wire.Step
	for len(b) >= 3 {
		n := min(int(b[1])<<8|int(b[2]), len(b)-3)
		s := wire.Step{Dir: wire.Direction(b[0] & 1), Octets: b[3 : 3+n]}
		if b[0]&2 != 0 {
			s.Gap = 1
		}
		steps = append(steps, s)
		b = b[3+n:]
	}
	return steps
}
