package modbus

import "github.com/banken-ot/banken/protocols/wire"

// subFunction is a sub-function of Diagnostics (V1.1b3, 6.8).
type subFunction struct {
	name      string
	operation wire.Operation
	data      string // what the data word of the response is
	silent    bool   // no response is returned, unless it is an exception
	echo      bool   // the response repeats the data
}

// Sub-functions whose data may be long.
const (
	returnQueryData      = 0x00
	modbusPlusStatistics = 0x15
)

var subFunctions = [...]subFunction{
	returnQueryData:      {name: "return-query-data", operation: wire.Diagnose, data: "query_data", echo: true},
	0x01:                 {name: "restart-communications-option", operation: wire.Restart, data: "clear_log", echo: true},
	0x02:                 {name: "return-diagnostic-register", operation: wire.Diagnose, data: "diagnostic_register"},
	0x03:                 {name: "change-ascii-input-delimiter", operation: wire.Configure, data: "delimiter", echo: true},
	0x04:                 {name: "force-listen-only-mode", operation: wire.Restart, silent: true},
	0x0a:                 {name: "clear-counters-and-diagnostic-register", operation: wire.Configure, echo: true},
	0x0b:                 {name: "return-bus-message-count", operation: wire.Diagnose, data: "count"},
	0x0c:                 {name: "return-bus-communication-error-count", operation: wire.Diagnose, data: "count"},
	0x0d:                 {name: "return-bus-exception-error-count", operation: wire.Diagnose, data: "count"},
	0x0e:                 {name: "return-server-message-count", operation: wire.Diagnose, data: "count"},
	0x0f:                 {name: "return-server-no-response-count", operation: wire.Diagnose, data: "count"},
	0x10:                 {name: "return-server-nak-count", operation: wire.Diagnose, data: "count"},
	0x11:                 {name: "return-server-busy-count", operation: wire.Diagnose, data: "count"},
	0x12:                 {name: "return-bus-character-overrun-count", operation: wire.Diagnose, data: "count"},
	0x13:                 {name: "return-overrun-error-count", operation: wire.Diagnose, data: "count"},
	0x14:                 {name: "clear-overrun-counter-and-flag", operation: wire.Configure, echo: true},
	modbusPlusStatistics: {name: "modbus-plus-statistics", operation: wire.Diagnose, data: "statistics"},
}

// refusalTimeout is how long, in ns, the refusal of a sub-function is waited for
// that has no other response: a device that goes silent does not answer, one that
// lacks the sub-function sends an exception.
const refusalTimeout = 2e9

// diagnostic decodes both directions of function 8: sub-function and data.
func diagnostic(x *content) {
	sub := x.c.BE16()
	if x.c.Short {
		return
	}
	m := x.m
	m.Sub, m.HasSub = uint32(sub), true
	if int(sub) >= len(subFunctions) || subFunctions[sub].name == "" {
		m.Defects |= own(reservedSubFunction)
		m.Operation = wire.Configure
		raw(x)
		return
	}
	s := &subFunctions[sub]
	m.Operation = s.operation
	m.FieldText("sub_function", s.name, wire.Uint(uint64(sub)))
	if s.silent {
		m.Timeout = refusalTimeout
	}
	x.diagnosticData(s)
}

// diagnosticData decodes the data: one word, but for query data and statistics.
func (x *content) diagnosticData(s *subFunction) {
	if x.c.Len() != 2 {
		x.flag(x.c.Len() < 2 || x.c.Len()%2 != 0 || s.data != "query_data" && s.data != "statistics", badByteCount)
		raw(x)
		return
	}
	name := "data"
	if s.data != "" && (x.m.Role == wire.Response || s.echo) {
		name = s.data
	}
	data := x.c.BE16()
	x.m.Field(name, wire.Hex(uint64(data)))
	x.flag(x.m.Role == wire.Request && !s.takes(data), badDiagnosticData)
}

// takes tells whether a request may have the data: most have none, which is 0.
func (s *subFunction) takes(data uint16) bool {
	switch s.data {
	case "query_data", "statistics":
		return true
	case "clear_log":
		return data == 0 || data == 0xff00
	case "delimiter":
		return data&0xff == 0
	}
	return data == 0
}

// bindDiagnostic checks that data that is to be returned is.
func bindDiagnostic(request *wire.Transaction, m *wire.Message) {
	if m.HasStatus {
		return
	}
	if m.Sub != request.Sub {
		m.Defects |= own(echoDiffers)
	}
	if int(m.Sub) >= len(subFunctions) || !subFunctions[m.Sub].echo {
		return
	}
	a, b := request.Request.Fields, m.Fields
	if len(a) == 0 || len(b) == 0 {
		return
	}
	p, q := &a[len(a)-1].Value, &b[len(b)-1].Value
	if p.Num != q.Num || string(p.Raw) != string(q.Raw) {
		m.Defects |= own(echoDiffers)
	}
}

func exceptionStatus(x *content) { x.tell("exception_status", wire.Hex(uint64(x.c.U8()))) }

func eventCounter(x *content) {
	x.tell("status", wire.Hex(uint64(x.c.BE16())))
	x.tell("event_count", wire.Uint(uint64(x.c.BE16())))
}

func eventLog(x *content) {
	const numbers = 6 // octets before the events
	n := int(x.c.U8())
	x.flag(n != x.c.Len() || n < numbers, badByteCount)
	eventCounter(x)
	x.tell("message_count", wire.Uint(uint64(x.c.BE16())))
	if x.c.Len() > 0 || n <= numbers {
		x.tell("events", wire.Octets(x.c.Rest()))
	}
}

// serverID decodes Report Server ID (V1.1b3, 6.13). How long the identifier is,
// the device decides; with one octet, as nearly all have it, the run indicator
// follows.
func serverID(x *content) {
	b := x.counted()
	if len(b) == 0 {
		return
	}
	x.m.Field("server_id", wire.Uint(uint64(b[0])))
	if len(b) > 1 && (b[1] == 0 || b[1] == 0xff) {
		x.m.FieldText("run_indicator", runIndicator(b[1]), wire.Hex(uint64(b[1])))
	}
	if len(b) > 2 {
		x.m.Field("additional_data", wire.Text(b[2:]))
	}
	x.m.Field("server_id_data", wire.Octets(b))
}

func runIndicator(b byte) string {
	if b == 0xff {
		return "on"
	}
	return "off"
}
