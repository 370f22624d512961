package capture

// Blocks of pcapng (draft-ietf-opsawg-pcapng, 4; the numbers of other programs in
// its section 10.1).
const (
	blockDescription uint32 = 0x00000001
	blockPacket      uint32 = 0x00000002 // obsolete
	blockSimple      uint32 = 0x00000003
	blockStatistics  uint32 = 0x00000005
	blockEnhanced    uint32 = 0x00000006
	blockSection     uint32 = 0x0A0D0D0A
)

// Sizes in a pcapng file, in octets.
const (
	blockSize       = 12 // of a block without content: type, and length at both ends
	sectionSize     = 28 // of these blocks without options
	descriptionSize = 20
	packetSize      = 32
	simpleSize      = 16
	statisticsSize  = 24
	packetHead      = 28 // octets ahead of the frame
	simpleHead      = 12
)

// blockKind is what is to be known of a type of block before it is read.
type blockKind struct {
	typ      uint32
	name     string
	least    int  // octets of a block that is decoded; 0 for one stepped over
	numbered bool // Wireshark gives it a number as if it were a frame
}

var blockKinds = [...]blockKind{
	{blockEnhanced, "enhanced packet block", packetSize, false},
	{blockSimple, "simple packet block", simpleSize, false},
	{blockPacket, "packet block", packetSize, false},
	{blockDescription, "interface description", descriptionSize, false},
	{blockStatistics, "interface statistics", statisticsSize, false},
	{blockSection, "section header", sectionSize, false},
	{0x00000009, "systemd journal entry", 0, true},
	{0x00000204, "Sysdig event", 0, true},
	{0x00000216, "Sysdig event", 0, true},
	{0x00000221, "Sysdig event", 0, true},
	{0x00000BAD, "custom block", 0, true},
	{0x40000BAD, "custom block", 0, true},
}

var unknownBlock = blockKind{name: "block"}

func kindOf(typ uint32) *blockKind {
	for i := range blockKinds {
		if blockKinds[i].typ == typ {
			return &blockKinds[i]
		}
	}
	return &unknownBlock
}

// nextBlock reads blocks up to and with the next packet.
func (r *Reader) nextBlock(f *Frame) error {
	for {
		typ, b, err := r.block()
		if err != nil {
			return err
		}
		found := false
		switch typ {
		case blockEnhanced:
			found, err = true, r.packetBlock(f, b, r.u32(b[8:]))
		case blockPacket:
			found, err = true, r.packetBlock(f, b, uint32(r.u16(b[8:])))
		case blockSimple:
			found, err = true, r.simpleBlock(f, b)
		case blockSection:
			err = r.section(b)
		case blockDescription:
			err = r.description(b)
		case blockStatistics:
			err = r.statistics(b)
		}
		if err != nil {
			return err
		}
		r.src.skip(len(b))
		if found {
			r.number++
			f.Number = r.number
			return nil
		}
	}
}

// block returns the next block as a whole, without stepping over it. A block that
// is not decoded is stepped over, and b is nil.
func (r *Reader) block() (typ uint32, b []byte, err error) {
	h := r.src.peek(blockSize)
	if len(h) < blockSize {
		return 0, nil, r.end("the header of a block", blockSize, int64(len(h)))
	}
	if typ = r.u32(h); typ == blockSection {
		if err := r.setOrder(h); err != nil {
			return 0, nil, err
		}
	}
	kind, length := kindOf(typ), r.u32(h[4:])
	n := (int64(length) + 3) &^ 3 // Wireshark rounds up, for the sake of some programs
	switch {
	case length < uint32(max(kind.least, blockSize)):
		return 0, nil, r.damagedBlock(kind, typ, "says it has %d octets, %d at least are needed", length, max(kind.least, blockSize)).
			because(BlockTooShort, int64(length), int64(max(kind.least, blockSize)))
	case kind.least == 0:
		return typ, nil, r.stepOver(kind, typ, length, n)
	case n > bufferSize:
		return 0, nil, r.damagedBlock(kind, typ, "says it has %d octets, %d at most can be", length, bufferSize).because(BlockTooLong, int64(length), bufferSize)
	}
	b = r.src.peek(int(n))
	if int64(len(b)) < n {
		return 0, nil, r.cutBlock(kind, typ, n, int64(len(b)))
	}
	if again := r.u32(b[n-4:]); again != length {
		return 0, nil, r.damagedBlock(kind, typ, "says at its start that it has %d octets and at its end %d", length, again).
			because(BlockLengths, int64(length), int64(again))
	}
	return typ, b, nil
}

