package modbus_test

import (
	"bytes"
	"fmt"
	"slices"
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

// serialFrames are RTU frames whose function does not tell their length: of
// vendors, reserved, and the standard's.
func serialFrames() map[string][]byte {
	list := map[string][]byte{
		"canopen":    modbusgen.RTU(17, modbusgen.PDU(43, 13, 0x40, 0, 0x10)),
		"query data": modbusgen.RTU(17, modbusgen.PDU(8, uint16(0), "return this")),
		"umas":       modbusgen.RTU(17, modbusgen.UMAS(1, 0x29, make([]byte, 200))),
	}
	for _, code := range []byte{0, 30, 65, 77, 99, 100, 0x81, 0xff} {
		list[fmt.Sprint("function ", code)] = modbusgen.RTU(17, modbusgen.PDU(code, 1, 2, 3, 4, 5))
	}
	return list
}

// upwards is a case of segments from the client.
func upwards(segments ...[]byte) *wire.Case {
	c := &wire.Case{}
	for _, s := range segments {
		c.Steps = append(c.Steps, wire.Step{Dir: wire.ToServer, Octets: s})
	}
	return c
}

// TestRTUInPieces: a frame whose function does not tell its length comes in two
// segments or octet by octet, three stand in one segment, or one and a half: all are
// told, and what follows.
func TestRTUInPieces(t *testing.T) {
	known := modbusgen.RTU(17, modbusgen.PDU(6, uint16(1), uint16(3)))
	for name, odd := range serialFrames() {
		cases := map[string]*wire.Case{"three": upwards(known, bytes.Repeat(odd, 3), known)}
		single := [][]byte{known}
		for _, x := range odd {
			single = append(single, []byte{x})
		}
		cases["octets"] = upwards(append(single, known, known)...)
		for n := 1; n < len(odd); n++ {
			cases[fmt.Sprint("two at ", n)] = upwards(known, odd[:n], odd[n:], known)
			cases[fmt.Sprint("one and a half, at ", n)] = upwards(slices.Concat(known, odd, odd[:n]), slices.Concat(odd[n:], known))
		}
		for shape, c := range cases {
			want := 3
			if shape == "three" {
				want = 5
			} else if strings.HasPrefix(shape, "one") || shape == "octets" {
				want = 4
			}
			if text, lines := linesOf(c); lines != want || strings.Contains(text, "bad-crc") {
				t.Errorf("%s, %s: %d messages, want %d\n%s", name, shape, lines, want, text)
			}
		}
	}
}

// TestRTUDamaged: octets that seem a frame of a function without length, but are
// none, take no frame behind them along; and those of a function that somebody
// uses none but those within the length of a frame.
func TestRTUDamaged(t *testing.T) {
	known := modbusgen.RTU(17, modbusgen.PDU(6, uint16(1), uint16(3)))
	damaged := bytes.Clone(known)
	for _, code := range []byte{30, 77, 99, 0x81} {
		damaged[1] = code
		for name, c := range map[string]*wire.Case{
			"alone":            upwards(known, damaged, known, known),
			"in a segment":     upwards(slices.Concat(known, damaged, known), known),
			"cut":              upwards(known, damaged[:5], damaged[5:], known, known),
			"before a cut one": upwards(known, damaged, slices.Concat(known, known[:3]), known[3:])} {
			want := 3
			if text, lines := linesOf(c); lines != want {
				t.Errorf("function %d, %s: %d messages, want %d\n%s", code, name, lines, want, text)
			}
		}
	}
	damaged[1] = 100
	segments := [][]byte{known, damaged}
	for range 40 {
		segments = append(segments, known)
	}
	if text, lines := linesOf(upwards(segments...)); lines != 41 {
		t.Errorf("function 100: %d messages, want 41\n%s", lines, text)
	}
}

// TestRTUEndsWithZero: a frame whose last octet is 0 holds without it, too, and yet
// ends behind it.
func TestRTUEndsWithZero(t *testing.T) {
	known := modbusgen.RTU(17, modbusgen.PDU(6, uint16(1), uint16(3)))
	found := 0
	for i := range uint16(2000) {
		odd := modbusgen.RTU(17, modbusgen.PDU(100, i, 7))
		if odd[len(odd)-1] != 0 {
			continue
		}
		found++
		for _, c := range []*wire.Case{upwards(odd, known), upwards(slices.Concat(odd, known)), upwards(odd[:3], odd[3:], known)} {
			if text, lines := linesOf(c); lines != 2 {
				t.Errorf("frame %x: %d messages, want 2\n%s", odd, lines, text)
			}
		}
	}
	if found == 0 {
		t.Error("no such frame")
	}
}
