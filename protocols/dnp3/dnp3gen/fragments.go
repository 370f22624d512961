package dnp3gen

import "github.com/banken-ot/banken/protocols/wire"

// transportCases are fragments over several frames, whole and not.
func transportCases() []wire.Case {
	return []wire.Case{
		segments("segments-in-order", 0, 1, 2, 3), segments("segment-missing", 0, 1, 3), segments("first-segment-missing", 1, 2, 3),
		segments("last-segment-missing", 0, 1, 2), segments("segment-repeated", 0, 1, 1, 2, 3), segments("segments-swapped", 0, 2, 1, 3),
		segmentLost(), segmentDamaged(), assembliesInterleaved(), tooManyAssemblies(), fragmentTooLong(), segmentsWrap(),
	}
}

// longAnswer is a response fragment of four segments.
func longAnswer() []byte {
	objects := make([][]byte, 200)
	for i := range objects {
		objects[i] = with(flags, s16)(i)
	}
	return cat([]byte{whole, 129, 0, 0}, Range(30, 2, 0, 199, objects...))
}

// segments answers an integrity poll with the segments named, then another.
func segments(name string, order ...int) wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 1)))
	frames := s.frames(wire.ToClient, longAnswer(), 201)
	for _, i := range order {
		s.from(frames[i])
	}
	s.to(s.request(1, 1, All(60, 2)))
	return s.from(s.response(1, 0)).named(name)
}

// segmentLost has a segment that was never captured.
func segmentLost() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 1)))
	frames := s.frames(wire.ToClient, longAnswer(), 201)
	s.from(frames[0])
	s.from(frames[2]).lose(len(frames[1]))
	s.from(frames[3])
	s.to(s.request(1, 1, All(60, 2)))
	return s.from(s.response(1, 0)).named("segment-not-captured")
}

// segmentDamaged has a wrong CRC in a block of the second segment.
func segmentDamaged() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 1)))
	frames := s.frames(wire.ToClient, longAnswer(), 201)
	frames[1] = damage(frames[1], 10+2*18+5)
	s.from(frames...)
	return s.named("segment-damaged")
}

// assembliesInterleaved has the segments of two outstations' responses mixed.
func assembliesInterleaved() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 1)))
	one := s.frames(wire.ToClient, longAnswer(), 201)
	s.station = 11
	s.to(s.request(0, 1, All(60, 1)))
	two := s.frames(wire.ToClient, longAnswer(), 201)
	for i := range one {
		s.from(one[i], two[i])
	}
	return s.named("segments-of-two-outstations")
}

// tooManyAssemblies has more fragments begun at a time than are kept.
func tooManyAssemblies() wire.Case {
	s := start()
	var last [][]byte
	for station := uint16(20); station < 26; station++ {
		s.station = station
		f := s.frames(wire.ToClient, longAnswer(), 201)
		s.from(f[0])
		last = append(last, f[1:]...)
	}
	return s.from(last...).named("segments-of-six-outstations")
}

// fragmentTooLong has a fragment of more than 64 KiB.
func fragmentTooLong() wire.Case {
	s := start()
	s.to(s.request(0, 32, Sized(120, 6, make([]byte, 60000)), Sized(120, 6, make([]byte, 6000))))
	s.to(s.request(1, 1, All(60, 2)))
	return s.from(s.response(1, 0)).named("fragment-too-long")
}

// segmentsWrap has transport sequences that pass 63.
func segmentsWrap() wire.Case {
	s := start()
	s.transport[wire.ToClient] = 62
	s.to(s.request(0, 1, All(60, 1)))
	s.from(s.frames(wire.ToClient, longAnswer(), 201)...)
	return s.named("segments-past-63")
}

// applicationCases are about fragments and their order.
func applicationCases() []wire.Case {
	return []wire.Case{severalFragments(), fragmentsOutOfOrder(), unsolicitedNull(), unsolicitedRepeated(), confirms(), controlBits(),
		sequences(), indications(), repeatedRequest(), wrongOutstation(), fragmentTruncated(), broadcast()}
}

// severalFragments is a response in three fragments, each confirmed.
func severalFragments() wire.Case {
	s := start()
	s.to(s.request(14, 1, All(60, 1)))
	s.from(s.answer(0xa0|14, 129, 0, Range(1, 2, 0, 1, flags(0), flags(1))))
	s.to(s.request(14, 0))
	s.from(s.answer(0x20|15, 129, 0, Range(30, 4, 0, 1, s16(0), s16(1))))
	s.to(s.request(15, 0))
	s.from(s.answer(0x60, 129, 0, Range(20, 6, 0, 1, s16(0), s16(1))))
	return s.to(s.request(0, 0)).named("response-in-three-fragments")
}

