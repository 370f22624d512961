package filter

import (
	"bytes"
	"net/netip"
)

// Key names a flow, both directions alike: A is the lower of the two endpoints.
// Its fields are those of sensor/flow's Key, so that one converts to the other.
// The packets of fragments and of protocols without ports have ports 0.
type Key struct {
	A, B         [16]byte // IPv4 as IPv4-mapped IPv6
	APort, BPort uint16
	VLAN         [2]uint16 // ids of the first two tags, outer first, without priority tags
	Protocol     uint8     // IP protocol number
	Version      uint8     // of IP
}

// rawKey is a Key as the kernel has it: struct key of frame.h.
type rawKey struct {
	Key
	Unused uint16
}

// Server names an endpoint that serves: every flow to or from it. IPv4 addresses
// may be mapped to IPv6 or not.
type Server struct {
	AddrPort netip.AddrPort
	Protocol uint8 // IP protocol number
}

// rawServer is a Server as the kernel has it: struct server of filter.bpf.c.
type rawServer struct {
	Address  [16]byte
	Port     uint16
	Protocol uint8
	Version  uint8
}

// table returns the key under which the kernel looks a verdict up: ordered, and
// without VLANs, because the directions of a flow may be mirrored into different
// ones.
func (k Key) table() rawKey {
	k.VLAN = [2]uint16{}
	if c := bytes.Compare(k.A[:], k.B[:]); c > 0 || (c == 0 && k.APort > k.BPort) {
		k.A, k.B, k.APort, k.BPort = k.B, k.A, k.BPort, k.APort
	}
	return rawKey{Key: k}
}

func (s Server) table() rawServer {
	addr := s.AddrPort.Addr()
	r := rawServer{addr.As16(), s.AddrPort.Port(), s.Protocol, 6}
	if addr.Unmap().Is4() {
		r.Version = 4
	}
	return r
}
