package watch

import (
	"net/netip"
	"time"

	"github.com/banken-ot/banken/sensor/asset"
)

// Seen is a device as it was seen on the wire since the sensor started.
type Seen struct {
	Address     netip.Addr
	MAC         string // of it, or of the router before it; "" when none was seen
	Routed      bool   // the MAC address is a router's
	Vendor      string // whom the MAC address was assigned to; "" when not known
	First, Last time.Time
	Duties      []Duty
	Says        []Said
}

// Duty is what a device does in a protocol, with the frame that proves it.
type Duty struct {
	Protocol string
	Server   bool
	Port     uint16 // of the server; 0 for a client
	Frame    uint64
}

// Said is what a device says of itself, with where and the frame that proves it.
type Said struct {
	Kind   string // "firmware"
	Value  string
	Source string // "Modbus 43/14 object 2"
	Frame  uint64
}

// saidNames are the kinds of what devices say.
var saidNames = [...]string{asset.Manufacturer: "manufacturer", asset.Product: "product", asset.Model: "model", asset.Firmware: "firmware",
	asset.Serial: "serial", asset.Name: "name", asset.Place: "place", asset.URI: "uri", asset.Subject: "subject", asset.State: "state", asset.Other: "other"}

// SeenAssets returns the devices seen on the wire, by address.
func (s *Site) SeenAssets() []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Seen
	for _, a := range s.seen.Assets() {
		if a.Addr.IsValid() {
			list = append(list, s.seenOf(a))
		}
	}
	return list
}

func (s *Site) seenOf(a *asset.Asset) Seen {
	reach, mac := s.seen.Where(a)
	x := Seen{Address: a.Addr, Routed: reach == asset.Routed, First: time.Unix(0, a.First.Time).UTC(), Last: time.Unix(0, a.Last.Time).UTC()}
	if reach != asset.Unknown {
		x.MAC, x.Vendor = mac.String(), s.vendors.Name(mac)
	}
	for _, d := range a.Duties {
		x.Duties = append(x.Duties, Duty{d.Protocol, d.Server, d.Port, d.First.Frame})
	}
	for _, i := range a.Identities {
		if i.Now && int(i.Kind) < len(saidNames) {
			x.Says = append(x.Says, Said{saidNames[i.Kind], i.Value, i.Source, i.First.Frame})
		}
	}
	return x
}
