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
