package filter

import (
	"bytes"
	"encoding/binary"
	"net"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

type stack = []gopacket.SerializableLayer

func ethernet(typ layers.EthernetType) *layers.Ethernet {
	return &layers.Ethernet{SrcMAC: net.HardwareAddr{2, 0, 0, 0, 0, 0xA1},
		DstMAC: net.HardwareAddr{2, 0, 0, 0, 0, 0xB2}, EthernetType: typ}
}

func tag(id uint16, typ layers.EthernetType) *layers.Dot1Q {
	return &layers.Dot1Q{Priority: 5, VLANIdentifier: id, Type: typ}
}

func ipv4(proto layers.IPProtocol) *layers.IPv4 {
	return &layers.IPv4{Version: 4, IHL: 5, Id: 0xBEEF, TTL: 61, Protocol: proto,
		SrcIP: net.IP{10, 1, 2, 3}, DstIP: net.IP{10, 1, 2, 250}}
}

func ipv6(next layers.IPProtocol) *layers.IPv6 {
	return &layers.IPv6{Version: 6, NextHeader: next, HopLimit: 63,
		SrcIP: net.ParseIP("fd00::250"), DstIP: net.ParseIP("fd00::1:2:3")}
}

// extension is a header of the common form, n units of eight octets.
func extension(next layers.IPProtocol, n int) gopacket.Payload {
	b := make([]byte, 8*n)
	b[0], b[1], b[2], b[3] = byte(next), byte(n-1), 1, byte(8*n-4)
	return b
}

func authentication(next layers.IPProtocol) gopacket.Payload {
	b := make([]byte, 24)
	b[0], b[1] = byte(next), 4
	return b
}

// fragment is the fragment header; field is the offset with the flag M.
func fragment(next layers.IPProtocol, field uint16) gopacket.Payload {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16([]byte{byte(next), 0}, field), 0xCAFE)
}

func tcp(from, to layers.TCPPort) *layers.TCP {
	return &layers.TCP{SrcPort: from, DstPort: to, Seq: 0xFFFFFFF0, Ack: 12345, ACK: true, Window: 8192}
}

func udp(from, to layers.UDPPort) *layers.UDP { return &layers.UDP{SrcPort: from, DstPort: to} }

func serialize(t testing.TB, l ...gopacket.SerializableLayer) []byte {
	t.Helper()
	b := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(b, gopacket.SerializeOptions{FixLengths: true}, l...); err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(b.Bytes())
}

// payload is one that no protocol claims.
func payload(n int) gopacket.Payload { return bytes.Repeat([]byte{0xA5}, n) }

// tcpFrame is a segment with n octets between two hosts.
func tcpFrame(t testing.TB, from, to layers.TCPPort, n int) []byte {
	return serialize(t, ethernet(layers.EthernetTypeIPv4), ipv4(layers.IPProtocolTCP), tcp(from, to), payload(n))
}

// back is the frame in the other direction.
func back(t testing.TB, frame []byte) []byte {
	t.Helper()
	b := bytes.Clone(frame)
	swap := func(i, j, n int) {
		x := bytes.Clone(b[i : i+n])
		copy(b[i:], b[j:j+n])
		copy(b[j:], x)
	}
	swap(0, 6, 6)
	at, typ := 14, binary.BigEndian.Uint16(b[12:])
	for typ == 0x8100 || typ == 0x88A8 {
		typ = binary.BigEndian.Uint16(b[at+2:])
		at += 4
	}
	switch typ {
	case 0x0800:
		swap(at+12, at+16, 4)
		at += int(b[at]&0x0F) * 4
	case 0x86DD:
		swap(at+8, at+24, 16)
		at += 40
	default:
		t.Fatalf("frame of type %#x has no way back", typ)
	}
	swap(at, at+2, 2)
	return b
}

var prefixes = []func(layers.EthernetType) stack{
	func(t layers.EthernetType) stack { return stack{ethernet(t)} },
	func(t layers.EthernetType) stack { return stack{ethernet(layers.EthernetTypeDot1Q), tag(42, t)} },
	func(t layers.EthernetType) stack { return stack{ethernet(layers.EthernetTypeDot1Q), tag(0, t)} },
	func(t layers.EthernetType) stack {
		return stack{ethernet(layers.EthernetTypeQinQ), tag(100, layers.EthernetTypeDot1Q), tag(4095, t)}
	},
	func(t layers.EthernetType) stack {
		return stack{ethernet(layers.EthernetTypeQinQ), tag(0, layers.EthernetTypeDot1Q), tag(7, t)}
	},
	func(t layers.EthernetType) stack {
		return stack{ethernet(0x9100), tag(1, layers.EthernetTypeQinQ), tag(2, layers.EthernetTypeDot1Q), tag(3, t)}
	},
	func(t layers.EthernetType) stack { // one tag more than is looked into
		return stack{ethernet(0x9100), tag(1, 0x9100), tag(2, 0x9100), tag(3, 0x9100), tag(4, 0x8100), tag(5, t)}
	},
	func(t layers.EthernetType) stack { // SNAP, with the length put in by serialize
		return stack{ethernet(0), gopacket.Payload{0xAA, 0xAA, 3, 0, 0, 0xF8, byte(t >> 8), byte(t)}}
	},
}

