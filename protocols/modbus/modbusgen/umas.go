package modbusgen

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// le32 writes a double word low octet first.
func le32(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

// zeroEnded is a text with a zero behind it.
func zeroEnded(s string) []byte { return append([]byte(s), 0) }

// ok accepts a UMAS request without a reservation.
func ok(data ...any) []byte { return UMAS(0, 0xfe, data...) }

// station asks a controller as unit 0.
func station(name string, asks ...[2][]byte) wire.Case {
	s := &session{}
	for _, a := range asks {
		s.ask(a[0], a[1])
	}
	return wire.Case{Name: name, Steps: s.steps}
}

// umasDataCases are UMAS messages whose data are read.
func umasDataCases() []wire.Case {
	return []wire.Case{informationCase(), memoryCase(), variablesCase(), variablesUnfitCase(), dictionaryCase(), ownerCase(), signedCase()}
}

// informationCase asks what the controller is and what it runs.
func informationCase() wire.Case {
	identity := []any{le(0xff10), le32(0x1015a), le(0), le(0x270), le(1), le(0x27), le(9), le32(8), le(0),
		10, "BAN KEN 01", 2, 1, 1, le(0), le32(0x110000), 2, 1, le(3), le32(0x80000)}
	project := []any{make([]byte, 34), le32(7), 7, zeroEnded("Banken")}
	state := []any{2, 0x82, 0x80, 3, le32(0x1b6fd5b0), le32(0), le32(3), 1, 8, 4}
	return station("umas-information",
		[2][]byte{UMAS(0, 1, 0), ok(le(1021), le(0x401), le32(0x320000), le32(0), 4, "PLC1")},
		[2][]byte{UMAS(0, 2), ok(identity...)},
		[2][]byte{UMAS(0, 3, 0), ok(project...)},
		[2][]byte{UMAS(0, 3, 4), ok(9, 0x80, make([]byte, 12))},
		[2][]byte{UMAS(0, 4), ok(state...)})
}

// memoryCase reads and writes a memory block.
func memoryCase() wire.Case {
	place := []any{0, le(20), le32(100), le(6)}
	return station("umas-memory-blocks",
		[2][]byte{UMAS(0, 0x20, place...), ok(0, le(6), "memory")},
		[2][]byte{UMAS(1, 0x21, PDU(place...), "MEMORY"), UMAS(1, 0xfe)},
		[2][]byte{UMAS(0, 0x20, place...), ok(0, le(9), "too few")})
}

// variablesCase reads and writes variables of one, two and four octets, and an
// array.
func variablesCase() wire.Case {
	read := PDU(le32(0xcafe), 4,
		1, le(7), 1, le(0x100), 3,
		2, le(7), 1, le(0x200), 0,
		3, le(8), 1, le(0x300), 0x10,
		0x12, le(8), 1, le(0x400), 2, le(3))
	write := PDU(le32(0xcafe), 3,
		1, le(7), le(0x100), le(3), 1,
		3, le(8), le(0x300), le(0x10), le32(3_000_000_000),
		0x12, le(8), le(0x400), le(2), le(2), le(500), le(600))
	return station("umas-variables",
		[2][]byte{UMAS(0, 0x22, read), ok(1, le(513), le32(70000), le(10), le(20), le(30))},
		[2][]byte{UMAS(1, 0x23, write), UMAS(1, 0xfe)})
}

// variablesUnfitCase has messages that the published layout does not account for.
func variablesUnfitCase() wire.Case {
	one := PDU(le32(0xcafe), 1, 2, le(7), 1, le(0x200), 0)
	return station("umas-variables-unfit",
		[2][]byte{UMAS(0, 0x22, one), ok(1)},
		[2][]byte{UMAS(0, 0x22, one, 0), ok(le(1))},
		[2][]byte{UMAS(0, 0x22, le32(1), 1, 7, le(7), 1, le(0), 0), ok()},
		[2][]byte{UMAS(1, 0x23, le32(1), 200, 1, le(7), le(0), le(0), 1), UMAS(1, 0xfe)})
}

// dictionaryCase reads names of variables, of what a type is made of, and of
// types.
func dictionaryCase() wire.Case {
	ask := func(kind, block uint16) []byte {
		return UMAS(0, 0x26, le(kind), 0, le32(0x1015a), le(block), le(0), le(0))
	}
	return station("umas-dictionary",
		[2][]byte{ask(0xdd02, 0xffff), ok(0, le(0), le(0), le(2),
			le(4), le(7), le(0x200), le(0), le(6), zeroEnded("level"), le(1), le(7), le(0x103), le(0), le(5), zeroEnded("pump"))},
		[2][]byte{ask(0xdd02, 0x80), ok(0, le32(0), le(1), le(8), le(4), le(0), le(0), zeroEnded("speed"))},
		[2][]byte{ask(0xdd03, 0xffff), ok(0, le(0), 0, le(1), le(8), le(0), 4, 0x80, 6, zeroEnded("MOTOR"))},
		[2][]byte{ask(0xdd03, 0xffff), ok(0, le(0), 0, le(2), le(8))},
		[2][]byte{ask(0xdd01, 0), ok(1, 2, 3)})
}

// ownerCase shows who reserved the controller with what changes it.
func ownerCase() wire.Case {
	return station("umas-reservation-owner",
		[2][]byte{UMAS(0, 0x10, "CL\x00\x00", 8, "ENG-WS-1"), ok(0x4d)},
		[2][]byte{UMAS(0x4d, 4), UMAS(0x4d, 0xfe)},
		[2][]byte{UMAS(0x4d, 0x41, uint16(0xff00)), UMAS(0x4d, 0xfe)},
		[2][]byte{UMAS(0x4e, 0x40, uint16(0xff00)), UMAS(0x4e, 0xfd, 0x83)},
		[2][]byte{UMAS(0, 0x10, "CL\x00\x00", 8, "INTRUDER"), UMAS(0, 0xfd, 0x83, 0x80)},
		[2][]byte{UMAS(0x4d, 0x40, uint16(0xff00)), UMAS(0x4d, 0xfe)},
		[2][]byte{UMAS(0x4d, 0x11), UMAS(0x4d, 0xfe)},
		[2][]byte{UMAS(0x4d, 0x41, uint16(0xff00)), UMAS(0x4d, 0xfd, 0x83)})
}

// signedCase is what newer software sends: nobody can look into it.
func signedCase() wire.Case {
	return station("umas-signed",
		[2][]byte{UMAS(0, 0x6e, 1, make([]byte, 32)), ok(make([]byte, 32))},
		[2][]byte{UMAS(1, 0x38, 1, make([]byte, 40)), UMAS(1, 0xfe, make([]byte, 33))})
}
