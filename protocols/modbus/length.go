package modbus

import "github.com/banken-ot/banken/protocols/wire"

// extent says how long the PDU of a function is, function code included: fixed
// octets, and with count > 0 as many more as the octet at that place says (with
// wide, the two octets).
type extent struct {
	fixed, count int
	wide         bool
}

// extents by direction and function code; fixed 0 is not known.
var extents = [2][128]extent{
	wire.ToServer: {
		readCoils: {fixed: 5}, readDiscreteInputs: {fixed: 5}, readHoldingRegisters: {fixed: 5}, readInputRegisters: {fixed: 5},
		writeSingleCoil: {fixed: 5}, writeSingleRegister: {fixed: 5}, readExceptionStatus: {fixed: 1},
		getCommEventCounter: {fixed: 1}, getCommEventLog: {fixed: 1}, reportServerID: {fixed: 1},
		writeMultipleCoils: {fixed: 6, count: 5}, writeMultipleRegisters: {fixed: 6, count: 5},
		readFileRecord: {fixed: 2, count: 1}, writeFileRecord: {fixed: 2, count: 1},
		maskWriteRegister: {fixed: 7}, readWriteRegisters: {fixed: 10, count: 9}, readFIFOQueue: {fixed: 3},
	},
	wire.ToClient: {
		readCoils: {fixed: 2, count: 1}, readDiscreteInputs: {fixed: 2, count: 1}, readHoldingRegisters: {fixed: 2, count: 1}, readInputRegisters: {fixed: 2, count: 1},
		writeSingleCoil: {fixed: 5}, writeSingleRegister: {fixed: 5}, readExceptionStatus: {fixed: 2},
		getCommEventCounter: {fixed: 5}, getCommEventLog: {fixed: 2, count: 1}, reportServerID: {fixed: 2, count: 1},
		writeMultipleCoils: {fixed: 5}, writeMultipleRegisters: {fixed: 5},
		readFileRecord: {fixed: 2, count: 1}, writeFileRecord: {fixed: 2, count: 1},
		maskWriteRegister: {fixed: 7}, readWriteRegisters: {fixed: 2, count: 1}, readFIFOQueue: {fixed: 3, count: 1, wide: true},
	},
}

// pduLength returns how long the PDU at the start of b is by its own counts; ok
// is false when that is not known, short when b is too short to say.
func pduLength(dir wire.Direction, b []byte) (n int, ok, short bool) {
	if len(b) == 0 {
		return 0, false, true
	}
	if b[0]&exceptionBit != 0 {
		return 2, dir == wire.ToClient, false
	}
	switch b[0] {
	case encapsulated:
		return interfaceLength(dir, b)
	case diagnostics:
		return diagnosticLength(b)
	}
	e := extents[dir][b[0]]
	if e.fixed == 0 || e.count == 0 {
		return e.fixed, e.fixed > 0, false
	}
	if len(b) < e.count+1 || e.wide && len(b) < e.count+2 {
		return 0, false, true
	}
	if e.wide {
		return e.fixed + int(b[e.count])<<8 + int(b[e.count+1]), true, false
	}
	return e.fixed + int(b[e.count]), true, false
}

// diagnosticLength is pduLength of function 8: query data that are to be returned,
// and statistics, may be of any length (V1.1b3, 6.8.1).
func diagnosticLength(b []byte) (n int, ok, short bool) {
	if len(b) < 3 {
		return 0, false, true
	}
	sub := int(b[1])<<8 | int(b[2])
	if sub == returnQueryData || sub == modbusPlusStatistics {
		return 0, false, false
	}
	return 5, true, false
}

// interfaceLength is pduLength of function 43: that of device identification is
// known, object by object.
func interfaceLength(dir wire.Direction, b []byte) (n int, ok, short bool) {
	const header = 7 // up to the number of objects
	switch {
	case len(b) < 2:
		return 0, false, true
	case b[1] != meiDeviceIdentification:
		return 0, false, false
	case dir == wire.ToServer:
		return 4, true, false
	case len(b) < header:
		return 0, false, true
	}
	n = header
	for range int(b[header-1]) {
		if len(b) < n+2 {
			return 0, false, true
		}
		n += 2 + int(b[n+1])
	}
	return n, true, false
}
