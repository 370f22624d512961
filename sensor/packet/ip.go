package packet

import (
	"encoding/binary"
	"math"
)

const (
	ipv4Size = 20 // octets of an IPv4 header without options (RFC 791, 3.1)
	ipv6Size = 40 // octets of an IPv6 header (RFC 8200, 3)
)

// parseIPv4 parses an IPv4 header (RFC 791, 3.1). A total length of 0 is that of
// a segment which the network card was still to cut up: it takes the whole frame.
func (p *Packet) parseIPv4(r *rest) error {
	b := r.b
	if len(b) < ipv4Size {
		return ErrShort
	}
	if b[0]>>4 != 4 {
		return ErrVersion
	}
	header, total := int(b[0]&0x0F)*4, int(binary.BigEndian.Uint16(b[2:]))
	if header < ipv4Size || (total != 0 && total < header) {
		return ErrHeader
	}
	p.setIPv4(b)
	if total != 0 {
		r.trim(total)
	}
	if !r.skip(header) {
		return ErrShort
	}
	if p.Fragment {
		return nil
	}
	return p.parseUpper(r, p.Protocol)
}

// setIPv4 takes the fields from a header of at least ipv4Size octets.
func (p *Packet) setIPv4(b []byte) {
	b = b[:ipv4Size]
	p.IPVersion, p.TTL, p.Protocol = 4, b[8], b[9]
	p.ID = uint32(binary.BigEndian.Uint16(b[4:]))
	p.setFragment(binary.BigEndian.Uint16(b[6:])<<3, b[6]&0x20 != 0)
	p.Src[10], p.Src[11] = 0xFF, 0xFF
	p.Dst[10], p.Dst[11] = 0xFF, 0xFF
	*(*[4]byte)(p.Src[12:]) = [4]byte(b[12:])
	*(*[4]byte)(p.Dst[12:]) = [4]byte(b[16:])
}

// setFragment notes where in its datagram the payload belongs. A datagram whole
// in itself is no fragment, whichever headers it has (RFC 6946).
func (p *Packet) setFragment(offset uint16, more bool) {
	p.FragmentOffset, p.MoreFragments = offset, more
	p.Fragment = offset != 0 || more
}

// parseIPv6 parses an IPv6 header and those that follow (RFC 8200, 3 and 4).
func (p *Packet) parseIPv6(r *rest) error {
	b := r.b
	if len(b) < ipv6Size {
		return ErrShort
	}
	if b[0]>>4 != 6 {
		return ErrVersion
	}
	p.IPVersion, p.Protocol, p.TTL = 6, b[6], b[7]
	p.Src, p.Dst = [16]byte(b[8:]), [16]byte(b[24:])
	r.b = b[ipv6Size:]
	if n := int(binary.BigEndian.Uint16(b[4:])); n != 0 {
		r.trim(n)
	} else if err := trimZero(r, p.Protocol); err != nil {
		return err
	}
	return p.parseUpper(r, p.Protocol)
}

// trimZero handles a payload length of 0: a jumbogram, whose length is in the
// hop-by-hop options (RFC 2675); nothing, when no header follows; otherwise a
// segment the network card was still to cut up, which takes the whole frame.
func trimZero(r *rest, next uint8) error {
	switch next {
	case headerNone:
		r.trim(0)
	case headerHopByHop:
		n, ok := jumboLength(r.b)
		if ok && n <= 0xFFFF {
			return ErrHeader
		}
		if ok {
			r.trim(int(min(n, math.MaxInt32))) // an int may have 32 bits
		}
	}
	return nil
}
