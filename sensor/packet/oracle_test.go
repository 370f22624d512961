package packet_test

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"github.com/banken-ot/banken/sensor/packet"
)

// divergence is why gopacket's decode of a frame is not compared, or only
// after it has been put right.
type divergence string

// The divergences there may be. In all of them gopacket 1.1.19 is less lenient
// than a sensor must be, or does not know a header.
const (
	same divergence = ""
	// gopacket gives up at an option of IPv4 or TCP it finds wrong, at a routing
	// header not of type 0, at a length of 0 in IPv6 and at headers cut short.
	// Parse steps over options and headers by their length alone.
	refused divergence = "gopacket gives up"
	// gopacket does not look at the version in a header that an EtherType
	// announces; Parse does, as every IP stack.
	version divergence = "gopacket does not check the version"
	// gopacket does not know the service tag 0x9100.
	oldTag divergence = "gopacket does not know tag 0x9100"
	// gopacket takes a length behind a VLAN tag, or an Ethernet II type below
	// 0x0600 in a cooked header, for an EtherType.
	length divergence = "gopacket takes a length for an EtherType"
	// gopacket does not know mobility, host identity and shim6 headers.
	mobility divergence = "gopacket does not know the extension header"
	// gopacket reads the headers from a hop-by-hop header on also when they do
	// not fit into the length.
	overrun divergence = "gopacket reads beyond the length"
	// gopacket keeps the hop-by-hop header in the payload of a jumbogram.
	jumbo divergence = "gopacket does not step into a jumbogram"
	// gopacket knows no Linux cooked device types without EtherType and refuses
	// unknown address families.
	device divergence = "gopacket does not know the device"
)

// oracle is gopacket's decode of a frame, told in the fields of a Packet.
type oracle struct {
	want     packet.Packet
	why      divergence
	open     bool // a header is announced that Parse reads, and gopacket has not shown it
	atomic   bool // the last layer was a fragment header of a whole datagram
	embedded bool // the next hop-by-hop header was cut off with the IPv6 header
	wire     int  // octets of the payload on the wire as the lengths in the headers say, or very many
}

func decoder(link packet.LinkType, frame []byte) gopacket.Decoder {
	switch link {
	case packet.LinkIPv4:
		return layers.LayerTypeIPv4
	case packet.LinkIPv6:
		return layers.LayerTypeIPv6
	case packet.LinkRaw, packet.LinkRawBSD, packet.LinkRawOpen:
		if len(frame) > 0 && frame[0]>>4 == 6 {
			return layers.LayerTypeIPv6
		}
		return layers.LayerTypeIPv4
	}
	return layers.LinkType(link)
}

// asCooked rewrites a cooked frame of version 2, which gopacket does not know,
// as one of version 1.
func asCooked(b []byte) []byte {
	out := []byte{0, b[10], b[8], b[9], 0, b[11]}
	out = append(append(out, b[12:20]...), b[0], b[1])
	return append(out, b[20:]...)
}

// reference decodes frame with gopacket.
func reference(link packet.LinkType, frame []byte) oracle {
	if link == packet.LinkLinuxSLL2 && len(frame) < 20 {
		return oracle{why: refused}
	}
	if link == packet.LinkLinuxSLL2 {
		link, frame = packet.LinkLinuxSLL, asCooked(frame)
	}
	o := oracle{open: true, wire: math.MaxInt}
	o.want.Payload = frame
	o.walk(decoder(link, frame))
	for o.atomic {
		o.atomic = false
		o.walk(layers.IPProtocol(o.want.Protocol))
	}
	if o.open && o.why == same && len(o.want.Payload) > 0 {
		o.why = refused
	}
	return o
}

// walk has gopacket decode the payload and takes layer after layer.
func (o *oracle) walk(first gopacket.Decoder) {
	pkt := gopacket.NewPacket(o.want.Payload, first, gopacket.DecodeOptions{NoCopy: true})
	for _, l := range pkt.Layers() {
		if !o.take(l) {
			return
		}
	}
}

// take copies what a layer says; false when Parse reads no further.
func (o *oracle) take(l gopacket.Layer) bool {
	if !o.open {
		return false
	}
	again, ok := l.(interface {
		DecodeFromBytes([]byte, gopacket.DecodeFeedback) error
	})
	if t := l.LayerType(); t == layers.LayerTypeSNAP || (t == layers.LayerTypeIPv6HopByHop && o.embedded) {
		ok = false // these begin elsewhere
	}
	if ok {
		// gopacket shows IP and transport headers also after an error.
		if again.DecodeFromBytes(o.want.Payload, gopacket.NilDecodeFeedback) != nil {
			o.why = refused
			return false
		}
	}
	if o.want.IPVersion != 0 {
		return o.takeUpper(l)
	}
	return o.takeLower(l)
}

