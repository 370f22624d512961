package netns

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// role is what a copy of the test program does that a test has started.
const role = "BANKEN_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "hold":
		os.Exit(hold())
	case "elevate":
		os.Exit(elevate())
	}
	os.Exit(m.Run())
}

// needNamespaces ends a test where namespaces are not allowed: it fails as root
// and in continuous integration, and is skipped elsewhere.
func needNamespaces(t *testing.T) {
	t.Helper()
	if Allowed() {
		return
	}
	if os.Geteuid() == 0 || os.Getenv("CI") == "true" {
		t.Fatal("network namespaces are not allowed")
	}
	t.Skip("network namespaces are not allowed; run as root")
}

var subnet = netip.MustParsePrefix("10.77.0.0/24")

func station(last byte) Host {
	return Host{Address: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 77, 0, last}), subnet.Bits()), MAC: [6]byte{2, 0, 0, 0, 0, last}, TTL: 100 + last}
}

// pair is a network of two hosts.
func pair() (n *Network, a, b *Namespace, err error) {
	if n, err = NewNetwork(); err != nil {
		return nil, nil, nil, err
	}
	if a, err = n.Join(station(1)); err == nil {
		b, err = n.Join(station(2))
	}
	return n, a, b, err
}

func newPair(t *testing.T) (n *Network, a, b *Namespace) {
	t.Helper()
	needNamespaces(t)
	n, a, b, err := pair()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	return n, a, b
}

// sniff opens a packet socket on an interface of a namespace.
func sniff(t *testing.T, s *Namespace, name string) int {
	t.Helper()
	fd := -1
	err := s.Do(func() (err error) {
		all := int(uint16(unix.ETH_P_ALL)<<8 | unix.ETH_P_ALL>>8)
		if fd, err = unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, all); err != nil {
			return err
		}
		i, err := index(name)
		if err != nil {
			return err
		}
		return unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: uint16(all), Ifindex: i})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	limit := unix.NsecToTimeval(int64(300 * time.Millisecond))
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit); err != nil {
		t.Fatal(err)
	}
	return fd
}

func frames(fd int) (all [][]byte) {
	for {
		b := make([]byte, 65536)
		n, _, err := unix.Recvfrom(fd, b, 0)
		if err != nil {
			return all
		}
		all = append(all, b[:n])
	}
}

// echo listens in b, sends octets from a and returns what comes back.
func echo(t *testing.T, a, b *Namespace, octets int) []byte {
	t.Helper()
	var l net.Listener
	if err := b.Do(func() (err error) { l, err = net.Listen("tcp", "10.77.0.2:502"); return err }); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		buffer := make([]byte, octets)
		for n := 0; n < octets; {
			k, err := c.Read(buffer[n:])
			if err != nil {
				return
			}
			n += k
		}
		c.Write(buffer)
	}()
	var c net.Conn
	if err := a.Do(func() (err error) { c, err = net.DialTimeout("tcp", "10.77.0.2:502", 3*time.Second); return err }); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(3 * time.Second))
	if _, err := c.Write(make([]byte, octets)); err != nil {
		t.Fatal(err)
	}
	back := make([]byte, octets)
	n := 0
	for n < octets {
		k, err := c.Read(back[n:])
		if err != nil {
			t.Fatal(err)
		}
		n += k
	}
	return back
}

