package assess

import (
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/asset"
)

// isOutside reports whether an address is one of the internet and not merely
// used inside: some plants use public addresses in their own network, which
// shows by their being on the same segment.
func (a *author) isOutside(addr netip.Addr) bool {
	if !baseline.Public(addr) {
		return false
	}
	x := a.c.inventory.Asset(addr)
	if x == nil {
		return true
	}
	reach, _ := a.c.inventory.Where(x)
	return reach != asset.Direct
}
