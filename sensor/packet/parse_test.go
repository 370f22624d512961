package packet_test

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// octets reads hexadecimal digits; white space separates fields.
func octets(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Pieces of the frames below.
const (
	macs  = "020000000002 020000000001 "
	ip4   = "45000030 00070000 40 06 0000 0a000001 0a000002 " // 48 octets in all
	ip4to = "0a000001 0a000002 "
	ip6to = "fd000000000000000000000000000001 fd000000000000000000000000000002 "
	tcp20 = "c000 01f6 00000001 00000002 50 18 2000 0000 0000 "
	seven = "00000000 0001 01 " // seven octets of payload
	eight = "0000000000060103 "
)

// want are the fields a case checks.
type want struct {
	etherType      uint16
	version, proto uint8
	src, dst       string
	srcPort        uint16
	payload        int
	missing        uint32
	vlans          [2]uint16
	vlanCount      uint8
	fragment       bool
	offset         uint16
	err            error
	payloadAtOctet int // where in the frame Payload begins; checked when payload > 0
}

type parseCase struct {
	name string
	link packet.LinkType
	hex  string
	wire uint32
	want want
}

const eth = packet.LinkEthernet

// a and b are the addresses of ip4to and ip6to.
func v4(w want) want { w.version, w.src, w.dst = 4, "10.0.0.1", "10.0.0.2"; return w }
func v6(w want) want { w.version, w.src, w.dst = 6, "fd00::1", "fd00::2"; return w }

var parseCases = []parseCase{
	{"goose is no IP", eth, macs + "88b8 0001 0008 0000 0000", 0, want{etherType: 0x88B8, payload: 8, payloadAtOctet: 14}},
	{"lldp behind a tag", eth, macs + "8100 6005 88cc 0207", 0, want{etherType: 0x88CC, payload: 2, payloadAtOctet: 18, vlans: [2]uint16{5}, vlanCount: 1}},
	{"tag 0x9100", eth, macs + "9100 0064 8100 0065 88cc 0207", 0, want{etherType: 0x88CC, payload: 2, payloadAtOctet: 22, vlans: [2]uint16{100, 101}, vlanCount: 2}},
	{"no IP, cut by the snap length", eth, macs + "88b8 0001", 100, want{etherType: 0x88B8, payload: 2, payloadAtOctet: 14, missing: 84}},
	{"length and LLC, padded", eth, macs + "0003 424203 0000 0000", 0, want{payload: 3, payloadAtOctet: 14}},
	{"length behind a tag", eth, macs + "8100 0007 0003 820103 0000", 0, want{payload: 3, payloadAtOctet: 18, vlans: [2]uint16{7}, vlanCount: 1}},
	{"length behind a tag, cut", eth, macs + "8100 0007 0009 820103", 30, want{payload: 3, payloadAtOctet: 18, missing: 6, vlans: [2]uint16{7}, vlanCount: 1}},
	{"SNAP of IEEE 802.1H", eth, macs + "0009 aaaa03 0000f8 0806 01", 0, want{etherType: 0x0806, payload: 1, payloadAtOctet: 22}},
	{"SNAP of another organization", eth, macs + "0009 aaaa03 00000c 2000 01", 0, want{payload: 9, payloadAtOctet: 14}},
	{"SNAP, not unnumbered", eth, macs + "0009 aaaa00 000000 0800 01", 0, want{payload: 9, payloadAtOctet: 14}},
	{"SNAP and IPv4", eth, macs + "0038 aaaa03 000000 0800" + ip4 + tcp20 + eight + "ffff", 0, v4(want{etherType: 0x0800, proto: 6, srcPort: 0xC000, payload: 8, payloadAtOctet: 62})},
	{"IPv4, padding is no payload", eth, macs + "0800" + ip4 + tcp20 + eight + "000000000000", 0, v4(want{etherType: 0x0800, proto: 6, srcPort: 0xC000, payload: 8, payloadAtOctet: 54})},
	{"IPv4, cut by the snap length", eth, macs + "0800" + ip4 + tcp20 + "0000", 62, v4(want{etherType: 0x0800, proto: 6, srcPort: 0xC000, payload: 2, missing: 6, payloadAtOctet: 54})},
	{"IPv4, total length beyond the wire", eth, macs + "0800" + ip4 + tcp20 + seven, 61, v4(want{etherType: 0x0800, proto: 6, srcPort: 0xC000, payload: 7, payloadAtOctet: 54})},
	{"IPv4, total length and unknown wire", eth, macs + "0800" + ip4 + tcp20 + seven, 0, v4(want{etherType: 0x0800, proto: 6, srcPort: 0xC000, payload: 7, missing: 1, payloadAtOctet: 54})},
	{"IPv4, total length 0", eth, macs + "0800 45000000 00070000 40 06 0000" + ip4to + tcp20 + eight, 100, v4(want{etherType: 0x0800, proto: 6, srcPort: 0xC000, payload: 8, missing: 38, payloadAtOctet: 54})},
	{"IPv4, header shorter than itself", eth, macs + "0800 44000030 00070000 40 06 0000" + ip4to + tcp20 + eight, 0, want{etherType: 0x0800, err: packet.ErrHeader, payload: 48, payloadAtOctet: 14}},
	{"IPv4, total shorter than the header", eth, macs + "0800 45000013 00070000 40 06 0000" + ip4to + tcp20, 0, want{etherType: 0x0800, err: packet.ErrHeader, payload: 40, payloadAtOctet: 14}},
	{"IPv4, options not captured", eth, macs + "0800 46000034 00070000 40 06 0000" + ip4to, 66, v4(want{etherType: 0x0800, proto: 6, err: packet.ErrShort, payload: 20, missing: 32, payloadAtOctet: 14})},
	{"IPv4 announced, IPv6 found", eth, macs + "0800 60000000 00143b40" + ip6to, 0, want{etherType: 0x0800, err: packet.ErrVersion, payload: 40, payloadAtOctet: 14}},
	{"IPv6 announced, IPv4 found", eth, macs + "86dd" + ip4 + tcp20, 0, want{etherType: 0x86DD, err: packet.ErrVersion, payload: 40, payloadAtOctet: 14}},
	{"IPv4 of an address alone", packet.LinkIPv4, ip4 + tcp20 + eight, 0, v4(want{proto: 6, srcPort: 0xC000, payload: 8, payloadAtOctet: 40})},
	{"IPv4 on a link of IPv6", packet.LinkIPv6, ip4 + tcp20 + eight, 0, want{err: packet.ErrVersion, payload: 48}},
	{"raw, version 5", packet.LinkRaw, "5500", 0, want{err: packet.ErrVersion, payload: 2}},
	{"raw, empty", packet.LinkRaw, "", 0, want{err: packet.ErrShort}},
	{"TCP, options not captured", packet.LinkRaw, ip4 + "c000 01f6 00000001 00000002 60 18 2000 0000 0000", 48, v4(want{proto: 6, srcPort: 0xC000, missing: 4, payload: 0})},
	{"TCP, header beyond the datagram", packet.LinkRaw, "45000028 00070000 40 06 0000" + ip4to + "c000 01f6 00000001 00000002 60 18 2000 0000 0000", 40, v4(want{proto: 6, err: packet.ErrHeader, payload: 20, payloadAtOctet: 20})},
	{"TCP, header shorter than itself", packet.LinkRaw, ip4 + "c000 01f6 00000001 00000002 40 18 2000 0000 0000", 48, v4(want{proto: 6, err: packet.ErrHeader, payload: 20, missing: 8, payloadAtOctet: 20})},
	{"TCP, cut within the header", packet.LinkRaw, ip4 + "c000 01f6 00000001", 48, v4(want{proto: 6, err: packet.ErrShort, payload: 8, missing: 20, payloadAtOctet: 20})},
	{"UDP, length shorter than IP's", packet.LinkRaw, "45000030 00070000 40 11 0000" + ip4to + "bac0 bac0 000a 0000" + eight + eight + "00000000", 0, v4(want{proto: 17, srcPort: 0xBAC0, payload: 2, payloadAtOctet: 28})},
	{"UDP, length longer than IP's", packet.LinkRaw, "45000020 00070000 40 11 0000" + ip4to + "bac0 bac0 ffff 0000 00000000", 40, v4(want{proto: 17, srcPort: 0xBAC0, payload: 4, payloadAtOctet: 28})},
	{"UDP, length cut by the snap length", packet.LinkRaw, "45000040 00070000 40 11 0000" + ip4to + "bac0 bac0 002c 0000 00000000", 64, v4(want{proto: 17, srcPort: 0xBAC0, payload: 4, missing: 32, payloadAtOctet: 28})},
	{"UDP, length 7", packet.LinkRaw, "45000020 00070000 40 11 0000" + ip4to + "bac0 bac0 0007 0000 00000000", 0, v4(want{proto: 17, err: packet.ErrHeader, payload: 12, payloadAtOctet: 20})},
	{"IPv4 fragment", packet.LinkRaw, "4500001c 00072002 40 11 0000" + ip4to + eight, 0, v4(want{proto: 17, payload: 8, fragment: true, offset: 16, payloadAtOctet: 20})},
	{"IPv6, nothing follows", packet.LinkRaw, "60000000 00003b40" + ip6to + "00000000", 0, v6(want{proto: 59})},
	{"IPv6, length 0", packet.LinkRaw, "60000000 00000640" + ip6to + tcp20 + eight, 100, v6(want{proto: 6, srcPort: 0xC000, payload: 8, missing: 32, payloadAtOctet: 60})},
	{"IPv6, jumbogram", packet.LinkRaw, "60000000 00000040" + ip6to + "0600 c204 00010000" + tcp20 + eight, 70000, v6(want{proto: 6, srcPort: 0xC000, payload: 8, missing: 0x10000 - 36, payloadAtOctet: 68})},
	{"IPv6, jumbogram with padding options", packet.LinkRaw, "60000000 00000040" + ip6to + "0601 0101 00 00 00 00 c204 00010000 0100" + tcp20 + eight, 0, v6(want{proto: 6, srcPort: 0xC000, payload: 8, missing: 0x10000 - 44, payloadAtOctet: 76})},
	{"IPv6, jumbogram that need not be one", packet.LinkRaw, "60000000 00000040" + ip6to + "0600 c204 0000ffff" + tcp20, 0, v6(want{err: packet.ErrHeader, payload: 28, payloadAtOctet: 40})},
	{"IPv6, largest jumbo length", packet.LinkRaw, "60000000 00000040" + ip6to + "0600 c204 ffffffff" + tcp20, 100, v6(want{proto: 6, srcPort: 0xC000, missing: 32})},
	{"IPv6, routing header of segments", packet.LinkRaw, "60000000 00242b40" + ip6to + "0600 0401 00000000" + tcp20 + eight, 0, v6(want{proto: 6, srcPort: 0xC000, payload: 8, payloadAtOctet: 68})},
	{"IPv6, mobility", packet.LinkRaw, "60000000 00088740" + ip6to + "3b00 0000 00000000", 0, v6(want{proto: 59})},
	{"IPv6, atomic fragment", packet.LinkRaw, "60000000 00242c40" + ip6to + "0600 0000 00000009" + tcp20 + eight, 0, v6(want{proto: 6, srcPort: 0xC000, payload: 8, payloadAtOctet: 68})},
	{"IPv6, fragment of destination options", packet.LinkRaw, "60000000 00102c40" + ip6to + "3c00 0001 00000009" + eight, 0, v6(want{proto: 60, payload: 8, fragment: true, payloadAtOctet: 48})},
	{"IPv6, ESP", packet.LinkRaw, "60000000 00083240" + ip6to + eight, 0, v6(want{proto: 50, payload: 8, payloadAtOctet: 40})},
	{"IPv6, extension beyond the datagram", packet.LinkRaw, "60000000 00083c40" + ip6to + "0601 0104 00000000" + tcp20, 0, v6(want{proto: 60, err: packet.ErrShort, payload: 8, payloadAtOctet: 40})},
	{"IPv6, extension cut", packet.LinkRaw, "60000000 00083c40" + ip6to + "0600", 48, v6(want{proto: 60, err: packet.ErrShort, payload: 2, missing: 6, payloadAtOctet: 40})},
	{"IPv6, authentication header too small", packet.LinkRaw, "60000000 00083340" + ip6to + "0600 0000 00000000", 0, v6(want{proto: 51, err: packet.ErrHeader, payload: 8, payloadAtOctet: 40})},
	{"IPv4, hop-by-hop is no IPv4 protocol", packet.LinkRaw, "4500001c 00070000 40 00 0000" + ip4to + eight, 0, v4(want{payload: 8, payloadAtOctet: 20})},
	{"cooked, radiotap", packet.LinkLinuxSLL, "0000 0323 0006 0200000000010000 0800 4500", 0, want{payload: 2, payloadAtOctet: 16}},
	{"cooked, LLC", packet.LinkLinuxSLL, "0000 0001 0006 0200000000010000 0004 424203", 0, want{payload: 3, payloadAtOctet: 16}},
	{"cooked, IEEE 802.3 without LLC", packet.LinkLinuxSLL, "0000 0001 0006 0200000000010000 0001 ffff", 0, want{payload: 2, payloadAtOctet: 16}},
	{"cooked 2, netlink", packet.LinkLinuxSLL2, "0800 0000 00000001 0338 04 00 0000000000000000 4500", 0, want{payload: 2, payloadAtOctet: 20}},
	{"loopback of another family", packet.LinkNull, "07000000 0102", 0, want{payload: 2, payloadAtOctet: 4}},
	{"loopback of Windows", packet.LinkNull, "17000000 60000000 00003b40" + ip6to, 0, v6(want{proto: 59})},
	{"link type of BACnet MS/TP", 165, "55ff", 0, want{err: packet.ErrLinkType, payload: 2}},
}

func TestParse(t *testing.T) {
	for _, c := range parseCases {
		t.Run(c.name, func(t *testing.T) { checkParse(t, c) })
	}
}

func checkParse(t *testing.T, c parseCase) {
	frame := octets(t, c.hex)
	p := packet.Packet{WireLen: c.wire, Time: 1, Frame: 2, Interface: 3, CapLen: 4}
	err := p.Parse(c.link, frame)
	if (p.Time != 1) || p.Frame != 2 || p.Interface != 3 || p.CapLen != 4 || p.WireLen != c.wire {
		t.Errorf("fields of the capture changed: %+v", p)
	}
	got := want{etherType: p.EtherType, version: p.IPVersion, proto: p.Protocol, srcPort: p.SrcPort,
		payload: len(p.Payload), missing: p.Missing, vlans: p.VLANs, vlanCount: p.VLANCount,
		fragment: p.Fragment, offset: p.FragmentOffset, err: err, payloadAtOctet: c.want.payloadAtOctet}
	if p.IPVersion != 0 {
		got.src, got.dst = p.SrcAddr().String(), p.DstAddr().String()
	} else if p.SrcAddr() != (netip.Addr{}) {
		t.Errorf("an address without IP: %v", p.SrcAddr())
	}
	if got != c.want {
		t.Errorf("got\n%+v, want\n%+v", got, c.want)
	}
	if len(p.Payload) > 0 && &p.Payload[0] != &frame[c.want.payloadAtOctet] {
		t.Errorf("payload does not begin at octet %d", c.want.payloadAtOctet)
	}
}

// TestReset parses every case into a packet that still holds another one.
func TestReset(t *testing.T) {
	all := samples(t)
	for i, c := range parseCases {
		frame := octets(t, c.hex)
		fresh, used := packet.Packet{WireLen: c.wire}, packet.Packet{WireLen: c.wire}
		fresh.Parse(c.link, frame)
		before := all[i*len(all)/len(parseCases)]
		used.Parse(before.link, before.frame)
		used.Parse(c.link, frame)
		if d := diff(used, fresh); d != "" {
			t.Errorf("%s after %s: %s", c.name, before.name, d)
		}
	}
}

func TestMACs(t *testing.T) {
	var p packet.Packet
	if err := p.Parse(eth, octets(t, macs+"88b8 0001")); err != nil {
		t.Fatal(err)
	}
	if p.DstMAC != [6]byte{2, 0, 0, 0, 0, 2} || p.SrcMAC != [6]byte{2, 0, 0, 0, 0, 1} {
		t.Errorf("MACs % x, % x", p.DstMAC, p.SrcMAC)
	}
}
