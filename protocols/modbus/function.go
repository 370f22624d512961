package modbus

import (
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// Function codes the code speaks of.
const (
	readCoils              = 1
	readDiscreteInputs     = 2
	readHoldingRegisters   = 3
	readInputRegisters     = 4
	writeSingleCoil        = 5
	writeSingleRegister    = 6
	readExceptionStatus    = 7
	diagnostics            = 8
	getCommEventCounter    = 11
	getCommEventLog        = 12
	writeMultipleCoils     = 15
	writeMultipleRegisters = 16
	reportServerID         = 17
	readFileRecord         = 20
	writeFileRecord        = 21
	maskWriteRegister      = 22
	readWriteRegisters     = 23
	readFIFOQueue          = 24
	encapsulated           = 43
	umas                   = 90
	exceptionBit           = 0x80
)

// function is one row of the table of functions.
type function struct {
	name      string
	operation wire.Operation
	// request and response decode the PDU behind the function code; nil keeps
	// it raw.
	request, response func(x *content)
	// bind completes a response with its request; nil needs nothing.
	bind func(request *wire.Transaction, m *wire.Message)
	// known tells that the standard or a vendor has assigned the code, public that
	// it is the standard.
	known, public bool
}

// functions by code. Codes that are not assigned have a name too.
var functions = complete(assignments)

// assignments are the codes that the standard or a vendor has assigned.
var assignments = [256]function{
	readCoils:              {name: "read-coils", operation: wire.Read, request: readBitsRequest, response: bitsResponse, bind: bindBits},
	readDiscreteInputs:     {name: "read-discrete-inputs", operation: wire.Read, request: readBitsRequest, response: bitsResponse, bind: bindBits},
	readHoldingRegisters:   {name: "read-holding-registers", operation: wire.Read, request: readRegistersRequest, response: registersResponse, bind: bindRegisters},
	readInputRegisters:     {name: "read-input-registers", operation: wire.Read, request: readRegistersRequest, response: registersResponse, bind: bindRegisters},
	writeSingleCoil:        {name: "write-single-coil", operation: wire.Write, request: singleCoil, response: singleCoil, bind: bindEcho},
	writeSingleRegister:    {name: "write-single-register", operation: wire.Write, request: singleRegister, response: singleRegister, bind: bindEcho},
	readExceptionStatus:    {name: "read-exception-status", operation: wire.Diagnose, request: empty, response: exceptionStatus},
	diagnostics:            {name: "diagnostics", operation: wire.Diagnose, request: diagnostic, response: diagnostic, bind: bindDiagnostic},
	getCommEventCounter:    {name: "get-comm-event-counter", operation: wire.Diagnose, request: empty, response: eventCounter},
	getCommEventLog:        {name: "get-comm-event-log", operation: wire.Diagnose, request: empty, response: eventLog},
	writeMultipleCoils:     {name: "write-multiple-coils", operation: wire.Write, request: writeCoilsRequest, response: writeCoilsResponse, bind: bindEcho},
	writeMultipleRegisters: {name: "write-multiple-registers", operation: wire.Write, request: writeRegistersRequest, response: writeRegistersResponse, bind: bindEcho},
	reportServerID:         {name: "report-server-id", operation: wire.Identify, request: empty, response: serverID},
	readFileRecord:         {name: "read-file-record", operation: wire.Program, request: readFileRequest, response: readFileResponse, bind: bindFile},
	writeFileRecord:        {name: "write-file-record", operation: wire.Program, request: writeFile, response: writeFile, bind: bindFileEcho},
	maskWriteRegister:      {name: "mask-write-register", operation: wire.Write, request: maskWrite, response: maskWrite, bind: bindMask},
	readWriteRegisters:     {name: "read-write-multiple-registers", operation: wire.Write, request: readWriteRequest, response: registersResponse, bind: bindRegisters},
	readFIFOQueue:          {name: "read-fifo-queue", operation: wire.Read, request: fifoRequest, response: fifoResponse, bind: bindFIFO},
	encapsulated:           {name: "encapsulated-interface-transport", operation: wire.Diagnose, request: interfaceRequest, response: interfaceResponse, bind: bindInterface},
	umas:                   {name: "umas", operation: wire.Diagnose, request: umasRequest, response: umasResponse},

	9:   {name: "program-484", operation: wire.Program},
	10:  {name: "poll-484", operation: wire.Program},
	13:  {name: "program-controller", operation: wire.Program},
	14:  {name: "poll-controller", operation: wire.Program},
	18:  {name: "program-884", operation: wire.Program},
	19:  {name: "reset-communication-link", operation: wire.Diagnose},
	40:  {name: "program-concept", operation: wire.Program},
	41:  {name: "multiple-functions", operation: wire.Program},
	91:  {name: "object-messaging", operation: wire.Diagnose},
	100: {name: "scattered-register-read", operation: wire.Read},
	125: {name: "firmware-replacement", operation: wire.Program},
	126: {name: "program-584-984", operation: wire.Program},
	127: {name: "report-local-address", operation: wire.Identify},
}

// complete tells the assigned codes from the others, and names those.
func complete(t [256]function) [256]function {
	for code := range t {
		f := &t[code]
		f.known = f.name != ""
		f.public = f.request != nil && code != umas
		if !f.known {
			// What a code that nobody explains does is not known: the careful
			// guess is that it changes something.
			f.name, f.operation = unassigned(code), wire.Configure
		}
	}
	return t
}

// unassigned names a code without a meaning: user-defined ones are those of
// V1.1b3, 5.
func unassigned(code int) string {
	if code >= 65 && code <= 72 || code >= 100 && code <= 110 {
		return "user-defined-" + strconv.Itoa(code)
	}
	return "unknown-0x" + strconv.FormatInt(int64(code), 16)
}

// userDefined tells whether a vendor may use the code as it likes.
func userDefined(code uint8) bool { return code >= 65 && code <= 72 || code >= 100 && code <= 110 }