// takeLower copies what a layer up to IP says.
func (o *oracle) takeLower(l gopacket.Layer) bool {
	p := &o.want
	switch l := l.(type) {
	case *layers.Ethernet:
		p.SrcMAC, p.DstMAC = [6]byte(l.SrcMAC), [6]byte(l.DstMAC)
		o.takeType(l.EthernetType, l.EthernetType == layers.EthernetTypeLLC)
		if o.want.EtherType == 0 {
			o.wire = int(l.Length)
		}
	case *layers.LinuxSLL:
		o.takeCooked(l)
	case *layers.Loopback:
		o.open = strings.Contains("2 10 24 28 30", strconv.Itoa(int(l.Family)))
		if l.Family == 23 {
			o.why = device
		}
	case *layers.Dot1Q:
		if p.VLANCount < 2 {
			p.VLANs[p.VLANCount] = l.VLANIdentifier
			p.VLANCount++
		}
		o.takeType(l.Type, false)
	case *layers.LLC:
		return o.takeLLC(l)
	case *layers.SNAP:
		if !o.takeSNAP(l) {
			return false
		}
	case *layers.IPv4:
		o.takeIPv4(l)
	case *layers.IPv6:
		o.takeIPv6(l)
	default:
		return false
	}
	p.Payload = l.LayerPayload()
	return true
}

func (o *oracle) takeType(typ layers.EthernetType, is802 bool) {
	o.want.EtherType = uint16(typ)
	switch typ {
	case layers.EthernetTypeIPv4, layers.EthernetTypeIPv6, layers.EthernetTypeDot1Q, layers.EthernetTypeQinQ:
		o.open = true
	case 0x9100:
		o.why = oldTag
	default:
		o.open = is802
	}
	if is802 {
		o.want.EtherType = 0
	} else if typ < 0x0600 {
		o.why = length
	}
}

func (o *oracle) takeCooked(l *layers.LinuxSLL) {
	if len(l.Addr) == 6 {
		o.want.SrcMAC = [6]byte(l.Addr)
	}
	o.takeType(l.EthernetType, false)
	if l.AddrType == 824 || l.AddrType == 803 {
		o.why = device
	}
}

// takeLLC: only in front of SNAP is the header no part of the payload. gopacket
// goes on with SNAP also when the frame is not an unnumbered one.
func (o *oracle) takeLLC(l *layers.LLC) bool {
	o.open = l.DSAP == 0xAA && l.SSAP == 0xAA && !l.IG && !l.CR && l.Control == 3
	return o.open
}

// takeSNAP: gopacket takes what follows for what the type says, also when the
// organization code makes it another number space. Payload is then that of the
// Ethernet frame.
func (o *oracle) takeSNAP(l *layers.SNAP) bool {
	c := l.OrganizationalCode
	if o.open = c[0] == 0 && c[1] == 0 && (c[2] == 0 || c[2] == 0xF8); !o.open {
		return false
	}
	o.want.EtherType = uint16(l.Type)
	o.wire -= 8
	o.open = l.Type == layers.EthernetTypeIPv4 || l.Type == layers.EthernetTypeIPv6
	return true
}

func (o *oracle) takeIPv4(l *layers.IPv4) {
	p := &o.want
	if l.Version != 4 {
		o.why = version
	}
	p.IPVersion, p.TTL, p.ID = 4, l.TTL, uint32(l.Id)
	copy(p.Src[:], l.SrcIP.To16())
	copy(p.Dst[:], l.DstIP.To16())
	p.FragmentOffset, p.MoreFragments = l.FragOffset*8, l.Flags&layers.IPv4MoreFragments != 0
	p.Fragment = p.FragmentOffset != 0 || p.MoreFragments
	o.takeProtocol(l.Protocol)
	if l.Contents[2] != 0 || l.Contents[3] != 0 { // of 0, gopacket makes what was captured
		o.limit(int(l.Length))
	}
	o.wire -= int(l.IHL) * 4
}

