package record

import (
	"math/bits"
	"net/netip"
	"strconv"

	"github.com/banken-ot/banken/protocols/wire"
)

// base62 are the digits of Zeek's identifiers.
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// appendID appends the 17 digits that stand for a number, other ones for every
// number as far as chance (62^-17) allows.
func appendID(dst []byte, id uint64) []byte {
	high, low := scramble(id^0x6a09e667f3bcc909), scramble(id^0xbb67ae8584caa73b) // as in SHA-512
	for i := range 17 {
		n := &high
		if i >= 9 {
			n = &low
		}
		dst = append(dst, base62[*n%62])
		*n /= 62
	}
	return dst
}

// scramble spreads every bit of n over all others.
func scramble(n uint64) uint64 {
	h, l := bits.Mul64(n^0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1)
	n = h ^ l
	n ^= n >> 32
	n *= 0xd6e8feb86659fd93
	return n ^ n>>32
}

// identify sets uid from the number of a flow.
func (r *zeekRow) identify(flow uint64) {
	r.text = r.cellAt(placeUID, appendID(append(r.text, 'C'), flow))
}

// linkOf returns the number behind a link: what names the lines, in this log and
// others, that belong to part i of what label and path name in one half of t.
func linkOf(t *wire.Transaction, dir wire.Direction, label, path string, i int) uint64 {
	n := scramble(t.Flow ^ scramble(uint64(t.Time)^scramble(t.Frame^t.ResponseFrame<<32^uint64(dir)<<63)))
	for _, s := range [...]string{label, path} {
		for k := range len(s) {
			n = n*0x100000001b3 ^ uint64(s[k]) // FNV-1a's prime
		}
	}
	return scramble(n ^ uint64(i)<<40)
}

// link sets a link.
func (r *zeekRow) link(name string, n uint64) {
	from := len(r.text)
	r.text = appendID(append(r.text, 'L'), n)
	r.set(name, from)
}

// linkAt sets a link in the column at a place.
func (r *zeekRow) linkAt(place int, n uint64) {
	r.text = r.cellAt(place, appendID(append(r.text, 'L'), n))
}

// endpoint sets the address and the port at a place and the next.
func (r *zeekRow) endpoint(place int, a netip.AddrPort) {
	r.text = r.cellAt(place, a.Addr().AppendTo(r.text))
	r.text = r.cellAt(place+1, strconv.AppendUint(r.text, uint64(a.Port()), 10))
}
