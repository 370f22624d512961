package watch

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/asset"
	"github.com/banken-ot/banken/sensor/drill"
)

// plant describes what is known of the devices: by the baseline, by the owner's list,
// and by what was seen on the wire. It costs a pass over what was learned.
func (s *Site) plant() *drill.Plant {
	p := &drill.Plant{Learned: s.model.Forecast().State.Judges(), Protocols: s.o.Protocols}
	p.Channels = s.spoken()
	for _, d := range s.known() {
		p.Devices = append(p.Devices, *d)
	}
	slices.SortFunc(p.Devices, func(x, y drill.Device) int { return x.Addr.Compare(y.Addr) })
	return p
}

// known are the devices that somebody knows.
func (s *Site) known() map[netip.Addr]*drill.Device {
	all := map[netip.Addr]*drill.Device{}
	at := func(a netip.Addr) *drill.Device {
		a = a.Unmap()
		if all[a] == nil {
			all[a] = &drill.Device{Addr: a, Criticality: asset.DefaultCriticality}
		}
		return all[a]
	}
	for id := range s.model.Book().Assets() {
		at(s.model.Book().Addr(baseline.AssetID(id + 1)))
	}
	for a, x := range s.names {
		d := at(a)
		d.Name, d.Role, d.Criticality = x.Name, x.Role, cmp.Or(x.Criticality, asset.DefaultCriticality)
	}
	for _, a := range s.seen.Assets() {
		if !a.Addr.IsValid() {
			continue
		}
		d := at(a.Addr)
		reach, mac := s.seen.Where(a)
		d.MAC, d.Near, d.Vendor = baseline.MAC(mac), reach == asset.Direct, s.vendors.Name(mac)
		if n := slices.IndexFunc(a.Bindings, func(b asset.Binding) bool { return b.MAC == mac }); n >= 0 {
			d.VLAN = cmp.Or(a.Bindings[n].VLAN[1], a.Bindings[n].VLAN[0])
		}
	}
	for _, t := range s.model.Talks() {
		client, server := s.model.Book().Addr(t.Client), s.model.Book().Addr(t.Server)
		if client.IsValid() && (!server.IsValid() || baseline.Public(server)) {
			at(client).Outside = true
		}
	}
	delete(all, netip.Addr{})
	return all
}

// spoken are the channels, with what they do.
func (s *Site) spoken() (list []drill.Channel) {
	places := map[baseline.ChannelID]int{}
	protocols := map[string]*wire.Protocol{}
	for _, p := range s.o.Protocols {
		protocols[p.Name] = p
	}
	book := s.model.Book()
	s.model.Uses(func(u *model.Use) bool {
		n, ok := places[u.Channel]
		if !ok {
			c := book.ChannelOf(u.Channel)
			p := protocols[book.Text(c.Protocol)]
			if p == nil || len(list) >= drill.MaxChannels {
				return true
			}
			n = len(list)
			places[u.Channel] = n
			list = append(list, drill.Channel{Client: book.Addr(c.Client).Unmap(), Server: book.Addr(c.Server).Unmap(), Port: c.Port, Station: c.Station, Protocol: p})
		}
		s.uses(&list[n], u)
		return true
	})
	return list
}

// uses adds what a channel does.
func (s *Site) uses(c *drill.Channel, u *model.Use) {
	control := baseline.Controls(u.Operation)
	switch {
	case u.Function != "":
		if u.Operation == wire.Read {
			c.Asked += u.Times
		}
		if len(c.Functions) < drill.MaxFunctions {
			c.Functions = append(c.Functions, drill.Function{Operation: u.Operation, Code: u.Code, Sub: u.Sub, Times: u.Times})
		}
	case control && len(c.Writes) < drill.MaxSpots:
		c.Writes = append(c.Writes, s.spot(u, u.Point, true))
	case !control && len(c.Reads) < drill.MaxShown:
		c.Reads = append(c.Reads, s.shown(u))
	}
}

// maxRun is how many points of a run are looked at for a number that is known: with
// all channels and runs there may be, a million, which takes some 0.1 s.
const maxRun = 32

// shown is a run of points that is read: the first of it of which numbers are known.
func (s *Site) shown(u *model.Use) drill.Spot {
	p := u.Point
	for range min(max(u.Count, 1), maxRun) {
		if x := s.spot(u, p, false); x.Numeric || u.Point.Ident != 0 {
			return x
		}
		p.Index++
	}
	return s.spot(u, u.Point, false)
}

func (s *Site) spot(u *model.Use, p baseline.PointKey, written bool) drill.Spot {
	x := drill.Spot{Operation: u.Operation, Approved: u.Standing == baseline.Approved,
		Point: wire.Point{Space: p.Space, Index: p.Index, Part: p.Part, Ident: p.Ident, Count: 1}}
	if p.Ident != 0 {
		x.Point.Index, x.Point.Name = 0, []byte(s.model.Book().Text(baseline.NameID(p.Index)))
	}
	if k, ok := s.model.SpanOf(u.Channel, p, written); ok {
		x.Numeric, x.Low, x.High, x.Over = true, k.Low, k.High, k.Over
	}
	return x
}
