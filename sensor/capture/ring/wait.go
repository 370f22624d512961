//go:build linux

package ring

import (
	"io"
	"time"

	"golang.org/x/sys/unix"
)

// ending is why Next stops, once what was captured is delivered.
type ending struct {
	err   error     // nil as long as it does not
	told  bool      // the error has been returned
	since time.Time // when capturing ended
}

// Times of the end of capturing.
const (
	// settle is how long a frame that was on its way when capturing ended may take
	// into the ring: it is in an interrupt handler, so microseconds.
	settle = 5 * time.Millisecond
	// overdue is what the kernel may take to pass over the last block after it is
	// due: its timer may run in ticks of 10 ms, and wait for a busy processor.
	overdue = 200 * time.Millisecond
)

// nextBlock gives back the block that was read and takes the next.
func (r *Ring) nextBlock() error {
	if r.ending.told {
		return r.ending.err
	}
	if r.held {
		r.release()
	}
	if r.stopped.Load() && r.ending.err == nil {
		r.stopCapturing()
	}
	var deadline time.Time
	for !r.take() {
		if r.ending.err != nil {
			if done := r.drain(); done != nil {
				return done
			}
			continue
		}
		now := time.Now()
		if deadline.IsZero() {
			deadline = now.Add(r.c.Wait)
			r.publish()
		}
		if !now.Before(deadline) {
			return r.idle()
		}
		if err := r.wait(deadline.Sub(now), r.polled[:]); err != nil {
			return err
		}
	}
	return nil
}

// idle is what Next returns when no frame came. Of an interface that is removed
// when it is down already the socket does not tell, so it is asked.
func (r *Ring) idle() error {
	if r.down && !r.bound() {
		r.ending = ending{err: r.c.gone(), told: true}
		return r.ending.err
	}
	return ErrIdle
}

// wait blocks until there is a block, a call of Stop, an error or the time is
// over.
func (r *Ring) wait(d time.Duration, on []unix.PollFd) error {
	ms := int((d + time.Millisecond - 1) / time.Millisecond)
	n, err := unix.Poll(on, ms)
	if err != nil && err != unix.EINTR {
		return r.c.refused("waiting for frames", err)
	}
	if n <= 0 {
		return nil
	}
	if r.stopped.Load() {
		r.stopCapturing()
	} else if on[0].Revents&^unix.POLLIN != 0 {
		r.socketError()
	}
	return nil
}

// stopCapturing lets nothing more into the ring, and io.EOF follow what is in
// it.
func (r *Ring) stopCapturing() {
	setFilter(r.fd, nothing)
	r.ending = ending{err: io.EOF, since: time.Now()}
}

// socketError finds out what ended capturing, for a while or for good.
func (r *Ring) socketError() {
	code, err := unix.GetsockoptInt(r.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && code == 0 {
		return
	}
	if err == nil {
		err = unix.Errno(code)
	}
	r.ending = ending{err: r.lost(err), since: time.Now()}
}

// lost returns the error for the code of the socket. The socket knows the number
// of its interface, which is -1 when it was removed, whatever has the name now.
func (r *Ring) lost(code error) error {
	if code != unix.ENETDOWN && code != unix.ENODEV {
		return r.c.refused("capturing", code)
	}
	if r.bound() {
		return r.c.down()
	}
	return r.c.gone()
}

// bound reports whether the socket still has its interface.
func (r *Ring) bound() bool {
	name, err := unix.Getsockname(r.fd)
	if err != nil {
		return false
	}
	link, ok := name.(*unix.SockaddrLinklayer)
	return ok && link.Ifindex > 0
}

// drain waits for frames that are in the ring although capturing has ended. When
// there are none it returns the reason of the end.
func (r *Ring) drain() error {
	e := &r.ending
	over := time.Since(e.since)
	if over < settle || (r.pending() && over < r.c.Retire+overdue) {
		time.Sleep(time.Millisecond)
		return nil
	}
	r.publish()
	return r.conclude()
}

// conclude returns the reason of the end. An interface that is only down comes
// back, and the ring goes on; but it may have been removed after it was set down.
func (r *Ring) conclude() error {
	err := r.ending.err
	if k, ok := err.(*Error); ok && k.Kind == ErrDown {
		if r.bound() {
			r.ending, r.down = ending{}, true
			return err
		}
		r.ending.err = r.c.gone()
	}
	r.ending.told = true
	return r.ending.err
}
