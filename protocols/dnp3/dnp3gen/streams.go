package dnp3gen

import "github.com/banken-ot/banken/protocols/wire"

// linkCases are the functions of the link layer.
func linkCases() []wire.Case {
	s := start()
	for _, step := range [][2]byte{{0x40, 0x00}, {0x72, 0x00}, {0x52, 0x01}, {0x49, 0x0b}, {0x49, 0x1b}, {0x41, 0x0f}, {0x45, 0x0e}, {0x42, 0x00}} {
		s.to(s.bare(wire.ToServer, step[0]))
		s.from(s.bare(wire.ToClient, step[1]))
	}
	s.from(s.bare(wire.ToClient, 0x49)) // the outstation asks, the master answers
	s.to(s.bare(wire.ToServer, 0x0b))
	return []wire.Case{s.named("link-functions"), confirmedData(), confirmedRepeated(), dataMisplaced(), addresses(), directionBit(), bothEnds(), severalOutstations()}
}

// confirmedData has confirmed user data each way, with its acknowledgements.
func confirmedData() wire.Case {
	s := start()
	s.to(s.bare(wire.ToServer, 0x40))
	s.from(s.bare(wire.ToClient, 0x00))
	s.to(Frame(0xf3, Outstation, Master, append([]byte{0xc0, 0xc0, 1}, All(60, 2)...)))
	s.from(s.bare(wire.ToClient, 0x00))
	s.from(Frame(0x73, Master, Outstation, []byte{0xc0, 0xc0, 129, 0, 0}))
	s.to(s.bare(wire.ToServer, 0x00))
	s.to(Frame(0xd3, Outstation, Master, append([]byte{0xc1, 0xc1, 1}, All(60, 3)...)))
	s.from(s.bare(wire.ToClient, 0x01))
	return s.named("link-confirmed-data")
}

// confirmedRepeated has a confirmed frame twice: its acknowledgement was lost.
func confirmedRepeated() wire.Case {
	s := start()
	operate := Frame(0xf3, Outstation, Master, append([]byte{0xc0, 0xc0, 5}, trip(0)...))
	s.to(operate).to(operate)
	s.from(s.bare(wire.ToClient, 0x00))
	return s.from(s.response(0, 0, trip(0))).named("link-confirmed-data-repeated")
}

func dataMisplaced() wire.Case {
	s := start()
	s.to(Frame(0xc9, Outstation, Master, []byte{1, 2, 3}))
	s.to(Frame(FromMaster, Outstation, Master, nil))
	s.to(Frame(FromMaster, Outstation, Master, []byte{0xc0}))
	s.to(Frame(FromMaster, Outstation, Master, []byte{0xc0, 0xc0}))
	s.to(Frame(FromMaster|0x10, Outstation, Master, append([]byte{0xc0, 0xc0, 1}, All(60, 2)...)))
	return s.named("link-data-misplaced")
}

// addresses are the special ones.
func addresses() wire.Case {
	s := start()
	for i, to := range []uint16{0xfffd, 0xfffe, 0xffff, 0xfff0, 0xfffb} {
		s.station = to
		s.to(s.request(byte(i), 7, All(20, 0)))
	}
	s.station = 0xfffc
	s.to(s.request(5, 1, All(60, 1)))
	s.station = Outstation
	s.from(s.response(5, 0x0100))
	s.to(Frame(FromMaster, Outstation, 0xffff, append([]byte{0xc0, 0xc6, 1}, All(60, 2)...)))
	return s.named("addresses")
}

// directionBit has a device that does not set DIR as its role demands.
func directionBit() wire.Case {
	s := start()
	s.to(Frame(FromOutstation, Outstation, Master, append([]byte{0xc0, 0xc0, 1}, All(60, 2)...)))
	s.from(Frame(FromMaster, Master, Outstation, []byte{0xc0, 0xc0, 129, 0, 0}))
	return s.named("direction-bit")
}

// bothEnds has two stations that are master and outstation of each other on one
// connection.
func bothEnds() wire.Case {
	s := start()
	s.to(Frame(FromMaster, 20, 10, append([]byte{0xc0, 0xc3, 1}, All(60, 2)...)))
	s.from(Frame(FromMaster, 10, 20, append([]byte{0xc0, 0xc3, 1}, All(60, 3)...)))
	s.from(Frame(FromOutstation, 10, 20, []byte{0xc1, 0xc3, 129, 0, 0}))
	s.to(Frame(FromOutstation, 20, 10, []byte{0xc1, 0xc3, 129, 0x80, 0}))
	return s.named("both-ends-ask")
}

// severalOutstations polls three outstations behind one connection, whose
// answers come in another order.
func severalOutstations() wire.Case {
	s := start()
	for _, station := range []uint16{11, 12, 13} {
		s.station = station
		s.to(s.request(4, 1, All(60, 2)))
	}
	for _, station := range []uint16{13, 11, 12} {
		s.station = station
		s.from(s.response(4, station<<8&0x0e00))
	}
	s.station = 14
	return s.from(s.response(4, 0)).named("several-outstations")
}

// streamCases are about frames and segments of the connection.
func streamCases() []wire.Case {
	return append([]wire.Case{headerDamaged(), headerDamagedAtEnd(), lengthTooSmall(), blockDamaged(), firstBlockDamaged(), garbageBetween(), startInGarbage(),
		frameInLength(), octetsMissing(), twoFrames(), threeSegments(), longestFrame(), lost()}, datagrams()...)
}

