package whitelist

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Use is one thing that a channel does, as far as it was learned: a function, or a run
// of points that a function reads, writes or controls.
type Use struct {
	Channel   baseline.ChannelID
	Operation wire.Operation // Read of points that are read or subscribed to
	// Code, Sub and Function are of a function; a Use of points has none.
	Code, Sub uint32
	HasSub    bool
	Function  string // its name; "" of points
	// Point is the first of Count points; Count 0 is all of its space.
	Point    baseline.PointKey
	Count    uint32
	Times    uint64
	Days     int
	Standing baseline.Standing
}

// Uses calls yield for what every channel does, in the order of the keys, until it
// returns false. What is met only at the start of a connection is left out. The Use is
// borrowed.
func (d *Detector) Uses(b *baseline.Book, yield func(*Use) bool) {
	var u Use
	for i := range d.keys.records {
		r := &d.keys.records[i]
		if r.status&ghost != 0 || r.opening() || !d.useOf(b, r, &u) {
			continue
		}
		u.Channel, u.Times, u.Days, u.Standing = baseline.ChannelID(r.a), uint64(r.count), int(r.days), r.standing()
		if !yield(&u) {
			return
		}
	}
}

// useOf fills in what a key is about; false for one that is no use.
func (d *Detector) useOf(b *baseline.Book, r *record, u *Use) bool {
	k := r.key
	*u = Use{Operation: wire.Read, Point: baseline.PointKey{Space: k.b, Index: k.c}, Count: 1}
	switch k.class() {
	case function:
		*u = Use{Operation: k.operation(), Code: k.b, Sub: k.c, HasSub: k.m&subBit != 0}
		u.Function = d.nameOf(b, b.ChannelOf(baseline.ChannelID(k.a)).Protocol, k)
	case readRange:
		u.Count = k.d
	case readNode, watched:
		u.Point.Part, u.Point.Ident = k.d, k.ident()
	case change:
		u.Operation, u.Point.Part, u.Point.Ident = k.operation(), k.d, k.ident()
	case changeRange:
		u.Operation, u.Count = k.operation(), k.d
	default:
		return false
	}
	return k.b != rest || k.class() == function
}
