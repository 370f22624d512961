package modbusgen

import "github.com/banken-ot/banken/protocols/wire"

// limitCases touch what the standard allows from both sides: data of diagnostics,
// exception codes, protocol identifiers, and what is broadcast.
func limitCases() []wire.Case {
	u := func(v int) uint16 { return uint16(v) }
	write := PDU(6, u(1), u(3))
	foreign := join(header(1, 7, 6), PDU(1, 5, u(1), u(0xff00)))
	return []wire.Case{
		{Name: "foreign-protocol-identifier", Steps: []wire.Step{
			up(TCP(1, 1, write)), down(TCP(1, 1, write)), up(join(foreign, TCP(2, 1, write))), down(TCP(2, 1, write)),
			up(foreign[:9]), up(foreign[9:]), up(TCP(3, 1, write)), down(TCP(3, 1, write)),
			up(join(header(4, 7, 9), PDU(1, 5, u(1), u(0xff00), 1, 2, 3))), up(TCP(5, 1, write)), down(TCP(5, 1, write))}},
		exchange("diagnostics-data-invalid", PDU(8, u(10), u(7)), PDU(8, u(10), u(7))),
		exchange("diagnostics-restart-and-clear", PDU(8, u(1), u(0xff00)), PDU(8, u(1), u(0xff00))),
		exchange("diagnostics-delimiter", PDU(8, u(3), u(0x2300)), PDU(8, u(3), u(0x2300))),
		exchange("exception-02-without-address", PDU(7), Exception(7, 2)),
		exchange("exception-08-of-file", PDU(20, 7, 6, u(4), u(1), u(2)), Exception(20, 8)),
		{Name: "rtu-broadcast-read", Port: 4001, Steps: []wire.Step{
			up(RTU(0, PDU(3, u(1), u(1)))), down(RTU(0, PDU(3, 2, u(9)))), up(RTU(17, write)), down(RTU(17, write))}},
		unmeasuredCase(),
	}
}

// unmeasuredCase has RTU frames of functions that do not tell their length: only
// the CRC says where one ends, also with several in a segment.
func unmeasuredCase() wire.Case {
	unit := byte(17)
	frames := func(pdus ...[]byte) []byte {
		var b []byte
		for _, p := range pdus {
			b = append(b, RTU(unit, p)...)
		}
		return b
	}
	query := PDU(8, uint16(0), "return this query!")
	scattered, user, canopen := PDU(100, 2, uint16(1), uint16(5)), PDU(65, 9, 8, 7, 6), PDU(43, 13, 0x40, 0, 0x10)
	return wire.Case{Name: "rtu-functions-without-length", Port: 4001, Steps: []wire.Step{
		up(frames(PDU(3, uint16(0), uint16(1)))), down(frames(PDU(3, 2, uint16(7)))),
		up(frames(scattered)), down(frames(PDU(100, 4, uint16(1), uint16(2)))),
		up(frames(user, canopen)), down(frames(PDU(65), PDU(43, 13, 0x43, 0, 0x10, 1, 2))),
		up(frames(query, PDU(8, uint16(11), uint16(0)))), down(frames(query, PDU(8, uint16(11), uint16(5)))),
		up(frames(PDU(6, uint16(1), uint16(3)))), down(frames(PDU(6, uint16(1), uint16(3)))),
	}}
}
