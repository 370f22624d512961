package assess

import (
	"bytes"
	"encoding/binary"
)

// The functions below say whether octets that one end sent first, or next, are
// those of a service. server says that the server sent them.

func starts(prefix string) func(bool, []byte) bool {
	p := []byte(prefix)
	return func(_ bool, b []byte) bool { return bytes.HasPrefix(b, p) }
}

// isTPKT reports whether b starts with the header of ISO on TCP (RFC 1006, 6)
// and a COTP header behind it (ISO 8073).
func isTPKT(b []byte) bool {
	return len(b) >= 7 && b[0] == 3 && b[1] == 0 && int(binary.BigEndian.Uint16(b[2:])) >= 7 && int(b[4]) < len(b)
}

// isS7 reports whether b is S7comm (0x32) or S7comm-plus (0x72) in the data of
// ISO on TCP.
func isS7(_ bool, b []byte) bool {
	if !isTPKT(b) || b[5] != 0xF0 || len(b) < 8 {
		return false
	}
	return b[7] == 0x32 || b[7] == 0x72
}

// isMMS reports whether b is the session layer in ISO on TCP: ISO 8327 CONNECT
// (0x0D) or ACCEPT (0x0E), or data (0x01).
func isMMS(_ bool, b []byte) bool {
	return isTPKT(b) && b[5] == 0xF0 && len(b) > 8 && (b[7] == 0x0D || b[7] == 0x0E || b[7] == 1 && b[8] == 0)
}

// isRDP reports whether b is a connection request or confirm of ISO on TCP with
// RDP's own words in it (MS-RDPBCGR, 2.2.1.1).
func isRDP(_ bool, b []byte) bool {
	if !isTPKT(b) || b[5] != 0xE0 && b[5] != 0xD0 {
		return false
	}
	return bytes.Contains(b[:min(len(b), 64)], []byte("Cookie: mstshash=")) ||
		len(b) >= 19 && (b[11] == 1 || b[11] == 2 || b[11] == 3) && b[13] == 8 && b[14] == 0
}

// isENIP reports whether b is an encapsulation header of EtherNet/IP (CIP
// Volume 2, 2-3): a known command, a length that fits and status 0 from clients.
func isENIP(server bool, b []byte) bool {
	if len(b) < 24 || int(binary.LittleEndian.Uint16(b[2:])) != len(b)-24 {
		return false
	}
	switch binary.LittleEndian.Uint16(b) {
	case 0x04, 0x63, 0x64, 0x65, 0x66, 0x6F, 0x70:
		return server || binary.LittleEndian.Uint32(b[8:]) == 0
	}
	return false
}

// isIEC104 reports whether b is an APDU of IEC 60870-5-104 (5.1): STARTDT,
// TESTFR, or an I frame with a plausible type.
func isIEC104(_ bool, b []byte) bool {
	if len(b) < 6 || b[0] != 0x68 || b[1] < 4 || b[1] > 253 {
		return false
	}
	if b[2]&3 == 3 {
		return b[1] == 4 && b[3]|b[4]|b[5] == 0 && b[2] != 3
	}
	if b[2]&1 == 1 {
		return b[1] == 4 && b[2] == 1 && b[3] == 0
	}
	return b[1] >= 10 && len(b) >= 12 && b[6] >= 1 && b[6] <= 127 && b[7] != 0 && b[8]&0x3F != 0
}

// isBACnet reports whether b is a BACnet virtual link control of type BACnet/IP
// (ASHRAE 135, J.2).
func isBACnet(_ bool, b []byte) bool {
	return len(b) >= 4 && b[0] == 0x81 && b[1] <= 0x0C && int(binary.BigEndian.Uint16(b[2:])) == len(b)
}

// isSMB reports whether b is SMB behind the header of direct TCP or NetBIOS.
func isSMB(_ bool, b []byte) bool {
	return len(b) >= 8 && b[0] == 0 && (b[4] == 0xFF || b[4] == 0xFE) && string(b[5:8]) == "SMB"
}

