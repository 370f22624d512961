package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// Bits of the application control octet (IEEE 1815-2012, 4.2.2.4).
const (
	appFIR = 0x80
	appFIN = 0x40
	appCON = 0x20
	appUNS = 0x10
	appSEQ = 0x0f
)

// apdu is a whole application fragment.
type apdu struct {
	octets   []byte
	segments int
	cut      bool // what stood behind octets could not be trusted or joined
	control  byte
	code     byte
}

// application decodes a fragment and checks it against what went before.
func (d *decoder) application(m *wire.Message, dir wire.Direction, f *frame, u *apdu) {
	if len(u.octets) < 2 {
		d.linkMessage(m, f)
		if len(u.octets) > 0 {
			m.Field("data", wire.Octets(u.octets))
		}
		m.Defects |= truncated(u.cut)
		return
	}
	u.control, u.code = u.octets[0], u.octets[1]
	info := &functions[u.code]
	m.Function, m.Code, m.Role, m.Operation = info.name, uint32(u.code), info.role, info.operation
	m.Defects |= info.defect
	outstation, master := d.orient(m, f)
	m.Station = uint32(outstation)
	m.Key = wire.Key{ID: uint32(u.control & appSEQ), Station: stationKey(outstation, master)}
	appendControl(m, f, u, master)
	rest := u.octets[2:]
	if u.code >= funcResponse && u.code <= funcAuthenticateResponse {
		rest = indications(m, rest, u.cut)
	}
	x := &d.x
	x.begin(m, u, rest)
	x.objects(d.seed, info)
	d.follow(m, dir, d.association(outstation, master), u)
}

func truncated(cut bool) wire.Defects {
	if cut {
		return 0 // the cause is told by another defect
	}
	return wire.Truncated
}

// orient tells who is outstation and who master: the function code says who
// sends; of confirms and functions not assigned, the DIR bit.
func (d *decoder) orient(m *wire.Message, f *frame) (outstation, master uint16) {
	fromMaster := f.fromMaster()
	switch m.Role {
	case wire.Request:
		fromMaster = true
	case wire.Response, wire.Unsolicited:
		fromMaster = false
	case wire.RoleNone: // not assigned
		m.Role = wire.Response
		if fromMaster {
			m.Role = wire.Request
		}
	}
	if fromMaster != f.fromMaster() {
		m.Defects |= own(directionBit)
	}
	if fromMaster {
		return f.destination, f.src
	}
	return f.src, f.destination
}

// appendControl tells the link and application control of the fragment.
func appendControl(m *wire.Message, f *frame, u *apdu, master uint16) {
	c := uint64(u.control)
	t := (*[7]wire.Field)(extend(m, 7))
	set(&t[0], 0, "master", wire.KindUint, uint64(master))
	set(&t[1], 0, "link_control", wire.KindHex, uint64(f.control))
	t[1].Text = f.info().name
	set(&t[2], 0, "fir", wire.KindBool, c>>7)
	set(&t[3], 0, "fin", wire.KindBool, c>>6&1)
	set(&t[4], 0, "con", wire.KindBool, c>>5&1)
	set(&t[5], 0, "uns", wire.KindBool, c>>4&1)
	set(&t[6], 0, "sequence", wire.KindUint, c&appSEQ)
	if u.segments > 1 {
		m.Field("segments", wire.Uint(uint64(u.segments)))
	}
}

// indications takes the internal indications off a response.
func indications(m *wire.Message, rest []byte, cut bool) []byte {
	if len(rest) < 2 {
		m.Defects |= truncated(cut)
		return nil
	}
	m.HasStatus, m.Status = true, uint32(rest[0])<<8|uint32(rest[1])
	m.Refused = m.Status&iinRefusal != 0
	if m.Status&iinReserved != 0 {
		m.Defects |= own(reservedIIN)
	}
	return rest[2:]
}

// follow checks a fragment against those before it, and keeps what later ones
// are checked against.
func (d *decoder) follow(m *wire.Message, dir wire.Direction, a *association, u *apdu) {
	switch m.Role {
	case wire.Request:
		d.followRequest(m, dir, a, u)
	case wire.Response:
		d.followResponse(m, a, u)
	case wire.Unsolicited:
		m.Defects |= unsolicitedDefects(u, true)
		a.expectConfirm(u)
	case wire.Notice:
		m.Defects |= a.confirmed(u)
	}
}

func unsolicitedDefects(u *apdu, must bool) wire.Defects {
	if (u.control&appUNS != 0) != must {
		return own(unsolicitedBit)
	}
	return 0
}
