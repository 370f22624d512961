package opcua

import (
	"encoding/binary"

	"github.com/banken-ot/banken/protocols/wire"
)

// node is a NodeId that is remembered.
type node struct {
	kind wire.Kind
	num  uint64
	name []byte // owned
}

// set copies a NodeId. It returns false when there is no room for its name.
func (d *decoder) set(n *node, v wire.Value) bool {
	name, ok := d.keep(n.name, v.Raw)
	n.kind, n.num, n.name = v.Kind, v.Num, name
	return ok
}

// keep copies b over the buffer old and counts what the connection keeps. It
// returns false, and an empty buffer, when b is too long or too much is kept.
func (d *decoder) keep(old, b []byte) ([]byte, bool) {
	if len(b) > maxName || len(b) > cap(old) && d.names+len(b) > maxNames {
		return old[:0], false
	}
	before := cap(old)
	old = append(old[:0], b...)
	d.names += cap(old) - before
	return old, true
}

// value returns the NodeId; it aliases the node's buffer.
func (n *node) value() wire.Value { return wire.Value{Kind: n.kind, Num: n.num, Raw: n.name} }

// is tells whether the node is this one.
func (n *node) is(v wire.Value) bool {
	return n.kind == v.Kind && n.num == v.Num && string(n.name) == string(v.Raw)
}

// hash returns a number for a NodeId that cannot be turned back without the
// decoder's seed, and by which no two are taken for one but by chance.
func (d *decoder) hash(v wire.Value) uint64 {
	h := d.seed ^ v.Num*0x9e3779b97f4a7c15 ^ uint64(v.Kind)
	for len(v.Raw) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(v.Raw)) * 0xff51afd7ed558ccd
		h ^= h >> 32
		v.Raw = v.Raw[8:]
	}
	for _, b := range v.Raw {
		h = (h ^ uint64(b)) * 0x100000001b3
	}
	h ^= h >> 29
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>32
}
