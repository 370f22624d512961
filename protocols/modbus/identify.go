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
	x.tellText("object_id", objectName(id), wire.Uint(uint64(id)))
	if code != specific && !x.c.Short {
		x.d.objects.asked(x.unit, id)
	}
}

// specific is the read code of a single object, which belongs to no sequence.
const specific = 4

func (x *content) readCode() uint8 {
	code := x.c.U8()
	text := ""
	if int(code) < len(readCodes) {
		text = readCodes[code]
	}
	x.flag(text == "", badObject)
	x.tellText("read_device_id_code", text, wire.Uint(uint64(code)))
	return code
}

func interfaceResponse(x *content) {
	if x.mei() != meiDeviceIdentification {
		raw(x)
		return
	}
	code := x.readCode()
	conformity := x.c.U8()
	x.flag(conformity&0x7f < 1 || conformity&0x7f > 3, badObject)
	x.tell("conformity_level", wire.Hex(uint64(conformity)))
	more := x.c.U8()
	x.flag(more != 0 && more != 0xff, badObject)
	x.tell("more_follows", wire.Bool(more != 0))
	next := x.c.U8()
	x.tell("next_object_id", wire.Uint(uint64(next)))
	count := int(x.c.U8())
	if x.c.Short {
		return
	}
	start := x.c
	n := x.objects("objects", count)
	if code != specific && !x.c.Short {
		x.join(start.Octets(n), more != 0, next)
	}
}

// objects decodes count objects into a list and returns how many octets they
// took. Of the last of a message that is cut short there may be the identifier
// alone; when fewer are there than count, that is told too.
func (x *content) objects(list string, count int) int {
	begin := x.c.Offset()
	at := len(x.m.Fields)
	x.m.Field(list, wire.List(0))
	done := 0
	for range count {
		id := x.c.U8()
		if x.c.Short {
			break
		}
		done++
		x.m.FieldAt(1, "object", "", wire.Struct())
		x.m.FieldAt(2, "object_id", objectName(id), wire.Uint(uint64(id)))
		if value := x.c.Octets(int(x.c.U8())); !x.c.Short {
			x.m.FieldAt(2, "object_value", "", wire.Text(value))
		}
	}
	if at < len(x.m.Fields) {
		x.m.Fields[at].Value = wire.List(done)
	}
	if done < count {
		x.m.Field("number_of_objects", wire.Uint(uint64(count)))
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
