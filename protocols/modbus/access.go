package modbus

import (
	"bytes"

	"github.com/banken-ot/banken/protocols/wire"
)

// Limits of one access (V1.1b3, 6).
const (
	maxReadBits       = 2000
	maxReadRegisters  = 125
	maxWriteBits      = 1968
	maxWriteRegisters = 123
	maxMixedWrite     = 121
	addresses         = 65536
)

// spaces by function code.
var spaces = [256]uint32{
	readCoils: Coil, readDiscreteInputs: DiscreteInput, readHoldingRegisters: HoldingRegister, readInputRegisters: InputRegister,
	writeSingleCoil: Coil, writeSingleRegister: HoldingRegister, writeMultipleCoils: Coil, writeMultipleRegisters: HoldingRegister,
	maskWriteRegister: HoldingRegister, readWriteRegisters: HoldingRegister, readFIFOQueue: FIFOQueue,
}

// run reads address and quantity and adds them as a point; nil when the message
// has no room, or ends before: then an address is a field. The quantity is checked against most. More values than that no
// message holds, so that the point of a write goes no further: a claim of 65,535
// must not become as many empty values behind the decoder.
func (x *content) run(access wire.Access, most int) (p *wire.Point, quantity int) {
	address := int(x.c.BE16())
	if x.c.Short {
		return nil, 0
	}
	quantity = int(x.c.BE16())
	if x.c.Short {
		x.m.Field(x.startingAddress(access), wire.Uint(uint64(address)))
		return nil, 0
	}
	x.flag(quantity < 1 || quantity > most, badQuantity)
	x.flag(address+quantity > addresses, badAddressRange)
	p = x.m.Point()
	count := max(quantity, 1)
	if access == wire.AccessWrite {
		count = min(count, most)
	}
	if p != nil {
		p.Space, p.Index, p.Count, p.Access = spaces[x.code], uint32(address), uint32(count), access
	}
	if count != quantity {
		x.m.Field("quantity", wire.Uint(uint64(quantity)))
	}
	return p, quantity
}

// startingAddress names the address of a run.
func (x *content) startingAddress(access wire.Access) string {
	switch {
	case x.code != readWriteRegisters:
		return "starting_address"
	case access == wire.AccessRead:
		return "read_starting_address"
	}
	return "write_starting_address"
}

func readBitsRequest(x *content)      { x.run(wire.AccessRead, maxReadBits) }
func readRegistersRequest(x *content) { x.run(wire.AccessRead, maxReadRegisters) }

// counted reads a byte count and as many octets; fewer when there are not so
// many, or more than the count says nothing of.
func (x *content) counted() []byte {
	n := int(x.c.U8())
	if x.c.Short {
		return nil
	}
	x.flag(n != x.c.Len(), badByteCount)
	return x.c.Octets(min(n, x.c.Len()))
}

// relative adds a run of values whose addresses the request tells.
func (x *content) relative(space uint32, count int, v wire.Value) {
	if count == 0 {
		return
	}
	if p := x.m.Point(); p != nil {
		p.Space, p.Count, p.Relative, p.Value = space, uint32(count), true, v
	}
}

func bitsResponse(x *content) {
	b := x.counted()
	x.flag(len(b) == 0, badByteCount)
	x.relative(spaces[x.code], 8*len(b), wire.Value{Kind: wire.KindBits, Raw: b})
}

func registersResponse(x *content) {
	b := x.counted()
	x.flag(len(b) == 0 || len(b)%2 != 0, badByteCount)
	x.relative(spaces[x.code], len(b)/2, wire.Value{Kind: wire.KindWords, Raw: b})
}

// single reads the address of the one point a function writes, and returns the
// point; nil when the message ends before, or has no room.
func (x *content) single() *wire.Point {
	address := x.c.BE16()
	if x.c.Short {
		return nil
	}
	p := x.m.Point()
	if p != nil {
		p.Space, p.Index, p.Access = spaces[x.code], uint32(address), wire.AccessWrite
	}
	return p
}

func singleCoil(x *content) {
	p := x.single()
	value := x.c.BE16()
	wrong := value != 0 && value != 0xff00
	x.flag(wrong, badCoilValue)
	switch {
	case p == nil || x.c.Short:
	case wrong:
		p.Value = wire.Hex(uint64(value))
	default:
		p.Value = wire.Bool(value != 0)
	}
}

func singleRegister(x *content) {
	p := x.single()
	b := x.c.Octets(2)
	if p != nil && !x.c.Short {
		p.Value = wire.Value{Kind: wire.KindWords, Raw: b}
	}
}

