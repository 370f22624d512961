//go:build linux

package ring

import (
	"slices"

	"golang.org/x/sys/unix"
)

// nothing is a filter that lets nothing pass.
var nothing = []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K}}

// filter returns the filter to be set, nil for none: that of the configuration,
// made to return no more than the snap length.
func (c *Config) filter() []unix.SockFilter {
	if c.SnapLen == 0 {
		return c.Filter
	}
	snap := uint32(c.SnapLen)
	if c.Filter == nil {
		return []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: snap}}
	}
	program := slices.Clone(c.Filter)
	for i := range program {
		if program[i].Code == unix.BPF_RET|unix.BPF_K {
			program[i].K = min(program[i].K, snap)
		}
	}
	return program
}

// setFilter replaces the socket's filter, at one stroke.
func setFilter(fd int, program []unix.SockFilter) error {
	if len(program) > unix.BPF_MAXINSNS {
		return unix.EINVAL
	}
	f := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &f)
}

// admit lets frames into the ring: the filter that lets nothing pass is replaced
// by the one configured.
func (r *Ring) admit() error {
	if r.c.Program != nil {
		if err := r.c.Program(r.fd); err != nil {
			return r.c.refused("attaching the program", err)
		}
		return nil
	}
	program := r.c.filter()
	if len(program) == 0 {
		if err := unix.SetsockoptInt(r.fd, unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0); err != nil {
			return r.c.refused("capturing without a filter", err)
		}
		return nil
	}
	if err := setFilter(r.fd, program); err == unix.EINVAL {
		return r.c.fault(ErrConfig, err, "the filter of %d instructions is no valid program of classic BPF", len(program))
	} else if err != nil {
		return r.c.refused("attaching the filter", err)
	}
	return nil
}