// isTLS reports whether b is a handshake record with a hello (RFC 8446, 5.1).
func isTLS(_ bool, b []byte) bool {
	return len(b) >= 6 && b[0] == 22 && b[1] == 3 && b[2] <= 4 && (b[5] == 1 || b[5] == 2)
}

// isHTTP reports whether b is a request or status line (RFC 9112, 2.1).
func isHTTP(_ bool, b []byte) bool {
	if bytes.HasPrefix(b, []byte("HTTP/1.")) {
		return true
	}
	line, _, _ := bytes.Cut(b[:min(len(b), 2048)], []byte("\r\n"))
	return bytes.Contains(line, []byte(" HTTP/1."))
}

// isRTSP reports whether b is a request or status line (RFC 7826, 20.2).
func isRTSP(_ bool, b []byte) bool {
	line, _, _ := bytes.Cut(b[:min(len(b), 2048)], []byte("\r\n"))
	return bytes.HasPrefix(b, []byte("RTSP/1.")) || bytes.HasSuffix(line, []byte(" RTSP/1.0"))
}

// isWireGuard reports whether b is a handshake message: initiation of 148
// octets, or response of 92.
func isWireGuard(_ bool, b []byte) bool {
	return len(b) == 148 && binary.LittleEndian.Uint32(b) == 1 || len(b) == 92 && binary.LittleEndian.Uint32(b) == 2
}

// isMQTT reports whether b is a CONNECT packet (MQTT 3.1.1, 3.1; 5.0, 3.1).
func isMQTT(_ bool, b []byte) bool {
	_, ok := mqttConnect(b)
	return ok
}

// mqttConnect returns the flags of a CONNECT packet.
func mqttConnect(b []byte) (flags byte, ok bool) {
	if len(b) < 2 || b[0] != 0x10 {
		return 0, false
	}
	i := 1
	for i < len(b) && i < 5 && b[i]&0x80 != 0 {
		i++
	}
	b = b[min(i+1, len(b)):]
	if len(b) >= 8 && string(b[:6]) == "\x00\x04MQTT" {
		return b[7], true
	}
	if len(b) >= 10 && string(b[:8]) == "\x00\x06MQIsdp" {
		return b[9], true
	}
	return 0, false
}

// isTelnet reports whether b begins with a negotiation (RFC 854: IAC and WILL,
// WONT, DO or DONT).
func isTelnet(_ bool, b []byte) bool {
	return len(b) >= 3 && b[0] == 0xFF && b[1] >= 0xFB && b[1] <= 0xFE
}

// isSNMP reports whether b is a message of SNMP of any version.
func isSNMP(_ bool, b []byte) bool {
	_, ok := snmpVersion(b)
	return ok
}

// snmpVersion returns the version number in a message of SNMP: 0 for v1, 1 for
// v2c, 3 for v3 (RFC 1157, 4; RFC 3412, 6).
func snmpVersion(b []byte) (version byte, ok bool) {
	body, tag, _ := ber(b)
	if tag != 0x30 {
		return 0, false
	}
	value, tag, rest := ber(body)
	if tag != 0x02 || len(value) != 1 {
		return 0, false
	}
	_, next, _ := ber(rest)
	switch version = value[0]; version {
	case 0, 1:
		return version, next == 0x04
	case 3:
		return version, next == 0x30
	}
	return 0, false
}

// ber takes one element of a definite length off b (ITU-T X.690, 8.1); tag is 0
// when there is none.
func ber(b []byte) (value []byte, tag byte, rest []byte) {
	if len(b) < 2 {
		return nil, 0, nil
	}
	tag, n, b := b[0], int(b[1]), b[2:]
	if n >= 0x80 {
		octets := n & 0x7F
		if octets == 0 || octets > 3 || octets > len(b) {
			return nil, 0, nil
		}
		n = 0
		for _, x := range b[:octets] {
			n = n<<8 | int(x)
		}
		b = b[octets:]
	}
	if n > len(b) {
		return nil, 0, nil
	}
	return b[:n], tag, b[n:]
}
