package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Function codes of Modbus that the tables name (Application Protocol 1.1b3, 5;
// decimal there).
const (
	modbusDiagnostics = 8
	modbusReadFile    = 20
	modbusWriteFile   = 21
	modbusMaskWrite   = 22
	modbusReadWrite   = 23
	modbusConcept     = 40
	modbusUMAS        = 90
	modbusFirmware    = 125
	modbusProgram584  = 126
	modbusLocal       = 127

	diagnosticRestart    = 1
	diagnosticListenOnly = 4
	diagnosticClear      = 10
)

// modbusRules are those of the functions of the standard.
var modbusRules = [...]Rule{
	{Meaning: never("modbus-listen-only", baseline.Disruption, "T0814", "T0858"),
		Codes: []uint32{modbusDiagnostics}, Subs: []uint32{diagnosticListenOnly}},
	{Meaning: never("modbus-restart-communications", baseline.Disruption, "T0816"),
		Codes: []uint32{modbusDiagnostics}, Subs: []uint32{diagnosticRestart}},
	{Meaning: never("modbus-clear-counters", baseline.Configuration, "T0872"),
		Codes: []uint32{modbusDiagnostics}, Subs: []uint32{diagnosticClear}},
	{Meaning: never("modbus-write-file", baseline.Configuration, "T0809", "T0867"), Codes: []uint32{modbusWriteFile}},
	{Meaning: never("modbus-read-file", baseline.Configuration, "T0811", "T0845"), Codes: []uint32{modbusReadFile}},
	{Meaning: never("modbus-broadcast-write", baseline.Control, "T0855"),
		Codes: []uint32{5, 6, 15, 16, modbusMaskWrite, modbusReadWrite}, When: isBroadcast, judge: (*Detector).broadcasts},
	{Meaning: never("modbus-mask-or-read-write", baseline.Control, "T0836"),
		Codes: []uint32{modbusMaskWrite, modbusReadWrite}, judge: (*Detector).byNewPair},
	{Meaning: never("modbus-firmware", baseline.Configuration, "T0839", "T0800"), Codes: []uint32{modbusFirmware}},
	{Meaning: never("modbus-legacy-program", baseline.Configuration, "T0843"),
		Codes: []uint32{9, 10, 13, 14, 18, 19, modbusConcept, modbusProgram584, modbusLocal}},
}

// modbusOtherRules are looked at when none of the others fits.
var modbusOtherRules = [...]Rule{
	{Meaning: never("modbus-reserved-function", baseline.Recon, "T0866", "T0840"),
		When: func(e *baseline.Event) bool { return isReserved(e.Code) }, judge: (*Detector).isSound},
}

// isBroadcast reports whether a request went to all stations: many devices
// that are no gateway answer to unit 0 as their own.
func isBroadcast(e *baseline.Event) bool {
	return e.Station == 0 && e.Outcome == wire.Unanswered
}

// isReserved reports whether a function code is neither one of the standard,
// nor one left to users (65-72, 100-110), nor one of a known manufacturer
// (Application Protocol 1.1b3, 5).
func isReserved(code uint32) bool {
	switch {
	case code >= 1 && code <= 24, code >= 65 && code <= 72, code >= 100 && code <= 110:
		return false
	}
	switch code {
	case modbusConcept, 41, 43, modbusUMAS, 91, modbusFirmware, modbusProgram584, modbusLocal:
		return false
	}
	return true
}

// umasCodes is the code of Modbus that carries UMAS, the programming protocol of
// Schneider Electric controllers; its own codes are sub-functions.
var umasCodes = []uint32{modbusUMAS}

// umasRules are those of UMAS. Codes are as published by researchers; the
// manufacturer does not document them.
var umasRules = [...]Rule{
	{Meaning: never("umas-start-stop", baseline.Disruption, "T0858", "T0881"), Codes: umasCodes, Subs: []uint32{0x40, 0x41}},
	{Meaning: never("umas-initialize", baseline.Disruption, "T0816", "T0858"), Codes: umasCodes, Subs: []uint32{0x42, 0x43}},
	{Meaning: never("umas-download", baseline.Configuration, "T0843", "T0889"), Codes: umasCodes, Subs: []uint32{0x30, 0x31, 0x32}},
	{Meaning: never("umas-upload", baseline.Configuration, "T0845"), Codes: umasCodes, Subs: []uint32{0x33, 0x34, 0x35}},
	{Meaning: never("umas-backup", baseline.Configuration, "T0843", "T0845"), Codes: umasCodes, Subs: []uint32{0x36}},
	{Meaning: never("umas-force-output", baseline.Control, "T0835", "T0831"), Codes: umasCodes, Subs: []uint32{0x71}},
	{Meaning: never("umas-write", baseline.Control, "T0836", "T0831"), Codes: umasCodes, Subs: []uint32{0x21, 0x23, 0x25, 0x29}},
	{Meaning: never("umas-reservation", baseline.Access, "T0859"), Codes: umasCodes, Subs: []uint32{0x10, 0x11, 0x12, 0x6E}},
	{Meaning: never("umas-debug", baseline.Configuration, "T0821", "T0858"), Codes: umasCodes,
		Subs: []uint32{0x51, 0x52, 0x60, 0x61, 0x62, 0x63, 0x64, 0x66}},
	{Meaning: never("umas-other", baseline.Configuration, "T0843", "T0836"), Codes: umasCodes,
		Operations: []wire.Operation{wire.Configure, wire.Program, wire.Write, wire.Operate, wire.Restart}},
	{Meaning: sign("umas-use", baseline.Recon, "T0868", "T0888"), Codes: umasCodes},
}
