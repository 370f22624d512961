package dnp3

import "github.com/banken-ot/banken/protocols/wire"

// kind is how the objects of a variation are laid out.
type kind uint8

const (
	kindEmpty  kind = iota + 1 // nothing but the header: variation 0, classes
	kindBits                   // one bit each, packed
	kindBits2                  // two bits each, packed
	kindPoint                  // flags, value and time of a point
	kindObject                 // decoded by a function
)

// variation describes the objects of a variation.
type variation struct {
	kind   kind
	layout layout // kindPoint
	// kindObject: the objects become structures of this name in this list.
	list, item string
	least      int // octets an object has at least
	decode     func(*fragment, *wire.Cursor)
	always     bool // its objects follow in any function
}

// group describes an object group (IEEE 1815-2012, Annex A).
type group struct {
	variations []variation // by number; none of kind 0 exists
	any        *variation  // of every number not in variations, but 0
	points     bool        // its objects have indexes
	// What READ, and WRITE, of it asks.
	read, write wire.Operation
}

var empty = variation{kind: kindEmpty}

// variation returns the description of a variation, or nil.
func (g *group) variation(n byte) *variation {
	if int(n) < len(g.variations) && g.variations[n].kind != 0 {
		return &g.variations[n]
	}
	if n == 0 && g.read != wire.OperationNone {
		return &empty
	}
	if n != 0 && g.any != nil {
		return g.any
	}
	return nil
}

func bits() variation  { return variation{kind: kindBits} }
func bits2() variation { return variation{kind: kindBits2} }

func point(l layout) variation { return variation{kind: kindPoint, layout: l.sized()} }

func object(list, item string, least int, decode func(*fragment, *wire.Cursor)) variation {
	return variation{kind: kindObject, list: list, item: item, least: least, decode: decode}
}
