package opcua

import "github.com/banken-ot/banken/protocols/wire"

// open decodes OPN, which opens or renews a SecureChannel (Part 6, 6.7.4): its
// header, with policy and certificate, is always in the clear; the service
// behind it is with policy None, and with policies that only sign.
func (d *decoder) open(m *wire.Message, dir wire.Direction, h header, b []byte) {
	r := &d.read
	r.begin(m, b[messageHeader:])
	m.Role = roleOf(dir)
	d.name(m, serviceOpenSecureChannel)
	r.envelope(h, b)
	id := r.u32("SecureChannelId")
	uri := r.policyHeader()
	if r.c.Short || r.c.Len() < sequenceHeader {
		d.cutOpen(m, dir, uri)
		return
	}
	if id == 0 && dir == wire.ToServer { // a new channel counts anew
		d.sides[0].sequenced, d.sides[1].sequenced = false, false
	}
	c := r.c
	sequence, request := c.LE32(), c.LE32()
	plain := startsService(c.Rest()) != 0
	m.Key = wire.Key{Function: m.Code}
	if plain || policies[uri].clear {
		m.Key.ID, r.request = request, request
		m.Defects |= d.sides[dir].inSequence(sequence)
		r.u32("SequenceNumber")
		r.u32("RequestId")
		d.message(m, dir)
		d.signed(r, uri)
		m.Key = wire.Key{ID: request, Function: m.Key.Function}
	} else if n := r.c.Len(); n > 0 {
		r.put(0, "EncryptedOctets", wire.Uint(uint64(n)))
		d.sides[dir].sequenced = false // it counts on unseen
	}
	m.Key.Function = services[serviceOpenSecureChannel].code
	d.opens(m, dir, id, uri, plain)
}

// cutOpen reports an OPN that ends before its RequestId: what it answers is not
// known, though an error may answer it.
func (d *decoder) cutOpen(m *wire.Message, dir wire.Direction, uri uint8) {
	r := &d.read
	m.Defects |= wire.Truncated
	m.Key.Function = m.Code
	if dir == wire.ToServer {
		d.opening = opening{waits: true, key: m.Key, policy: uri}
	} else {
		m.Role = wire.Unsolicited
	}
	d.sides[dir].sequenced = false // it counts on unseen
	if n := r.c.Len(); !policies[uri].clear && n > 0 {
		r.put(0, "EncryptedOctets", wire.Uint(uint64(n)))
		return
	}
	r.u32("SequenceNumber")
}

// signed takes the octets left behind a service in the clear for the signature
// of its policy, and anything else for a defect.
func (d *decoder) signed(r *reader, uri uint8) {
	if n := r.c.Len(); uri != policyNone && n > 0 && !r.halted && !r.c.Short {
		r.put(0, "Signature", wire.Secret(n))
		return
	}
	r.finish(0)
}

// opens follows what an OPN changes.
func (d *decoder) opens(m *wire.Message, dir wire.Direction, id uint32, uri uint8, plain bool) {
	r := &d.read
	if dir == wire.ToServer {
		d.opening = opening{waits: true, key: m.Key, policy: uri, mode: r.opened.mode}
		return
	}
	if !m.Refused && m.Defects&wire.Truncated == 0 {
		d.granted(id, uri, &r.opened, plain)
	}
	d.opening.waits = false
}

// policyHeader shows the asymmetric security header (Part 6, 6.7.2.3) and
// returns the policy.
func (r *reader) policyHeader() uint8 {
	v := r.text()
	uri := policyOf(v.Raw)
	if v.Kind != wire.KindNone {
		r.put(0, "SecurityPolicyUri", v)
	}
	if uri == policyUnknown && !r.c.Short {
		r.flag(defectPolicy)
	}
	if !r.c.Short {
		r.certificate("SenderCertificate", 0)
	}
	if v := r.byteString(); v.Kind != wire.KindNone && !r.c.Short {
		r.put(0, "ReceiverCertificateThumbprint", v)
	}
	return uri
}

func roleOf(dir wire.Direction) wire.Role {
	if dir == wire.ToServer {
		return wire.Request
	}
	return wire.Response
}

// name gives a message the name and code of a service.
func (d *decoder) name(m *wire.Message, service uint8) {
	m.Function, m.Code = services[service].name, services[service].code
	m.Operation = operations[service]
}
