//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// steady sends turns one by one from user space: for rates that leave time for it,
// where a plant's frames come one by one as well.
type steady struct {
	fd    int
	turns []turn
}

func newSteady(to string, turns []turn) (*steady, error) {
	out, err := net.InterfaceByName(to)
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0) // with protocol 0 it receives nothing
	if err != nil {
		return nil, err
	}
	err = errors.Join(unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_QDISC_BYPASS, 1),
		unix.Bind(fd, &unix.SockaddrLinklayer{Ifindex: out.Index}))
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &steady{fd: fd, turns: turns}, nil
}

func (s *steady) close() { unix.Close(s.fd) }

// breath is how long it waits when nothing is due.
const breath = 50 * time.Microsecond

// run sends n frames, rate a second, and returns the time it took.
func (s *steady) run(rate, n uint64) (time.Duration, error) {
	var frame []byte
	turns := uint64(len(s.turns))
	start := time.Now()
	for sent := uint64(0); sent < n; {
		due := min(n, uint64(time.Since(start).Seconds()*float64(rate)))
		if due == sent {
			time.Sleep(breath)
		}
		for ; sent < due; sent++ {
			frame = s.turns[sent%turns].write(frame, uint32(sent/turns))
			if _, err := unix.Write(s.fd, frame); err != nil {
				return 0, fmt.Errorf("live: sending: %w", err)
			}
		}
	}
	return time.Since(start), nil
}
