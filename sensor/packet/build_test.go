package packet_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/banken-ot/banken/sensor/packet"
)

// sample is a frame built for a test, and how it was built.
type sample struct {
	name  string
	link  packet.LinkType
	frame []byte
}

// prefix is a way to begin a frame: the layers ahead of IP.
type prefix struct {
	name string
	link packet.LinkType
	// head returns the layers for a payload of the given EtherType.
	head func(typ layers.EthernetType) []gopacket.SerializableLayer
}

var (
	macA = net.HardwareAddr{0x02, 0, 0, 0, 0, 0xA1}
	macB = net.HardwareAddr{0x02, 0, 0, 0, 0, 0xB2}
)

func ethernet(typ layers.EthernetType) *layers.Ethernet {
	return &layers.Ethernet{SrcMAC: macA, DstMAC: macB, EthernetType: typ}
}

func tag(id uint16, typ layers.EthernetType) *layers.Dot1Q {
	return &layers.Dot1Q{Priority: 5, VLANIdentifier: id, Type: typ}
}

func cooked(typ layers.EthernetType) gopacket.Payload {
	b := []byte{0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 0xA1, 0, 0, 0, 0}
	binary.BigEndian.PutUint16(b[14:], uint16(typ))
	return b
}

func cooked2(typ layers.EthernetType) gopacket.Payload {
	b := []byte{0, 0, 0, 0, 0, 0, 0, 3, 0, 1, 4, 6, 2, 0, 0, 0, 0, 0xA1, 0, 0}
	binary.BigEndian.PutUint16(b, uint16(typ))
	return b
}

func stack(l ...gopacket.SerializableLayer) []gopacket.SerializableLayer { return l }

func family(typ layers.EthernetType, order binary.AppendByteOrder, six uint32) gopacket.Payload {
	f := uint32(2)
	if typ == layers.EthernetTypeIPv6 {
		f = six
	}
	return order.AppendUint32(nil, f)
}

var prefixes = []prefix{
	{"ethernet", packet.LinkEthernet, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(ethernet(t))
	}},
	{"vlan", packet.LinkEthernet, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(ethernet(layers.EthernetTypeDot1Q), tag(42, t))
	}},
	{"qinq", packet.LinkEthernet, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(ethernet(layers.EthernetTypeQinQ), tag(100, layers.EthernetTypeDot1Q), tag(4095, t))
	}},
	{"three tags", packet.LinkEthernet, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(ethernet(layers.EthernetTypeQinQ), tag(1, layers.EthernetTypeQinQ),
			tag(2, layers.EthernetTypeDot1Q), tag(3, t))
	}},
	{"snap", packet.LinkEthernet, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(ethernet(layers.EthernetTypeLLC), &layers.LLC{DSAP: 0xAA, SSAP: 0xAA, Control: 3},
			&layers.SNAP{OrganizationalCode: []byte{0, 0, 0}, Type: t})
	}},
	{"cooked", packet.LinkLinuxSLL, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(cooked(t))
	}},
	{"cooked vlan", packet.LinkLinuxSLL, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(cooked(layers.EthernetTypeDot1Q), tag(7, t))
	}},
	{"cooked 2", packet.LinkLinuxSLL2, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(cooked2(t))
	}},
	{"null little-endian", packet.LinkNull, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(family(t, binary.LittleEndian, 30))
	}},
	{"null big-endian", packet.LinkNull, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(family(t, binary.BigEndian, 28))
	}},
	{"loop", packet.LinkLoop, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(family(t, binary.BigEndian, 24))
	}},
	{"loop little-endian", packet.LinkLoop, func(t layers.EthernetType) []gopacket.SerializableLayer {
		return stack(family(t, binary.LittleEndian, 10))
	}},
	{"raw", packet.LinkRaw, func(layers.EthernetType) []gopacket.SerializableLayer { return nil }},
	{"raw 12", packet.LinkRawBSD, func(layers.EthernetType) []gopacket.SerializableLayer { return nil }},
	{"raw 14", packet.LinkRawOpen, func(layers.EthernetType) []gopacket.SerializableLayer { return nil }},
}