func (o *oracle) takeIPv6(l *layers.IPv6) {
	p := &o.want
	if l.Version != 6 {
		o.why = version
	}
	p.IPVersion, p.TTL = 6, l.HopLimit
	copy(p.Src[:], l.SrcIP)
	copy(p.Dst[:], l.DstIP)
	o.takeProtocol(l.NextHeader)
	o.wire -= 40
	o.limit(int(l.Length))
	if l.HopByHop == nil {
		return
	}
	if l.Length == 0 {
		o.why = jumbo
		return
	}
	o.embedded = true
	if o.wire -= l.HopByHop.ActualLength; o.wire < 0 {
		o.why = overrun
	}
	l.Payload = o.padded(l.Payload)
}

func (o *oracle) takeProtocol(next layers.IPProtocol) {
	p := &o.want
	p.Protocol = uint8(next)
	switch next {
	case 6, 17, 51:
		o.open = !p.Fragment
	case 0, 43, 44, 60:
		o.open = !p.Fragment && p.IPVersion == 6
	default:
		o.open = false
	}
	if !p.Fragment && p.IPVersion == 6 && (next == 135 || next == 139 || next == 140) {
		o.why = mobility
	}
}

// takeUpper copies what a layer above IP says.
func (o *oracle) takeUpper(l gopacket.Layer) bool {
	p := &o.want
	switch l := l.(type) {
	case *layers.TCP:
		p.SrcPort, p.DstPort, p.Seq, p.Ack = uint16(l.SrcPort), uint16(l.DstPort), l.Seq, l.Ack
		p.TCPFlags, p.Window, p.Payload = l.Contents[13], l.Window, l.Payload
		if l.SYN && len(l.Contents) > 20 {
			p.Options = l.Contents[20:]
		}
		o.wire, o.open = o.wire-int(l.DataOffset)*4, false
	case *layers.UDP:
		p.SrcPort, p.DstPort, p.Payload = uint16(l.SrcPort), uint16(l.DstPort), l.Payload
		if l.Length != 0 {
			o.limit(int(l.Length))
		}
		o.wire, o.open = o.wire-8, false
	default:
		return o.takeExtension(l)
	}
	return false
}

func (o *oracle) takeExtension(l gopacket.Layer) bool {
	p := &o.want
	switch l := l.(type) {
	case *layers.IPv6HopByHop:
		if o.takeProtocol(l.NextHeader); o.embedded {
			o.embedded = false
			return true
		}
	case *layers.IPv6Destination:
		o.takeProtocol(l.NextHeader)
	case *layers.IPv6Routing:
		o.takeProtocol(l.NextHeader)
	case *layers.IPSecAH:
		o.takeProtocol(l.NextHeader)
	case *layers.IPv6Fragment:
		p.ID = l.Identification
		p.FragmentOffset, p.MoreFragments = l.FragmentOffset*8, l.MoreFragments
		if p.Fragment = l.FragmentOffset != 0 || l.MoreFragments; !p.Fragment {
			// gopacket stops at a fragment header also when it is that of a
			// whole datagram (RFC 6946): have it go on behind.
			o.atomic = true
		}
		o.takeProtocol(l.NextHeader)
	default:
		return false
	}
	p.Payload = l.LayerPayload()
	if o.wire -= len(l.LayerContents()); o.wire < 0 {
		o.why = overrun
		return false
	}
	p.Payload = o.padded(p.Payload)
	return true
}

// padded cuts a payload to the length. gopacket does not count the hop-by-hop
// header when it does so, and has the headers behind one decoded from what was
// there before: padding is left in.
func (o *oracle) padded(b []byte) []byte {
	return b[:min(len(b), max(o.wire, 0))]
}

// limit notes that a length field grants n octets from here on.
func (o *oracle) limit(n int) {
	o.wire = min(o.wire, n)
}

// missing is what Missing must be for a frame of wire octets, of which captured
// were captured.
func (o *oracle) missing(wire, captured int) uint32 {
	return uint32(max(0, min(wire-captured, o.wire-len(o.want.Payload))))
}

// diff says in which fields got is not want.
func diff(got, want packet.Packet) string {
	if !bytes.Equal(got.Payload, want.Payload) {
		return fmt.Sprintf("Payload: %d octets %.16x, want %d octets %.16x",
			len(got.Payload), got.Payload, len(want.Payload), want.Payload)
	}
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	out := ""
	for i := range g.NumField() {
		if !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) && g.Type().Field(i).Name != "Payload" {
			out += fmt.Sprintf("%s: %v, want %v; ", g.Type().Field(i).Name, g.Field(i), w.Field(i))
		}
	}
	return out
}
