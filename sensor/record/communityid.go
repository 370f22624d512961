package record

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"

	"github.com/banken-ot/banken/sensor/flow"
)

// appendCommunityID appends the Community ID, version 1 with seed 0, of a flow:
// "1:" and, in base64, the SHA-1 of seed, addresses, protocol and ports, the lower
// endpoint first (https://github.com/corelight/community-id-spec). It names the
// flow alike in the output of other tools. Protocols without ports have it over
// addresses and protocol alone; for ICMP, of which the specification wants type
// and code, nothing is appended.
func appendCommunityID(dst []byte, k *flow.Key) []byte {
	const icmp, icmp6 = 1, 58
	if k.Protocol == icmp || k.Protocol == icmp6 {
		return dst
	}
	a, b, ports := k.A[:], k.B[:], [2]uint16{k.APort, k.BPort}
	if k.Version == 4 {
		a, b = a[12:], b[12:]
	}
	if c := bytes.Compare(a, b); c > 0 || c == 0 && ports[0] > ports[1] {
		a, b, ports[0], ports[1] = b, a, ports[1], ports[0]
	}
	var input [2 + 2*16 + 2 + 4]byte
	s := append(append(input[:2], a...), b...) // a seed of 0 before them
	s = append(s, k.Protocol, 0)
	if hasPorts(k.Protocol) {
		s = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(s, ports[0]), ports[1])
	}
	sum := sha1.Sum(s)
	return base64.StdEncoding.AppendEncode(append(dst, "1:"...), sum[:])
}

// hasPorts tells whether an IP protocol has ports: TCP, UDP, SCTP.
func hasPorts(protocol uint8) bool { return protocol == 6 || protocol == 17 || protocol == 132 }