func fragmentsOutOfOrder() wire.Case {
	s := start()
	s.to(s.request(1, 1, All(60, 1)))
	s.from(s.answer(0x80|1, 129, 0, Range(1, 2, 0, 0, flags(0))))
	s.from(s.answer(0x40|4, 129, 0, Range(1, 2, 1, 1, flags(1))))
	s.from(s.answer(0x40|7, 129, 0, Range(1, 2, 2, 2, flags(1))))
	return s.named("response-fragments-out-of-order")
}

func unsolicitedNull() wire.Case {
	s := start()
	s.from(s.answer(report, 130, iinRestart))
	s.to(s.request(0|0x10, 0))
	s.exchange(0, 2, [][]byte{Range(80, 1, 7, 7, []byte{0})}, 0)
	s.exchange(1, 20, [][]byte{All(60, 2), All(60, 3), All(60, 4)}, 0)
	s.from(s.answer(report|1, 130, 0, Indexed(2, 2, 5, with(flags, stamp)(1))))
	return s.to(s.request(1|0x10, 0)).named("unsolicited-null")
}

// unsolicitedRepeated is not confirmed at first, and sent again.
func unsolicitedRepeated() wire.Case {
	s := start()
	for range 2 {
		s.from(s.answer(report|5, 130, 0, Indexed(2, 1, 5, flags(1))))
	}
	return s.to(s.request(5|0x10, 0)).named("unsolicited-repeated")
}

// confirms are those due and those not.
func confirms() wire.Case {
	s := start()
	s.to(s.request(3, 0)) // before anything was seen: may be due
	s.to(s.request(4, 1, All(60, 2)))
	s.from(s.answer(ask|4, 129, 0, Indexed(2, 1, 5, flags(1))))
	s.to(s.request(4, 0)).to(s.request(4, 0))
	s.from(s.answer(report|4, 130, 0))
	s.to(s.request(4, 0)).to(s.request(9|0x10, 0)).to(s.request(4|0x10, 0))
	return s.named("confirms")
}

// controlBits are wrong bits of the application control octet.
func controlBits() wire.Case {
	s := start()
	send := func(control byte) []byte {
		return s.fragment(wire.ToServer, append([]byte{control, 1}, All(60, 2)...))
	}
	s.to(send(ask | 1)).to(send(uns | 2)).to(send(0x80 | 3)).to(send(0x40 | 4))
	s.from(s.answer(uns|2, 129, 0)).from(s.answer(whole|2, 130, 0))
	return s.named("application-control-bits")
}

func sequences() wire.Case {
	s := start()
	for _, seq := range []byte{14, 15, 0, 0, 1, 7, 8} {
		s.exchange(seq, 1, [][]byte{All(60, 2)}, 0)
	}
	return s.named("sequences")
}

// indications has every internal indication.
func indications() wire.Case {
	s := start()
	for i := range 16 {
		s.exchange(byte(i), 1, [][]byte{All(60, 2)}, 1<<i)
	}
	return s.named("internal-indications")
}

// repeatedRequest has a request again with its sequence, and one answer.
func repeatedRequest() wire.Case {
	s := start()
	s.to(s.request(1, 1, All(60, 2)))
	s.to(s.request(1, 1, All(60, 2)))
	return s.from(s.response(1, 0)).named("request-repeated")
}

// wrongOutstation answers for another.
func wrongOutstation() wire.Case {
	s := start()
	s.to(s.request(1, 1, All(60, 2)))
	s.station = 77
	return s.from(s.response(1, 0)).named("response-of-another-outstation")
}

func fragmentTruncated() wire.Case {
	s := start()
	s.to(s.link(wire.ToServer, []byte{0xc0, 0xc1, 1, 60}))
	s.to(s.link(wire.ToServer, append([]byte{0xc1, 0xc2, 5}, trip(0)[:9]...)))
	s.from(s.link(wire.ToClient, []byte{0xc0, 0xc2, 129, 0}))
	s.from(s.link(wire.ToClient, append([]byte{0xc1, 0xc2, 129, 0, 0}, Range(1, 1, 0, 63, []byte{0xff, 0x0f})...)))
	return s.named("fragment-truncated")
}

// broadcast has a direct operate to every outstation, and what one tells later.
func broadcast() wire.Case {
	s := start()
	s.station = 0xffff
	s.to(s.request(1, 6, trip(0))).to(s.request(2, 5, trip(0)))
	s.station = Outstation
	return s.exchange(3, 1, [][]byte{All(60, 2)}, 0x0100).named("broadcast")
}

