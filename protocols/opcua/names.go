package opcua

import (
	"sort"

	"github.com/banken-ot/banken/protocols/wire"
)

// nodeText returns the name of a node of namespace 0, or "".
func nodeText(id uint32) string {
	lo, hi := 0, len(nodeIDs)
	for lo < hi {
		mid := (lo + hi) / 2
		if uint32(nodeIDs[mid]) < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(nodeIDs) || uint32(nodeIDs[lo]) != id {
		return ""
	}
	start := uint32(0)
	if lo > 0 {
		start = nodeEnds[lo-1]
	}
	return nodeNames[start:nodeEnds[lo]]
}

// method is a method of namespace 0 whose call is more, or less, than operating
// the process, or which takes or gives secrets.
type method struct {
	id        uint16
	operation wire.Operation
	in, out   uint16 // arguments that are secret, as bits by their place
}

// plainMethod is any other method.
var plainMethod = method{operation: wire.Operate}

// methodOf finds a method by its NodeId. Methods of types and well-known
// objects are known; copies of them in a server's own namespaces are not.
func methodOf(node *wire.Value) *method {
	if node.Kind != wire.KindNode || node.Num > 0xffff {
		return &plainMethod
	}
	id := uint16(node.Num)
	i := sort.Search(len(methods), func(i int) bool { return methods[i].id >= id })
	if i < len(methods) && methods[i].id == id {
		return &methods[i]
	}
	return &plainMethod
}
