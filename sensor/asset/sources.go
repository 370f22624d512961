package asset

import (
	"github.com/banken-ot/banken/protocols/wire"
)

// identifyTransaction takes from a transaction what the two ends say they are.
func identifyTransaction(client, server *Asset, t *wire.Transaction, e Evidence) {
	switch t.Protocol.Name {
	case "modbus":
		identifyModbus(server, t, e)
	case "dnp3":
		identifyDNP3(server, t, e)
	case "opcua":
		identifyOPCUA(client, server, t, e)
	}
}

// says returns what the server of a transaction says, to be added to by kind and
// value.
func says(t *wire.Transaction, source string, e Evidence) Identity {
	return Identity{Source: source, Protocol: t.Protocol.Name, Port: t.Server.Port(), Station: t.Station, First: e, Last: e}
}

// text returns a value fit to be shown: text as it is, the rest as it is
// written.
func text(v wire.Value) string {
	switch v.Kind {
	case wire.KindNone, wire.KindStruct, wire.KindList, wire.KindSecret:
		return ""
	case wire.KindText:
		return Clean(v.Raw)
	case wire.KindOctets: // text of Modbus devices is octets
		return Clean(v.Raw)
	}
	return Clean(v.Append(nil))
}

// dnp3Attributes says what the device attributes of group 0 tell, by variation
// (IEEE 1815-2012, A.1).
var dnp3Attributes = [256]struct {
	kind Kind
	name string
}{
	252: {Manufacturer, "DNP3 g0v252"},
	250: {Product, "DNP3 g0v250"},
	242: {Firmware, "DNP3 g0v242"},
	243: {Model, "DNP3 g0v243 (hardware)"},
	248: {Serial, "DNP3 g0v248"},
	247: {Name, "DNP3 g0v247"},
	246: {Name, "DNP3 g0v246"},
	245: {Place, "DNP3 g0v245"},
	208: {Name, "DNP3 g0v208"},
	197: {Firmware, "DNP3 g0v197 (configuration)"},
}

// identifyDNP3 takes the device attributes an outstation told.
func identifyDNP3(server *Asset, t *wire.Transaction, e Evidence) {
	if server == nil || t.Operation != wire.Identify || t.ResponseFrame == 0 {
		return
	}
	for i := range t.Response.Points {
		p := &t.Response.Points[i]
		if p.Space > 255 || p.Index != 0 {
			continue
		}
		a := &dnp3Attributes[p.Space]
		if a.name == "" {
			continue
		}
		n := says(t, a.name, e)
		n.Kind, n.Value = a.kind, text(p.Value)
		server.identify(n)
	}
}
