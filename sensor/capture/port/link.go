//go:build linux

package port

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// links asks for the list of links (RTM_GETLINK, rtnetlink(7)).
func links() ([]Port, error) {
	answer, err := syscall.NetlinkRIB(syscall.RTM_GETLINK, syscall.AF_UNSPEC)
	if err != nil {
		return nil, fmt.Errorf("port: list of links: %w", err)
	}
	messages, err := syscall.ParseNetlinkMessage(answer)
	if err != nil {
		return nil, fmt.Errorf("port: list of links: %w", err)
	}
	var ports []Port
	for i := range messages {
		m := &messages[i]
		if m.Header.Type != syscall.RTM_NEWLINK || len(m.Data) < syscall.SizeofIfInfomsg {
			continue
		}
		attributes, err := syscall.ParseNetlinkRouteAttr(m)
		if err != nil {
			return nil, fmt.Errorf("port: list of links: %w", err)
		}
		ports = append(ports, newPort(m.Data, attributes))
	}
	return ports, nil
}

// newPort reads a link: struct ifinfomsg, and its attributes.
func newPort(info []byte, attributes []syscall.NetlinkRouteAttr) Port {
	p := Port{
		Link:  binary.NativeEndian.Uint16(info[2:]),
		Index: int(binary.NativeEndian.Uint32(info[4:])),
		Up:    binary.NativeEndian.Uint32(info[8:])&unix.IFF_UP != 0,
	}
	for i := range attributes {
		p.attribute(attributes[i].Attr.Type, attributes[i].Value)
	}
	return p
}

func (p *Port) attribute(kind uint16, value []byte) {
	switch kind {
	case unix.IFLA_IFNAME:
		p.Name = text(value)
	case unix.IFLA_ADDRESS:
		p.MAC = net.HardwareAddr(value)
	case unix.IFLA_MTU:
		p.MTU = int(number(value))
	case unix.IFLA_CARRIER:
		p.Carrier = len(value) > 0 && value[0] != 0
	case unix.IFLA_PROMISCUITY:
		p.Promiscuous = number(value) != 0
	case unix.IFLA_LINKINFO:
		p.Kind = linkKind(value)
	case unix.IFLA_STATS64:
		p.Received = counters(value)
	}
}

func text(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\x00")
	return s
}

func number(b []byte) uint32 {
	if len(b) < 4 {
		return 0
	}
	return binary.NativeEndian.Uint32(b)
}

// linkKind finds IFLA_INFO_KIND in the attributes nested in IFLA_LINKINFO.
func linkKind(b []byte) string {
	for len(b) >= syscall.SizeofRtAttr {
		n := int(binary.NativeEndian.Uint16(b))
		if n < syscall.SizeofRtAttr || n > len(b) {
			return ""
		}
		if binary.NativeEndian.Uint16(b[2:]) == unix.IFLA_INFO_KIND {
			return text(b[syscall.SizeofRtAttr:n])
		}
		b = b[min(len(b), (n+3)&^3):]
	}
	return ""
}

// Places of the counters in struct rtnl_link_stats64 (if_link.h), in words.
const (
	receivedFrames  = 0
	receivedOctets  = 2
	receivedErrors  = 4
	receivedDropped = 6
	receivedMissed  = 14
)

func counters(b []byte) Counters {
	at := func(word int) uint64 {
		if len(b) < 8*(word+1) {
			return 0
		}
		return binary.NativeEndian.Uint64(b[8*word:])
	}
	return Counters{Frames: at(receivedFrames), Octets: at(receivedOctets), Errors: at(receivedErrors),
		Dropped: at(receivedDropped), Missed: at(receivedMissed)}
}

// addresses returns the addresses of an interface, none when it is gone.
func addresses(index int) (all []netip.Prefix, err error) {
	in, err := net.InterfaceByIndex(index)
	if err != nil {
		return nil, nil
	}
	list, err := in.Addrs()
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		if address, ok := netip.AddrFromSlice(n.IP); ok {
			ones, _ := n.Mask.Size()
			all = append(all, netip.PrefixFrom(address.Unmap(), ones))
		}
	}
	return all, nil
}
