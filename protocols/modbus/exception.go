package modbus

import "strconv"

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