// network is a way to go on: an IP header and those up to the transport's.
type network struct {
	typ  layers.EthernetType
	head func(upper layers.IPProtocol) stack
}

var networks = []network{
	{0x0800, func(u layers.IPProtocol) stack { return stack{ipv4(u)} }},
	{0x0800, func(u layers.IPProtocol) stack {
		ip := ipv4(u)
		ip.Options = []layers.IPv4Option{{OptionType: 1}, {OptionType: 1},
			{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
		return stack{ip}
	}},
	{0x0800, func(u layers.IPProtocol) stack {
		ip := ipv4(u)
		ip.Flags = layers.IPv4MoreFragments
		return stack{ip}
	}},
	{0x0800, func(u layers.IPProtocol) stack {
		ip := ipv4(u)
		ip.FragOffset = 1
		return stack{ip}
	}},
	{0x0800, func(u layers.IPProtocol) stack {
		ip := ipv4(u)
		ip.Flags = layers.IPv4DontFragment | layers.IPv4EvilBit
		return stack{ip}
	}},
	{0x0800, func(u layers.IPProtocol) stack { return stack{ipv4(layers.IPProtocolAH), authentication(u)} }},
	{0x86DD, func(u layers.IPProtocol) stack { return stack{ipv6(u)} }},
	{0x86DD, func(u layers.IPProtocol) stack { return stack{ipv6(60), extension(u, 2)} }},
	{0x86DD, func(u layers.IPProtocol) stack { return stack{ipv6(44), fragment(u, 1)} }},
	{0x86DD, func(u layers.IPProtocol) stack { return stack{ipv6(44), fragment(u, 0xFFF8)} }},
	{0x86DD, func(u layers.IPProtocol) stack { return stack{ipv6(44), fragment(u, 6)} }},
	{0x86DD, func(u layers.IPProtocol) stack {
		return stack{ipv6(135), extension(139, 2), extension(140, 2), extension(51, 1), authentication(60),
			extension(43, 1), extension(44, 4), fragment(u, 0)}
	}},
	{0x86DD, func(u layers.IPProtocol) stack { // one header more than is looked into
		l := stack{ipv6(60)}
		for range 8 {
			l = append(l, extension(60, 1))
		}
		return append(l, extension(u, 1))
	}},
}

// transport is a way to end a frame.
type transport struct {
	proto layers.IPProtocol
	head  func() stack
}

var transports = []transport{
	{6, func() stack { return stack{tcp(49152, 502)} }},
	{6, func() stack { return stack{tcp(554, 49153)} }},
	{6, func() stack {
		t := tcp(49154, 8080)
		t.SYN, t.ACK = true, false
		t.Options = []layers.TCPOption{{OptionType: 2, OptionLength: 4, OptionData: []byte{5, 180}}}
		return stack{t}
	}},
	{17, func() stack { return stack{udp(20000, 47808)} }},
	{17, func() stack { return stack{udp(5004, 5004)} }},
	{1, func() stack { return stack{gopacket.Payload{3, 1, 0, 0, 0, 0, 0, 0}} }},
	{1, func() stack { return stack{gopacket.Payload{8, 0, 0, 0, 0, 1, 0, 1}} }},
	{58, func() stack { return stack{gopacket.Payload{1, 4, 0, 0, 0, 0, 0, 0}} }},
	{58, func() stack { return stack{gopacket.Payload{135, 0, 0, 0, 0, 0, 0, 0}} }},
	{50, func() stack { return stack{gopacket.Payload{0, 0, 0, 1, 0, 0, 0, 1}} }},
	{59, func() stack { return nil }},
}

// samples builds every combination, with and without payload, and frames
// without IP in every prefix.
func samples(t testing.TB) (out [][]byte) {
	t.Helper()
	for _, pre := range prefixes {
		for _, nw := range networks {
			for _, tr := range transports {
				for _, n := range []int{0, 13} {
					l := append(append(pre(nw.typ), nw.head(tr.proto)...), tr.head()...)
					out = append(out, serialize(t, append(l, payload(n))...))
				}
			}
		}
		for _, typ := range []layers.EthernetType{0x0806, 0x8035, 0x88CC, 0x8892, 0x88A4, 0x88AB, 0x88CD, 0x88B8,
			0x88B9, 0x88BA, 0x8847, 0x88F7, 0x0600, 0xFFFF} {
			out = append(out, serialize(t, append(pre(typ), payload(28))...))
		}
		for _, id := range []uint16{0x8000, 0xFBFF, 0xFC00, 0xFC01, 0xFEFE, 0xFEFF, 0xFF00} {
			body := gopacket.Payload(append(binary.BigEndian.AppendUint16(nil, id), payload(26)...))
			out = append(out, serialize(t, append(pre(0x8892), body)...))
		}
	}
	stp := gopacket.Payload(append([]byte{0x42, 0x42, 3}, payload(35)...))
	return append(out, serialize(t, ethernet(0), stp))
}
