package alert

import (
	"crypto/sha256"
	"math"
	"math/bits"
	"net/netip"
)

// sketchSize is the size of a sketch, octets: enough for some ten thousand addresses.
const sketchSize = 1024

// sketch tells about how many different addresses were added, whatever their number:
// linear counting (Whang, Vander-Zanden, Taylor 1990). The zero value is empty.
type sketch []byte

func (s *sketch) add(a netip.Addr) {
	if *s == nil {
		*s = make(sketch, sketchSize)
	}
	sum := sha256.Sum256(a.AsSlice())
	bit := (int(sum[0])<<8 | int(sum[1])) % (8 * sketchSize)
	(*s)[bit/8] |= 1 << (bit % 8)
}

// join adds all that another one holds.
func (s *sketch) join(o *sketch) {
	if *o == nil {
		return
	}
	if *s == nil {
		*s = make(sketch, sketchSize)
	}
	for i, b := range *o {
		(*s)[i] |= b
	}
}

// count returns about how many there are.
func (s sketch) count() uint64 {
	set := 0
	for _, b := range s {
		set += bits.OnesCount8(b)
	}
	size := float64(8 * sketchSize)
	free := max(size-float64(set), 1)
	return uint64(size * math.Log(size/free))
}
