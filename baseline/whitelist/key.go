package whitelist

import (
	"cmp"
	"math/bits"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// class is what a key is about.
type class uint8

const (
	asks    class = iota // a client of a control protocol
	serves               // a server of one
	opens                // a client of any other traffic
	accepts              // a server of any other
	writes               // a client that wrote or controlled something
	pair
	service     // of a control protocol
	contact     // of any traffic
	function    // of a station
	readRange   // points as asked for; Count 0 is all of a space
	readNode    // a point with a name or an attribute
	change      // a point that is written or controlled
	changeRange // more of them in one run than are kept one by one
	watched     // a point a client subscribed to, or is told of
	toldSpace   // a sort of points a device tells unasked
	step        // what follows what
	classes
)

// levels by class.
var levels = [classes]uint8{pair: 1, service: 2, contact: 2, function: 3, readRange: 4, readNode: 4, change: 4, changeRange: 4,
	watched: 5, toldSpace: 5, step: 5}

// Levels is how many there are, from L0.
const Levels = 6

// internet stands for all public addresses that a host speaks with, beyond those
// kept one by one. It is no number of a book: those end at baseline.MaxAssets.
const internet = 0xffff

// key identifies what is learned. Its fields by class:
//
//	asks to writes    a asset
//	pair              a client<<16 | server
//	service           a as pair, b port, c protocol (NameID)
//	contact           a as pair, b port, c IP protocol
//	function          a channel, b code, c sub
//	readRange         a channel, b space, c first, d count
//	readNode          a channel, b space, c index or NameID, d part
//	change, watched   as readNode
//	changeRange       as readRange
//	toldSpace         a channel, b space
//	step              a channel, b hash of what came before, c of what follows
type key struct {
	a, b, c, d uint32
	m          uint32
}

// The parts of key.m.
const (
	opShift    = 8
	identShift = 12
	openingBit = 1 << 20
	subBit     = 1 << 21
)

func newKey(c class, a, b, x, d uint32) key { return key{a: a, b: b, c: x, d: d, m: uint32(c)} }

func (k key) class() class              { return class(k.m & 0xff) }
func (k key) operation() wire.Operation { return wire.Operation(k.m >> opShift & 15) }
func (k key) ident() byte               { return byte(k.m >> identShift) }
func (k key) opening() bool             { return k.m&openingBit != 0 }
func (k key) client() uint32            { return k.a >> 16 }
func (k key) server() uint32            { return k.a & 0xffff }

func (k key) by(o wire.Operation) key { k.m |= uint32(o) << opShift; return k }
func (k key) named(ident byte) key    { k.m |= uint32(ident) << identShift; return k }
func (k key) with(bit uint32) key     { k.m |= bit; return k }

// controls reports whether the key is about changing something.
func (k key) controls() bool {
	switch k.class() {
	case writes, change, changeRange:
		return true
	case function:
		return baseline.Controls(k.operation())
	}
	return false
}

// pends reports whether only a person can make it known: controls, and ways out of
// the control network, into it, or from host to host.
func (k key) pends() bool {
	return k.controls() || k.class() == contact && (k.outer() || remote(uint16(k.b), uint8(k.c)))
}

// single reports whether the key is about one point that is read by itself.
func (k key) single() bool {
	c := k.class()
	return c == readNode || c == watched || c == readRange && k.d == 1
}

// outer reports whether a side of a pair lies outside the control network.
func (k key) outer() bool { return k.client() == internet || k.server() == internet }

// secrets make places in a table such as nobody can foresee.
type secrets [3]uint64

// fixed are those of hashes that must be the same in every run.
var fixed = secrets{0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x2545F4914F6CDD1D}

func (k *key) hash(s *secrets) uint64 {
	hi, lo := bits.Mul64(uint64(k.a)|uint64(k.b)<<32^s[0], uint64(k.c)|uint64(k.d)<<32^s[1])
	hi, lo = bits.Mul64(hi^lo^uint64(k.m), s[2])
	return hi ^ lo
}

func compareKeys(x, y *key) int {
	return cmp.Or(cmp.Compare(x.m&0xff, y.m&0xff), cmp.Compare(x.a, y.a), cmp.Compare(x.m, y.m), cmp.Compare(x.b, y.b),
		cmp.Compare(x.c, y.c), cmp.Compare(x.d, y.d))
}
