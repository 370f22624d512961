package asset

import (
	"net/netip"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

// station1 to router are interfaces of the tests.
var (
	station1 = MAC{0x00, 0x80, 0xF4, 1, 2, 3}
	station2 = MAC{0x00, 0x0C, 0x29, 4, 5, 6}
	router   = MAC{0x00, 0x1B, 0x1B, 7, 8, 9}
)

// sent returns an IPv4 packet.
func sent(frame uint64, m MAC, from string, ttl uint8) *packet.Packet {
	a := netip.MustParseAddr(from).As16()
	return &packet.Packet{Frame: frame, Time: int64(frame) * 1e9, SrcMAC: m, DstMAC: station1, EtherType: packet.EtherTypeIPv4,
		IPVersion: 4, Src: a, Dst: netip.MustParseAddr("10.0.0.99").As16(), TTL: ttl, Protocol: packet.ProtocolTCP, WireLen: 60}
}

// claim returns an ARP reply in which m claims an address.
func claim(frame uint64, m MAC, addr string) *packet.Packet {
	b := []byte{0, 1, 8, 0, 6, 4, 0, 2}
	ip := netip.MustParseAddr(addr).As4()
	b = append(append(b, m[:]...), ip[:]...)
	b = append(append(b, station1[:]...), 10, 0, 0, 99)
	return &packet.Packet{Frame: frame, Time: int64(frame) * 1e9, SrcMAC: m, DstMAC: station1, EtherType: packet.EtherTypeARP, Payload: b, WireLen: 60}
}

var modbus = wire.Protocol{Name: "modbus", Ports: []uint16{502}}

// asked returns a transaction that was answered.
func asked(frame uint64, client, server string, station uint32, o wire.Operation) *wire.Transaction {
	return &wire.Transaction{Protocol: &modbus, Client: netip.MustParseAddrPort(client), Server: netip.MustParseAddrPort(server),
		Time: int64(frame) * 1e9, Frame: frame, ResponseFrame: frame + 1, Latency: 1e6, Operation: o, Function: "f", Code: 3,
		Station: station, Outcome: wire.Answered}
}
