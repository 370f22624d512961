package value

import (
	"math"

	"github.com/banken-ot/banken/protocols/wire"
)

// sample is one value.
type sample struct {
	bits   uint64  // what it is compared by: float64 as bits, or a hash
	x      float64 // of a number
	number bool
	word   bool // of 16 bits without sign
}

func number(x float64) sample {
	x += 0 // of two zeros one
	return sample{bits: math.Float64bits(x), x: x, number: true}
}

// sampleOf returns a scalar as a sample. ok is false for what is no value: none,
// structures, secrets, times, infinities and what is not a number.
func sampleOf(v wire.Value) (s sample, ok bool) {
	switch v.Kind {
	case wire.KindUint, wire.KindHex, wire.KindBool:
		return number(float64(v.Num)), true
	case wire.KindInt:
		return number(float64(int64(v.Num))), true
	case wire.KindFloat32:
		return finite(float64(math.Float32frombits(uint32(v.Num))))
	case wire.KindFloat64:
		return finite(math.Float64frombits(v.Num))
	case wire.KindText, wire.KindOctets, wire.KindGUID, wire.KindNode, wire.KindNodeText, wire.KindNodeGUID, wire.KindNodeOctets:
		return sample{bits: hash(v)}, true
	}
	return sample{}, false
}

func finite(x float64) (sample, bool) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return sample{}, false
	}
	return number(x), true
}

// hash is FNV-1a of 64 bits over kind, number and octets, mixed once more.
func hash(v wire.Value) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := (offset ^ uint64(v.Kind)) * prime
	h = (h ^ v.Num) * prime
	for _, c := range v.Raw {
		h = (h ^ uint64(c)) * prime
	}
	return h ^ h>>32
}

// run returns how many values a point has.
func run(p *wire.Point) int {
	switch p.Value.Kind {
	case wire.KindBits, wire.KindBits2, wire.KindWords:
		return int(min(p.Count, 8*uint32(len(p.Value.Raw))))
	case wire.KindNone:
		return 0
	}
	return 1
}
