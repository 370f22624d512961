package packet

import "encoding/binary"

const (
	tcpSize = 20 // octets of a TCP header without options (RFC 9293, 3.1)
	udpSize = 8  // octets of a UDP header (RFC 768)
)

// parseTCP parses a TCP header (RFC 9293, 3.1). Options that were not captured
// are counted off the missing octets: what they precede can still be placed.
func (p *Packet) parseTCP(r *rest) error {
	b := r.b
	if len(b) < tcpSize {
		return ErrShort
	}
	header := int(b[12]>>4) * 4
	if header < tcpSize || !r.skipUnseen(header) {
		return ErrHeader
	}
	p.SrcPort, p.DstPort = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	p.Seq, p.Ack = binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
	p.TCPFlags, p.Window = b[13], binary.BigEndian.Uint16(b[14:])
	if end := min(header, len(b)); end > tcpSize && p.TCPFlags&SYN != 0 {
		p.Options = b[tcpSize:end]
	}
	return nil
}

// parseUDP parses a UDP header (RFC 768). A length of 0 is that of a jumbogram
// (RFC 2675, 4) and takes all IP carries; so does a length larger than that.
func (p *Packet) parseUDP(r *rest) error {
	b := r.b
	if len(b) < udpSize {
		return ErrShort
	}
	if n := int(binary.BigEndian.Uint16(b[4:])); n >= udpSize {
		r.trim(n)
	} else if n != 0 {
		return ErrHeader
	}
	p.SrcPort, p.DstPort = binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	r.b = r.b[udpSize:]
	return nil
}
