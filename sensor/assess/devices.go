package assess

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/asset"
)

// devices tells who is there: those that speak a control protocol first.
func (a *author) devices() {
	for _, x := range a.assets {
		d := a.device(x)
		if a.control[x.Addr] || len(d.Identities) > 0 || speaksControlFrames(x) {
			a.report.Devices = append(a.report.Devices, d)
		} else {
			a.report.Others = append(a.report.Others, d)
		}
	}
}

// device describes one asset.
func (a *author) device(x *asset.Asset) Device {
	d := Device{Address: x.Addr.String(), First: a.when(x.First.Time), Last: a.when(x.Last.Time), Packets: x.Packets}
	reach, mac := a.c.inventory.Where(x)
	if mac != (asset.MAC{}) {
		d.MAC, d.Vendor = mac.String(), a.vendor(mac)
	}
	if !x.Addr.IsValid() {
		d.Address = ""
	}
	switch reach {
	case asset.Routed:
		d.Reach = say("behind-router")
	case asset.Shared:
		d.Reach = say("shared-mac")
	}
	if baseline.Public(x.Addr) && reach == asset.Direct {
		d.Notes = append(d.Notes, say("note-public-inside"))
	} else if baseline.Public(x.Addr) {
		d.Notes = append(d.Notes, say("note-public"))
	}
	if n := len(x.Bindings); n > 1 && reach == asset.Direct {
		d.Notes = append(d.Notes, say("note-macs", n))
	}
	if d.Roles = roleTexts(x.Roles()); len(d.Roles) == 0 {
		d.Roles = []Text{say("role-other")}
	}
	d.Duties = a.duties(x)
	a.identities(&d, x)
	return d
}

// vendor names who made an interface.
func (a *author) vendor(m asset.MAC) Text {
	switch name := a.vendors.Name(m); {
	case name != "":
		return Plain(name)
	case m.Local():
		return say("mac-local")
	}
	return say("mac-unknown")
}

// roleTexts names roles.
func roleTexts(r asset.Roles) (list []Text) {
	for _, x := range [...]struct {
		role asset.Roles
		name string
	}{
		{asset.Engineering, "role-engineering"}, {asset.Client, "role-client"}, {asset.Gateway, "role-gateway"},
		{asset.Server, "role-server"}, {asset.Asked, "role-asked"},
	} {
		if r&x.role != 0 && (x.role != asset.Server || r&asset.Gateway == 0) {
			list = append(list, say(x.name))
		}
	}
	return list
}

// duties tells what an asset serves and asks.
func (a *author) duties(x *asset.Asset) (list []Text) {
	for i := range x.Duties {
		d := &x.Duties[i]
		name := Plain(protocolName(d.Protocol))
		switch {
		case d.Server && d.Port == 0:
			list = append(list, say("duty-reversed", name))
		case !d.Server:
			list = append(list, say("duty-client", name))
		case d.Decoded && len(d.Stations) > 0 && !(len(d.Stations) == 1 && d.Stations[0] == 0):
			list = append(list, say("duty-stations", name, strconv.Itoa(int(d.Port)), ranges(d.Stations)))
		default:
			list = append(list, say("duty-server", name, strconv.Itoa(int(d.Port))))
		}
	}
	for _, t := range x.EtherTypes {
		if name, _ := frameType(t); name != "" {
			list = append(list, Plain(name))
		}
	}
	return list
}

// protocolName writes the name of a decoded protocol as people do.
func protocolName(name string) string {
	switch name {
	case "modbus":
		return "Modbus"
	case "dnp3":
		return "DNP3"
	case "opcua":
		return "OPC UA"
	}
	return name
}

// frameType names an EtherType, and says whether it is industrial.
func frameType(t uint16) (name string, control bool) {
	for _, x := range frameTypes {
		if x.etherType == t {
			return x.name, x.control
		}
	}
	return "", false
}

func speaksControlFrames(x *asset.Asset) bool {
	return slices.ContainsFunc(x.EtherTypes, func(t uint16) bool {
		_, control := frameType(t)
		return control
	})
}

// kindNames names what an identity tells.
var kindNames = map[asset.Kind]string{
	asset.Manufacturer: "kind-manufacturer", asset.Product: "kind-product", asset.Model: "kind-model",
	asset.Firmware: "kind-firmware", asset.Serial: "kind-serial", asset.Name: "kind-name", asset.Place: "kind-place",
	asset.URI: "kind-uri", asset.Subject: "kind-subject", asset.State: "kind-state", asset.Other: "kind-other",
}

// identities tells what a device says of itself, in the order of kinds.
func (a *author) identities(d *Device, x *asset.Asset) {
	list := slices.Clone(x.Identities)
	slices.SortStableFunc(list, func(p, q asset.Identity) int {
		return cmp.Or(cmp.Compare(p.Station, q.Station), cmp.Compare(p.Kind, q.Kind))
	})
	stations, ports := map[uint32]bool{}, map[uint16]bool{}
	for _, n := range list {
		stations[n.Station], ports[n.Port] = true, true
	}
	for _, n := range list {
		source := []Text{Plain(n.Source)}
		if len(stations) > 1 {
			source = append(source, say("source-station", strconv.Itoa(int(n.Station))))
		}
		if len(ports) > 1 && n.Port == 0 {
			source = append(source, say("source-client"))
		} else if len(ports) > 1 {
			source = append(source, say("source-port", strconv.Itoa(int(n.Port))))
		}
		d.Identities = append(d.Identities, Identity{Name: say(kindNames[n.Kind]), Value: n.Value, Source: join(source),
			Place: a.place(n.First), Past: !n.Now})
	}
}