// objectCases are objects that are wrong.
func objectCases() []wire.Case {
	return []wire.Case{
		readOf("count-bomb-range", Header(30, 2, 0x02, u32(0), u32(-1))), readOf("count-bomb-count", Header(32, 0, 0x09, u32(-1))),
		told("count-bomb-objects", Header(30, 2, 0x02, u32(0), u32(-1), flags(0), s16(1))), told("count-bomb-empty", Header(60, 2, 0x09, u32(-1))),
		told("count-bomb-packed", Header(1, 1, 0x02, u32(5), u32(-1), []byte{0xff, 0x01})), told("count-bomb-indexed", Header(32, 2, 0x39, u32(-1), u32(7), flags(0), s16(1))),
		told("count-bomb-sized", Header(70, 5, 0x6b, []byte{255}, u32(-1), []byte{1, 2})), told("range-reversed", Range(30, 2, 9, 3, flags(0), s16(1))),
		readOf("range-reversed-read", Range(30, 2, 9, 3)), told("count-zero", Header(32, 2, 0x28, u16(0)), Range(30, 4, 1, 1, s16(2))),
		told("unknown-variation", Range(1, 2, 0, 0, flags(1)), Range(30, 77, 0, 1, s16(1), s16(2)), Range(1, 2, 4, 4, flags(1))),
		told("unknown-variation-sized", Sized(30, 77, []byte{1, 2, 3}), Range(1, 2, 4, 4, flags(1))),
		told("unknown-group", Range(200, 1, 0, 1, []byte{9, 9})), readOf("unknown-group-read", All(200, 1), All(60, 2)),
		told("relative-time-alone", Indexed(2, 3, 1, with(flags, delay)(1))), told("time-too-late", Indexed(2, 2, 1, cat(flags(1), u48(1<<48-1))), Count(50, 1, u48(1<<48-1))),
		told("bcd-not-decimal", Range(101, 1, 0, 0, []byte{0x3a, 0x12})), told("size-too-small", Sized(120, 1, []byte{1, 2}), Sized(120, 1, challengeObject[6:])),
		told("size-beyond", Header(70, 4, 0x5b, []byte{1}, u16(500), []byte{1})), objectsMisplaced(), trailing(),
	}
}

func readOf(name string, objects ...[]byte) wire.Case {
	return start().exchange(0, 1, objects, 0x0004).named(name)
}

func told(name string, objects ...[]byte) wire.Case {
	return start().exchange(0, 1, [][]byte{All(60, 1)}, 0, objects...).named(name)
}

// objectsMisplaced has functions without the objects they need, and with some
// they do not take.
func objectsMisplaced() wire.Case {
	s := start()
	s.exchange(0, 1, nil, 0x0004)
	s.exchange(1, 5, nil, 0x0004)
	s.exchange(2, 13, [][]byte{All(60, 2)}, 0x0004)
	return s.exchange(3, 5, [][]byte{All(12, 1)}, 0x0004).named("objects-misplaced")
}

func trailing() wire.Case {
	return start().exchange(0, 1, [][]byte{All(60, 2), {0xee}}, 0, Range(1, 2, 0, 0, flags(1)), []byte{0x1e, 0x02}).named("octets-behind-objects")
}

// plantCases are some minutes of ordinary traffic.
func plantCases() []wire.Case {
	s := start()
	seq := byte(0)
	next := func() byte { seq = (seq + 1) & 0x0f; return seq }
	s.exchange(seq, 21, [][]byte{All(60, 2), All(60, 3), All(60, 4)}, iinRestart|0x1000)
	s.exchange(next(), 2, [][]byte{Range(80, 1, 7, 7, []byte{0})}, 0x1000)
	s.exchange(next(), 2, [][]byte{Count(50, 1, stamp(0))}, 0)
	for i := range 12 {
		n := next()
		s.to(s.request(n, 1, All(60, 2), All(60, 3), All(60, 4)))
		s.from(s.answer(ask|n, 129, 0, Indexed(2, 2, i, with(flags, stamp)(i)), Indexed(32, 4, i, with(flags, s16, stamp)(i))))
		s.to(s.request(n, 0))
		s.exchange(next(), 1, [][]byte{All(60, 1)}, 0, Range(1, 1, 0, 31, u32(0x5aa5<<i)), Range(30, 2, 0, 1, with(flags, s16)(i), with(flags, s16)(i+1)),
			Range(20, 1, 0, 0, with(flags, s32)(i)), Range(40, 2, 0, 0, with(flags, s16)(i)))
	}
	s.exchange(next(), 3, [][]byte{trip(0)}, 0, trip(0))
	return []wire.Case{s.exchange(next(), 4, [][]byte{trip(0)}, 0, trip(0)).named("plant")}
}
