package endpoint

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
)

// mac is the address of a network interface.
type mac baseline.MAC

// clusters are the beginnings of the MAC addresses of clusters of Windows (NLB,
// unicast and multicast).
var clusters = [...][2]byte{{0x02, 0xbf}, {0x03, 0xbf}}

// shared reports whether devices take the address over from each other: routers, and
// the members of a cluster.
func (m mac) shared() bool {
	return baseline.MAC(m).Shared() || slices.Contains(clusters[:], [2]byte(m[:2]))
}

// neighbours is how far apart the MAC addresses of the interfaces of one device
// may be: cards have up to eight, numbered one after the other.
const neighbours = 8

// neighbour reports whether two interfaces are likely of one device: of one maker
// and next to each other.
func (m mac) neighbour(x mac) bool {
	if [3]byte(m[:3]) != [3]byte(x[:3]) {
		return false
	}
	a := int(m[3])<<16 | int(m[4])<<8 | int(m[5])
	b := int(x[3])<<16 | int(x[4])<<8 | int(x[5])
	return a-b < neighbours && b-a < neighbours
}

func (m mac) String() string { return baseline.MAC(m).String() }
