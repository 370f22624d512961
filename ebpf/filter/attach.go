package filter

import (
	"errors"
	"fmt"

	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"
)

// Mode says where the program runs.
type Mode uint8

// Modes of a Filter.
const (
	ModeNone    Mode = iota // nowhere yet
	ModeNative              // XDP, in the driver
	ModeGeneric             // XDP, in the network stack: works with every driver, costs a socket buffer a packet
	ModeSocket              // on the sockets that capture
)

var modes = [...]string{"none", "native", "generic", "socket"}

// String returns the mode in a word.
func (m Mode) String() string { return modes[min(int(m), len(modes)-1)] }

// Mode returns where the program runs.
func (f *Filter) Mode() Mode {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.mode
}

// Fallback returns why ModeGeneric had to do: what the driver said to XDP. It is
// nil in any other mode.
func (f *Filter) Fallback() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fallback
}

// Attach attaches the program to a dedicated interface, native if the driver can
// and else generic; packets are withheld from then on until Close. The error is
// ErrShared, ErrBusy, ErrPermission, ErrKernel or ErrAttached.
func (f *Filter) Attach() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.config.Dedicated {
		return ErrShared
	}
	if f.link != nil {
		return ErrAttached
	}
	native := f.attach(link.XDPDriverMode, ModeNative)
	if native == nil || final(native) {
		return attachFault(native)
	}
	if err := f.attach(link.XDPGenericMode, ModeGeneric); err != nil {
		return attachFault(err)
	}
	f.fallback = native
	return nil
}

func (f *Filter) attach(flags link.XDPAttachFlags, m Mode) error {
	l, err := link.AttachXDP(link.XDPOptions{Program: f.program, Interface: f.index, Flags: flags})
	if err == nil {
		f.link, f.mode = l, m
	}
	return err
}

// final reports whether another mode would meet the same error.
func final(err error) bool {
	return errors.Is(err, unix.EPERM) || busy(err) || errors.Is(err, unix.ENODEV)
}

func busy(err error) bool { return errors.Is(err, unix.EBUSY) || errors.Is(err, unix.EEXIST) }

func attachFault(err error) error {
	switch {
	case err == nil:
		return nil
	case busy(err):
		return fmt.Errorf("%w: %w", ErrBusy, err)
	case errors.Is(err, unix.ENODEV):
		return fmt.Errorf("%w: %w", ErrInterface, err)
	}
	return refused(err)
}

// AttachSocket puts the filter on a packet socket (packet(7)) of an interface
// that is not dedicated. Octets that wait in the socket already stay there:
// bind it to the interface afterwards. The error is ErrDedicated or that of
// setsockopt.
func (f *Filter) AttachSocket(fd int) error {
	if f.config.Dedicated {
		return ErrDedicated
	}
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ATTACH_BPF, f.SocketFilter()); err != nil {
		return fmt.Errorf("filter: attaching to a socket: %w", err)
	}
	return nil
}

// SocketFilter returns the descriptor of the socket's filter, for
// SO_ATTACH_BPF (socket(7)), or -1 when the interface is dedicated. It belongs to
// f and is closed with it.
func (f *Filter) SocketFilter() int {
	if f.config.Dedicated {
		return -1
	}
	return f.program.FD()
}
