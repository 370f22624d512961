package modbus

import "github.com/banken-ot/banken/protocols/wire"

// reservation is who reserved a controller on this connection last. The key is
// the controller's, so that a client may use it on other connections, where the
// owner is not known.
type reservation struct {
	unit, key uint8
	length    uint8
	owner     [255]byte // what a length of one octet can tell
}

// answered follows what a controller accepted.
func (r *reservation) answered(request *wire.Transaction, m *wire.Message) {
	switch request.Sub {
	case umasTakeReservation:
		key := wire.FindField(m.Fields, "granted_key")
		owner := wire.FindField(request.Request.Fields, "reservation_owner")
		if key != nil && owner != nil {
			r.unit, r.key = uint8(m.Station), uint8(key.Value.Num)
			r.length = uint8(copy(r.owner[:], owner.Value.Raw))
		}
	case umasRelease:
		if r.unit == uint8(m.Station) {
			*r = reservation{}
		}
	}
}

// owner tells who reserved the controller, with requests that change it.
func (x *content) owner(key uint8) {
	r := &x.d.reserved
	if key == 0 || key != r.key || x.unit != r.unit || r.length == 0 {
		return
	}
	switch x.m.Operation {
	case wire.Write, wire.Program, wire.Restart, wire.Configure:
		x.m.Field("reservation_owner", wire.Text(r.owner[:r.length]))
	}
}

// umasReservation tells who reserves the controller: a number and a text.
func umasReservation(x *content) {
	if x.c.Len() < 5 {
		return
	}
	x.m.Field("client_id", wire.Hex(uint64(x.c.LE32())))
	begin := x.c
	n := int(x.c.U8())
	if n > x.c.Len() { // half a name is another one
		x.c = begin
		x.m.Defects |= wire.Truncated
		return
	}
	x.m.Field("reservation_owner", wire.Text(x.c.Octets(n)))
}

// umasReserved tells the key later messages must carry.
func umasReserved(x *content) { x.tell("granted_key", wire.Hex(uint64(x.c.U8()))) }
