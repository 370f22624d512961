package modbus_test

import (
	"bytes"
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// serialPDUs are requests and responses of every function whose length the
// standard tells.
func serialPDUs() (list [][2][]byte) {
	for _, c := range modbusgen.Cases() {
		if _, ok := known[c.Name]; ok {
			list = append(list, [2][]byte{c.Steps[0].Octets[7:], c.Steps[1].Octets[7:]})
		}
	}
	return list
}

var known = map[string]bool{"read-coils": true, "read-discrete-inputs": true, "read-holding-registers": true, "read-input-registers": true,
	"write-single-coil-on": true, "write-single-register": true, "read-exception-status": true, "diagnostics-00": true,
	"get-comm-event-counter": true, "get-comm-event-log": true, "write-multiple-coils": true, "write-multiple-registers": true,
	"report-server-id": true, "read-file-record": true, "write-file-record": true, "mask-write-register": true,
	"read-write-multiple-registers": true, "read-fifo-queue": true, "device-identification-basic": true, "exception-02": true}

// TestSerialCuts: whatever octet a frame is cut at, and several frames a segment,
// the messages are the same, in both serial framings.
func TestSerialCuts(t *testing.T) {
	pdus := serialPDUs()
	if len(pdus) != len(known) {
		t.Fatalf("%d of %d cases were there", len(pdus), len(known))
	}
	for name, frame := range map[string]func(byte, []byte) []byte{"RTU": modbusgen.RTU, "ASCII": modbusgen.ASCII} {
		for _, p := range pdus {
			ask, answer := frame(17, p[0]), frame(17, p[1])
			whole := wire.Case{Steps: []wire.Step{{Dir: wire.ToServer, Octets: ask}, {Dir: wire.ToClient, Octets: answer}}}
			want := string(wiretest.Record(&modbus.Protocol, &whole, wiretest.Whole).Messages)
			if bytes.Count([]byte(want), []byte("\n")) != 2 {
				t.Errorf("%s, function %d: %q", name, p[0][0], want)
			}
			for n := range max(len(ask), len(answer)) {
				cut := func(b []byte) int {
					if n > 0 && n < len(b) && len(b) >= min(len(ask), len(answer)) {
						return n
					}
					return len(b)
				}
				if got := string(wiretest.Record(&modbus.Protocol, &whole, cut).Messages); got != want {
					t.Errorf("%s, function %d, cut at %d\n got %s\nwant %s", name, p[0][0], n, got, want)
				}
			}
		}
	}
}

// TestSerialRun: all frames one behind the other in one segment a direction.
func TestSerialRun(t *testing.T) {
	for name, frame := range map[string]func(byte, []byte) []byte{"RTU": modbusgen.RTU, "ASCII": modbusgen.ASCII} {
		var asks, answers []byte
		for _, p := range serialPDUs() {
			asks, answers = append(asks, frame(17, p[0])...), append(answers, frame(17, p[1])...)
		}
		messages := 0
		r := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
			messages++
			if m.Defects != 0 {
				t.Errorf("%s: %s %s: defects %#x", name, m.Function, m.Role, m.Defects)
			}
		}}
		c := wire.Case{Steps: []wire.Step{{Dir: wire.ToServer, Octets: asks}, {Dir: wire.ToClient, Octets: answers}}}
		conv := wiretest.NewConversation(&modbus.Protocol, &c, r)
		wiretest.Play(conv, &c, wiretest.Whole)
		if blind := conv.Counters[0].Blind + conv.Counters[1].Blind; messages != 2*len(known) || blind != 0 {
			t.Errorf("%s: %d messages of %d, %d octets blind", name, messages, 2*len(known), blind)
		}
	}
}

// TestRecognition: what Probe says of the start of a segment.
func TestRecognition(t *testing.T) {
	read, values := modbusgen.ReadRequest(3, 0, 2), modbusgen.RegistersResponse(3, 1, 2)
	rows := []struct {
		name   string
		dir    wire.Direction
		octets []byte
		want   wire.Match
	}{
		{"nothing", wire.ToServer, nil, wire.Short},
		{"MBAP request", wire.ToServer, modbusgen.TCP(1, 1, read), wire.Plausible},
		{"MBAP response", wire.ToClient, modbusgen.TCP(1, 1, values), wire.Plausible},
		{"MBAP request towards the client", wire.ToClient, modbusgen.TCP(1, 1, read), wire.NoMatch},
		{"MBAP response towards the server", wire.ToServer, modbusgen.TCP(1, 1, values), wire.NoMatch},
		{"MBAP exception towards the server", wire.ToServer, modbusgen.TCP(1, 1, modbusgen.Exception(3, 2)), wire.NoMatch},
		{"half an MBAP header", wire.ToServer, modbusgen.TCP(1, 1, read)[:5], wire.Short},
		{"another protocol identifier", wire.ToServer, []byte{0, 1, 0, 1, 0, 6, 1, 3, 0, 0, 0, 1}, wire.NoMatch},
		{"length 0", wire.ToServer, []byte{0, 1, 0, 0, 0, 0, 1, 3, 0, 0, 0, 1}, wire.NoMatch},
		{"transaction identifier of colons", wire.ToServer, modbusgen.TCP(0x3a3a, 1, read), wire.Plausible},
		{"transaction identifier of colon and digit", wire.ToServer, modbusgen.TCP(0x3a31, 1, read), wire.Plausible},
		{"RTU request for address 0", wire.ToServer, modbusgen.RTU(17, read), wire.Certain},
		{"RTU request for one at address 0", wire.ToServer, modbusgen.RTU(17, modbusgen.ReadRequest(3, 0, 1)), wire.Certain},
		{"RTU response", wire.ToClient, modbusgen.RTU(17, values), wire.Certain},
		{"RTU exception", wire.ToClient, modbusgen.RTU(17, modbusgen.Exception(3, 2)), wire.Certain},
		{"RTU of an unknown length", wire.ToServer, modbusgen.RTU(17, modbusgen.UMAS(1, 0x41, 1, 2)), wire.Plausible},
		{"RTU with a wrong CRC", wire.ToServer, []byte{17, 3, 1, 0, 0, 2, 0, 0}, wire.NoMatch},
		{"RTU of a unit there is not", wire.ToServer, modbusgen.RTU(250, modbusgen.ReadRequest(3, 300, 2)), wire.NoMatch},
		{"ASCII", wire.ToServer, modbusgen.ASCII(17, read), wire.Certain},
		{"ASCII in lower case", wire.ToServer, bytes.ToLower(modbusgen.ASCII(0xab, read)), wire.Certain},
		{"ASCII with a wrong LRC", wire.ToServer, []byte(":110300000002EB\r\n"), wire.NoMatch},
		{"half an ASCII frame", wire.ToServer, modbusgen.ASCII(17, read)[:11], wire.Plausible},
		{"a colon", wire.ToServer, []byte(":"), wire.Short},
		{"text behind a colon", wire.ToServer, []byte(":quit now\r\n"), wire.NoMatch},
		{"text", wire.ToServer, []byte("GET / HTTP/1.1\r\n"), wire.NoMatch},
	}
	for _, row := range rows {
		if got := modbus.Protocol.Probe(wire.Stream, row.dir, row.octets); got != row.want {
			t.Errorf("%s: %d, want %d", row.name, got, row.want)
		}
	}
}
