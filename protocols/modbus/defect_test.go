package modbus_test

import (
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// defectsOf plays a case and returns the names of all its defects.
func defectsOf(c *wire.Case) map[string]bool {
	names := map[string]bool{}
	r := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
		m.Defects.Each(&modbus.Protocol, func(name string) { names[name] = true })
	}}
	wiretest.Play(wiretest.NewConversation(&modbus.Protocol, c, r), c, wiretest.Whole)
	return names
}

// defective says which cases show a defect: one for each of the protocol's own.
var defective = map[string]string{
	"bad-crc":                   "rtu-bad-crc",
	"bad-lrc":                   "ascii-bad-lrc",
	"reserved-function":         "reserved-function-030",
	"reserved-sub-function":     "mei-reserved",
	"quantity-out-of-range":     "quantity-too-large",
	"byte-count-differs":        "byte-count-too-large",
	"address-range-exceeded":    "address-range-exceeded",
	"coil-value-invalid":        "coil-value-invalid",
	"echo-differs":              "echo-of-another-value",
	"response-size-differs":     "response-too-short",
	"exception-code-reserved":   "exception-99",
	"length-field-out-of-range": "length-beyond-standard",
	"reference-type-invalid":    "file-reference-invalid",
	"object-invalid":            "identification-conformity-invalid",
	"broadcast-answered":        "rtu-broadcast-answered",

	"exception-code-implausible":  "exception-02-without-address",
	"diagnostic-data-invalid":     "diagnostics-data-invalid",
	"broadcast-read":              "rtu-broadcast-read",
	"protocol-identifier-invalid": "foreign-protocol-identifier",
}

// TestEveryDefectOccurs: each of the protocol's defects in the case made for it.
func TestEveryDefectOccurs(t *testing.T) {
	cases := map[string]wire.Case{}
	for _, c := range modbusgen.Cases() {
		cases[c.Name] = c
	}
	for _, name := range modbus.Protocol.Defects {
		c, ok := cases[defective[name]]
		if !ok {
			t.Errorf("%s: no case", name)
			continue
		}
		if !defectsOf(&c)[name] {
			t.Errorf("%s does not show %s", c.Name, name)
		}
	}
}

// right are cases of what the standard allows.
var right = []string{"read-coils", "read-discrete-inputs", "read-holding-registers", "read-holding-registers-most", "read-input-registers",
	"write-single-coil-on", "write-single-coil-off", "write-single-register", "read-exception-status", "get-comm-event-counter",
	"get-comm-event-log", "write-multiple-coils", "write-multiple-registers", "report-server-id", "read-file-record", "write-file-record",
	"mask-write-register", "read-write-multiple-registers", "read-fifo-queue", "read-fifo-queue-empty", "diagnostics-00", "diagnostics-01",
	"diagnostics-02", "diagnostics-03", "diagnostics-04", "diagnostics-04-refused", "diagnostics-0a", "diagnostics-0b", "diagnostics-14",
	"diagnostics-query-data-long", "device-identification-basic", "device-identification-continued", "device-identification-specific",
	"device-identification-private", "device-identification-of-two-units", "canopen", "exception-01", "exception-11", "exception-of-08",
	"rtu-over-tcp", "rtu-over-udp", "ascii-over-tcp", "ascii-lower-case", "udp", "unit-0", "unit-255", "two-adus-a-segment", "pipelined",
	"rtu-read-of-address-0", "rtu-read-of-one-at-address-0", "rtu-write-at-address-0", "transaction-identifier-of-colons",
	"umas-identify", "umas-download", "umas-upload", "umas-large", "umas-transfer-download-whole", "umas-transfer-upload-whole",
	"umas-information", "umas-memory-blocks", "umas-variables", "umas-variables-unfit", "umas-dictionary", "umas-reservation-owner",
	"umas-signed", "diagnostics-restart-and-clear", "diagnostics-delimiter", "exception-08-of-file", "rtu-functions-without-length"}

// TestRightHasNone: no defect in right traffic.
func TestRightHasNone(t *testing.T) {
	cases := map[string]wire.Case{}
	for _, c := range modbusgen.Cases() {
		cases[c.Name] = c
	}
	for _, name := range right {
		c, ok := cases[name]
		if !ok {
			t.Errorf("%s: no such case", name)
		}
		if d := defectsOf(&c); len(d) > 0 {
			t.Errorf("%s: %v", name, d)
		}
	}
}
