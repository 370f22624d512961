package recorder

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// ParseSelection reads a selection as users write it:
//
//	(nothing)                             every frame
//	192.0.2.10                            the frames of an address
//	192.0.2.10:502, [2001:db8::1]:502     those of an endpoint
//	192.0.2.10:49152-192.0.2.20:502       those of a TCP flow, in both directions
//	udp 192.0.2.10:1024-192.0.2.20:20000  those of a UDP flow
func ParseSelection(text string) (Selection, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return All(), nil
	}
	if client, server, ok := strings.Cut(text, "-"); ok {
		return parseFlow(text, client, server)
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return Address(a), nil
	}
	e, err := netip.ParseAddrPort(text)
	if err != nil {
		return Selection{}, fmt.Errorf("recorder: %q is no address, ADDRESS:PORT or ADDRESS:PORT-ADDRESS:PORT", text)
	}
	return Endpoint(e), nil
}

func parseFlow(text, client, server string) (Selection, error) {
	protocol := packet.ProtocolTCP
	if rest, udp := strings.CutPrefix(client, "udp "); udp {
		protocol, client = packet.ProtocolUDP, rest
	}
	a, err := netip.ParseAddrPort(strings.TrimSpace(client))
	b, err2 := netip.ParseAddrPort(strings.TrimSpace(server))
	if err != nil || err2 != nil || a.Addr().Unmap().Is4() != b.Addr().Unmap().Is4() {
		return Selection{}, fmt.Errorf("recorder: %q is no flow: write ADDRESS:PORT-ADDRESS:PORT, with `udp ` before it for UDP", text)
	}
	p := packet.Packet{IPVersion: 4, Protocol: protocol, Src: a.Addr().As16(), Dst: b.Addr().As16(), SrcPort: a.Port(), DstPort: b.Port()}
	if a.Addr().Unmap().Is6() {
		p.IPVersion = 6
	}
	k, _ := flow.KeyOf(&p)
	return Flow(k), nil
}