// damage returns a frame with one octet changed.
func damage(frame []byte, at int) []byte {
	b := append([]byte(nil), frame...)
	b[at] ^= 0x20
	return b
}

func headerDamaged() wire.Case {
	s := start()
	s.to(damage(s.request(0, 5, trip(0)), 8), s.request(1, 5, trip(0)))
	return s.from(s.response(1, 0, trip(0))).named("header-damaged-then-good")
}

func headerDamagedAtEnd() wire.Case {
	s := start()
	s.exchange(0, 1, [][]byte{All(60, 2)}, 0)
	s.to(damage(s.request(1, 5, trip(0)), 4))
	s.to(s.request(2, 1, All(60, 3)))
	return s.from(s.response(2, 0)).named("header-damaged-alone")
}

func lengthTooSmall() wire.Case {
	s := start()
	b := []byte{0x05, 0x64, 4, FromMaster, Outstation, 0, Master, 0}
	s.to(b, u16(int(CRC(b))), s.request(1, 1, All(60, 2)))
	return s.from(s.response(1, 0)).named("length-too-small")
}

// blockDamaged has a wrong CRC in the second block of the first frame.
func blockDamaged() wire.Case {
	s := start()
	first := s.request(0, 5, trip(0), Indexed(12, 1, 9, CROB(0x41, 1, 1, 1, 0)), Indexed(12, 1, 10, CROB(0x41, 1, 1, 1, 0)))
	s.to(damage(first, 10+18+3), s.request(1, 5, trip(0)))
	return s.from(s.response(1, 0, trip(0))).named("block-damaged-then-good")
}

func firstBlockDamaged() wire.Case {
	s := start()
	s.to(damage(s.request(0, 5, trip(0)), 12), s.request(1, 5, trip(0)))
	return s.from(s.response(1, 0, trip(0))).named("first-block-damaged-then-good")
}

func garbageBetween() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 2)), []byte("GET / HTTP/1.0\r\n\r\n"), s.request(1, 1, All(60, 3)))
	return s.from(s.response(0, 0), s.response(1, 0)).named("garbage-between-frames")
}

// startInGarbage has the start octets of a frame among garbage, in pieces.
func startInGarbage() wire.Case {
	s := start()
	s.to([]byte{0x05, 0x64, 0x05, 0x64, 0x05, 0x05}, s.request(0, 1, All(60, 2)), []byte{0x05}, s.request(1, 1, All(60, 2)), []byte{0xff, 0x05})
	return s.to([]byte{0x64}, s.request(2, 1, All(60, 3))).named("start-octets-in-garbage")
}

// frameInLength has a header that is sound but tells a length it does not have:
// the control stands where its data should be.
func frameInLength() wire.Case {
	s := start()
	b := []byte{0x05, 0x64, 255, FromMaster, Outstation, 0, Master, 0}
	s.to(b, u16(int(CRC(b))), []byte{0xc0, 0xc0, 1, 60, 2, 6}, s.request(1, 5, trip(0)), make([]byte, 240))
	s.to(s.request(2, 1, All(60, 2)))
	return s.from(s.response(1, 0, trip(0)), s.response(2, 0)).named("frame-behind-false-length")
}

// octetsMissing has frames of which the last octets were not sent.
func octetsMissing() wire.Case {
	s := start()
	whole := s.request(0, 5, trip(0))
	s.to(whole[:len(whole)-3], s.request(1, 5, trip(0)), whole[:len(whole)-14], s.request(2, 1, All(60, 2)))
	return s.from(s.response(1, 0, trip(0)), s.response(2, 0)).named("octets-missing-in-frame")
}

func twoFrames() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 2)), s.request(1, 2, Range(80, 1, 7, 7, []byte{0})))
	return s.from(s.response(0, 0), s.response(1, 0)).named("two-frames-a-segment")
}

func threeSegments() wire.Case {
	s := start()
	b := s.request(0, 5, trip(0))
	s.to(b[:7]).to(b[7:20]).to(b[20:])
	return s.from(s.response(0, 0, trip(0))).named("frame-over-three-segments")
}

// longestFrame is a frame of 292 octets: 249 of a fragment.
func longestFrame() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 1)))
	octets := make([][]byte, 240)
	for i := range octets {
		octets[i] = flags(i)
	}
	return s.from(s.response(0, 0, Range(1, 2, 0, 239, octets...))).named("frame-of-292-octets")
}

// lost has octets that were never captured, of a frame in the middle.
func lost() wire.Case {
	s := start()
	s.to(s.request(0, 1, All(60, 2)))
	b := s.request(1, 1, All(60, 3))
	s.to(b[12:]).lose(12)
	s.to(s.request(2, 1, All(60, 4)))
	return s.from(s.response(2, 0)).named("octets-lost")
}

func datagrams() []wire.Case {
	s := start()
	s.exchange(0, 1, [][]byte{All(60, 1)}, 0, Range(1, 2, 0, 1, flags(0), flags(1)))
	s.from(s.answer(report|1, 130, 0, Indexed(2, 1, 3, flags(1))))
	s.to(s.request(1|0x10, 0))
	cut := start()
	cut.to(cut.request(0, 1, All(60, 1))[:14])
	cut.to(damage(cut.request(1, 1, All(60, 2)), 5))
	cut.to(cut.request(2, 1, All(60, 3)), cut.request(3, 1, All(60, 4)))
	return []wire.Case{s.datagrams("datagrams"), cut.datagrams("datagrams-damaged")}
}
