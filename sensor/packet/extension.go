package packet

import "encoding/binary"

// IPv6 extension headers (IANA, "IPv6 Extension Header Types"; RFC 8200, 4).
// ESP (50) hides what follows and is payload, as are those of no known form.
const (
	headerHopByHop       uint8 = 0
	headerRouting        uint8 = 43
	headerFragment       uint8 = 44
	headerAuthentication uint8 = 51
	headerNone           uint8 = 59
	headerDestination    uint8 = 60
	headerMobility       uint8 = 135
	headerHostIdentity   uint8 = 139
	headerShim6          uint8 = 140
)

const (
	extensionUnit = 8  // octets in which extension headers are counted
	authSize      = 12 // octets of an authentication header without its value (RFC 4302, 2)
	optionJumbo   = 0xC2
)

// parseUpper steps over extension headers and parses the transport header. Each
// takes at least eight octets, so that the frame's length bounds the loop.
func (p *Packet) parseUpper(r *rest, next uint8) error {
	for {
		p.Protocol = next
		switch next {
		case ProtocolTCP:
			return p.parseTCP(r)
		case ProtocolUDP:
			return p.parseUDP(r)
		}
		n, err := extensionLength(r.b, next, p.IPVersion)
		if n == 0 || err != nil {
			return err
		}
		if len(r.b) < n {
			return ErrShort
		}
		b := r.b
		if next == headerFragment {
			p.setFragment6(b)
		}
		next, r.b = b[0], b[n:]
		if p.Fragment {
			p.Protocol = next
			return nil
		}
	}
}

// extensionLength returns the octets of the extension header at the start of b,
// or 0 when next is none. IPv4 has but the authentication header in common.
func extensionLength(b []byte, next, version uint8) (int, error) {
	if !isExtension(next) || (version == 4 && next != headerAuthentication) {
		return 0, nil
	}
	if len(b) < extensionUnit {
		return 0, ErrShort
	}
	switch next {
	case headerFragment:
		return extensionUnit, nil // RFC 8200, 4.5: the second octet is reserved
	case headerAuthentication:
		n := (int(b[1]) + 2) * 4 // RFC 4302, 2.2: units of four octets, less two
		if n < authSize {
			return 0, ErrHeader
		}
		return n, nil
	}
	return (int(b[1]) + 1) * extensionUnit, nil
}

func isExtension(next uint8) bool {
	switch next {
	case headerHopByHop, headerRouting, headerFragment, headerAuthentication, headerDestination,
		headerMobility, headerHostIdentity, headerShim6:
		return true
	}
	return false
}

func (p *Packet) setFragment6(b []byte) {
	offset := binary.BigEndian.Uint16(b[2:])
	p.ID = binary.BigEndian.Uint32(b[4:])
	p.setFragment(offset&^7, offset&1 != 0)
}

// jumboLength returns the length from the jumbo payload option of the hop-by-hop
// header at the start of b (RFC 2675, 2).
func jumboLength(b []byte) (n uint32, ok bool) {
	if len(b) < extensionUnit {
		return 0, false
	}
	b = b[2:min(len(b), (int(b[1])+1)*extensionUnit)]
	for len(b) >= 6 {
		switch {
		case b[0] == 0: // Pad1 has no length
			b = b[1:]
		case b[0] == optionJumbo && b[1] == 4:
			return binary.BigEndian.Uint32(b[2:]), true
		default:
			b = b[min(len(b), 2+int(b[1])):]
		}
	}
	return 0, false
}
