package packet

// Parse parses a captured frame of the given link type into p. It reads
// p.WireLen, so that Missing holds where no header gives a length, and leaves
// the other fields of the capture alone. It keeps frame in p.Payload and does
// not change it. It allocates nothing.
//
// Of a fragment, Parse gives the addresses and Payload, and no ports: see
// ParseTransport.
func (p *Packet) Parse(link LinkType, frame []byte) error {
	p.reset()
	r := rest{frame, unseen(p.WireLen, len(frame))}
	err := p.parseLink(&r, link)
	p.Payload, p.Missing = r.b, r.unread()
	return err
}

// ParseTransport parses the octets of a datagram put together from its
// fragments. The fields of IP are those of a fragment Parse has seen; b begins
// where the fragments' payload does: with the header of TCP or UDP, or with the
// IPv6 extension headers before it. p is the whole datagram afterwards, Payload
// aliases b, nothing is missing. A fragment within is ErrHeader.
func (p *Packet) ParseTransport(b []byte) error {
	p.resetTransport()
	r := rest{b: b}
	err := p.parseUpper(&r, p.Protocol)
	if err == nil && p.Fragment {
		err = ErrHeader
	}
	p.Payload, p.Missing = r.b, 0
	return err
}

func (p *Packet) reset() {
	p.SrcMAC, p.DstMAC = [6]byte{}, [6]byte{}
	p.VLANs, p.VLANCount, p.EtherType = [2]uint16{}, 0, 0
	p.IPVersion, p.TTL, p.Protocol, p.ID = 0, 0, 0, 0
	p.Src, p.Dst = [16]byte{}, [16]byte{}
	p.resetTransport()
}

func (p *Packet) resetTransport() {
	p.FragmentOffset, p.Fragment, p.MoreFragments = 0, false, false
	p.SrcPort, p.DstPort = 0, 0
	p.Seq, p.Ack, p.TCPFlags, p.Window = 0, 0, 0, 0
	p.Options = nil
}

func (p *Packet) parseLink(r *rest, link LinkType) error {
	switch link {
	case LinkEthernet:
		return p.parseEthernet(r)
	case LinkLinuxSLL:
		return p.parseCooked(r)
	case LinkLinuxSLL2:
		return p.parseCooked2(r)
	case LinkNull, LinkLoop:
		return p.parseLoopback(r)
	case LinkRaw, LinkRawBSD, LinkRawOpen:
		return p.parseRaw(r)
	case LinkIPv4:
		return p.parseIPv4(r)
	case LinkIPv6:
		return p.parseIPv6(r)
	}
	return ErrLinkType
}

// parseRaw tells IPv4 from IPv6 by the version in the first four bits.
func (p *Packet) parseRaw(r *rest) error {
	if len(r.b) == 0 {
		return ErrShort
	}
	switch r.b[0] >> 4 {
	case 4:
		return p.parseIPv4(r)
	case 6:
		return p.parseIPv6(r)
	}
	return ErrVersion
}
