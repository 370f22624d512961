package sight

import (
	"github.com/banken-ot/banken/sensor/packet"
)

// Kinds of TCP options (RFC 9293, 3.2; RFC 7323).
const (
	optionEnd   = 0
	optionNone  = 1
	optionMSS   = 2
	optionScale = 3
)

// fingerprint returns a number for how a SYN was made: the version of IP, the TTL as
// sent, the window, the kinds of options in their order, and the values of maximum
// segment size and window scale. It is never 0.
func fingerprint(p *packet.Packet) uint32 {
	sent, _ := sentWith(p.TTL)
	h := mix(uint64(p.IPVersion)<<32|uint64(sent)<<16|uint64(p.Window), prime0)
	for b := p.Options; len(b) > 0; {
		kind := b[0]
		h = mix(h^uint64(kind), prime1)
		if kind == optionEnd {
			break
		}
		if kind == optionNone {
			b = b[1:]
			continue
		}
		if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
			break
		}
		if kind == optionMSS || kind == optionScale {
			for _, x := range b[2:b[1]] {
				h = mix(h^uint64(x), prime2)
			}
		}
		b = b[b[1]:]
	}
	return uint32(h>>32) | 1
}
