package dnp3gen

import (
	"fmt"

	"github.com/banken-ot/banken/protocols/wire"
)

// controlCases are SELECT, OPERATE and their kin: right ones, and each way they
// can be wrong.
func controlCases() []wire.Case {
	return []wire.Case{
		crobCase(), patternCase(), setPointCase(), statusCase(),
		selectCase("select-operate", 2, trip(0), 0), selectCase("select-operate-other-object", 2, Indexed(12, 1, 8, CROB(0x81, 1, 100, 0, 0)), 0),
		selectCase("select-operate-other-code", 2, Indexed(12, 1, 7, CROB(0x41, 1, 100, 0, 0)), 0),
		selectCase("select-operate-wrong-sequence", 5, trip(0), 0), selectCase("select-operate-late", 2, trip(0), 110),
		operateAlone(), operateTwice(), selectRefused(), selectOfOther(), linkFrameBeforeOperate(), operateAfterLoss(), echoDiffers(), echoMissing(),
		aggressiveSelect(),
	}
}

// trip is a trip of point 7 with a status.
func trip(status byte) []byte { return Indexed(12, 1, 7, CROB(0x81, 1, 100, 0, status)) }

// crobCase has every operation type with every trip-close code, queue and clear.
func crobCase() wire.Case {
	s := start()
	for i := range 16 {
		code := byte(i%6) | byte(i/4)<<6
		if i == 9 {
			code |= 0x10
		}
		if i == 10 {
			code |= 0x20
		}
		o := Header(12, 1, 0x17, []byte{1, byte(i)}, CROB(code, byte(i), 10*i, 20*i, 0))
		s.exchange(byte(i), 5, [][]byte{o}, 0, o)
	}
	return s.named("crob-codes")
}

// patternCase selects and operates a pattern.
func patternCase() wire.Case {
	s := start()
	pcb := cat(Header(12, 2, 0x07, []byte{1}, CROB(0x01, 1, 50, 50, 0)), Range(12, 3, 0, 9, []byte{0xa5, 0x02}))
	s.exchange(0, 3, [][]byte{pcb}, 0, pcb)
	s.exchange(1, 4, [][]byte{pcb}, 0, pcb)
	return s.named("pattern-control")
}

// setPointCase sets analog outputs of every variation, in every way.
func setPointCase() wire.Case {
	s := start()
	objects := cat(Indexed(41, 1, 0, cat(u32(-100000), []byte{0})), Indexed(41, 2, 1, cat(u16(-100), []byte{0})),
		Indexed(41, 3, 2, cat(f32(3.5), []byte{0})), Indexed(41, 4, 3, cat(f64(-7.25), []byte{0})))
	s.exchange(0, 3, [][]byte{objects}, 0, objects)
	s.exchange(1, 4, [][]byte{objects}, 0, objects)
	s.exchange(2, 5, [][]byte{objects}, 0, objects)
	s.to(s.request(3, 6, objects))
	return s.named("set-points")
}

// statusCase has a response with every control status, and reserved bits.
func statusCase() wire.Case {
	s := start()
	for i, status := range []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 126, 127, 0x80} {
		seq := byte(i) & 0x0f
		s.to(s.request(seq, 5, Indexed(41, 2, 6, cat(u16(5), []byte{0}))))
		s.from(s.response(seq, 0, Indexed(41, 2, 6, cat(u16(5), []byte{status}))))
	}
	s.to(s.request(7, 5, trip(4)))
	s.from(s.response(7, 0, trip(4)))
	return s.named("control-statuses")
}

// selectCase is a SELECT and an OPERATE, with idle polls between: each step
// takes 0.1 s.
func selectCase(name string, seq byte, operate []byte, polls int) wire.Case {
	s := start()
	s.exchange(1, 3, [][]byte{trip(0)}, 0, trip(0))
	for range polls { // link frames do not count as requests
		s.to(s.bare(wire.ToServer, 0x49))
	}
	return s.exchange(seq, 4, [][]byte{operate}, 0, operate).named(name)
}

func operateAlone() wire.Case {
	return start().exchange(4, 4, [][]byte{trip(0)}, 0, trip(2)).named("operate-without-select")
}

// operateTwice repeats an OPERATE that was not answered, then once more with the
// next sequence.
func operateTwice() wire.Case {
	s := start()
	s.exchange(1, 3, [][]byte{trip(0)}, 0, trip(0))
	s.to(s.request(2, 4, trip(0)))
	s.exchange(2, 4, [][]byte{trip(0)}, 0, trip(0))
	return s.exchange(3, 4, [][]byte{trip(0)}, 0, trip(2)).named("operate-repeated")
}

func selectRefused() wire.Case {
	s := start()
	s.exchange(1, 3, [][]byte{trip(0)}, 0, trip(7))
	return s.exchange(2, 4, [][]byte{trip(0)}, 0, trip(2)).named("operate-after-refused-select")
}

// selectOfOther has the SELECT of one master and the OPERATE of another.
func selectOfOther() wire.Case {
	s := start()
	s.exchange(1, 3, [][]byte{trip(0)}, 0, trip(0))
	s.master = 2
	return s.exchange(2, 4, [][]byte{trip(0)}, 0, trip(2)).named("operate-of-another-master")
}

