//go:build linux

package ring

import (
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/sensor/packet"
)

// tagSize is the octets of a VLAN tag (IEEE 802.1Q, 9.3), and the headroom that
// is reserved for it before each frame.
const tagSize = 4

// open makes a ring into which nothing is let yet.
func open(c Config) (*Ring, error) {
	c = c.withDefaults()
	if err := c.valid(); err != nil {
		return nil, err
	}
	r := &Ring{c: c, event: -1}
	var err error
	// With protocol 0 the socket receives nothing, from no interface, until bound.
	r.fd, err = unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, c.refused("opening a packet socket", err)
	}
	for _, step := range [...]func(*Ring) error{(*Ring).configure, (*Ring).mapRing, (*Ring).bind, (*Ring).join} {
		if err := step(r); err != nil {
			r.abandon()
			return nil, err
		}
	}
	return r, nil
}

// abandon closes what open had got.
func (r *Ring) abandon() {
	if r.mem != nil {
		unix.Munmap(r.mem)
	}
	if r.event >= 0 {
		unix.Close(r.event)
	}
	unix.Close(r.fd)
}

// configure sets the options that must be set before there is a ring.
func (r *Ring) configure() error {
	if err := r.lookAtInterface(); err != nil {
		return err
	}
	if err := setFilter(r.fd, nothing); err != nil {
		return r.c.refused("attaching a filter", err)
	}
	for _, o := range [...]struct {
		option, value int
		what          string
	}{
		{unix.PACKET_VERSION, unix.TPACKET_V3, "a ring of version 3"},
		{unix.PACKET_RESERVE, tagSize, "headroom in the ring"},
		{unix.PACKET_IGNORE_OUTGOING, 1, "ignoring outgoing frames"},
	} {
		if err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, o.option, o.value); err != nil {
			return r.c.refused(o.what, err)
		}
	}
	if r.hard = !r.c.SystemTime && useHardwareClock(r.fd, r.c.Interface); r.hard {
		err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_TIMESTAMP, unix.SOF_TIMESTAMPING_RAW_HARDWARE)
		r.hard = err == nil
	}
	return nil
}

// links are the kinds of interface that are captured, by the numbers of
// if_arp.h, and what their frames begin with.
var links = [...]struct {
	kind uint16
	link packet.LinkType
}{
	{unix.ARPHRD_ETHER, packet.LinkEthernet},
	{unix.ARPHRD_LOOPBACK, packet.LinkEthernet},
	{unix.ARPHRD_NONE, packet.LinkRaw},
	{unix.ARPHRD_RAWIP, packet.LinkRaw},
	{unix.ARPHRD_TUNNEL, packet.LinkRaw},
	{unix.ARPHRD_TUNNEL6, packet.LinkRaw},
	{unix.ARPHRD_SIT, packet.LinkRaw},
}

// Octets a frame may have on the wire over the MTU: the Ethernet header and two
// tags.
const linkHeader = 14 + 2*tagSize

// lookAtInterface asks for the kind of the interface and its MTU.
func (r *Ring) lookAtInterface() error {
	q, err := unix.NewIfreq(r.c.Interface)
	if err != nil {
		return r.c.missing(unix.ENODEV)
	}
	if err := unix.IoctlIfreq(r.fd, unix.SIOCGIFMTU, q); err != nil {
		return r.c.refused("asking for the MTU", err)
	}
	r.long = q.Uint32() + linkHeader
	if err := unix.IoctlIfreq(r.fd, unix.SIOCGIFHWADDR, q); err != nil {
		return r.c.refused("asking for the kind of interface", err)
	}
	kind := q.Uint16() // sa_family of ifr_hwaddr
	for i := range links {
		if links[i].kind == kind {
			r.link = links[i].link
			return nil
		}
	}
	return r.c.fault(ErrLink, nil, "interfaces of kind %d (ARPHRD_ of if_arp.h) are not captured", kind).advise("capture the Ethernet interface below it")
}

