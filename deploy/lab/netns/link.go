package netns

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// vethPeer is VETH_INFO_PEER (linux/veth.h).
const vethPeer = 1

// addrGenModeNone is IN6_ADDR_GEN_MODE_NONE: no address of IPv6 by itself, and so
// no frames of IPv6.
const addrGenModeNone = 1

const create = unix.NLM_F_CREATE | unix.NLM_F_EXCL

// loopbackUp brings up the loopback of the calling thread's namespace.
func loopbackUp() error { return up("lo") }

func index(name string) (int, error) {
	i, err := net.InterfaceByName(name)
	if err != nil {
		return 0, fmt.Errorf("netns: %s: %w", name, err)
	}
	return i.Index, nil
}

// up brings up an interface of the calling thread's namespace that has no address
// of IPv6.
func up(name string) error {
	i, err := index(name)
	if err != nil {
		return err
	}
	quiet := newRequest(unix.RTM_NEWLINK, 0, link(i, 0, 0))
	quiet.nested(unix.IFLA_AF_SPEC, nil, func() {
		quiet.nested(unix.AF_INET6, nil, func() { quiet.attribute(unix.IFLA_INET6_ADDR_GEN_MODE, []byte{addrGenModeNone}) })
	})
	_ = quiet.do() // fails where the system has no IPv6: quiet as well
	if err := newRequest(unix.RTM_NEWLINK, 0, link(i, unix.IFF_UP, unix.IFF_UP)).do(); err != nil {
		return fmt.Errorf("netns: bringing up %s: %w", name, err)
	}
	return nil
}

// makeBridge makes a bridge that forgets addresses at once, so that every port
// gets every frame.
func makeBridge(name string) error {
	r := newRequest(unix.RTM_NEWLINK, create, link(0, 0, 0)).text(unix.IFLA_IFNAME, name)
	r.nested(unix.IFLA_LINKINFO, nil, func() {
		r.text(unix.IFLA_INFO_KIND, "bridge")
		r.nested(unix.IFLA_INFO_DATA, nil, func() {
			r.number(unix.IFLA_BR_AGEING_TIME, 0)
			r.attribute(unix.IFLA_BR_MCAST_SNOOPING, []byte{0})
		})
	})
	if err := r.do(); err != nil {
		return fmt.Errorf("netns: making a bridge: %w", err)
	}
	return up(name)
}

// makeCable makes a pair of interfaces: port, on the bridge of the calling
// thread's namespace, and far, in another namespace, with a MAC address unless
// that is nil.
func makeCable(port, bridge, far string, other *Namespace, mac []byte) error {
	master, err := index(bridge)
	if err != nil {
		return err
	}
	r := newRequest(unix.RTM_NEWLINK, create, link(0, 0, 0)).text(unix.IFLA_IFNAME, port).number(unix.IFLA_MASTER, uint32(master))
	r.nested(unix.IFLA_LINKINFO, nil, func() {
		r.text(unix.IFLA_INFO_KIND, "veth")
		r.nested(unix.IFLA_INFO_DATA, nil, func() {
			r.nested(vethPeer, link(0, 0, 0), func() {
				r.text(unix.IFLA_IFNAME, far).number(unix.IFLA_NET_NS_FD, uint32(other.file.Fd()))
				if mac != nil {
					r.attribute(unix.IFLA_ADDRESS, mac)
				}
			})
		})
	})
	if err := r.do(); err != nil {
		return fmt.Errorf("netns: making a pair of interfaces: %w", err)
	}
	if err := plainFrames(port); err != nil {
		return err
	}
	return up(port)
}

// addAddress gives an interface of the calling thread's namespace an address.
func addAddress(name string, p netip.Prefix) error {
	i, err := index(name)
	if err != nil {
		return err
	}
	fixed := make([]byte, unix.SizeofIfAddrmsg)
	fixed[0], fixed[1] = unix.AF_INET, byte(p.Bits())
	binary.NativeEndian.PutUint32(fixed[4:], uint32(i))
	a := p.Addr().AsSlice()
	if err := newRequest(unix.RTM_NEWADDR, create, fixed).attribute(unix.IFA_LOCAL, a).attribute(unix.IFA_ADDRESS, a).do(); err != nil {
		return fmt.Errorf("netns: address %s: %w", p, err)
	}
	return nil
}

// addRoute makes a host the way to everywhere else.
func addRoute(gateway netip.Addr) error {
	fixed := make([]byte, unix.SizeofRtMsg)
	fixed[0], fixed[4], fixed[5], fixed[7] = unix.AF_INET, unix.RT_TABLE_MAIN, unix.RTPROT_BOOT, unix.RTN_UNICAST
	if err := newRequest(unix.RTM_NEWROUTE, create, fixed).attribute(unix.RTA_GATEWAY, gateway.AsSlice()).do(); err != nil {
		return fmt.Errorf("netns: route by %s: %w", gateway, err)
	}
	return nil
}

// addNeighbour tells an interface, for good, who has an address.
func addNeighbour(name string, a netip.Addr, mac []byte) error {
	i, err := index(name)
	if err != nil {
		return err
	}
	fixed := make([]byte, unix.SizeofNdMsg)
	fixed[0] = unix.AF_INET
	binary.NativeEndian.PutUint32(fixed[4:], uint32(i))
	binary.NativeEndian.PutUint16(fixed[8:], unix.NUD_PERMANENT)
	if err := newRequest(unix.RTM_NEWNEIGH, create, fixed).attribute(unix.NDA_DST, a.AsSlice()).attribute(unix.NDA_LLADDR, mac).do(); err != nil {
		return fmt.Errorf("netns: neighbour %s: %w", a, err)
	}
	return nil
}

// noARP makes an interface neither ask nor answer by ARP.
func noARP(name string) error {
	i, err := index(name)
	if err != nil {
		return err
	}
	if err := newRequest(unix.RTM_NEWLINK, 0, link(i, unix.IFF_NOARP, unix.IFF_NOARP)).do(); err != nil {
		return fmt.Errorf("netns: %s: %w", name, err)
	}
	return nil
}

// remove removes an interface of the calling thread's namespace, and with it the
// other end of its cable.
func remove(name string) error {
	i, err := index(name)
	if err != nil {
		return err
	}
	if err := newRequest(unix.RTM_DELLINK, 0, link(i, 0, 0)).do(); err != nil {
		return fmt.Errorf("netns: removing %s: %w", name, err)
	}
	return nil
}

// offloads are what a pair of interfaces leaves undone because nobody would see
// it on a cable: checksums, and the cutting of large segments (linux/ethtool.h).
var offloads = [...]uint32{unix.ETHTOOL_STXCSUM, unix.ETHTOOL_STSO, unix.ETHTOOL_SGSO, unix.ETHTOOL_SGRO}

// ethtoolValue is struct ethtool_value.
type ethtoolValue struct{ command, data uint32 }

// ifreq is struct ifreq with a pointer.
type ifreq struct {
	name [unix.IFNAMSIZ]byte
	data unsafe.Pointer
	_    [16]byte
}

// plainFrames turns the offloads of an interface off: its frames are those of a
// cable, with checksums and no longer than the MTU.
func plainFrames(name string) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("netns: %w", err)
	}
	defer unix.Close(fd)
	for _, command := range offloads {
		v := ethtoolValue{command: command}
		r := ifreq{data: unsafe.Pointer(&v)}
		copy(r.name[:], name)
		if _, _, e := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCETHTOOL, uintptr(unsafe.Pointer(&r))); e != 0 {
			return fmt.Errorf("netns: offloads of %s: %w", name, e)
		}
	}
	return nil
}
