package asset

import (
	"strings"
	"unicode/utf8"

	"github.com/banken-ot/banken/protocols/wire"
)

// Functions of Modbus that identify a device (Application Protocol 1.1b3, 6.13
// and 6.21).
const (
	modbusReportServerID = 17
	modbusEncapsulated   = 43
	meiDeviceID          = 14
)

// modbusObjects says what the objects of a device identification tell, by their
// id (Application Protocol 1.1b3, 6.21).
var modbusObjects = [...]struct {
	kind Kind
	name string
}{
	{Manufacturer, "Modbus 43/14 VendorName"},
	{Product, "Modbus 43/14 ProductCode"},
	{Firmware, "Modbus 43/14 MajorMinorRevision"},
	{Other, "Modbus 43/14 VendorUrl"},
	{Product, "Modbus 43/14 ProductName"},
	{Model, "Modbus 43/14 ModelName"},
	{Name, "Modbus 43/14 UserApplicationName"},
}

// identifyModbus takes what a device tells by the functions 43/14 and 17.
func identifyModbus(server *Asset, t *wire.Transaction, e Evidence) {
	if server == nil || t.ResponseFrame == 0 {
		return
	}
	switch {
	case t.Code == modbusEncapsulated && t.HasSub && t.Sub == meiDeviceID:
		identifyObjects(server, t, e)
	case t.Code == modbusReportServerID:
		identifyServerID(server, t, e)
	}
}

// identifyObjects takes the objects of a device identification: an object_id, and
// the text behind it.
func identifyObjects(server *Asset, t *wire.Transaction, e Evidence) {
	object := len(modbusObjects)
	for i := range t.Response.Fields {
		f := &t.Response.Fields[i]
		if f.Name == "object_id" {
			object = int(min(f.Value.Num, uint64(len(modbusObjects))))
			continue
		}
		if object < len(modbusObjects) && isText(f.Value) {
			n := says(t, modbusObjects[object].name, e)
			n.Kind, n.Value = modbusObjects[object].kind, text(f.Value)
			server.identify(n)
			object = len(modbusObjects)
		}
	}
}

func isText(v wire.Value) bool { return v.Kind == wire.KindText || v.Kind == wire.KindOctets }

// identifyServerID takes the server's id, where that is text, and whether it
// runs.
func identifyServerID(server *Asset, t *wire.Transaction, e Evidence) {
	for i := range t.Response.Fields {
		f := &t.Response.Fields[i]
		n := says(t, "Modbus 17", e)
		switch {
		case strings.HasPrefix(f.Name, "run_indicator"):
			n.Kind, n.Value = State, f.Text
		case isText(f.Value):
			n.Kind, n.Value = Product, text(f.Value)
		}
		if !strings.ContainsRune(n.Value, utf8.RuneError) {
			server.identify(n)
		}
	}
}
