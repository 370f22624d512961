package modbusgen

import (
	"bytes"
	"fmt"

	"github.com/banken-ot/banken/protocols/wire"
)

// Cases returns the cases: functions, refusals, defects, framings, UMAS and the
// situations decoders fail in.
func Cases() []wire.Case {
	var list []wire.Case
	list = append(list, functionCases()...)
	list = append(list, diagnosticCases()...)
	list = append(list, identificationCases()...)
	list = append(list, refusalCases()...)
	list = append(list, vendorCases()...)
	list = append(list, defectCases()...)
	list = append(list, framingCases()...)
	list = append(list, umasCases()...)
	list = append(list, situationCases()...)
	list = append(list, hostileCases()...)
	list = append(list, serialCases()...)
	list = append(list, transferCases()...)
	list = append(list, limitCases()...)
	return append(list, umasDataCases()...)
}

func functionCases() []wire.Case {
	u := func(v int) uint16 { return uint16(v) }
	return []wire.Case{
		exchange("read-coils", PDU(1, u(19), u(19)), PDU(1, 3, 0xcd, 0x6b, 0x05)),
		exchange("read-discrete-inputs", PDU(2, u(196), u(22)), PDU(2, 3, 0xac, 0xdb, 0x35)),
		exchange("read-holding-registers", PDU(3, u(107), u(3)), PDU(3, 6, []uint16{555, 0, 100})),
		exchange("read-holding-registers-most", PDU(3, u(0), u(125)), PDU(3, 250, bytes.Repeat([]byte{0x12, 0x34}, 125))),
		exchange("read-input-registers", PDU(4, u(8), u(1)), PDU(4, 2, u(10))),
		exchange("write-single-coil-on", PDU(5, u(172), u(0xff00)), PDU(5, u(172), u(0xff00))),
		exchange("write-single-coil-off", PDU(5, u(172), u(0)), PDU(5, u(172), u(0))),
		exchange("write-single-register", PDU(6, u(1), u(3)), PDU(6, u(1), u(3))),
		exchange("read-exception-status", PDU(7), PDU(7, 0x6d)),
		exchange("get-comm-event-counter", PDU(11), PDU(11, u(0xffff), u(264))),
		exchange("get-comm-event-log", PDU(12), PDU(12, 8, u(0), u(264), u(289), 0x20, 0)),
		exchange("write-multiple-coils", PDU(15, u(19), u(10), 2, 0xcd, 0x01), PDU(15, u(19), u(10))),
		exchange("write-multiple-registers", PDU(16, u(1), u(2), 4, u(10), u(258)), PDU(16, u(1), u(2))),
		exchange("report-server-id", PDU(17), PDU(17, 12, 0x02, 0xff, "Banken lab")),
		exchange("read-file-record", PDU(20, 14, 6, u(4), u(1), u(2), 6, u(3), u(9), u(2)),
			PDU(20, 12, 5, 6, u(0x0dfe), u(0x0020), 5, 6, u(0x33cd), u(0x0040))),
		exchange("write-file-record", PDU(21, 13, 6, u(4), u(7), u(3), u(0x06af), u(0x04be), u(0x100d)),
			PDU(21, 13, 6, u(4), u(7), u(3), u(0x06af), u(0x04be), u(0x100d))),
		exchange("mask-write-register", PDU(22, u(4), u(0xf2), u(0x25)), PDU(22, u(4), u(0xf2), u(0x25))),
		exchange("read-write-multiple-registers", PDU(23, u(3), u(6), u(14), u(3), 6, []uint16{255, 255, 255}),
			PDU(23, 12, []uint16{254, 2765, 1, 3, 13, 255})),
		exchange("read-fifo-queue", PDU(24, u(1246)), PDU(24, u(6), u(2), u(440), u(4740))),
		exchange("read-fifo-queue-empty", PDU(24, u(1246)), PDU(24, u(2), u(0))),
	}
}