// setOrder takes the order of octets from a section header.
func (r *Reader) setOrder(h []byte) error {
	switch string(h[8:12]) {
	case "\x1A\x2B\x3C\x4D":
		r.big = true
	case "\x4D\x3C\x2B\x1A":
		r.big = false
	default:
		return r.damagedBlock(kindOf(blockSection), blockSection, "has the byte-order magic %x", h[8:12]).because(ByteOrder, 0, 0)
	}
	return nil
}

// stepOver steps over a block of n octets, of any size, and counts it where
// Wireshark does.
func (r *Reader) stepOver(kind *blockKind, typ, length uint32, n int64) error {
	at := r.src.offset()
	done := r.src.discard(n - 4)
	tail := r.src.peek(4)
	if len(tail) < 4 {
		return r.cutBlock(kind, typ, n, done+int64(len(tail))).at(at)
	}
	if again := r.u32(tail); again != length {
		return r.damagedBlock(kind, typ, "says at its start that it has %d octets and at its end %d", length, again).at(at).
			because(BlockLengths, int64(length), int64(again))
	}
	r.src.skip(4)
	if kind.numbered {
		r.number++
	}
	return nil
}

// packetBlock reads an enhanced packet block or an obsolete packet block, which
// differ in where the interface stands (draft-ietf-opsawg-pcapng, 4.3, A).
func (r *Reader) packetBlock(f *Frame, b []byte, id uint32) error {
	captured, wire := r.u32(b[20:]), r.u32(b[24:])
	switch {
	case int64(id) >= int64(len(r.interfaces)):
		return r.noInterface(id)
	case captured > MaxFrame:
		return r.tooLong(captured)
	case packetSize+(int(captured)+3)&^3 > len(b):
		return r.damaged("frame %d has %d octets in a block of %d, which cannot hold them", r.number+1, captured, len(b)).
			because(FrameNoRoom, int64(captured), int64(len(b)))
	}
	in := &r.interfaces[id]
	f.Interface, f.Link = r.before+id, in.Link
	f.CapLen, f.WireLen = captured, r.wire(captured, wire, in.SnapLength)
	f.Time = r.stampTime(in, uint64(r.u32(b[12:]))<<32|uint64(r.u32(b[16:])))
	f.Data = b[packetHead : packetHead+captured : packetHead+captured]
	if r.big || r.u32(b) == blockPacket {
		return r.packetByPcapgo(f, b, packetHead)
	}
	return nil
}

// simpleBlock reads a simple packet block (draft-ietf-opsawg-pcapng, 4.4). It
// does not say how much was captured: that follows from the snap length and the
// length of the block.
func (r *Reader) simpleBlock(f *Frame, b []byte) error {
	if len(r.interfaces) == 0 {
		return r.noInterface(0)
	}
	in := &r.interfaces[0]
	wire := r.u32(b[8:])
	captured := min(wire, uint32(len(b)-simpleSize))
	if snap := in.SnapLength; snap != 0 && captured > snap && captured-snap < 4 {
		captured = snap // the rest is padding
	}
	if captured > MaxFrame {
		return r.tooLong(captured)
	}
	r.defects.NoTime++
	f.Time, f.Interface, f.Link = r.time, r.before, in.Link
	f.CapLen, f.WireLen = captured, r.wire(captured, wire, in.SnapLength)
	f.Data = b[simpleHead : simpleHead+captured]
	return r.packetByPcapgo(f, b, simpleHead)
}

// stampTime returns the time of a time stamp, or that of the last frame when it
// can be none.
func (r *Reader) stampTime(in *iface, stamp uint64) int64 {
	if ns, ok := in.clock.nanoseconds(stamp); ok {
		r.time = ns
	} else {
		r.defects.Times++
	}
	return r.time
}

// packetByPcapgo has pcapgo decode a packet block with size octets ahead of the
// frame. The lengths it is told are those found to be right.
func (r *Reader) packetByPcapgo(f *Frame, b []byte, size int) error {
	head := r.scratch[:size]
	copy(head, b)
	r.putU32(head[4:], uint32(len(b)))
	if size == simpleHead {
		r.putU32(head[8:], f.CapLen)
	}
	r.feed.set(head, b[size:])
	var data []byte
	err := guard(func() (err error) {
		data, _, err = r.ng.ZeroCopyReadPacketData()
		return err
	})
	if err != nil {
		return r.internal(err)
	}
	f.Data = data[:len(data):len(data)]
	return nil
}
