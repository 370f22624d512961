package modbusgen

import (
	"bytes"

	"github.com/banken-ot/banken/protocols/wire"
)

// umasCases follow an engineering station through a session.
func umasCases() []wire.Case {
	return []wire.Case{
		station("umas-identify",
			[2][]byte{UMAS(0, 0x01, 0), ok(le(1021), 0, 0)},
			[2][]byte{UMAS(0, 0x02), ok(0x10, make([]byte, 21), 10, "BAN KEN 01")},
			[2][]byte{UMAS(0, 0x04), ok(make([]byte, 20))}),
		station("umas-reserve-stop-start",
			[2][]byte{UMAS(0, 0x10, "CL\x00\x00", 8, "ENG-WS-1"), ok(0x01)},
			[2][]byte{UMAS(1, 0x12), accepted()},
			[2][]byte{UMAS(1, 0x41, uint16(0)), accepted()},
			[2][]byte{UMAS(1, 0x40, uint16(0)), accepted()},
			[2][]byte{UMAS(1, 0x11), accepted()},
			[2][]byte{UMAS(0, 0x41, uint16(0)), UMAS(0, 0xfd, 0x83, 0x80)}),
		textDownload("umas-download", func(int) bool { return true }),
		textDownload("umas-download-block-missing", func(n int) bool { return n != 2 }),
		textUpload(),
		everyCode(),
		station("umas-large", [2][]byte{UMAS(1, 0x29, make([]byte, 900)), accepted()}),
	}
}

// textBlocks are a program as blocks of 200 octets.
func textBlocks() (list [][]byte) {
	program := bytes.Repeat([]byte("banken program "), 40)
	for ; len(program) > 200; program = program[200:] {
		list = append(list, program[:200])
	}
	return append(list, program)
}

// textDownload loads the blocks that pass.
func textDownload(name string, passes func(n int) bool) wire.Case {
	s, blocks := &session{}, textBlocks()
	s.ask(UMAS(1, 0x30, uint16(1), le(200)), accepted())
	for i, b := range blocks {
		if n := i + 1; passes(n) {
			s.ask(UMAS(1, 0x31, uint16(1), le(uint16(n)), le(uint16(len(b))), b), accepted())
		}
	}
	s.ask(UMAS(1, 0x32, uint16(1), le(uint16(len(blocks)))), accepted())
	return wire.Case{Name: name, Steps: s.steps}
}

// textUpload takes the blocks out.
func textUpload() wire.Case {
	s, blocks := &session{}, textBlocks()
	size := len(bytes.Join(blocks, nil))
	s.ask(UMAS(1, 0x33, uint16(1), le(200)), accepted(uint16(1), le(uint16(size)), le(0)))
	for i, b := range blocks {
		last := uint16(0)
		if i == len(blocks)-1 {
			last = 1
		}
		s.ask(UMAS(1, 0x34, uint16(1), le(uint16(i+1))), accepted(le(last), le(uint16(len(b))), b))
	}
	s.ask(UMAS(1, 0x35, uint16(1), le(uint16(len(blocks)))), accepted())
	return wire.Case{Name: "umas-upload", Steps: s.steps}
}

// everyCode sends the codes that are in no other case, and those nobody knows.
func everyCode() wire.Case {
	s := &session{}
	for code := range 0x80 {
		if code < 0x10 || code > 0x12 && code < 0x30 || code > 0x35 && code != 0x40 && code != 0x41 {
			s.ask(UMAS(0, byte(code), 1, 2, 3, 4), ok(5, 6))
		}
	}
	return wire.Case{Name: "umas-every-code", Steps: s.steps}
}
