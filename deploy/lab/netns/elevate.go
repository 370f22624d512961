package netns

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrNotAllowed is what Elevate's errors wrap where the system lets the caller
// make no namespaces.
var ErrNotAllowed = errors.New("netns: network namespaces are not allowed here")

// inside marks the process Elevate has started, in its environment.
const inside = "BANKEN_INSIDE_USER_NAMESPACE"

// Allowed tells whether this process can make network namespaces as it is.
func Allowed() bool {
	n, err := New()
	if err == nil {
		n.Close()
	}
	return err == nil
}

// Inside reports whether this is a process that Elevate has started.
func Inside() bool { return os.Getenv(inside) != "" }

// Elevate sees to it that the caller may make network namespaces. Where it may,
// it returns child false and no error: go on. Where it may not, it runs the same
// program with the same arguments in a user namespace, in which it may, and
// returns child true and that program's exit status: the caller ends with it.
// Signals to end are passed on; the program dies with its parent. When the
// context is done it is interrupted.
func Elevate(ctx context.Context) (child bool, status int, err error) {
	if Allowed() {
		return false, 0, nil
	}
	if Inside() {
		return false, 0, notAllowed(errors.New("even in a user namespace"))
	}
	self, err := os.Executable()
	if err != nil {
		return false, 0, fmt.Errorf("netns: %w", err)
	}
	cmd := exec.CommandContext(ctx, "/proc/self/exe", os.Args[1:]...)
	cmd.Args[0] = self
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.SysProcAttr = userNamespace()
	return runChild(cmd)
}

// userNamespace is how a child becomes root of a user namespace with a network
// namespace of its own.
func userNamespace() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
}

func runChild(cmd *exec.Cmd) (child bool, status int, err error) {
	runtime.LockOSThread() // the child dies with this thread
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return false, 0, notAllowed(err)
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case s := <-signals:
				cmd.Process.Signal(s)
			case <-ended:
				return
			}
		}
	}()
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return true, max(exit.ExitCode(), 1), nil
	}
	return true, 0, err
}

// obstacles are settings that forbid user namespaces, and what allows them.
var obstacles = [...]struct{ file, forbids, remedy string }{
	{"/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"},
	{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"},
	{"/proc/sys/user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=1000"},
}

// notAllowed explains why, as far as the system tells, and what helps.
func notAllowed(cause error) error {
	remedy := "run it as root"
	for _, o := range obstacles {
		if b, err := os.ReadFile(o.file); err == nil && strings.TrimSpace(string(b)) == o.forbids {
			remedy += ", or allow user namespaces: " + o.remedy
		}
	}
	if os.Geteuid() == 0 {
		remedy = "root needs CAP_SYS_ADMIN and CAP_NET_ADMIN (of a container: start it with --privileged)"
	}
	return fmt.Errorf("%w (%w): %s", ErrNotAllowed, cause, remedy)
}
