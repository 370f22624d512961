package recorder

import (
	"net/netip"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// Selection says which frames are wanted. The zero Selection selects none.
//
// A flow or an endpoint also selects the fragments between its addresses, which
// have no ports and so cannot be told from those of other flows of the protocol.
type Selection struct {
	by   uint8
	key  flow.Key // byFlow: without VLAN
	addr [16]byte // byEndpoint
	port uint16   // 0 for any
}

// What a selection is by.
const (
	byNothing uint8 = iota
	byTime          // alone
	byFlow
	byEndpoint
)

// All selects every frame.
func All() Selection { return Selection{by: byTime} }

// Flow selects the frames of a flow in both directions, in whatever VLAN.
func Flow(k flow.Key) Selection {
	k.VLAN = [2]uint16{}
	return Selection{by: byFlow, key: k}
}

// Address selects the frames from and to an IP address.
func Address(a netip.Addr) Selection { return Endpoint(netip.AddrPortFrom(a, 0)) }

// Endpoint selects the frames from and to an IP address and port; port 0 is any.
func Endpoint(e netip.AddrPort) Selection {
	if !e.Addr().IsValid() {
		return Selection{}
	}
	return Selection{by: byEndpoint, addr: e.Addr().As16(), port: e.Port()}
}

// has reports whether frames of a flow are selected.
func (s *Selection) has(k *flow.Key) bool {
	switch {
	case s.by == byTime:
		return true
	case k.Version == 0:
		return false // no IP
	case s.by == byFlow:
		return s.hasFlow(k)
	}
	return s.by == byEndpoint && (s.end(&k.A, k.APort, k) || s.end(&k.B, k.BPort, k))
}

func (s *Selection) hasFlow(k *flow.Key) bool {
	w := &s.key
	return k.A == w.A && k.B == w.B && k.Protocol == w.Protocol && k.Version == w.Version &&
		(k.APort == w.APort && k.BPort == w.BPort || portless(k))
}

func (s *Selection) end(a *[16]byte, port uint16, k *flow.Key) bool {
	return *a == s.addr && (s.port == 0 || port == s.port || portless(k))
}

// portless reports whether the key is that of a fragment, or of a protocol that
// has no ports.
func portless(k *flow.Key) bool { return k.APort == 0 && k.BPort == 0 }

// picker applies a selection to frames.
type picker struct {
	Selection
	from, to int64 // nanoseconds since 1970, both inclusive
	p        packet.Packet
}

// wants reports whether a frame is selected.
func (p *picker) wants(f *capture.Frame) bool {
	if f.Time < p.from || f.Time > p.to {
		return false
	}
	if p.by == byTime {
		return true
	}
	k := p.keyOf(f)
	return p.has(&k)
}

// keyOf returns the key of a frame's flow. Parse errors do not matter: the layers
// before the fault count, as they do for the key the frame came with.
func (p *picker) keyOf(f *capture.Frame) flow.Key {
	_ = f.Parse(&p.p)
	k, _ := flow.KeyOf(&p.p)
	return k
}
