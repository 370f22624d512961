package modbus_test

import (
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// TestBind: what a response gets from its request, as its point is written.
func TestBind(t *testing.T) {
	u := func(v int) uint16 { return uint16(v) }
	pdu := modbusgen.PDU
	rows := []struct {
		name              string
		request, response []byte
		points, defects   string
	}{
		{"coils cut to what was asked", pdu(1, u(19), u(3)), pdu(1, 1, 0xfd), "coil[19]*3=1,0,1", ""},
		{"as many as fill the octets", pdu(1, u(0), u(8)), pdu(1, 1, 0x81), "coil[0]*8=1,0,0,0,0,0,0,1", ""},
		{"inputs of two octets", pdu(2, u(65527), u(9)), pdu(2, 2, 1, 1), "discrete-input[65527]*9=1,0,0,0,0,0,0,0,1", ""},
		{"an octet too few", pdu(1, u(0), u(9)), pdu(1, 1, 0xff), "coil[0]*8=1,1,1,1,1,1,1,1", "response-size-differs"},
		{"an octet too many", pdu(1, u(0), u(1)), pdu(1, 2, 1, 1), "coil[0]=1", "response-size-differs"},
		{"registers", pdu(4, u(300), u(2)), pdu(4, 4, u(5), u(6)), "input-register[300]*2=5,6", ""},
		{"a register too many", pdu(3, u(300), u(1)), pdu(3, 4, u(5), u(6)), "holding-register[300]*2=5,6", "response-size-differs"},
		{"no values", pdu(3, u(300), u(1)), pdu(3, 0), "", "byte-count-differs response-size-differs"},
		{"what was written is what the echo confirms", pdu(16, u(7), u(2), 4, u(5), u(6)), pdu(16, u(7), u(2)), "w:holding-register[7]*2=5,6", ""},
		{"coils as well", pdu(15, u(7), u(3), 1, 5), pdu(15, u(7), u(3)), "w:coil[7]*3=1,0,1", ""},
		{"another address", pdu(15, u(7), u(3), 1, 5), pdu(15, u(8), u(3)), "w:coil[8]*3=1,0,1", "echo-differs"},
		{"masks", pdu(22, u(7), u(1), u(2)), pdu(22, u(7), u(1), u(3)), "w:holding-register[7]", "echo-differs"},
		{"read and written", pdu(23, u(10), u(2), u(20), u(1), 2, u(9)), pdu(23, 4, u(5), u(6)), "holding-register[10]*2=5,6", ""},
		{"records", pdu(20, 7, 6, u(4), u(9), u(1)), pdu(20, 4, 3, 6, u(77)), "file-record[9.4]=77", ""},
		{"a record too few", pdu(20, 14, 6, u(4), u(9), u(1), 6, u(4), u(10), u(1)), pdu(20, 4, 3, 6, u(77)), "file-record[9.4]=77", "response-size-differs"},
		{"another record written", pdu(21, 9, 6, u(4), u(9), u(1), u(77)), pdu(21, 9, 6, u(4), u(9), u(1), u(78)), "w:file-record[9.4]=78", "echo-differs"},
		{"a queue", pdu(24, u(1246)), pdu(24, u(4), u(1), u(8)), "fifo-queue[1246]=8", ""},
	}
	for _, row := range rows {
		points, defects := answerTo(row.request, row.response)
		if points != row.points || defects != row.defects {
			t.Errorf("%s: %q %q, want %q %q", row.name, points, defects, row.points, row.defects)
		}
	}
}

// answerTo returns points and defects of a response.
func answerTo(request, response []byte) (points, defects string) {
	r := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
		if m.Role != wire.Response {
			return
		}
		points = string(modbus.Protocol.AppendPoints(nil, m.Points))
		m.Defects.Each(&modbus.Protocol, func(name string) {
			if defects != "" {
				defects += " "
			}
			defects += name
		})
	}}
	c := wire.Case{Steps: []wire.Step{{Dir: wire.ToServer, Octets: modbusgen.TCP(1, 1, request)}, {Dir: wire.ToClient, Octets: modbusgen.TCP(1, 1, response)}}}
	wiretest.Play(wiretest.NewConversation(&modbus.Protocol, &c, r), &c, wiretest.Whole)
	return points, defects
}

// TestListenOnly: a device that obeys does not answer, one that does not says so.
func TestListenOnly(t *testing.T) {
	for name, outcome := range map[string]wire.Outcome{"diagnostics-04": wire.Unanswered, "diagnostics-04-refused": wire.Refused} {
		for _, c := range modbusgen.Cases() {
			if c.Name != name {
				continue
			}
			var got []wire.Outcome
			r := &wiretest.Recorder{EachTransaction: func(x *wire.Transaction) { got = append(got, x.Outcome) }}
			wiretest.Play(wiretest.NewConversation(&modbus.Protocol, &c, r), &c, wiretest.Whole)
			if len(got) != 1 || got[0] != outcome {
				t.Errorf("%s: %v, want one that is %v", name, got, outcome)
			}
		}
	}
}