// linkFrameBeforeOperate has a frame without user data in front of the OPERATE,
// in one segment.
func linkFrameBeforeOperate() wire.Case {
	s := start()
	s.exchange(1, 3, [][]byte{trip(0)}, 0, trip(0))
	s.to(s.bare(wire.ToServer, 0x49), s.request(2, 4, trip(0)))
	return s.from(s.bare(wire.ToClient, 0x0b), s.response(2, 0, trip(0))).named("link-frame-before-operate")
}

// operateAfterLoss has the SELECT among octets that were not captured.
func operateAfterLoss() wire.Case {
	s := start()
	s.exchange(0, 1, [][]byte{All(60, 2)}, 0)
	s.to(s.request(2, 4, trip(0))).lose(35)
	return s.from(s.response(2, 0, trip(0))).named("operate-after-loss")
}

func echoDiffers() wire.Case {
	s := start()
	s.exchange(1, 5, [][]byte{trip(0)}, 0, Indexed(12, 1, 7, CROB(0x81, 1, 999, 0, 0)))
	return s.exchange(2, 5, [][]byte{trip(0)}, 0, Indexed(12, 1, 8, CROB(0x81, 1, 100, 0, 0))).named("echo-differs")
}

func echoMissing() wire.Case {
	s := start()
	s.exchange(1, 5, [][]byte{trip(0)}, 0)
	return s.exchange(2, 5, [][]byte{trip(0)}, 0x0004).named("echo-missing")
}

// aggressiveSelect authenticates SELECT and OPERATE, each with its own code.
func aggressiveSelect() wire.Case {
	s := start()
	for i, function := range []byte{3, 4} {
		s.exchange(byte(i), function, [][]byte{Count(120, 3, cat(u32(8+i), u16(1))), trip(0), Sized(120, 9, []byte{1, 2, 3, byte(i)})}, 0, trip(0))
	}
	return s.named("select-operate-authenticated")
}

// qualifierCases reads, and is told, with every qualifier that means something,
// and with those that do not.
func qualifierCases() []wire.Case {
	s := start()
	reads := [][]byte{
		Header(30, 2, 0x00, []byte{1, 3}), Header(30, 2, 0x01, u16(1), u16(300)), Header(30, 2, 0x02, u32(1), u32(70)),
		Header(30, 2, 0x03, []byte{1, 3}), Header(30, 2, 0x04, u16(1), u16(3)), Header(30, 2, 0x05, u32(1), u32(3)),
		Header(30, 2, 0x06), Header(32, 2, 0x07, []byte{9}), Header(32, 2, 0x08, u16(900)), Header(32, 2, 0x09, u32(9)),
		Header(30, 2, 0x17, []byte{2, 5, 7}), Header(30, 2, 0x18, u16(2), []byte{5, 7}), Header(30, 2, 0x19, u32(2), []byte{5, 7}),
		Header(30, 2, 0x27, []byte{2}, u16(500), u16(7)), Header(30, 2, 0x28, u16(1), u16(500)), Header(30, 2, 0x29, u32(1), u16(500)),
		Header(30, 2, 0x37, []byte{1}, u32(70000)), Header(30, 2, 0x38, u16(1), u32(70000)), Header(30, 2, 0x39, u32(1), u32(70000)),
	}
	for i, r := range reads {
		s.to(s.request(byte(i)&0x0f, 1, r))
		s.from(s.response(byte(i)&0x0f, 0))
	}
	all := []wire.Case{s.named("qualifiers-read"), qualifierAnswers()}
	for _, q := range []byte{0x0a, 0x0b, 0x0c, 0x70, 0x80, 0x4b, 0x6b, 0x47} {
		s := start()
		s.to(s.request(0, 1, Header(30, 2, q, []byte{1, 0, 0, 0, 0})))
		all = append(all, s.from(s.response(0, 0x0004)).named(fmt.Sprintf("qualifier-%02x", q)))
	}
	return all
}

func qualifierAnswers() wire.Case {
	s := start()
	o := with(flags, s16)
	s.exchange(0, 1, [][]byte{All(60, 1)}, 0,
		Header(30, 2, 0x00, []byte{1, 2}, o(0), o(1)), Header(30, 2, 0x01, u16(300), u16(301), o(0), o(1)),
		Header(30, 2, 0x02, u32(70000), u32(70000), o(0)), Header(30, 2, 0x07, []byte{2}, o(0), o(1)),
		Header(32, 2, 0x17, []byte{2, 5}, o(0), []byte{6}, o(1)), Header(32, 2, 0x28, u16(1), u16(500), o(0)),
		Header(32, 2, 0x39, u32(1), u32(70000), o(2)), Header(30, 2, 0x5b, []byte{1}, u16(3), o(0)),
		Header(30, 2, 0x4b, []byte{2}, []byte{3}, o(0), []byte{4}, o(1), []byte{0xee}))
	return s.named("qualifiers-response")
}
