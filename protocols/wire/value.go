package wire

import (
	"encoding/binary"
	"math"
)

// Kind says how a Value holds its value.
type Kind uint8

const (
	// KindNone: no value (a range that is asked for; a null).
	KindNone Kind = iota
	// KindStruct heads the Fields of greater Depth that follow.
	KindStruct
	// KindList heads Num elements, each a Field of Depth+1 with the elements'
	// name, and what those head.
	KindList
	// KindBool: Num is 0 or 1.
	KindBool
	// KindUint: Num.
	KindUint
	// KindHex: Num, written in hexadecimal.
	KindHex
	// KindInt: int64(Num).
	KindInt
	// KindFloat32: math.Float32frombits(uint32(Num)).
	KindFloat32
	// KindFloat64: math.Float64frombits(Num).
	KindFloat64
	// KindTime: int64(Num) UTC nanoseconds since 1970.
	KindTime
	// KindText: Raw, text as sent (meant to be UTF-8, not checked).
	KindText
	// KindOctets: Raw, octets as sent.
	KindOctets
	// KindBits: Raw packs Point.Count values of one bit, the first in the
	// least significant bit of the first octet (Modbus, DNP3).
	KindBits
	// KindBits2: Raw packs Point.Count values of two bits, likewise (DNP3
	// double-bit inputs).
	KindBits2
	// KindWords: Raw packs Point.Count unsigned 16-bit values, high octet first
	// (Modbus registers).
	KindWords
	// KindGUID: Raw, the 16 octets as sent (OPC UA Part 6, 5.2.2.6).
	KindGUID
	// KindNode: an OPC UA NodeId; Num is namespace<<32 | numeric identifier.
	KindNode
	// KindNodeText: as KindNode with a String identifier in Raw.
	KindNodeText
	// KindNodeGUID: as KindNode with a Guid identifier in Raw.
	KindNodeGUID
	// KindNodeOctets: as KindNode with an Opaque identifier in Raw.
	KindNodeOctets
	// KindSecret: a password or token that was seen and is not kept; Num is
	// its length in octets.
	KindSecret
)

// Value is one value, or with KindBits, KindBits2 and KindWords a run of them.
// Raw is borrowed: it aliases what was decoded.
type Value struct {
	Kind Kind
	Num  uint64
	Raw  []byte
}

// Uint returns an unsigned value.
func Uint(n uint64) Value { return Value{Kind: KindUint, Num: n} }

// Int returns a signed value.
func Int(n int64) Value { return Value{Kind: KindInt, Num: uint64(n)} }

// Hex returns an unsigned value that is written in hexadecimal.
func Hex(n uint64) Value { return Value{Kind: KindHex, Num: n} }

// Bool returns a truth value.
func Bool(b bool) Value {
	if b {
		return Value{Kind: KindBool, Num: 1}
	}
	return Value{Kind: KindBool}
}

// Float32 returns a single float.
func Float32(f float32) Value { return Value{Kind: KindFloat32, Num: uint64(math.Float32bits(f))} }

// Float64 returns a double float.
func Float64(f float64) Value { return Value{Kind: KindFloat64, Num: math.Float64bits(f)} }

// Time returns a time in UTC nanoseconds since 1970.
func Time(ns int64) Value { return Value{Kind: KindTime, Num: uint64(ns)} }

// Text returns a text that aliases b.
func Text(b []byte) Value { return Value{Kind: KindText, Raw: b} }

// Octets returns octets that alias b.
func Octets(b []byte) Value { return Value{Kind: KindOctets, Raw: b} }

// Secret returns the mark of a secret of n octets; the octets are not kept.
func Secret(n int) Value { return Value{Kind: KindSecret, Num: uint64(n)} }

// List returns the head of n elements.
func List(n int) Value { return Value{Kind: KindList, Num: uint64(n)} }

// Struct returns the head of a structure.
func Struct() Value { return Value{Kind: KindStruct} }

// At returns element i of a run as a scalar; of a scalar, itself. An element
// that Raw does not hold is KindNone.
func (v Value) At(i int) Value {
	switch v.Kind {
	case KindBits:
		return v.bits(i, 1, KindBool)
	case KindBits2:
		return v.bits(i, 2, KindUint)
	case KindWords:
		if 2*i+2 > len(v.Raw) {
			return Value{}
		}
		return Uint(uint64(binary.BigEndian.Uint16(v.Raw[2*i:])))
	}
	return v
}

func (v Value) bits(i, width int, k Kind) Value {
	octet, shift := i*width/8, i*width%8
	if octet >= len(v.Raw) {
		return Value{}
	}
	return Value{Kind: k, Num: uint64(v.Raw[octet]>>shift) & (1<<width - 1)}
}
