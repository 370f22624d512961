package packet_test

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

func TestTCPFields(t *testing.T) {
	var p packet.Packet
	err := p.Parse(packet.LinkRaw, octets(t, ip4+"c000 01f6 01020304 05060708 5f c2 2001 0000 0000"+eight))
	if err != nil {
		t.Fatal(err)
	}
	if p.SrcPort != 49152 || p.DstPort != 502 || p.Seq != 0x01020304 || p.Ack != 0x05060708 || p.Window != 0x2001 {
		t.Errorf("%+v", p)
	}
	if p.TCPFlags != packet.SYN|packet.ECE|packet.CWR {
		t.Errorf("flags %08b", p.TCPFlags)
	}
	if p.TTL != 0x40 || p.ID != 7 {
		t.Errorf("TTL %d, identification %d", p.TTL, p.ID)
	}
}

// TestARP parses a request, on Ethernet and cooked, and messages that are not
// ARP for Ethernet and IPv4.
func TestARP(t *testing.T) {
	const message = "0001 0800 06 04 0002 020000000001 0a000001 020000000002 0a000002"
	for _, f := range []struct {
		link packet.LinkType
		head string
	}{
		{packet.LinkEthernet, macs + "0806"},
		{packet.LinkEthernet, macs + "8100 0001 0806"},
		{packet.LinkLinuxSLL, "0000 0001 0006 0200000000010000 0806"},
	} {
		var p packet.Packet
		if err := p.Parse(f.link, octets(t, f.head+message+"00000000")); err != nil {
			t.Fatal(err)
		}
		op, mac, sender, target, ok := p.ARP()
		if !ok || op != packet.ARPReply || mac != [6]byte{2, 0, 0, 0, 0, 1} ||
			sender != [4]byte{10, 0, 0, 1} || target != [4]byte{10, 0, 0, 2} {
			t.Errorf("%s: %v %v %v %v %v", f.head, op, mac, sender, target, ok)
		}
	}
}

func TestNoARP(t *testing.T) {
	for name, frame := range map[string]string{
		"another EtherType": macs + "8035 0001 0800 06 04 0002 020000000001 0a000001 020000000002 0a000002",
		"hardware":          macs + "0806 0007 0800 06 04 0002 020000000001 0a000001 020000000002 0a000002",
		"protocol":          macs + "0806 0001 86dd 06 04 0002 020000000001 0a000001 020000000002 0a000002",
		"size of MAC":       macs + "0806 0001 0800 08 04 0002 020000000001 0a000001 020000000002 0a000002",
		"size of address":   macs + "0806 0001 0800 06 10 0002 020000000001 0a000001 020000000002 0a000002",
		"short":             macs + "0806 0001 0800 06 04 0002 020000000001 0a000001 020000000002 0a0000",
	} {
		var p packet.Packet
		if err := p.Parse(packet.LinkEthernet, octets(t, frame)); err != nil {
			t.Fatal(err)
		}
		if op, mac, sender, target, ok := p.ARP(); ok || op != 0 || mac != [6]byte{} || sender != [4]byte{} || target != [4]byte{} {
			t.Errorf("%s: taken for ARP", name)
		}
	}
}

// TestAddr: an IPv6 packet keeps its addresses, also IPv4-mapped ones.
func TestAddr(t *testing.T) {
	var p packet.Packet
	mapped := "00000000000000000000ffff0a000001 fd000000000000000000000000000002"
	if err := p.Parse(packet.LinkRaw, octets(t, "60000000 00003b40"+mapped)); err != nil {
		t.Fatal(err)
	}
	if got := p.SrcAddr(); got != netip.MustParseAddr("::ffff:10.0.0.1") || !got.Is4In6() {
		t.Errorf("source %v", got)
	}
	if err := p.Parse(packet.LinkRaw, octets(t, ip4+tcp20+eight)); err != nil {
		t.Fatal(err)
	}
	if got := p.SrcAddr(); got != netip.MustParseAddr("10.0.0.1") || !got.Is4() {
		t.Errorf("source %v", got)
	}
	if want := netip.MustParseAddr("10.0.0.2").As16(); p.Dst != want {
		t.Errorf("Dst % x, want % x", p.Dst, want)
	}
}

