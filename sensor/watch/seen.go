package watch

import (
	"errors"
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/store"
)

// Seen is a device as it was seen on the wire, since the store was made.
type Seen struct {
	Address     netip.Addr
	MAC         string // of it, or of the router before it; "" when none was seen
	Routed      bool   // the MAC address is a router's
	Vendor      string // whom the MAC address was assigned to; "" when not known
	Frame       uint64 // the first it was seen in
	MACFrame    uint64 // the first that has the MAC address; 0 when none was seen
	MACTime     time.Time
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
	Time     time.Time // of the frame, whose number is that of the run it was seen in
}

// Said is what a device says of itself, with where and the frame that proves it.
type Said struct {
	Kind   string // "firmware"
	Value  string
	Source string // "Modbus 43/14 object 2"
	Frame  uint64
	Time   time.Time
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
	x := Seen{Address: a.Addr, Routed: reach == asset.Routed, Frame: a.First.Frame, First: time.Unix(0, a.First.Time).UTC(), Last: time.Unix(0, a.Last.Time).UTC()}
	if reach != asset.Unknown {
		x.MAC, x.Vendor = mac.String(), s.vendors.Name(mac)
		if n := slices.IndexFunc(a.Bindings, func(b asset.Binding) bool { return b.MAC == mac }); n >= 0 {
			x.MACFrame, x.MACTime = a.Bindings[n].First.Frame, time.Unix(0, a.Bindings[n].First.Time).UTC()
		}
	}
	for _, d := range a.Duties {
		x.Duties = append(x.Duties, Duty{d.Protocol, d.Server, d.Port, d.First.Frame, time.Unix(0, d.First.Time).UTC()})
	}
	for _, i := range a.Identities {
		if i.Now && int(i.Kind) < len(saidNames) {
			x.Says = append(x.Says, Said{saidNames[i.Kind], i.Value, i.Source, i.First.Frame, time.Unix(0, i.First.Time).UTC()})
		}
	}
	return x
}

// keepSeen keeps what has been seen of the devices since it was last kept.
func (s *Site) keepSeen() error {
	var list []store.Asset
	for _, a := range s.seen.Assets() {
		if !a.Addr.IsValid() || s.kept[a.Addr] == a.Last.Time {
			continue
		}
		b, err := s.seen.Record(a)
		if err != nil {
			return s.errorf("devices seen", err)
		}
		list = append(list, store.Asset{Address: a.Addr, Updated: time.Unix(0, a.Last.Time).UTC(), Seen: b})
	}
	if len(list) == 0 {
		return nil
	}
	if err := s.o.Store.Write(func(tx *store.Tx) error { return tx.PutAllSeen(list) }); err != nil {
		return s.errorf("devices seen", err)
	}
	for i := range list {
		s.kept[list[i].Address] = list[i].Updated.UnixNano()
	}
	return nil
}

// recallSeen takes back what was kept of the devices that were seen. What cannot be read
// is seen again: nothing is decided by it.
func (s *Site) recallSeen() error {
	list, err := s.o.Store.Assets()
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].Updated.IsZero() {
			continue
		}
		if err := s.seen.Restore(list[i].Address, list[i].Seen); err != nil && !errors.Is(err, asset.ErrRecord) {
			return err
		}
	}
	return nil
}
