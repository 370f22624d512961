package modbus_test

import (
	"bytes"
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestForeignProtocol: an ADU of another protocol identifier is told when its
// length is right, what stands behind it in the same segment is seen, and octets
// that belong nowhere do not cost the segment behind them.
func TestForeignProtocol(t *testing.T) {
	write := modbusgen.PDU(6, uint16(1), uint16(3))
	one, two := modbusgen.TCP(1, 1, write), modbusgen.TCP(2, 1, write)
	foreign := modbusgen.TCP(9, 1, modbusgen.PDU(5, uint16(1), uint16(0xff00)))
	foreign[3] = 7
	unmeasured := modbusgen.TCP(9, 1, modbusgen.PDU(5, uint16(1), uint16(0xff00), 1))
	unmeasured[3] = 7
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	rows := []struct {
		name     string
		segments [][]byte
		messages int
		blind    uint64
	}{
		{"before a write", [][]byte{join(one, foreign, two)}, 3, 0},
		{"two of them", [][]byte{join(one, foreign, two, foreign, one)}, 5, 0},
		{"alone", [][]byte{one, foreign, two}, 3, 0},
		{"in two segments", [][]byte{one, foreign[:9], foreign[9:], two}, 3, 0},
		{"before octets that are no header", [][]byte{join(one, foreign, []byte("quite something else")), two}, 3, 20},
		{"of another length before a write", [][]byte{join(one, unmeasured, two)}, 2, 13},
		{"of another length alone", [][]byte{one, unmeasured, two}, 2, 13},
		{"three octets left over", [][]byte{join(one, []byte{1, 1, 0x23}), two}, 2, 3},
		{"text", [][]byte{join(one, []byte("GET / HTTP/1.1")), two}, 2, 14},
	}
	for _, row := range rows {
		messages := 0
		r := &wiretest.Recorder{EachMessage: func(*wire.Message) { messages++ }}
		c := wire.Case{}
		for _, s := range row.segments {
			c.Steps = append(c.Steps, wire.Step{Dir: wire.ToServer, Octets: s})
		}
		conv := wiretest.NewConversation(&modbus.Protocol, &c, r)
		wiretest.Play(conv, &c, wiretest.Whole)
		if messages != row.messages || conv.Counters[wire.ToServer].Blind != row.blind {
			t.Errorf("%s: %d messages and %d octets blind, want %d and %d", row.name, messages, conv.Counters[wire.ToServer].Blind, row.messages, row.blind)
		}
	}
}
