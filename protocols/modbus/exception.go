package modbus

import (
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// exceptionNames are the exception codes (V1.1b3, 7).
var exceptionNames = [...]string{
	1:  "illegal-function",
	2:  "illegal-data-address",
	3:  "illegal-data-value",
	4:  "server-device-failure",
	5:  "acknowledge",
	6:  "server-device-busy",
	7:  "negative-acknowledge",
	8:  "memory-parity-error",
	10: "gateway-path-unavailable",
	11: "gateway-target-device-failed-to-respond",
}

func appendException(dst []byte, code uint32) []byte {
	if code < uint32(len(exceptionNames)) && exceptionNames[code] != "" {
		return append(dst, exceptionNames[code]...)
	}
	if code == umasStatus {
		return append(dst, "umas-refused"...)
	}
	return strconv.AppendUint(append(dst, "reserved-"...), uint64(code), 10)
}

func knownException(code uint8) bool {
	return int(code) < len(exceptionNames) && exceptionNames[code] != ""
}

// Exception codes that not every function can have.
const (
	illegalDataAddress  = 2
	acknowledge         = 5
	negativeAcknowledge = 7
	memoryParityError   = 8
)

// implausible tells whether a function of the standard has no use for an exception
// code: without an address there is no wrong one (the diagrams of V1.1b3, 6), a
// parity error is that of a file's memory, and acknowledge is for programming (7).
// Codes that servers and gateways use with any function are plausible, and so is
// every code of a vendor's function.
func implausible(function, code uint8) bool {
	f := &functions[function]
	if !f.public {
		return false
	}
	switch code {
	case illegalDataAddress:
		switch function {
		case readExceptionStatus, getCommEventCounter, getCommEventLog, reportServerID:
			return true
		}
	case acknowledge, negativeAcknowledge, memoryParityError:
		return f.operation != wire.Program
	}
	return false
}
