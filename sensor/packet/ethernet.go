package packet

import "encoding/binary"

// EtherTypes that Parse looks into (IEEE, "EtherType" registry).
const (
	EtherTypeIPv4 uint16 = 0x0800
	EtherTypeARP  uint16 = 0x0806
	EtherTypeIPv6 uint16 = 0x86DD

	etherTypeCTag  uint16 = 0x8100 // customer VLAN tag (IEEE 802.1Q, table 9-1)
	etherTypeSTag  uint16 = 0x88A8 // service VLAN tag (IEEE 802.1Q, table 9-1)
	etherTypeQinQ  uint16 = 0x9100 // service tag of equipment older than IEEE 802.1ad
	etherTypeFirst uint16 = 0x0600 // smaller values are a length (IEEE 802.3, 3.2.6)
)

// Sizes of headers, in octets.
const (
	ethernetSize = 14
	tagSize      = 4
	llcSize      = 3 // of an unnumbered frame (IEEE 802.2, 5.3)
	snapSize     = 8 // that and SNAP
)

func (p *Packet) parseEthernet(r *rest) error {
	b := r.b
	if len(b) < ethernetSize {
		return ErrShort
	}
	p.DstMAC, p.SrcMAC = [6]byte(b), [6]byte(b[6:])
	r.b = b[ethernetSize:]
	return p.parseTypeOrLength(r, binary.BigEndian.Uint16(b[12:]))
}

// parseTypeOrLength parses what follows an Ethernet type field: tags, a length
// and an LLC header, or a packet.
func (p *Packet) parseTypeOrLength(r *rest, typ uint16) error {
	typ, err := p.parseTags(r, typ)
	if err != nil {
		return err
	}
	if typ < etherTypeFirst {
		r.trim(int(typ))
		return p.parseLLC(r)
	}
	return p.parseNetwork(r, typ)
}

// parseTags steps over VLAN tags, however many, and returns the type behind.
func (p *Packet) parseTags(r *rest, typ uint16) (uint16, error) {
	for typ == etherTypeCTag || typ == etherTypeSTag || typ == etherTypeQinQ {
		p.EtherType = typ
		if len(r.b) < tagSize {
			return typ, ErrShort
		}
		if int(p.VLANCount) < len(p.VLANs) {
			p.VLANs[p.VLANCount] = binary.BigEndian.Uint16(r.b) & 0x0FFF
			p.VLANCount++
		}
		typ = binary.BigEndian.Uint16(r.b[2:])
		r.b = r.b[tagSize:]
	}
	return typ, nil
}

// parseLLC parses an IEEE 802.2 header. Only SNAP with an organization code that
// stands for EtherTypes (RFC 1042; IEEE 802.1H) has an EtherType; Payload of any
// other frame begins at the LLC header.
func (p *Packet) parseLLC(r *rest) error {
	p.EtherType = 0
	b := r.b
	if len(b) < llcSize {
		return ErrShort
	}
	if b[0] != 0xAA || b[1] != 0xAA || b[2] != 0x03 {
		return nil
	}
	if len(b) < snapSize {
		return ErrShort
	}
	if b[3] != 0 || b[4] != 0 || (b[5] != 0 && b[5] != 0xF8) {
		return nil
	}
	r.b = b[snapSize:]
	return p.parseNetwork(r, binary.BigEndian.Uint16(b[6:]))
}

// parseNetwork parses the packet an EtherType announces.
func (p *Packet) parseNetwork(r *rest, typ uint16) error {
	p.EtherType = typ
	switch typ {
	case EtherTypeIPv4:
		return p.parseIPv4(r)
	case EtherTypeIPv6:
		return p.parseIPv6(r)
	}
	return nil
}
