package peers

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/banken-ot/banken/deploy/lab/netns"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

var broadcast = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// appendARP appends an Ethernet frame of ARP (RFC 826): operation 1 asks, 2
// answers.
func appendARP(b []byte, operation uint16, from [6]byte, fromAddress netip.Addr, to [6]byte, toAddress netip.Addr) []byte {
	b = append(append(b, to[:]...), from[:]...)
	b = append(b, 0x08, 0x06, 0, 1, 0x08, 0, 6, 4)
	b = binary.BigEndian.AppendUint16(b, operation)
	b = append(append(b, from[:]...), fromAddress.AsSlice()...)
	if operation == 1 {
		to = [6]byte{}
	}
	b = append(append(b, to[:]...), toAddress.AsSlice()...)
	return append(b, make([]byte, 18)...) // to the least length of a frame
}

// sendFrame sends a whole frame from a host.
func (h *host) sendFrame(b []byte) error {
	return h.space.Do(func() error {
		fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return fmt.Errorf("peers: sending a frame: %w", err)
		}
		defer unix.Close(fd)
		i, err := net.InterfaceByName(netns.Interface)
		if err != nil {
			return err
		}
		return unix.Sendto(fd, b, 0, &unix.SockaddrLinklayer{Ifindex: i.Index})
	})
}

// seek asks by ARP who has an address.
func (d *doing) seek(a *plant.Action) error {
	if a.Address == d.from.Address {
		return nil
	}
	return d.from.sendFrame(appendARP(nil, 1, d.from.MAC, d.from.Address, broadcast, a.Address))
}

// probeWait is how long a scanner waits for a port.
const probeWait = 500 * time.Millisecond

// probe opens a connection and resets it. A closed port is an answer.
func (d *doing) probe(a *plant.Action) error {
	var c net.Conn
	err := d.from.space.Do(func() (err error) {
		dialer := d.from.dialer(0)
		dialer.Timeout = probeWait
		c, err = dialer.DialContext(d.ctx, "tcp", d.to.endpoint(a.Port))
		return err
	})
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil
	}
	if err != nil {
		return err
	}
	c.(*net.TCPConn).SetLinger(0)
	return c.Close()
}

// upload sends data to an address outside, one connection each, and waits for an
// answer.
func (d *doing) upload(a *plant.Action) error {
	c, err := d.from.dial(d.ctx, netip.AddrPortFrom(a.Address, a.Port).String())
	if err != nil {
		return err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(answerTimeout))
	if _, err := c.Write(a.Data); err != nil {
		return err
	}
	_, err = c.Read(make([]byte, 256))
	return err
}