// TestMirror: hosts talk, and every frame is at the mirror port once, as it would
// be on a cable: no longer than the MTU, with a right checksum, and nothing that
// nobody sent.
func TestMirror(t *testing.T) {
	n, a, b := newPair(t)
	fd := sniff(t, n.Mirror(), MirrorInterface)
	from, to := sniff(t, a, Interface), sniff(t, b, Interface)
	if got := len(echo(t, a, b, 20000)); got != 20000 {
		t.Fatalf("%d octets came back", got)
	}
	seen, ofA, ofB := frames(fd), frames(from), frames(to)
	if len(seen) < 20 || len(seen) != len(ofA) || len(seen) != len(ofB) {
		t.Errorf("%d frames at the mirror port, %d and %d at the hosts", len(seen), len(ofA), len(ofB))
	}
	for _, f := range seen {
		if len(f) > 1514 {
			t.Errorf("a frame of %d octets", len(f))
		}
		if f[12] == 8 && f[13] == 0 {
			if sum := tcpSum(f[14:]); sum != 0xffff {
				t.Fatalf("TCP checksum of % x", f)
			}
		} else if f[12] != 8 || f[13] != 6 {
			t.Errorf("a frame of type %02x%02x", f[12], f[13])
		}
	}
	if ttl := ofB[2][22]; seen[2][12] == 8 && ttl != 101 && ttl != 102 {
		t.Errorf("TTL %d", ttl)
	}
}

// tcpSum is the checksum over pseudo header and segment: ffff when it is right.
func tcpSum(ip []byte) uint16 {
	head, total := int(ip[0]&15)*4, int(ip[2])<<8|int(ip[3])
	segment := ip[head:total]
	sum := uint32(6) + uint32(len(segment))
	add := func(b []byte) {
		for i := 0; i < len(b); i += 2 {
			sum += uint32(b[i]) << 8
			if i+1 < len(b) {
				sum += uint32(b[i+1])
			}
		}
	}
	add(ip[12:20])
	add(segment)
	for sum > 0xffff {
		sum = sum&0xffff + sum>>16
	}
	return uint16(sum)
}