// TestReassembled cuts datagrams into fragments, parses each, and parses the
// transport header of what they add up to.
func TestReassembled(t *testing.T) {
	udp := octets(t, "bac0 bac1 0010 0000"+eight)
	options := append(octets(t, "1100 0104 00000000"), udp...)
	for _, c := range []struct {
		name     string
		head     func(offset int, more bool, n int) []byte
		datagram []byte
	}{
		{"ipv4", fragmentIPv4, udp},
		{"ipv6", func(o int, m bool, n int) []byte { return fragmentIPv6(17, o, m, n) }, udp},
		{"ipv6, options first", func(o int, m bool, n int) []byte { return fragmentIPv6(60, o, m, n) }, options},
	} {
		t.Run(c.name, func(t *testing.T) {
			var p packet.Packet
			var whole []byte
			for o := 0; o < len(c.datagram); o += 8 {
				more := o+8 < len(c.datagram)
				frame := append(c.head(o, more, 8), c.datagram[o:o+8]...)
				if err := p.Parse(packet.LinkRaw, frame); err != nil {
					t.Fatal(err)
				}
				if !p.Fragment || p.MoreFragments != more || int(p.FragmentOffset) != o || p.ID != 7 || p.SrcPort != 0 {
					t.Fatalf("fragment at %d: %+v", o, p)
				}
				whole = append(whole, p.Payload...)
			}
			if err := p.ParseTransport(whole); err != nil {
				t.Fatal(err)
			}
			if p.Fragment || p.MoreFragments || p.FragmentOffset != 0 || p.Protocol != 17 ||
				p.SrcPort != 0xBAC0 || p.DstPort != 0xBAC1 || !bytes.Equal(p.Payload, octets(t, eight)) || p.Missing != 0 {
				t.Errorf("whole: %+v", p)
			}
		})
	}
}

func fragmentIPv4(offset int, more bool, n int) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 7, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2}
	binary.BigEndian.PutUint16(b[2:], uint16(20+n))
	binary.BigEndian.PutUint16(b[6:], uint16(offset/8))
	if more {
		b[6] |= 0x20
	}
	return b
}

func fragmentIPv6(next byte, offset int, more bool, n int) []byte {
	b := make([]byte, 48)
	b[0], b[6], b[7], b[23], b[39] = 0x60, 44, 64, 1, 2
	binary.BigEndian.PutUint16(b[4:], uint16(8+n))
	b[40], b[47] = next, 7
	binary.BigEndian.PutUint16(b[42:], uint16(offset))
	if more {
		b[43] |= 1
	}
	return b
}

// TestReassembledFaults: what fragments add up to can be as wrong as a frame.
func TestReassembledFaults(t *testing.T) {
	for _, c := range []struct {
		name    string
		version uint8
		proto   uint8
		hex     string
		err     error
		payload int
	}{
		{"TCP", 4, 6, tcp20 + eight, nil, 8},
		{"TCP cut", 4, 6, "c000", packet.ErrShort, 2},
		{"TCP header beyond the end", 4, 6, "c000 01f6 00000001 00000002 f0 18 2000 0000 0000", packet.ErrHeader, 20},
		{"UDP length wrong", 4, 17, "bac0 bac0 0001 0000", packet.ErrHeader, 8},
		{"ICMP", 4, 1, eight, nil, 8},
		{"a fragment within", 6, 44, "1100 0001 00000001" + eight, packet.ErrHeader, 8},
		{"an atomic fragment within", 6, 44, "1100 0000 00000001 bac0 bac0 0009 0000 01", nil, 1},
		{"options alone", 6, 60, "1100 0104 00000000", packet.ErrShort, 0},
		{"empty", 6, 60, "", packet.ErrShort, 0},
	} {
		p := packet.Packet{IPVersion: c.version, Protocol: c.proto, Fragment: true, FragmentOffset: 8,
			MoreFragments: true, SrcPort: 1, Seq: 1, TCPFlags: 1, Missing: 1}
		err := p.ParseTransport(octets(t, c.hex))
		if err != c.err || len(p.Payload) != c.payload || p.Missing != 0 {
			t.Errorf("%s: %v, payload %d, missing %d; want %v, %d", c.name, err, len(p.Payload), p.Missing, c.err, c.payload)
		}
		if err == packet.ErrShort && (p.SrcPort != 0 || p.Seq != 0 || p.TCPFlags != 0) {
			t.Errorf("%s: fields of an earlier header left", c.name)
		}
	}
}

func TestLinkType(t *testing.T) {
	for l, name := range map[packet.LinkType]string{
		packet.LinkEthernet: "ETHERNET", packet.LinkLinuxSLL2: "LINUX_SLL2", packet.LinkNull: "NULL",
		packet.LinkRawOpen: "RAW", 165: "BACNET_MS_TP", 65535: "LINKTYPE 65535",
	} {
		if got := l.String(); got != name {
			t.Errorf("%d: %s, want %s", uint16(l), got, name)
		}
	}
	for l := range packet.LinkType(1000) {
		var p packet.Packet
		if supported := p.Parse(l, nil) != packet.ErrLinkType; supported != l.Supported() {
			t.Errorf("%v: Supported %v, Parse says %v", l, l.Supported(), supported)
		}
	}
}
