package asset

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banken-ot/banken/baseline"
)

// MAC is the address of a network interface (IEEE 802, clause 8).
type MAC = baseline.MAC

// Asset is one device as far as it was seen. It belongs to its Inventory.
type Asset struct {
	Addr        netip.Addr // invalid when the asset is known by its MAC alone
	Hardware    MAC        // of an asset without Addr; else see MAC
	First, Last Evidence
	Packets     uint64 // sent
	Octets      uint64 // sent, as long as they were on the wire
	Bindings    []Binding
	Duties      []Duty
	Identities  []Identity
	EtherTypes  []uint16 // of frames without IP its interface sent; set by Inventory.Assets
	Omitted     uint64   // bindings, duties and identities that found no room
}

// Binding is a hardware address an IP address was seen with.
type Binding struct {
	MAC         MAC
	VLAN        [2]uint16 // of the first frame, outer first
	First, Last Evidence
	Packets     uint64 // IP packets sent
	Claims      uint64 // ARP messages that say so
	Hops        uint8  // fewest routers on the way, as the TTL tells; see hops
}

// Duty is what an asset does in one protocol.
type Duty struct {
	Protocol    string // "modbus"; of protocols not decoded, the name given
	Decoded     bool
	Server      bool   // serves (server, outstation) rather than asks
	Port        uint16 // of the server when Server; else 0
	Stations    []uint32
	First, Last Evidence
	Requests    uint64 // transactions
	Answered    uint64 // of these, those with a response
	Engineering bool   // as client: programs, restarts or transfers files
}

// Roles says what an asset is, as a set.
type Roles uint8

const (
	// Client asks: client (Modbus, OPC UA) or master (DNP3).
	Client Roles = 1 << iota
	// Server answers: server or outstation.
	Server
	// Asked was asked and never answered: perhaps it is not there.
	Asked
	// Engineering programs, restarts or transfers files: perhaps an engineering
	// station.
	Engineering
	// Gateway answers for several stations.
	Gateway
)

// Roles returns the roles of the asset in the protocols that are decoded.
func (a *Asset) Roles() (r Roles) {
	for i := range a.Duties {
		if a.Duties[i].Decoded {
			r |= a.Duties[i].roles()
		}
	}
	if r&Server != 0 {
		r &^= Asked
	}
	return r
}

func (d *Duty) roles() (r Roles) {
	switch {
	case !d.Server && d.Engineering:
		return Client | Engineering
	case !d.Server:
		return Client
	case d.Answered == 0:
		return Asked
	case d.several():
		return Server | Gateway
	}
	return Server
}

// several reports whether a server answers for several stations. Modbus units 0
// and 255 stand for the device itself (Messaging on TCP/IP 1.0b, 4.4.2.4).
func (d *Duty) several() bool {
	n := 0
	for _, s := range d.Stations {
		if d.Protocol != "modbus" || s != 0 && s != 255 {
			n++
		}
	}
	return n > 1
}

// duty returns the duty of a kind, making it when there is none; nil when
// there is no room.
func (a *Asset) duty(protocol string, decoded, server bool, port uint16, e Evidence) *Duty {
	for i := range a.Duties {
		d := &a.Duties[i]
		if d.Protocol == protocol && d.Server == server && d.Port == port {
			d.Last = e
			return d
		}
	}
	if len(a.Duties) >= MaxDuties {
		a.Omitted++
		return nil
	}
	a.Duties = append(a.Duties, Duty{Protocol: protocol, Decoded: decoded, Server: server, Port: port, First: e, Last: e})
	return &a.Duties[len(a.Duties)-1]
}

// station adds a station, keeping them sorted.
func (d *Duty) station(s uint32) {
	i, ok := slices.BinarySearch(d.Stations, s)
	if !ok && len(d.Stations) < MaxStations {
		d.Stations = slices.Insert(d.Stations, i, s)
	}
}

// Clean returns a text that a device told, fit to be shown: as Printable, and at
// most MaxText octets.
func Clean(b []byte) string {
	b = b[:min(len(b), MaxText)]
	for len(b) > 0 && b[len(b)-1] == 0 { // fields of fixed size are padded
		b = b[:len(b)-1]
	}
	return strings.TrimSpace(Printable(b))
}

// Printable returns a text as valid UTF-8 without control characters, marks of
// direction and other invisible ones. What was taken out is shown as U+FFFD.
func Printable(b []byte) string {
	var s strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			r = utf8.RuneError
		}
		s.WriteRune(r)
		b = b[n:]
	}
	return s.String()
}