func diagnosticCases() []wire.Case {
	var list []wire.Case
	for sub := range uint16(0x16) {
		response := PDU(8, sub, uint16(7))
		switch sub {
		case 0x00, 0x01, 0x03, 0x0a, 0x14:
			response = PDU(8, sub, uint16(0))
		case 0x04:
			response = nil
		}
		list = append(list, exchange(fmt.Sprintf("diagnostics-%02x", sub), PDU(8, sub, uint16(0)), response))
	}
	return append(list, exchange("diagnostics-query-data-long", PDU(8, uint16(0), "banken"), PDU(8, uint16(0), "banken")))
}

func identificationCases() []wire.Case {
	object := func(id int, text string) []byte { return PDU(id, len(text), text) }
	request := func(code, id int) []byte { return PDU(0x2b, 0x0e, code, id) }
	response := func(code, conformity, more, next, count int, objects ...[]byte) []byte {
		return PDU(0x2b, 0x0e, code, conformity, more, next, count, join(objects...))
	}
	continued := wire.Case{Name: "device-identification-continued", Steps: []wire.Step{
		up(TCP(1, 1, request(2, 0))),
		down(TCP(1, 1, response(2, 0x82, 0xff, 3, 3, object(0, "Banken"), object(1, "LAB-1"), object(2, "V1.0")))),
		up(TCP(2, 1, request(2, 3))),
		down(TCP(2, 1, response(2, 0x82, 0, 0, 2, object(3, "http://192.0.2.20/"), object(4, "Laboratory controller")))),
	}}
	return []wire.Case{
		exchange("device-identification-basic", request(1, 0), response(1, 1, 0, 0, 3, object(0, "Banken"), object(1, "LAB-1"), object(2, "V1.0"))),
		exchange("device-identification-specific", request(4, 5), response(4, 0x83, 0, 0, 1, object(5, "Model B"))),
		exchange("device-identification-private", request(3, 0x80), response(3, 0x83, 0, 0, 1, object(0x80, "serial 4711"))),
		continued,
		exchange("canopen", PDU(0x2b, 0x0d, 0x40, 0, 0x10, 0x18), PDU(0x2b, 0x0d, 0x43, 0, 0x10, 0x18, 1, 2, 3, 4)),
		exchange("mei-reserved", PDU(0x2b, 0x20, 1, 2), Exception(0x2b, 1)),
	}
}

func refusalCases() []wire.Case {
	var list []wire.Case
	for _, code := range []byte{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 99} {
		list = append(list, exchange(fmt.Sprintf("exception-%02d", code), PDU(3, uint16(0), uint16(1)), Exception(3, code)))
	}
	for _, function := range []byte{8, 16, 20, 43, 66, 99} {
		list = append(list, exchange(fmt.Sprintf("exception-of-%02d", function), PDU(function, uint16(0), uint16(1)), Exception(function, 1)))
	}
	return list
}

func vendorCases() []wire.Case {
	var list []wire.Case
	for _, function := range []int{9, 10, 13, 14, 18, 19, 40, 41, 65, 72, 91, 100, 110, 125, 126, 127} {
		list = append(list, exchange(fmt.Sprintf("function-%03d", function), PDU(function, 1, 2, 3), PDU(function, 4, 5, 6, 7)))
	}
	for _, function := range []int{0, 30, 99, 0x81, 0xff} {
		list = append(list, exchange(fmt.Sprintf("reserved-function-%03d", function), PDU(function, 1, 2, 3), Exception(byte(function)&0x7f, 1)))
	}
	return list
}

