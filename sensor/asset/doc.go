// Package asset is the inventory: who is there. It names and describes the
// devices of a network from what they send: addresses, hardware addresses and
// their vendors (Inventory.Packet), what each serves or asks (Duty), and what
// each says it is (Identity).
//
// # What an asset is
//
// An asset is an IP address, or, for devices that speak no IP, a MAC address.
// VLANs do not tell assets apart: a SPAN port shows one device in several
// VLANs, and transactions carry none. Two devices that use one address in two
// VLANs are one asset with two bindings.
//
// A MAC address is that of the asset only when they share a segment. Behind a
// router every address has the router's; see Inventory.Router and
// Asset.Reach.
//
// # Bounds
//
// Every list is bounded by a constant below; what did not fit is counted in
// Inventory.Omitted. Nothing is forgotten to make room: what was there first
// stays. An Inventory belongs to one goroutine.
package asset

// Bounds of an inventory: at about 2 KiB an asset, 8 MiB and what the assets
// say of themselves.
const (
	// MaxAssets bounds the assets: more than any plant network has. Sources are
	// counted, not destinations, so that a scan does not fill it.
	MaxAssets = 4096
	// MaxMACs bounds the hardware addresses.
	MaxMACs = 8192
	// MaxBindings bounds the hardware addresses kept of one asset.
	MaxBindings = 8
	// MaxDuties bounds what is kept of an asset's services and clients.
	MaxDuties = 32
	// MaxStations bounds the stations kept of one service: all unit identifiers
	// of a Modbus gateway.
	MaxStations = 256
	// MaxIdentities bounds what is kept of what one asset says it is: a gateway
	// tells seven objects for each station.
	MaxIdentities = 128
	// MaxText bounds one such text, in octets.
	MaxText = 160
)

// Evidence is a place in the captures.
type Evidence struct {
	File  int    // number of the capture file, from 0
	Frame uint64 // as Wireshark numbers it, from 1
	Time  int64  // capture time, UTC ns since 1970
}

// Before reports whether e was captured before o. Files follow each other.
func (e Evidence) Before(o Evidence) bool {
	if e.File != o.File {
		return e.File < o.File
	}
	return e.Frame < o.Frame
}
