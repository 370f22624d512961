package filter

import (
	"errors"
	"fmt"
	"strings"
)

// Errors of this package, wrapped with what the kernel said.
var (
	// ErrPermission: the process may not load or attach the program. It comes
	// as *PermissionError.
	ErrPermission = errors.New("filter: not permitted")
	// ErrKernel: this kernel cannot run the program; it is older than Linux 5.18
	// or built without BPF.
	ErrKernel = errors.New("filter: kernel cannot run the program")
	// ErrBusy: another XDP program is attached to the interface.
	ErrBusy = errors.New("filter: interface has another XDP program")
	// ErrInterface: there is no such interface.
	ErrInterface = errors.New("filter: no such interface")
	// ErrDedicated: the interface is dedicated; no socket needs the filter.
	ErrDedicated = errors.New("filter: interface is dedicated, packets are withheld ahead of its sockets")
	// ErrShared: the interface is not dedicated; nothing is attached to it.
	ErrShared = errors.New("filter: interface is not dedicated, packets are withheld by its sockets only")
	// ErrFull: as many flows or servers are learned as there is room for.
	ErrFull = errors.New("filter: no room for another verdict")
	// ErrAttached: Attach was called before.
	ErrAttached = errors.New("filter: already attached")
)

// Unsupported reports whether err says that this host cannot run the program,
// so that a capture must do with Classic.
func Unsupported(err error) bool {
	return errors.Is(err, ErrPermission) || errors.Is(err, ErrKernel) || errors.Is(err, ErrBusy)
}

// PermissionError says which capabilities the process lacks (capabilities(7)).
type PermissionError struct {
	Missing []string // none when it has all: then a policy such as seccomp forbids the call
	Err     error    // of the kernel
}

// Error names the capabilities to be granted.
func (e *PermissionError) Error() string {
	if len(e.Missing) == 0 {
		return fmt.Sprintf("%v although the capabilities are held: %v", ErrPermission, e.Err)
	}
	return fmt.Sprintf("%v without %s: %v", ErrPermission, strings.Join(e.Missing, " and "), e.Err)
}

// Unwrap makes it an ErrPermission.
func (e *PermissionError) Unwrap() []error { return []error{ErrPermission, e.Err} }
