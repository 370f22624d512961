package baseline

import "net/netip"

// Contact is that a connection was opened, or tried to be, or that a first
// datagram was sent: whatever it carries. It is what is known of traffic that is
// not decoded.
type Contact struct {
	Time           int64 // capture time, UTC ns
	Frame          uint64
	Flow           uint64         // as in the events of the connection; 0 when not known
	Client, Server netip.AddrPort // who began, and with whom; ports are 0 where the protocol has none
	Protocol       uint8          // IP protocol number: 6 TCP, 17 UDP, 1 ICMP
	Answered       bool           // by anything but a RST, as far as is known yet
	Refused        bool           // by a RST, or an ICMP that says so

	// A flow is told once more when something is seen of it later, with the time and
	// frame of that. Resumed: it went on after a RST of its own. Via: packets of it went
	// to this interface, or came from it, which claims an address of one end that
	// another interface uses; zero for none.
	Resumed bool
	Via     MAC

	ClientID, ServerID AssetID // added by the model
}

// Binding is that an address was seen at an interface, and how its packets look.
// One is made when an address is first seen and whenever something of it changes,
// not for every packet.
type Binding struct {
	Time  int64 // capture time, UTC ns
	Frame uint64
	Addr  netip.Addr
	MAC   [6]byte
	VLAN  uint16 // innermost id; 0 for none
	Claim bool   // the sender says so by ARP, or by neighbour discovery; otherwise an IP packet came from there
	// TTL of the packet as it was sent, guessed: the next of 32, 64, 128, 255
	// above what was captured. 0 for ARP.
	TTL uint8
	// Hops the packet had made, by that guess.
	Hops uint8
	// Fingerprint of its TCP stack: of the SYN's window, options and TTL as sent;
	// 0 when the packet was no SYN.
	Fingerprint uint32
	// Router: the interface is known to forward for others.
	Router bool

	Asset AssetID // added by the model
}

// VisibilityKind says what of the sensor's own sight changed.
type VisibilityKind uint8

// What may happen to the sensor's sight.
const (
	// Sighted: everything is seen again. Part says of what.
	Sighted VisibilityKind = iota
	// Loss: frames or transactions were lost.
	Loss
	// OneSided: only one direction of a conversation is seen.
	OneSided
	// ClockStep: the clock of the capture was set, by Amount ns.
	ClockStep
	// Capacity: a bound was reached; Part says which.
	Capacity
	// Silence: nothing comes from the capture port any more.
	Silence
	// PortDown: the capture port has no link, or is gone.
	PortDown
	// Stopped: the sensor did not run, from Time for Amount ns.
	Stopped
)

var visibilityNames = [...]string{"sighted", "loss", "one-sided", "clock-step", "capacity", "silence", "port-down", "stopped"}

// String returns the kind in lower case with hyphens.
func (k VisibilityKind) String() string {
	if int(k) < len(visibilityNames) {
		return visibilityNames[k]
	}
	return "unknown"
}

// Visibility is a change of what the sensor sees. All but Sighted make it blind,
// in that part, until a Sighted of the same Part; ClockStep, Capacity and Stopped
// are events in themselves.
type Visibility struct {
	Time   int64 // UTC ns
	Kind   VisibilityKind
	Part   string // "port eth1", "conversation 10.0.0.1:40000 > 10.0.0.2:502", "book"
	Amount uint64 // frames lost, octets, or ns
}