// network is a way to go on: an IP header and what follows it up to the
// transport header, which is of the given protocol.
type network struct {
	name string
	typ  layers.EthernetType
	head func(upper layers.IPProtocol) []gopacket.SerializableLayer
}

func ipv4(proto layers.IPProtocol) *layers.IPv4 {
	return &layers.IPv4{Version: 4, IHL: 5, Id: 0xBEEF, TTL: 61, Protocol: proto,
		SrcIP: net.IP{10, 1, 2, 3}, DstIP: net.IP{10, 1, 2, 250}}
}

func ipv6(next layers.IPProtocol) *layers.IPv6 {
	return &layers.IPv6{Version: 6, NextHeader: next, HopLimit: 63,
		SrcIP: net.ParseIP("fd00::1:2:3"), DstIP: net.ParseIP("fd00::250")}
}

// extension is a header of the common form: n units of eight octets, all of
// them one PadN option but the first two.
func extension(next layers.IPProtocol, n int) gopacket.Payload {
	b := make([]byte, 8*n)
	b[0], b[1], b[2], b[3] = byte(next), byte(n-1), 1, byte(8*n-4)
	return b
}

// routing is a routing header of type 0 with n addresses.
func routing(next layers.IPProtocol, n int) gopacket.Payload {
	b := make([]byte, 8+16*n)
	b[0], b[1] = byte(next), byte(2*n)
	return b
}

func fragment6(next layers.IPProtocol, offset uint16, more bool) gopacket.Payload {
	b := []byte{byte(next), 0, 0, 0, 0xCA, 0xFE, 0xF0, 0x0D}
	if more {
		offset |= 1
	}
	binary.BigEndian.PutUint16(b[2:], offset)
	return b
}

// authentication is an AH with a value of twelve octets.
func authentication(next layers.IPProtocol) gopacket.Payload {
	b := make([]byte, 24)
	b[0], b[1] = byte(next), 4
	return b
}

var networks = []network{
	{"ipv4", layers.EthernetTypeIPv4, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv4(u))
	}},
	{"ipv4 options", layers.EthernetTypeIPv4, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		ip := ipv4(u)
		ip.Options = []layers.IPv4Option{{OptionType: 1}, {OptionType: 1},
			{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
		return stack(ip)
	}},
	{"ipv4 first fragment", layers.EthernetTypeIPv4, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		ip := ipv4(u)
		ip.Flags = layers.IPv4MoreFragments
		return stack(ip)
	}},
	{"ipv4 last fragment", layers.EthernetTypeIPv4, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		ip := ipv4(u)
		ip.FragOffset = 8191
		return stack(ip)
	}},
	{"ipv4 not to be fragmented", layers.EthernetTypeIPv4, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		ip := ipv4(u)
		ip.Flags = layers.IPv4DontFragment | layers.IPv4EvilBit
		return stack(ip)
	}},
	{"ipv4 authentication", layers.EthernetTypeIPv4, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv4(layers.IPProtocolAH), authentication(u))
	}},
	{"ipv6", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(u))
	}},
	{"ipv6 hop-by-hop", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(0), extension(u, 1))
	}},
	{"ipv6 destination", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(60), extension(u, 3))
	}},
	{"ipv6 routing", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(43), routing(u, 2))
	}},
	{"ipv6 authentication", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(51), authentication(u))
	}},
	{"ipv6 every extension", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(0), extension(60, 1), extension(43, 2), routing(44, 1),
			fragment6(51, 0, false), authentication(60), extension(u, 1))
	}},
	{"ipv6 mobility", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(135), extension(139, 2), extension(140, 2), extension(u, 1))
	}},
	{"ipv6 first fragment", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(0), extension(44, 1), fragment6(u, 0, true))
	}},
	{"ipv6 last fragment", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(44), fragment6(u, 0xFFF8, false))
	}},
	{"ipv6 atomic fragment", layers.EthernetTypeIPv6, func(u layers.IPProtocol) []gopacket.SerializableLayer {
		return stack(ipv6(44), fragment6(u, 0, false))
	}},
}

