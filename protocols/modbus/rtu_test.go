package modbus_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestRTUOfUnassignedFunctions: the CRC finds where the frame of a function ends
// that nobody has assigned, and what follows is seen.
func TestRTUOfUnassignedFunctions(t *testing.T) {
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	known := modbusgen.RTU(17, modbusgen.PDU(6, uint16(1), uint16(3)))
	for _, code := range []byte{0, 30, 77, 99, 0x81, 0xff} {
		odd := modbusgen.RTU(17, modbusgen.PDU(code, 1, 2, 3, 4, 5))
		for _, row := range []struct {
			name     string
			segments [][]byte
			messages int
		}{
			{"alone", [][]byte{known, odd, known}, 3},
			{"before another", [][]byte{known, join(odd, known)}, 3},
			{"twice in a segment", [][]byte{known, join(odd, odd), known}, 4},
			{"behind another", [][]byte{join(known, odd), known}, 3},
			{"as the first", [][]byte{odd, known}, 2},
		} {
			c := wire.Case{}
			for _, s := range row.segments {
				c.Steps = append(c.Steps, wire.Step{Dir: wire.ToServer, Octets: s})
			}
			text, lines := linesOf(&c)
			if lines != row.messages || strings.Contains(text, "bad-crc") {
				t.Errorf("function %d %s: %d messages, want %d\n%s", code, row.name, lines, row.messages, text)
			}
		}
	}
}

// linesOf returns the transcript of a case and how many messages it has.
func linesOf(c *wire.Case) (string, int) {
	text := string(wiretest.Record(&modbus.Protocol, c, wiretest.Whole).Messages)
	return text, strings.Count(text, "\n")
}

// TestLossIsNoRTU: octets in the middle of an ADU are not taken for RTU frames with
// a wrong CRC, however they are cut.
func TestLossIsNoRTU(t *testing.T) {
	read := modbusgen.TCP(1, 1, modbusgen.ReadRequest(3, 0, 2))
	garbage := modbusgen.TCP(0x0103, 1, modbusgen.PDU(3, 4, uint16(1), uint16(2)))
	garbage[3] = 9 // no header
	for size := 1; size <= len(garbage); size++ {
		c := wire.Case{Steps: []wire.Step{{Dir: wire.ToServer, Octets: read}}}
		for b := garbage; len(b) > 0; b = b[min(size, len(b)):] {
			c.Steps = append(c.Steps, wire.Step{Dir: wire.ToServer, Octets: b[:min(size, len(b))]})
		}
		if text, lines := linesOf(&c); strings.Contains(text, "bad-crc") || strings.Count(text, "transaction_id") != lines {
			t.Errorf("pieces of %d:\n%s", size, text)
		}
	}
}