func defectCases() []wire.Case {
	u := func(v int) uint16 { return uint16(v) }
	return []wire.Case{
		exchange("quantity-zero", PDU(3, u(0), u(0)), Exception(3, 3)),
		exchange("quantity-too-large", PDU(3, u(0), u(126)), Exception(3, 3)),
		exchange("coils-too-many", PDU(1, u(0), u(2001)), Exception(1, 3)),
		exchange("address-range-exceeded", PDU(3, u(0xffff), u(2)), Exception(3, 2)),
		exchange("coil-value-invalid", PDU(5, u(1), u(0x1234)), Exception(5, 3)),
		exchange("byte-count-too-large", PDU(16, u(1), u(2), 6, u(1), u(2)), Exception(16, 3)),
		exchange("byte-count-too-small", PDU(16, u(1), u(2), 2, u(1), u(2)), Exception(16, 3)),
		exchange("response-too-short", PDU(3, u(0), u(4)), PDU(3, 4, u(1), u(2))),
		exchange("response-byte-count-odd", PDU(3, u(0), u(2)), PDU(3, 3, 1, 2, 3)),
		exchange("echo-of-another-register", PDU(6, u(1), u(3)), PDU(6, u(2), u(3))),
		exchange("echo-of-another-value", PDU(6, u(1), u(3)), PDU(6, u(1), u(4))),
		exchange("echo-of-another-quantity", PDU(16, u(1), u(2), 4, u(1), u(2)), PDU(16, u(1), u(1))),
		exchange("request-cut-short", PDU(3, u(0)), Exception(3, 3)),
		exchange("request-too-long", PDU(3, u(0), u(1), 9, 9), Exception(3, 3)),
		exchange("file-reference-invalid", PDU(20, 7, 5, u(4), u(1), u(2)), Exception(20, 2)),
		exchange("file-response-length-beyond-end", PDU(20, 7, 6, u(4), u(1), u(2)), PDU(20, 6, 200, 6, u(1), u(2))),
		exchange("identification-object-beyond-end", PDU(0x2b, 14, 1, 0), PDU(0x2b, 14, 1, 1, 0, 0, 2, 0, 200, "abc")),
		exchange("exception-without-code", PDU(3, u(0), u(1)), PDU(0x83)),
		{Name: "response-of-another-function", Steps: []wire.Step{up(TCP(1, 1, PDU(3, u(0), u(1)))), down(TCP(1, 1, PDU(4, 2, u(1))))}},
		{Name: "response-of-another-unit", Steps: []wire.Step{up(TCP(1, 1, PDU(3, u(0), u(1)))), down(TCP(1, 2, PDU(3, 2, u(1))))}},
	}
}

func framingCases() []wire.Case {
	u := func(v int) uint16 { return uint16(v) }
	read, values := PDU(3, u(100), u(2)), PDU(3, 4, u(1), u(2))
	serial := func(name string, t wire.Transport, frame func(byte, []byte) []byte) wire.Case {
		return wire.Case{Name: name, Transport: t, Port: 4001, Steps: []wire.Step{
			up(frame(17, read)), down(frame(17, values)),
			up(frame(17, PDU(6, u(1), u(3)))), down(frame(17, PDU(6, u(1), u(3)))),
			up(frame(17, PDU(43, 14, 1, 0))), down(frame(17, Exception(43, 1))),
			up(frame(0, PDU(6, u(1), u(9)))), // a broadcast
			up(frame(17, PDU(16, u(1), u(1), 2, u(7)))), down(frame(17, PDU(16, u(1), u(1)))),
		}}
	}
	damaged := RTU(17, values)
	damaged[3] ^= 1
	lrc := ASCII(17, values)
	lrc[6] = 'F' - lrc[6]&1
	return []wire.Case{
		serial("rtu-over-tcp", wire.Stream, RTU),
		serial("rtu-over-udp", wire.Datagram, RTU),
		serial("ascii-over-tcp", wire.Stream, ASCII),
		{Name: "udp", Transport: wire.Datagram, Steps: []wire.Step{up(TCP(5, 1, read)), down(TCP(5, 1, values))}},
		{Name: "another-port", Port: 1502, Steps: []wire.Step{up(TCP(5, 1, read)), down(TCP(5, 1, values))}},
		{Name: "unit-0", Steps: []wire.Step{up(TCP(5, 0, read)), down(TCP(5, 0, values))}},
		{Name: "unit-255", Steps: []wire.Step{up(TCP(5, 255, read)), down(TCP(5, 255, values))}},
		{Name: "rtu-bad-crc", Port: 4001, Steps: []wire.Step{up(RTU(17, read)), down(damaged), up(RTU(17, read)), down(RTU(17, values))}},
		{Name: "ascii-bad-lrc", Port: 4001, Steps: []wire.Step{up(ASCII(17, read)), down(lrc), up(ASCII(17, read)), down(ASCII(17, values))}},
	}
}
