package modbus

import "github.com/banken-ot/banken/protocols/wire"

// MEI types (V1.1b3, 6.19 to 6.21).
const (
	meiCANopen              = 13
	meiDeviceIdentification = 14
)

var readCodes = [...]string{1: "basic", 2: "regular", 3: "extended", specific: "specific"}

// objectNames are the objects of a device identification; 0x80 and above are
// the vendor's.
var objectNames = [...]string{"vendor_name", "product_code", "major_minor_revision", "vendor_url", "product_name", "model_name", "user_application_name"}

func objectName(id uint8) string {
	switch {
	case int(id) < len(objectNames):
		return objectNames[id]
	case id < 0x80:
		return "reserved_object"
	}
	return "private_object"
}

// mei reads the MEI type.
func (x *content) mei() uint8 {
	t := x.c.U8()
	if x.c.Short {
		return 0
	}
	x.m.Sub, x.m.HasSub = uint32(t), true
	switch t {
	case meiDeviceIdentification:
		x.m.Operation = wire.Identify
		x.m.FieldText("mei_type", "read-device-identification", wire.Uint(uint64(t)))
	case meiCANopen:
		x.m.Operation = wire.Operate // it can read and write any object
		x.m.FieldText("mei_type", "canopen-general-reference", wire.Uint(uint64(t)))
	default:
		x.m.Operation = wire.Configure
		x.m.Defects |= own(reservedSubFunction)
	}
	return t
}

func interfaceRequest(x *content) {
	if x.mei() != meiDeviceIdentification {
		raw(x)
		return
	}
	code, id := x.readCode(), x.c.U8()
	x.object("object_id", id)
	if code != specific {
		x.d.objects.asked(x.unit, id)
	}
}

func (x *content) object(field string, id uint8) {
	x.m.FieldText(field, objectName(id), wire.Uint(uint64(id)))
}

// specific is the read code of a single object, which belongs to no sequence.
const specific = 4

func (x *content) readCode() uint8 {
	code := x.c.U8()
	if int(code) >= len(readCodes) || code == 0 {
		x.flag(true, badObject)
		x.m.Field("read_device_id_code", wire.Uint(uint64(code)))
		return code
	}
	x.m.FieldText("read_device_id_code", readCodes[code], wire.Uint(uint64(code)))
	return code
}

func interfaceResponse(x *content) {
	if x.mei() != meiDeviceIdentification {
		raw(x)
		return
	}
	code := x.readCode()
	conformity, more, next, count := x.c.U8(), x.c.U8(), x.c.U8(), int(x.c.U8())
	if x.c.Short {
		return
	}
	x.flag(conformity&0x7f < 1 || conformity&0x7f > 3, badObject)
	x.flag(more != 0 && more != 0xff, badObject)
	x.m.Field("conformity_level", wire.Hex(uint64(conformity)))
	x.m.Field("more_follows", wire.Bool(more != 0))
	x.m.Field("next_object_id", wire.Uint(uint64(next)))
	start := x.c
	n := x.objects("objects", count)
	if code != specific {
		x.join(start.Octets(n), more != 0, next)
	}
}

// objects decodes count objects into a list and returns how many octets they
// took.
func (x *content) objects(list string, count int) int {
	begin := x.c.Offset()
	at := len(x.m.Fields)
	x.m.Field(list, wire.List(0))
	done := 0
	for range count {
		id, size := x.c.U8(), int(x.c.U8())
		value := x.c.Octets(size)
		if x.c.Short {
			break
		}
		x.m.FieldAt(1, "object", "", wire.Struct())
		x.m.FieldAt(2, "object_id", objectName(id), wire.Uint(uint64(id)))
		x.m.FieldAt(2, "object_value", "", wire.Text(value))
		done++
	}
	if at < len(x.m.Fields) {
		x.m.Fields[at].Value = wire.List(done)
	}
	return x.c.Offset() - begin
}

// bindInterface checks that MEI type and read code are those of the request.
func bindInterface(request *wire.Transaction, m *wire.Message) {
	if m.Sub != request.Sub {
		m.Defects |= own(echoDiffers)
		return
	}
	a, b := wire.FindField(request.Request.Fields, "read_device_id_code"), wire.FindField(m.Fields, "read_device_id_code")
	if a != nil && b != nil && a.Value.Num != b.Value.Num {
		m.Defects |= own(echoDiffers)
	}
}
