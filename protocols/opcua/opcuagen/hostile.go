package opcuagen

import (
	"bytes"

	"github.com/gopcua/opcua/ua"

	"github.com/banken-ot/banken/protocols/wire"
)

func hostile() []wire.Case {
	return []wire.Case{bombs(), lengths(), encodings(), results(), sizes(), directions(), numbers(), limitsBroken()}
}

// bombs nest deeper than anybody needs.
func bombs() wire.Case {
	s := inSession("hostile-nesting")
	const levels = 400
	array := bytes.Repeat(join([]byte{0x80 | 24}, u32(1)), levels)
	s.variantsWritten(
		join(array, []byte{1, 1}),                                       // arrays of a Variant
		join(bytes.Repeat([]byte{24}, levels), []byte{1, 1}),            // Variants in Variants
		join([]byte{25}, bytes.Repeat([]byte{0x40}, levels), []byte{0}), // DiagnosticInfos
		join(bytes.Repeat([]byte{23, 1}, levels), []byte{0}),            // DataValues
		extensions400(),
	)
	s.variantsWritten(join(array[:50*5], []byte{1, 1})) // fifty levels are fine
	return s.Case
}

// extensions400 is Variants with an ExtensionObject with a Variant and so on.
func extensions400() []byte {
	b := []byte{1, 1}
	for range 400 {
		// KeyValuePair: an empty QualifiedName and a Variant
		b = join([]byte{22, 1, 0, 14846 & 0xff, 14846 >> 8, 1}, u32(uint32(6+len(b))), []byte{0, 0}, u32(null), b)
	}
	return b
}

// lengths are larger than what is there, or below -1.
func lengths() wire.Case {
	s := inSession("hostile-lengths")
	minus2 := u32(null - 1)
	s.variantsWritten(
		join([]byte{12}, u32(0x7fffffff), []byte("short")),
		join([]byte{15}, minus2),
		join([]byte{0x80 | 1}, u32(0x7fffffff), []byte{1}),
		join([]byte{0x80 | 11}, u32(100), make([]byte, 100)),
		join([]byte{0x80 | 6}, minus2),
		join([]byte{0xc0 | 6}, u32(1), u32(1), u32(0x40000000), u32(4)),
		join([]byte{0xc0 | 6}, u32(1), u32(1), u32(2), u32(0x80000000), u32(0x80000000)),
		join([]byte{22, 1, 2, 1, 0, 1}, u32(0x7fffffff), []byte{1}),
	)
	s.raw(wire.ToServer, []byte{1, 0, 631 & 0xff, 631 >> 8}, octets(s.requestHeader()), make([]byte, 12), u32(0x00ffffff))
	s.exchange(readLevel(), levelRead(1))
	return s.Case
}

// encodings uses bits that are reserved.
func encodings() wire.Case {
	s := inSession("hostile-encodings")
	s.variantsWritten(
		[]byte{32}, []byte{0x40 | 6, 1, 0, 0, 0}, []byte{0x80, 1, 0, 0, 0},
		join([]byte{17, 6, 0}), []byte{17, 0x80, 1}, join([]byte{21, 0xfc}),
		[]byte{25, 0x80}, []byte{23, 0xc0}, []byte{22, 0, 1, 3, 0, 0, 0, 0}, []byte{24, 6, 1, 0, 0, 0},
	)
	return s.Case
}

// results do not match what was asked.
func results() wire.Case {
	s := inSession("hostile-results")
	s.exchange(readLevel(), &ua.ReadResponse{})
	s.exchange(readLevel(), &ua.ReadResponse{Results: []*ua.DataValue{value(ua.MustVariant(1.0)), value(ua.MustVariant(2.0))}})
	s.exchange(readLevel(), &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.answer(s.request, levelRead(1)) // a second answer
	s.answer(s.request+50, levelRead(1))
	return s.Case
}

// sizes are of chunks too small for what they say they are.
func sizes() wire.Case {
	s := inSession("hostile-sizes")
	s.add(wire.ToServer, message("MSG", 'F', u32(7)))
	s.add(wire.ToServer, message("MSG", 'F', u32(7), u32(1), u32(0)))
	s.add(wire.ToServer, message("OPN", 'F', u32(0)))
	s.add(wire.ToServer, message("OPN", 'F', u32(0), u32(0x00ffffff), u32(0)))
	s.add(wire.ToServer, message("HEL", 'F', u32(0)))
	s.add(wire.ToServer, message("HEL", 'F', limits(65535, 0, 0), u32(9), []byte("opc"), []byte{1}))
	s.add(wire.ToClient, message("ACK", 'F', u32(0)))
	s.add(wire.ToClient, message("ERR", 'F', u32(0)))
	s.add(wire.ToClient, message("MSG", 'F'))
	return s.Case
}

// directions are wrong: a server that asks, a client that answers.
func directions() wire.Case {
	s := inSession("hostile-directions")
	s.add(wire.ToClient, s.chunk(wire.ToClient, 'F', 900, s.asked(writeLevel(1))))
	s.add(wire.ToServer, s.chunk(wire.ToServer, 'F', 901, s.answered(levelRead(1))))
	s.add(wire.ToClient, s.typed("CLO", 'F', 77, 902, encoded(&ua.CloseSecureChannelRequest{RequestHeader: s.requestHeader()})))
	s.add(wire.ToServer, message("ACK", 'F', limits(8192, 0, 0)))
	s.add(wire.ToServer, s.typed("MSG", 'X', 900, 903, s.asked(readLevel())))
	s.add(wire.ToServer, s.typed("CLO", 'C', 901, 904, encoded(&ua.CloseSecureChannelRequest{RequestHeader: s.requestHeader()})))
	return s.Case
}

// numbers are sequence numbers that repeat, leap, fall and overflow.
func numbers() wire.Case {
	s := inSession("hostile-sequence-numbers")
	for _, step := range []uint32{0, 5, null - 8} { // repeated, a gap, backwards
		s.sequence[wire.ToServer] += step - 1
		s.exchange(readLevel(), levelRead(1))
	}
	s.sequence[wire.ToServer] = null - 100
	s.exchange(readLevel(), levelRead(1))
	s.sequence[wire.ToServer] = 0 // the turn of the number, which is right
	s.exchange(readLevel(), levelRead(1))
	return s.Case
}

// limitsBroken exceeds what HEL and ACK agreed on.
func limitsBroken() wire.Case {
	s := &script{Case: wire.Case{Name: "hostile-limits-exceeded"}, channel: 7, security: 1}
	s.add(wire.ToServer, message("HEL", 'F', limits(8192, 8192, 2), str("opc.tcp://plc.example:4840")))
	s.add(wire.ToClient, message("ACK", 'F', limits(8192, 256, 1)))
	s.open(0, ua.SecurityTokenRequestTypeIssue)
	s.session(sessionID, sessionToken, "operator")
	text := ua.MustVariant(string(bytes.Repeat([]byte("long "), 1800)))
	s.exchange(&ua.WriteRequest{NodesToWrite: []*ua.WriteValue{writeOf(level, text)}}, &ua.WriteResponse{Results: []ua.StatusCode{0}})
	s.request++
	for _, c := range s.split(wire.ToServer, s.request, s.asked(readLevel()), 2) {
		s.add(wire.ToServer, c)
	}
	for _, c := range s.split(wire.ToClient, s.request, s.answered(levelRead(1)), 3) {
		s.add(wire.ToClient, c)
	}
	return s.Case
}
