package modbusgen

import (
	"bytes"

	"github.com/banken-ot/banken/protocols/wire"
)

// header is an MBAP header with fields of its own choice.
func header(transaction, protocol, length uint16) []byte { return PDU(transaction, protocol, length) }

// hostileCases try to hide something from who listens, or to make work of little.
func hostileCases() []wire.Case {
	u := func(v int) uint16 { return uint16(v) }
	write := PDU(6, u(1), u(3))
	large := PDU(3, u(0), u(1), make([]byte, 300))
	file := func(name string, body ...any) wire.Case {
		pdu := PDU(body...)
		return exchange(name, PDU(21, len(pdu), pdu), Exception(21, 3))
	}
	return []wire.Case{
		{Name: "length-without-function", Steps: []wire.Step{
			up(join(TCP(1, 1, write), header(2, 0, 0), header(3, 0, 1), PDU(9), TCP(4, 1, write))), down(TCP(1, 1, write)), down(join(header(3, 0, 1), PDU(9))), down(TCP(4, 1, write))}},
		{Name: "length-beyond-standard", Steps: []wire.Step{up(join(TCP(1, 1, write), TCP(2, 1, large))), down(TCP(1, 1, write)), down(TCP(2, 1, Exception(3, 3)))}},
		{Name: "transaction-identifier-of-colons", Steps: []wire.Step{up(TCP(0x3a3a, 1, write)), down(TCP(0x3a3a, 1, write)), up(TCP(0x3a30, 1, write)), down(TCP(0x3a30, 1, write))}},
		exchange("write-claims-65535", PDU(16, u(0), u(0xffff), 2, u(7)), PDU(16, u(0), u(0xffff))),
		exchange("write-echo-of-too-many", PDU(16, u(0), u(1), 2, u(7)), PDU(16, u(0), u(124))),
		exchange("coil-echo-of-another-kind", PDU(5, u(1), u(1)), PDU(5, u(1), u(0xff00))),
		exchange("fifo-too-long", PDU(24, u(9)), PDU(24, u(66), u(32), bytes.Repeat([]byte{0, 1}, 32))),
		exchange("diagnostics-04-refused", PDU(8, u(4), u(0)), Exception(8, 1)),
		exchange("diagnostics-echo-differs", PDU(8, u(0), u(0xa537)), PDU(8, u(0), u(0xa538))),
		exchange("identification-conformity-invalid", PDU(43, 14, 5, 0), PDU(43, 14, 1, 9, 7, 0, 0)),
		file("file-number-0", 6, u(0), u(1), u(1), u(7)),
		file("file-length-0", 6, u(4), u(1), u(0), 6, u(4), u(2), u(1), u(8)),
		file("file-length-beyond-end", 6, u(4), u(1), u(0xffff), u(8)),
	}
}

// serialCases are what only RTU and ASCII have.
func serialCases() []wire.Case {
	u := func(v int) uint16 { return uint16(v) }
	read, values := PDU(3, u(0), u(2)), PDU(3, 4, u(1), u(2))
	damaged := RTU(17, values)
	damaged[3] ^= 1
	answered := func(name string, frame func(byte, []byte) []byte, unit byte, request, response []byte) wire.Case {
		return wire.Case{Name: name, Port: 4001, Steps: []wire.Step{up(frame(unit, request)), down(frame(unit, response))}}
	}
	lower := func(unit byte, pdu []byte) []byte { return bytes.ToLower(ASCII(unit, pdu)) }
	return []wire.Case{
		answered("rtu-read-of-address-0", RTU, 17, read, values),
		answered("rtu-read-of-one-at-address-0", RTU, 17, PDU(3, u(0), u(1)), PDU(3, 2, u(1))),
		answered("rtu-write-at-address-0", RTU, 17, PDU(16, u(0), u(1), 2, u(7)), PDU(16, u(0), u(1))),
		answered("rtu-broadcast-answered", RTU, 0, PDU(6, u(1), u(9)), PDU(6, u(1), u(9))),
		answered("ascii-lower-case", lower, 17, PDU(6, u(0xabcd), u(0xef)), PDU(6, u(0xabcd), u(0xef))),
		{Name: "rtu-umas-over-udp", Transport: wire.Datagram, Steps: []wire.Step{up(RTU(1, UMAS(0, 2))), down(RTU(1, UMAS(0, 0xfe, 1, 2)))}},
		{Name: "rtu-bad-crc-before-good", Port: 4001, Steps: []wire.Step{
			up(RTU(17, read)), down(RTU(17, values)), up(RTU(17, read)), up(RTU(17, read)), down(join(damaged, RTU(17, values)))}},
	}
}
