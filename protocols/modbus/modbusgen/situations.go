package modbusgen

import (
	"bytes"

	"github.com/banken-ot/banken/protocols/wire"
)

// situationCases are what decoders are known to fail in.
func situationCases() []wire.Case {
	read := func(tid uint16, start int) []byte { return TCP(tid, 1, ReadRequest(3, uint16(start), 2)) }
	values := func(tid uint16, v uint16) []byte { return TCP(tid, 1, RegistersResponse(3, v, v+1)) }
	three := TCP(9, 1, PDU(16, uint16(0), uint16(20), 40, bytes.Repeat([]byte{0, 7}, 20)))
	return []wire.Case{
		{Name: "two-adus-a-segment", Steps: []wire.Step{up(join(read(1, 0), read(2, 10))), down(join(values(1, 5), values(2, 7)))}},
		{Name: "one-adu-over-three-segments", Steps: []wire.Step{up(three[:5]), up(three[5:30]), up(three[30:]), down(TCP(9, 1, PDU(16, uint16(0), uint16(20))))}},
		{Name: "pipelined", Steps: []wire.Step{up(read(1, 0)), up(read(2, 10)), up(read(3, 20)), down(values(3, 3)), down(values(1, 1)), down(values(2, 2))}},
		{Name: "constant-transaction-identifier", Steps: []wire.Step{
			up(read(0, 0)), down(values(0, 1)), up(read(0, 10)), down(values(0, 2)), up(read(0, 20)), down(values(0, 3))}},
		{Name: "request-lost-constant-identifier", Steps: []wire.Step{
			up(read(0, 0)), down(values(0, 1)),
			{Dir: wire.ToClient, Octets: values(0, 2)}, // its request was not captured
			{Dir: wire.ToServer, Gap: 12, Octets: read(0, 20)}, down(values(0, 3)),
			up(read(0, 30)), down(values(0, 4))}},
		{Name: "answer-missing-constant-identifier", Steps: []wire.Step{
			up(read(0, 0)), up(read(0, 0)), down(values(0, 1)), up(read(0, 20)), down(values(0, 3))}},
		{Name: "gap-in-mid-message", Steps: []wire.Step{
			up(read(1, 0)), down(values(1, 1)), up(three[:20]), {Dir: wire.ToServer, Gap: len(three) - 30, Octets: three[len(three)-10:]},
			up(read(2, 0)), down(values(2, 1))}},
		{Name: "duplicate-answer", Steps: []wire.Step{up(read(1, 0)), down(values(1, 1)), down(values(1, 1)), up(read(2, 0)), down(values(2, 1))}},
		{Name: "answer-without-request", Steps: []wire.Step{down(values(7, 1)), up(read(8, 0)), down(values(8, 1))}},
		{Name: "garbage-between-messages", Steps: []wire.Step{
			up(read(1, 0)), down(values(1, 1)), up([]byte("GET / HTTP/1.1\r\nHost: plc\r\n\r\n")), up(read(2, 0)), down(values(2, 1))}},
	}
}

// umasCases follow an engineering station through a session.
func umasCases() []wire.Case {
	tid := uint16(0)
	var steps []wire.Step
	ask := func(request, response []byte) {
		tid++
		steps = append(steps, up(TCP(tid, 0, request)))
		if response != nil {
			steps = append(steps, down(TCP(tid, 0, response)))
		}
	}
	take := func(name string) wire.Case {
		c := wire.Case{Name: name, Steps: steps}
		steps, tid = nil, 0
		return c
	}
	ok := func(key byte, data ...any) []byte { return UMAS(key, 0xfe, data...) }
	var list []wire.Case

	ask(UMAS(0, 0x01, 0), ok(0, le(1021), 0, 0))
	ask(UMAS(0, 0x02), ok(0, 0x10, make([]byte, 21), 10, "BAN KEN 01"))
	ask(UMAS(0, 0x04), ok(0, make([]byte, 20)))
	list = append(list, take("umas-identify"))

	ask(UMAS(0, 0x10, "CL\x00\x00", 8, "ENG-WS-1"), ok(0, 0x01))
	ask(UMAS(1, 0x12), ok(1))
	ask(UMAS(1, 0x41, uint16(0)), ok(1))
	ask(UMAS(1, 0x40, uint16(0)), ok(1))
	ask(UMAS(1, 0x11), ok(1))
	ask(UMAS(0, 0x41, uint16(0)), UMAS(0, 0xfd, 0x83, 0x80))
	list = append(list, take("umas-reserve-stop-start"))

	program := bytes.Repeat([]byte("banken program "), 40)
	blocks := func(send func(n uint16, b []byte, last bool)) uint16 {
		n := uint16(0)
		for i := 0; i < len(program); i += 200 {
			n++
			end := min(i+200, len(program))
			send(n, program[i:end], end == len(program))
		}
		return n
	}
	download := func(change func(n uint16) bool) {
		ask(UMAS(1, 0x30, uint16(1), le(200)), ok(1))
		n := blocks(func(n uint16, b []byte, _ bool) {
			if change(n) {
				ask(UMAS(1, 0x31, uint16(1), le(n), le(uint16(len(b))), b), ok(1))
			}
		})
		ask(UMAS(1, 0x32, uint16(1), le(n)), ok(1))
	}
	download(func(uint16) bool { return true })
	list = append(list, take("umas-download"))
	download(func(n uint16) bool { return n != 2 })
	list = append(list, take("umas-download-block-missing"))

	ask(UMAS(1, 0x33, uint16(1), le(200)), ok(1, uint16(1), le(uint16(len(program))), le(0)))
	n := blocks(func(n uint16, b []byte, last bool) {
		flag := uint16(0)
		if last {
			flag = 1
		}
		ask(UMAS(1, 0x34, uint16(1), le(n)), ok(1, le(flag), le(uint16(len(b))), b))
	})
	ask(UMAS(1, 0x35, uint16(1), le(n)), ok(1))
	list = append(list, take("umas-upload"))

	for code := range 0x80 {
		if code < 0x10 || code > 0x12 && code < 0x30 || code > 0x35 && code != 0x40 && code != 0x41 {
			ask(UMAS(0, byte(code), 1, 2, 3, 4), ok(0, 5, 6))
		}
	}
	list = append(list, take("umas-every-code"))
	big := make([]byte, 900)
	ask(UMAS(1, 0x29, big), ok(1))
	return append(list, take("umas-large"))
}
