package packet

import "strconv"

// LinkType says what a captured frame begins with. The numbers are those of
// the registry of link types (tcpdump.org, "Link-Layer Header Types").
type LinkType uint16

// Link types that Parse knows.
const (
	LinkNull      LinkType = 0   // BSD loopback: address family, host order
	LinkEthernet  LinkType = 1   // IEEE 802.3
	LinkRawBSD    LinkType = 12  // raw IP as most systems number it
	LinkRawOpen   LinkType = 14  // raw IP as OpenBSD numbers it
	LinkRaw       LinkType = 101 // raw IP, the registered number
	LinkLoop      LinkType = 108 // OpenBSD loopback: address family, network order
	LinkLinuxSLL  LinkType = 113 // Linux cooked, version 1
	LinkIPv4      LinkType = 228 // raw IPv4 only
	LinkIPv6      LinkType = 229 // raw IPv6 only
	LinkLinuxSLL2 LinkType = 276 // Linux cooked, version 2
)

// Supported reports whether Parse knows frames of the link type.
func (l LinkType) Supported() bool {
	switch l {
	case LinkNull, LinkEthernet, LinkRawBSD, LinkRawOpen, LinkRaw, LinkLoop,
		LinkLinuxSLL, LinkIPv4, LinkIPv6, LinkLinuxSLL2:
		return true
	}
	return false
}

// linkNames are the registry's names, for those Parse knows and those likely to
// be met in captures from a plant.
var linkNames = [...]struct {
	link LinkType
	name string
}{
	{LinkNull, "NULL"}, {LinkEthernet, "ETHERNET"}, {9, "PPP"}, {LinkRawBSD, "RAW"},
	{LinkRawOpen, "RAW"}, {50, "PPP_HDLC"}, {LinkRaw, "RAW"}, {104, "C_HDLC"},
	{105, "IEEE802_11"}, {LinkLoop, "LOOP"}, {LinkLinuxSLL, "LINUX_SLL"},
	{127, "IEEE802_11_RADIOTAP"}, {165, "BACNET_MS_TP"}, {189, "USB_LINUX"},
	{195, "IEEE802_15_4_WITHFCS"}, {220, "USB_LINUX_MMAPPED"}, {227, "CAN_SOCKETCAN"},
	{LinkIPv4, "IPV4"}, {LinkIPv6, "IPV6"}, {230, "IEEE802_15_4_NOFCS"}, {249, "USBPCAP"},
	{252, "WIRESHARK_UPPER_PDU"}, {LinkLinuxSLL2, "LINUX_SLL2"},
}

// String returns the registry's name without the prefix LINKTYPE_, or the
// number where it has no name here.
func (l LinkType) String() string {
	for i := range linkNames {
		if linkNames[i].link == l {
			return linkNames[i].name
		}
	}
	return "LINKTYPE " + strconv.Itoa(int(l))
}