// mapRing makes the ring and maps it.
func (r *Ring) mapRing() error {
	c := &r.c
	q := unix.TpacketReq3{
		Block_size: uint32(c.BlockSize), Block_nr: uint32(c.Blocks),
		Frame_size: frameSize, Frame_nr: uint32(c.BlockSize / frameSize * c.Blocks),
		Retire_blk_tov: uint32(c.Retire / time.Millisecond),
	}
	err := unix.SetsockoptTpacketReq3(r.fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &q)
	if err != nil {
		return c.refused("allocating the ring", err)
	}
	r.mem, err = unix.Mmap(r.fd, 0, c.BlockSize*c.Blocks, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return c.refused("mapping the ring", err)
	}
	r.event, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return c.refused("making an eventfd", err)
	}
	r.polled[0] = unix.PollFd{Fd: int32(r.fd), Events: unix.POLLIN | unix.POLLERR}
	r.polled[1] = unix.PollFd{Fd: int32(r.event), Events: unix.POLLIN}
	r.block = r.mem[:c.BlockSize]
	return nil
}

// frameSize is the size of a frame, for which the kernel asks. In version 3 it
// means nothing, as frames take what they need; it must divide a page.
const frameSize = 2048

// bind binds the socket to the interface: from here on frames come, as far as
// the filter lets them.
func (r *Ring) bind() error {
	index, err := interfaceIndex(r.fd, r.c.Interface)
	if err != nil {
		return r.c.refused("asking for the index of the interface", err)
	}
	all := uint16(unix.ETH_P_ALL)
	if err := unix.Bind(r.fd, &unix.SockaddrLinklayer{Protocol: all>>8 | all<<8, Ifindex: index}); err != nil {
		return r.c.refused("binding to the interface", err)
	}
	if !r.c.Promiscuous {
		return nil
	}
	m := unix.PacketMreq{Ifindex: int32(index), Type: unix.PACKET_MR_PROMISC}
	if err := unix.SetsockoptPacketMreq(r.fd, unix.SOL_PACKET, unix.PACKET_ADD_MEMBERSHIP, &m); err != nil {
		return r.c.refused("promiscuous mode", err)
	}
	return nil
}

// interfaceIndex returns the number the system has for a name now.
func interfaceIndex(fd int, name string) (int, error) {
	q, err := unix.NewIfreq(name)
	if err != nil {
		return 0, unix.ENODEV
	}
	err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, q)
	return int(q.Uint32()), err
}

// isUp reports whether the interface is up.
func isUp(fd int, name string) bool {
	q, err := unix.NewIfreq(name)
	if err != nil {
		return false
	}
	return unix.IoctlIfreq(fd, unix.SIOCGIFFLAGS, q) == nil && q.Uint16()&unix.IFF_UP != 0
}

// join makes the ring a member of its group.
func (r *Ring) join() error {
	if !r.c.Fanout {
		return nil
	}
	// A group ignores outgoing frames only if told so itself.
	how := unix.PACKET_FANOUT_HASH | unix.PACKET_FANOUT_FLAG_IGNORE_OUTGOING
	if r.c.FanoutGroup == 0 {
		how |= unix.PACKET_FANOUT_FLAG_UNIQUEID
	}
	err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_FANOUT, how<<16|int(r.c.FanoutGroup))
	if err == unix.EINVAL && !isUp(r.fd, r.c.Interface) {
		return r.c.down()
	} else if err == unix.EINVAL || err == unix.EALREADY {
		return r.c.fault(ErrConfig, err, "fanout group %d has members of another kind, or on another interface", r.c.FanoutGroup).advise("choose another number")
	} else if err == unix.ENOSPC {
		return r.c.fault(ErrConfig, err, "fanout group %d is full", r.c.FanoutGroup).advise("open fewer rings")
	} else if err != nil {
		return r.c.refused("joining a fanout group", err)
	}
	group, err := unix.GetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_FANOUT)
	if err != nil {
		return r.c.refused("asking for the fanout group", err)
	}
	r.c.FanoutGroup = uint16(group)
	return nil
}