// TestRoute: an address beyond a gateway answers.
func TestRoute(t *testing.T) {
	n, _, b := newPair(t)
	if err := b.AddAddress(netip.MustParsePrefix("192.88.99.7/32")); err != nil {
		t.Fatal(err)
	}
	h := station(3)
	h.Gateway = station(2).Address.Addr()
	s, err := n.Join(h)
	if err != nil {
		t.Fatal(err)
	}
	var l net.Listener
	if err := b.Do(func() (err error) { l, err = net.Listen("tcp", "192.88.99.7:443"); return err }); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = s.Do(func() error {
		c, err := net.DialTimeout("tcp", "192.88.99.7:443", 2*time.Second)
		if err == nil {
			c.Close()
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestLeave: a host that left does not answer.
func TestLeave(t *testing.T) {
	n, a, b := newPair(t)
	if err := n.Leave(b); err != nil {
		t.Fatal(err)
	}
	err := a.Do(func() error {
		c, err := net.DialTimeout("tcp", "10.77.0.2:502", 200*time.Millisecond)
		if err == nil {
			c.Close()
		}
		return err
	})
	if err == nil || n.Leave(b) == nil {
		t.Error("a host that left is still there")
	}
}

// TestCommand: a command runs inside, and is killed with its parent.
func TestCommand(t *testing.T) {
	n, _, _ := newPair(t)
	cmd := exec.Command("cat", "/proc/net/dev")
	var out strings.Builder
	cmd.Stdout = &out
	if err := n.Mirror().Run(cmd); err != nil || !strings.Contains(out.String(), MirrorInterface) {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := n.Mirror().Run(exec.Command("/does/not/exist")); err == nil {
		t.Error("a command that is not there was run")
	}
}

// TestHostUntouched: the interfaces of the machine are the same before, while and
// after a network is there.
func TestHostUntouched(t *testing.T) {
	before, _ := os.ReadFile("/proc/net/dev_mcast")
	names := func() (all string) {
		list, err := net.Interfaces()
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range list {
			all += fmt.Sprintln(i.Index, i.Name, i.MTU, i.HardwareAddr, i.Flags)
		}
		return all
	}
	first := names()
	n, a, b := newPair(t)
	echo(t, a, b, 10)
	if names() != first {
		t.Error("the machine's interfaces changed")
	}
	n.Close()
	after, _ := os.ReadFile("/proc/net/dev_mcast")
	if names() != first || string(before) != string(after) {
		t.Error("the machine's interfaces changed")
	}
}

// held are the namespaces processes, threads and descriptors still refer to,
// among those asked for.
func held(inodes map[uint64]bool) (all []string) {
	paths, _ := filepath.Glob("/proc/[0-9]*/task/[0-9]*/ns/net")
	more, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, p := range append(paths, more...) {
		to, err := os.Readlink(p)
		if err != nil || !strings.HasPrefix(to, "net:[") {
			continue
		}
		if n, err := strconv.ParseUint(to[5:len(to)-1], 10, 64); err == nil && inodes[n] {
			all = append(all, p)
		}
	}
	return all
}

// released waits until nothing refers to namespaces any more.
func released(t *testing.T, inodes map[uint64]bool) {
	t.Helper()
	var left []string
	for range 40 {
		if left = held(inodes); len(left) == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("namespaces are still held: %v", left)
}

// hold makes a network, tells the numbers of its namespaces and waits.
func hold() int {
	n, a, b, err := pair()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	wait, err := n.Mirror().Start(exec.Command("sleep", "60"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, s := range []*Namespace{n.Mirror(), n.middle, a, b} {
		i, _ := s.Inode()
		fmt.Println(i)
	}
	fmt.Println("ready")
	wait()
	return 0
}

// readInodes reads what hold tells.
func readInodes(t *testing.T, cmd *exec.Cmd) map[uint64]bool {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	inodes := map[uint64]bool{}
	for s := bufio.NewScanner(out); s.Scan() && s.Text() != "ready"; {
		n, err := strconv.ParseUint(s.Text(), 10, 64)
		if err != nil {
			t.Fatal(s.Text())
		}
		inodes[n] = true
	}
	return inodes
}

// TestKilled: after kill -9 nothing is left, a command inside included.
func TestKilled(t *testing.T) {
	needNamespaces(t)
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), role+"=hold")
	inodes := readInodes(t, cmd)
	if len(inodes) != 4 || len(held(inodes)) == 0 {
		t.Fatalf("namespaces %v", inodes)
	}
	cmd.Process.Kill()
	cmd.Wait()
	released(t, inodes)
}

// TestClose: a network that is closed leaves nothing behind.
func TestClose(t *testing.T) {
	n, a, b := newPair(t)
	inodes := map[uint64]bool{}
	for _, s := range []*Namespace{n.Mirror(), n.middle, a, b} {
		i, err := s.Inode()
		if err != nil {
			t.Fatal(err)
		}
		inodes[i] = true
	}
	echo(t, a, b, 10)
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	released(t, inodes)
}

// elevate is the ordinary user's side of TestElevate.
func elevate() int {
	child, status, err := Elevate(context.Background())
	switch {
	case errors.Is(err, ErrNotAllowed):
		fmt.Println(err)
		return 3
	case err != nil:
		fmt.Println(err)
		return 1
	case child:
		return status
	}
	n, _, _, err := pair()
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer n.Close()
	fmt.Println("made a network")
	return 7
}

// ordinary has a command run as an ordinary user, where this is a root that may
// choose: not one of a user namespace with a single user.
func ordinary(cmd *exec.Cmd) {
	var inside, outside, count uint64
	b, _ := os.ReadFile("/proc/self/uid_map")
	fmt.Sscan(string(b), &inside, &outside, &count)
	if os.Geteuid() == 0 && count > nobody {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Dir = "/"
	}
}

const nobody = 65534

// TestElevate: an ordinary user gets a network in a user namespace, and the exit
// status of what ran there, or an error that says what helps.
func TestElevate(t *testing.T) {
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), role+"=elevate")
	ordinary(cmd)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("%v: %s", err, out)
	}
	switch exit.ExitCode() {
	case 7:
		if !strings.Contains(string(out), "made a network") {
			t.Errorf("%s", out)
		}
	case 3:
		if !strings.Contains(string(out), "root") {
			t.Errorf("no remedy: %s", out)
		}
		if os.Getenv("CI") == "true" {
			t.Errorf("user namespaces are not allowed here: %s", out)
		}
	default:
		t.Errorf("exit status %d: %s", exit.ExitCode(), out)
	}
}
