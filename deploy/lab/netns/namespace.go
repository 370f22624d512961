package netns

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// Namespace is a network namespace without a name. It lives as long as its
// descriptor, or a socket or process in it, does.
type Namespace struct {
	file *os.File
}

const threadNamespace = "/proc/thread-self/ns/net"

// New returns a namespace with nothing but a loopback interface, which is up.
func New() (*Namespace, error) {
	n := &Namespace{}
	err := onThread(func() error {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("netns: making a network namespace: %w", err)
		}
		f, err := os.Open(threadNamespace)
		if err != nil {
			return fmt.Errorf("netns: %w", err)
		}
		n.file = f
		return loopbackUp()
	})
	if err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// onThread calls f on a thread of its own, which ends with it: whatever f does to
// its thread nobody else meets.
func onThread(f func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: the runtime ends the thread
		done <- f()
	}()
	return <-done
}

// enter puts the calling thread, which must be locked, into the namespace.
func (n *Namespace) enter() error {
	if err := unix.Setns(int(n.file.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("netns: entering a namespace: %w", err)
	}
	return nil
}

// Do calls f on a thread that is in the namespace. Sockets made by f itself are
// of the namespace and stay so wherever they are used later; goroutines started
// by f are not in it. In particular net.Listen and dialling a numeric address
// make their sockets on the caller's thread.
func (n *Namespace) Do(f func() error) error {
	return onThread(func() error {
		if err := n.enter(); err != nil {
			return err
		}
		return f()
	})
}

// Start starts a command inside the namespace and returns a function that waits
// for it, to be called once. The command is killed when this process ends.
func (n *Namespace) Start(cmd *exec.Cmd) (wait func() error, err error) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	started, ended := make(chan error, 1), make(chan error, 1)
	go func() {
		// The parent of which Pdeathsig tells is the thread: it stays.
		runtime.LockOSThread()
		err := n.enter()
		if err == nil {
			err = cmd.Start()
		}
		started <- err
		if err == nil {
			ended <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return func() error { return <-ended }, nil
}

// Run runs a command inside the namespace to its end.
func (n *Namespace) Run(cmd *exec.Cmd) error {
	wait, err := n.Start(cmd)
	if err != nil {
		return err
	}
	return wait()
}

// AddAddress gives the namespace's loopback an address. A host with another
// address than its own answers to it for those whose way leads by the host.
func (n *Namespace) AddAddress(p netip.Prefix) error {
	return n.Do(func() error { return addAddress("lo", p) })
}

// Inode is the number by which the system tells the namespace from others.
func (n *Namespace) Inode() (uint64, error) {
	var s unix.Stat_t
	if err := unix.Fstat(int(n.file.Fd()), &s); err != nil {
		return 0, fmt.Errorf("netns: %w", err)
	}
	return s.Ino, nil
}

// Close gives the namespace up; it goes away when nothing is in it any more.
func (n *Namespace) Close() error {
	if n.file == nil {
		return nil
	}
	return n.file.Close()
}
