package modbus

import "github.com/banken-ot/banken/protocols/wire"

// Codes of UMAS the code speaks of.
const (
	umasReadID          = 0x02
	umasTakeReservation = 0x10
	umasRelease         = 0x11
	umasBeginDownload   = 0x30
	umasDownloadBlock   = 0x31
	umasEndDownload     = 0x32
	umasBeginUpload     = 0x33
	umasUploadBlock     = 0x34
	umasEndUpload       = 0x35
	umasSigned          = 0x38
	umasEnhancedReserve = 0x6e
	umasRefused         = 0xfd
	umasAccepted        = 0xfe
)

// umasFunction is one row of the table of UMAS codes.
type umasFunction struct {
	name      string
	operation wire.Operation
	request   func(x *content) // nil keeps it raw
	response  func(x *content) // what follows an acceptance, known once the request is
	// bound is response where the data depend on what was asked.
	bound func(request *wire.Transaction, x *content)
}

// umasFunctions by code. Names as published by researchers; the vendor
// documents none.
var umasFunctions = [256]umasFunction{
	0x01: {name: "initialize-communication", operation: wire.Session, request: whole(umasSubCode), response: whole(umasInitialized)},
	0x02: {name: "read-id", operation: wire.Identify, response: umasIdentity},
	0x03: {name: "read-project-information", operation: wire.Identify, request: whole(umasSubCode), response: whole(umasProject)},
	0x04: {name: "read-plc-status", operation: wire.Diagnose, response: whole(umasState)},
	0x05: {name: "read-loader-information", operation: wire.Identify},
	0x06: {name: "read-memory-card-information", operation: wire.Identify},
	0x07: {name: "read-block-information", operation: wire.Identify},
	0x0a: {name: "repeat", operation: wire.Diagnose},
	0x10: {name: "take-reservation", operation: wire.Session, request: umasReservation, response: umasReserved},
	0x11: {name: "release-reservation", operation: wire.Session},
	0x12: {name: "keep-reservation", operation: wire.Session},
	0x20: {name: "read-memory-block", operation: wire.Read, request: umasMemory, response: whole(umasMemoryRead)},
	0x21: {name: "write-memory-block", operation: wire.Write, request: umasMemory},
	0x22: {name: "read-variables", operation: wire.Read, request: whole(umasReadVariables), bound: bindVariables},
	0x23: {name: "write-variables", operation: wire.Write, request: whole(umasWriteVariables)},
	0x24: {name: "read-coils-registers", operation: wire.Read},
	0x25: {name: "write-coils-registers", operation: wire.Write},
	0x26: {name: "data-dictionary", operation: wire.Read, request: whole(umasDictionaryRequest), bound: bindDictionary},
	0x27: {name: "data-dictionary-preload", operation: wire.Read},
	0x28: {name: "read-physical-address", operation: wire.Read},
	0x29: {name: "write-physical-address", operation: wire.Write},
	0x2a: {name: "browse-events", operation: wire.Read},
	0x30: {name: "begin-download", operation: wire.Program, request: umasBegin},
	0x31: {name: "download-block", operation: wire.Program, request: umasDownload},
	0x32: {name: "end-download", operation: wire.Program, request: umasEnd},
	0x33: {name: "begin-upload", operation: wire.Program, request: umasBegin, response: umasUploadSize},
	0x34: {name: "upload-block", operation: wire.Program, request: umasBlockNumber, response: umasUpload},
	0x35: {name: "end-upload", operation: wire.Program, request: umasEnd},
	0x36: {name: "backup-restore-compare-clear", operation: wire.Program},
	0x37: {name: "preload-blocks", operation: wire.Program},
	0x38: {name: "signed-message", operation: wire.Program},
	0x39: {name: "read-ethernet-master-data", operation: wire.Read},
	0x40: {name: "start-plc", operation: wire.Restart},
	0x41: {name: "stop-plc", operation: wire.Restart},
	0x42: {name: "initialize-plc", operation: wire.Restart},
	0x43: {name: "swap-plc", operation: wire.Restart},
	0x50: {name: "monitor-plc", operation: wire.Read},
	0x51: {name: "auto-modification", operation: wire.Write},
	0x52: {name: "forced-bits", operation: wire.Write},
	0x53: {name: "selected-blocks", operation: wire.Configure},
	0x58: {name: "check-plc", operation: wire.Diagnose},
	0x60: {name: "set-breakpoint", operation: wire.Program},
	0x61: {name: "delete-breakpoint", operation: wire.Program},
	0x62: {name: "step-over", operation: wire.Program},
	0x63: {name: "step-in", operation: wire.Program},
	0x64: {name: "step-out", operation: wire.Program},
	0x65: {name: "read-call-stack", operation: wire.Diagnose},
	0x66: {name: "read-debug-allowed", operation: wire.Diagnose},
	0x6c: {name: "message-6c", operation: wire.Diagnose},
	0x6d: {name: "message-6d", operation: wire.Diagnose},
	0x6e: {name: "enhanced-reservation", operation: wire.Session},
	0x70: {name: "read-io-object", operation: wire.Read},
	0x71: {name: "write-io-object", operation: wire.Write},
	0x72: {name: "read-rack", operation: wire.Identify},
	0x73: {name: "read-module", operation: wire.Identify},
	0x74: {name: "read-device-data", operation: wire.Identify},
}