// transport is a way to end a frame.
type transport struct {
	name  string
	proto layers.IPProtocol
	head  func(payload []byte) []gopacket.SerializableLayer
}

func tcp() *layers.TCP {
	return &layers.TCP{SrcPort: 49152, DstPort: 502, Seq: 0xFFFFFFF0, Ack: 12345,
		PSH: true, ACK: true, CWR: true, Window: 8192}
}

func udp(length uint16) gopacket.Payload {
	b := []byte{0x4E, 0x20, 0xBA, 0xC0, 0, 0, 0, 0}
	binary.BigEndian.PutUint16(b[4:], length)
	return b
}

var transports = []transport{
	{"tcp", layers.IPProtocolTCP, func([]byte) []gopacket.SerializableLayer { return stack(tcp()) }},
	{"tcp options", layers.IPProtocolTCP, func([]byte) []gopacket.SerializableLayer {
		t := tcp()
		t.SYN, t.URG, t.ECE = true, true, true
		t.Options = []layers.TCPOption{{OptionType: layers.TCPOptionKindMSS, OptionLength: 4, OptionData: []byte{5, 180}},
			{OptionType: layers.TCPOptionKindNop, OptionLength: 1},
			{OptionType: layers.TCPOptionKindWindowScale, OptionLength: 3, OptionData: []byte{7}}}
		return stack(t)
	}},
	{"udp", layers.IPProtocolUDP, func(p []byte) []gopacket.SerializableLayer { return stack(udp(uint16(8 + len(p)))) }},
	{"udp length 0", layers.IPProtocolUDP, func([]byte) []gopacket.SerializableLayer { return stack(udp(0)) }},
	{"udp length too large", layers.IPProtocolUDP, func(p []byte) []gopacket.SerializableLayer {
		return stack(udp(uint16(9 + len(p))))
	}},
	{"udp length 8", layers.IPProtocolUDP, func([]byte) []gopacket.SerializableLayer { return stack(udp(8)) }},
	{"icmp", layers.IPProtocolICMPv4, func([]byte) []gopacket.SerializableLayer {
		return stack(gopacket.Payload{8, 0, 0, 0, 0, 1, 0, 1})
	}},
	{"esp", layers.IPProtocolESP, func([]byte) []gopacket.SerializableLayer {
		return stack(gopacket.Payload{0, 0, 0, 1, 0, 0, 0, 1})
	}},
	{"nothing", layers.IPProtocolNoNextHeader, func([]byte) []gopacket.SerializableLayer {
		return stack(gopacket.Payload{1, 2, 3, 4})
	}},
}

func serialize(t testing.TB, l []gopacket.SerializableLayer) []byte {
	t.Helper()
	b := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true}, l...); err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(b.Bytes())
}

// samples builds every combination of prefix, network, transport and payload.
func samples(t testing.TB) []sample {
	t.Helper()
	var out []sample
	for _, pre := range prefixes {
		for _, nw := range networks {
			for _, tr := range transports {
				for _, size := range []int{0, 1, 12, 600} {
					payload := bytes.Repeat([]byte{0xA5}, size)
					l := append(pre.head(nw.typ), nw.head(tr.proto)...)
					l = append(append(l, tr.head(payload)...), gopacket.Payload(payload))
					name := fmt.Sprintf("%s/%s/%s/%d", pre.name, nw.name, tr.name, size)
					out = append(out, sample{name, pre.link, serialize(t, l)})
				}
			}
		}
	}
	return out
}
