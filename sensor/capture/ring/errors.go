//go:build linux

package ring

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// What an Error is of, for errors.Is.
var (
	// ErrIdle: no frame came within Config.Wait. It is no Error and no fault.
	ErrIdle = errors.New("ring: no frame")

	ErrDown        = errors.New("ring: interface is down")
	ErrGone        = errors.New("ring: interface is gone")
	ErrClosed      = errors.New("ring: closed")
	ErrConfig      = errors.New("ring: configuration cannot be")
	ErrPermission  = errors.New("ring: no permission")
	ErrNoInterface = errors.New("ring: no such interface")
	ErrMemory      = errors.New("ring: no memory")
	ErrKernel      = errors.New("ring: kernel is too old")
	ErrLink        = errors.New("ring: kind of interface is not supported")
	ErrSystem      = errors.New("ring: refused by the system")
)

// Error is why an interface is not captured.
type Error struct {
	Interface string // name, as configured
	Problem   string // what was tried, and found
	Advice    string // what to do
	Kind      error  // one of the errors above
	Cause     error  // of the system; may be nil
}

// Error says interface, problem and advice in a sentence.
func (e *Error) Error() string {
	s := "ring: " + e.Interface + ": " + e.Problem
	if e.Advice != "" {
		s += ": " + e.Advice
	}
	return s
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

func (c *Config) fault(kind, cause error, format string, a ...any) *Error {
	return &Error{Interface: c.Interface, Problem: fmt.Sprintf(format, a...), Kind: kind, Cause: cause}
}

// advise adds what to do.
func (e *Error) advise(format string, a ...any) *Error {
	e.Advice = fmt.Sprintf(format, a...)
	return e
}

// refused is the error of a system call, of which what says the purpose.
func (c *Config) refused(what string, err error) *Error {
	switch err {
	case unix.EPERM, unix.EACCES:
		return c.fault(ErrPermission, err, "%s is not permitted", what).advise("run as root, or with the capability " +
			"CAP_NET_RAW (AmbientCapabilities=CAP_NET_RAW in the systemd unit, or `setcap cap_net_raw+ep` on the program)")
	case unix.ENOMEM, unix.EAGAIN:
		return c.fault(ErrMemory, err, "%s: no memory for a ring of %d MiB", what, c.BlockSize*c.Blocks>>20).advise(
			"configure fewer blocks, or raise the limit of the address space (`ulimit -v`) or of the control group (MemoryMax=)")
	case unix.ENOPROTOOPT:
		return c.fault(ErrKernel, err, "%s is not known to this kernel", what).advise("Linux 4.20 or newer is needed (`uname -r`)")
	case unix.EAFNOSUPPORT, unix.EPROTONOSUPPORT:
		return c.fault(ErrKernel, err, "%s is not built into this kernel", what).advise("a kernel with CONFIG_PACKET is needed (`modprobe af_packet`)")
	case unix.ENODEV, unix.ENXIO:
		return c.missing(err)
	}
	return c.fault(ErrSystem, err, "%s failed (%v)", what, err)
}

// missing is the error of an interface that does not exist; it names those that
// do.
func (c *Config) missing(cause error) *Error {
	e := c.fault(ErrNoInterface, cause, "there is no such interface")
	interfaces, err := net.Interfaces()
	if err != nil || len(interfaces) == 0 {
		return e.advise("see `ip link`")
	}
	var names []string
	for i := range interfaces {
		names = append(names, interfaces[i].Name)
	}
	slices.Sort(names)
	return e.advise("there are %s", strings.Join(names, ", "))
}

func (c *Config) gone() *Error {
	return c.fault(ErrGone, unix.ENODEV, "the interface has been removed").advise("open it again when it is back")
}

func (c *Config) down() *Error {
	return c.fault(ErrDown, unix.ENETDOWN, "the interface is down").advise(
		"`ip link set dev %s up`; capturing goes on by itself then", c.Interface)
}

func closed(c *Config) *Error { return c.fault(ErrClosed, nil, "the ring has been closed") }