// umasRequest decodes reservation key, code and what is known of the data.
func umasRequest(x *content) {
	key := x.c.U8()
	x.tell("reservation_key", wire.Hex(uint64(key)))
	code := x.c.U8()
	if x.c.Short {
		return
	}
	f := &umasFunctions[code]
	m := x.m
	m.Sub, m.HasSub, m.Operation = uint32(code), true, f.operation
	if f.name == "" {
		m.Operation = wire.Configure
		m.Field("umas_code", wire.Hex(uint64(code)))
	} else {
		m.FieldText("umas_code", f.name, wire.Hex(uint64(code)))
	}
	x.owner(key)
	if f.request != nil {
		f.request(x)
	}
	raw(x)
	if code == umasEndDownload || code == umasEndUpload {
		x.d.transfers.report(m, x.unit, code)
	}
}

// umasResponse decodes reservation key and result; the rest waits for Bind,
// which knows the request.
func umasResponse(x *content) {
	x.tell("reservation_key", wire.Hex(uint64(x.c.U8())))
	result := x.c.U8()
	if x.c.Short {
		return
	}
	m := x.m
	switch result {
	case umasAccepted:
		m.FieldText("umas_result", "accepted", wire.Hex(uint64(result)))
	case umasRefused:
		m.FieldText("umas_result", "refused", wire.Hex(uint64(result)))
		m.Refused, m.HasStatus, m.Status = true, true, umasStatus
	default:
		m.Field("umas_result", wire.Hex(uint64(result)))
	}
	raw(x)
}

// umasStatus is the status of a UMAS refusal, which is no Modbus exception:
// above any exception code.
const umasStatus = 0x100 | umasRefused

// bindUMAS completes a response with the code of its request.
func (d *decoder) bindUMAS(request *wire.Transaction, m *wire.Message) {
	m.Sub, m.HasSub, m.Operation = request.Sub, request.HasSub, request.Operation
	code := uint8(request.Sub)
	if m.Refused {
		d.transfers.refused(uint8(m.Station), code)
		return
	}
	d.asked = 0
	if f := wire.FindField(request.Request.Fields, "block"); f != nil {
		d.asked = uint16(f.Value.Num)
	}
	d.interpret(request, m, &umasFunctions[code])
	d.reserved.answered(request, m)
}

// interpret decodes the data of a response, which were kept raw until the request
// was known.
func (d *decoder) interpret(request *wire.Transaction, m *wire.Message, f *umasFunction) {
	last := len(m.Fields) - 1
	if f.response == nil && f.bound == nil || last < 0 || m.Fields[last].Name != "data" {
		return
	}
	x := d.begin(m, uint8(m.Station), umas, m.Fields[last].Value.Raw)
	m.Fields = m.Fields[:last]
	if f.response != nil {
		f.response(x)
	} else {
		begin := x.mark()
		f.bound(request, x)
		x.settle(begin)
	}
	raw(x)
	x.end()
}
