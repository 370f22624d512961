//go:build linux

package ringtest

import (
	"net"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// batch is how many frames are handed to the kernel by one call.
const batch = 64

// message is struct mmsghdr of sendmmsg(2).
type message struct {
	header unix.Msghdr
	sent   uint32
}

// Sender sends frames as they are on an interface, past its queue.
type Sender struct {
	fd       int
	messages [batch]message
	vectors  [batch]unix.Iovec
}

// NewSender opens a sender on an interface of the namespace of the calling
// goroutine. Any goroutine may use it then. It is closed with the test.
func NewSender(t testing.TB, name string) *Sender {
	t.Helper()
	in, err := net.InterfaceByName(name)
	if err != nil {
		t.Fatalf("ringtest: %s: %v", name, err)
	}
	// With protocol 0 it receives nothing.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatalf("ringtest: packet socket: %v", err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1); err != nil {
		t.Fatalf("ringtest: PACKET_QDISC_BYPASS: %v", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: in.Index}); err != nil {
		t.Fatalf("ringtest: bind: %v", err)
	}
	return &Sender{fd: fd}
}

// Send sends frames in their order.
func (s *Sender) Send(frames ...[]byte) error {
	for len(frames) > 0 {
		n := min(len(frames), batch)
		for i, f := range frames[:n] {
			s.vectors[i].Base = &f[0]
			s.vectors[i].SetLen(len(f))
			s.messages[i].header = unix.Msghdr{Iov: &s.vectors[i]}
			s.messages[i].header.SetIovlen(1)
		}
		sent, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(s.fd), uintptr(unsafe.Pointer(&s.messages[0])), uintptr(n), 0, 0, 0)
		if errno != 0 && errno != unix.EINTR && errno != unix.ENOBUFS {
			return errno
		}
		if errno == 0 {
			frames = frames[sent:]
		}
	}
	return nil
}
