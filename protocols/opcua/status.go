package opcua

import "strconv"

// Severities of a StatusCode (Part 4, 7.39): its upper two bits.
const (
	severityGood      = 0
	severityUncertain = 1
)

type statusCode struct {
	code uint16 // upper half of the StatusCode, with the severity
	name string
}

// bad tells whether a StatusCode says that something failed.
func bad(status uint32) bool { return status&0x80000000 != 0 }

// statusText returns the standard's name of a StatusCode, without regard to its
// info bits, or "".
func statusText(status uint32) string {
	switch status >> 16 {
	case 0:
		return "Good"
	case severityUncertain << 14:
		return "Uncertain"
	case 0x8000:
		return "Bad"
	}
	sub := status >> 16 & 0xfff
	if sub < uint32(len(statusCodes)) && uint32(statusCodes[sub].code) == status>>16 {
		return statusCodes[sub].name
	}
	return ""
}

// appendStatus appends the name of a StatusCode; of one the standard does not
// have, its severity and number: "Bad-0x80ff0000".
func appendStatus(dst []byte, status uint32) []byte {
	if s := statusText(status); s != "" {
		return append(dst, s...)
	}
	switch status >> 30 {
	case severityGood:
		dst = append(dst, "Good"...)
	case severityUncertain:
		dst = append(dst, "Uncertain"...)
	default:
		dst = append(dst, "Bad"...)
	}
	return strconv.AppendUint(append(dst, "-0x"...), uint64(status), 16)
}