func writeCoilsRequest(x *content) {
	p, quantity := x.run(wire.AccessWrite, maxWriteBits)
	b := x.counted()
	x.flag(len(b) != (quantity+7)/8, badByteCount)
	if p != nil && len(b) > 0 {
		p.Value = wire.Value{Kind: wire.KindBits, Raw: b}
	}
}

func writeRegistersRequest(x *content) {
	p, quantity := x.run(wire.AccessWrite, maxWriteRegisters)
	x.values(p, quantity)
}

func (x *content) values(p *wire.Point, quantity int) {
	b := x.counted()
	x.flag(len(b) != 2*quantity, badByteCount)
	if p != nil && len(b) > 0 {
		p.Value = wire.Value{Kind: wire.KindWords, Raw: b}
	}
}

// The responses of functions 15 and 16: address and quantity.
func writeCoilsResponse(x *content)     { x.run(wire.AccessWrite, maxWriteBits) }
func writeRegistersResponse(x *content) { x.run(wire.AccessWrite, maxWriteRegisters) }

func readWriteRequest(x *content) {
	x.run(wire.AccessRead, maxReadRegisters)
	p, quantity := x.run(wire.AccessWrite, maxMixedWrite)
	x.values(p, quantity)
}

func maskWrite(x *content) {
	x.single()
	x.tell("and_mask", wire.Hex(uint64(x.c.BE16())))
	x.tell("or_mask", wire.Hex(uint64(x.c.BE16())))
}

// bindBits gives the coils of a response their addresses, and cuts them to the
// quantity asked for.
func bindBits(request *wire.Transaction, m *wire.Message) {
	if p, q := rebase(request, m); p != nil {
		if n := len(p.Value.Raw); n != int(q.Count+7)/8 {
			m.Defects |= own(responseSize)
		}
		p.Count = min(q.Count, p.Count)
	}
}

func bindRegisters(request *wire.Transaction, m *wire.Message) {
	if p, q := rebase(request, m); p != nil && p.Count != q.Count {
		m.Defects |= own(responseSize)
	}
}

// rebase moves the run of a response to where the request asked, and returns
// both.
func rebase(request *wire.Transaction, m *wire.Message) (p, q *wire.Point) {
	if len(m.Points) == 0 || len(request.Request.Points) == 0 {
		if len(request.Request.Points) > 0 && !m.HasStatus {
			m.Defects |= own(responseSize)
		}
		return nil, nil
	}
	p, q = &m.Points[0], &request.Request.Points[0]
	if p.Relative {
		p.Relative, p.Index = false, q.Index
	}
	return p, q
}

// bindEcho checks that the response repeats the request. One that is cut short
// confirms nothing.
func bindEcho(request *wire.Transaction, m *wire.Message) {
	if m.HasStatus {
		return
	}
	if len(m.Points) == 0 || len(request.Request.Points) == 0 || m.Defects&wire.Truncated != 0 {
		m.Defects |= own(echoDiffers)
		return
	}
	p, q := &m.Points[0], &request.Request.Points[0]
	same := p.Index == q.Index && p.Count == q.Count
	if p.Value.Kind != wire.KindNone {
		same = same && p.Value.Kind == q.Value.Kind && p.Value.Num == q.Value.Num && bytes.Equal(p.Value.Raw, q.Value.Raw)
	} else {
		p.Value = q.Value // what was written, as the server confirms it
	}
	if !same {
		m.Defects |= own(echoDiffers)
	}
}

// bindMask checks the echo of the masks.
func bindMask(request *wire.Transaction, m *wire.Message) {
	bindEcho(request, m)
	for _, name := range [...]string{"and_mask", "or_mask"} {
		a, b := wire.FindField(request.Request.Fields, name), wire.FindField(m.Fields, name)
		if !m.HasStatus && (a == nil || b == nil || a.Value.Num != b.Value.Num) {
			m.Defects |= own(echoDiffers)
		}
	}
}

func fifoRequest(x *content) {
	address := x.c.BE16()
	if x.c.Short {
		return
	}
	if p := x.m.Point(); p != nil {
		p.Space, p.Index = FIFOQueue, uint32(address)
	}
}

// maxFIFO is the most registers a queue holds (V1.1b3, 6.18).
const maxFIFO = 31

func fifoResponse(x *content) {
	size, count := int(x.c.BE16()), int(x.c.BE16())
	x.flag(size != 2*count+2 || size != x.c.Len()+2, badByteCount)
	x.flag(count > maxFIFO, badQuantity)
	x.tell("fifo_count", wire.Uint(uint64(count)))
	b := x.c.Octets(min(2*count, x.c.Len()))
	x.relative(FIFOQueue, len(b)/2, wire.Value{Kind: wire.KindWords, Raw: b})
}

func bindFIFO(request *wire.Transaction, m *wire.Message) {
	if len(m.Points) > 0 {
		rebase(request, m)
	}
}
