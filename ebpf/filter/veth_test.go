package filter

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"
)

// namespace puts the test's thread into a network namespace of its own with a
// pair of interfaces, v0 and v1, that nobody else uses. The thread ends with the
// test.
func namespace(t testing.TB) {
	t.Helper()
	root(t)
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Fatal(err)
	}
	// No packets of the kernel's own: those of IPv6 come by themselves.
	if err := os.WriteFile("/proc/sys/net/ipv6/conf/default/disable_ipv6", []byte("1"), 0); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"link", "add", "v0", "type", "veth", "peer", "name", "v1"},
		{"link", "set", "dev", "v0", "up"},
		{"link", "set", "dev", "v1", "up"},
		{"link", "set", "dev", "lo", "up"},
	} {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Fatalf("ip %v: %v: %s", args, err, out)
		}
	}
	running(t, "v0")
	running(t, "v1")
}

// running waits until an interface carries frames, some moments after it is up.
func running(t testing.TB, name string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		ifi, err := net.InterfaceByName(name)
		if err != nil {
			t.Fatal(err)
		}
		if ifi.Flags&net.FlagRunning != 0 {
			return
		}
	}
	t.Fatalf("%s does not come up", name)
}

func index(t testing.TB, name string) int {
	t.Helper()
	ifi, err := net.InterfaceByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return ifi.Index
}

// packetSocket opens a packet socket; prepare is called before it is bound.
func packetSocket(t testing.TB, name string, prepare func(fd int)) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	if prepare != nil {
		prepare(fd)
	}
	all := binary.BigEndian.Uint16([]byte{unix.ETH_P_ALL & 0xFF, unix.ETH_P_ALL >> 8}) // network order
	if err := unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: all, Ifindex: index(t, name)}); err != nil {
		t.Fatal(err)
	}
	return fd
}

func set(t testing.TB, fd, level, option, value int) {
	t.Helper()
	if err := unix.SetsockoptInt(fd, level, option, value); err != nil {
		t.Fatal(err)
	}
}

// capturing opens a socket that keeps what arrives until it is read.
func capturing(t testing.TB, name string, prepare func(fd int)) int {
	return packetSocket(t, name, func(fd int) {
		set(t, fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 256<<20)
		set(t, fd, unix.SOL_PACKET, unix.PACKET_AUXDATA, 1)
		if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: 300000}); err != nil {
			t.Fatal(err)
		}
		if prepare != nil {
			prepare(fd)
		}
	})
}

// receive reads frames until none comes any more.
func receive(t testing.TB, fd int) (frames [][]byte) {
	t.Helper()
	buf, oob := make([]byte, 65536), make([]byte, 256)
	for {
		n, m, _, _, err := unix.Recvmsg(fd, buf, oob, 0)
		if errors.Is(err, unix.EAGAIN) {
			return frames
		}
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, retag(t, bytes.Clone(buf[:n]), oob[:m]))
	}
}

// retag puts the tag back that the kernel took out of a frame (packet(7),
// PACKET_AUXDATA).
func retag(t testing.TB, frame, oob []byte) []byte {
	t.Helper()
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if m.Header.Level != unix.SOL_PACKET || m.Header.Type != unix.PACKET_AUXDATA {
			continue
		}
		aux := (*unix.TpacketAuxdata)(unsafe.Pointer(&m.Data[0]))
		if aux.Status&unix.TP_STATUS_VLAN_VALID != 0 {
			tag := binary.BigEndian.AppendUint16(nil, aux.Vlan_tpid)
			tag = binary.BigEndian.AppendUint16(tag, aux.Vlan_tci)
			return append(append(bytes.Clone(frame[:12]), tag...), frame[12:]...)
		}
	}
	return frame
}

func send(t testing.TB, fd int, frame []byte) {
	t.Helper()
	for {
		_, err := unix.Write(fd, frame)
		if errors.Is(err, unix.ENOBUFS) || errors.Is(err, unix.EINTR) {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
}

// live is a bench on v1.
func live(t *testing.T, dedicated bool) *bench {
	t.Helper()
	namespace(t)
	pin(t)
	c := wide()
	c.Interface, c.Dedicated = "v1", dedicated
	f, err := Load(c)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{f, newModel(c.complete())}
	b.cyclic(t)
	return b
}

// exchange sends the samples to v1 and compares what arrives and what is counted
// with the model.
func exchange(t *testing.T, b *bench, in int) {
	t.Helper()
	out := packetSocket(t, "v0", nil)
	receive(t, in)
	var want [][]byte
	for range 3 {
		for _, frame := range samples(t) {
			if b.model.frame(frame).Kept() {
				want = append(want, frame)
			}
			send(t, out, frame)
		}
	}
	got := receive(t, in)
	if len(got) != len(want) {
		t.Errorf("%d frames arrived, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if !bytes.Equal(got[i], want[i]) {
			t.Fatalf("frame %d\n got % x\nwant % x", i, got[i], want[i])
		}
	}
	if held := b.model.totals.Withheld().Packets; held == 0 || len(want) == 0 {
		t.Errorf("%d withheld, %d kept: the test shows nothing", held, len(want))
	}
	b.compare(t)
}

func TestNative(t *testing.T) {
	before := programs(t)
	b := live(t, true)
	if err := b.Attach(); err != nil {
		t.Fatal(err)
	}
	if b.Mode() != ModeNative || b.Fallback() != nil {
		t.Errorf("mode %v, fallback %v", b.Mode(), b.Fallback())
	}
	if err := b.Attach(); err != ErrAttached {
		t.Errorf("attached again: %v", err)
	}
	exchange(t, b, capturing(t, "v1", nil))
	second(t)
	detach(t, b, before)
}

// second attaches a second filter to the interface.
func second(t *testing.T) {
	t.Helper()
	f, err := Load(Config{Interface: "v1", Dedicated: true, Flows: 64})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Attach(); !errors.Is(err, ErrBusy) || !Unsupported(err) || f.Mode() != ModeNone {
		t.Errorf("a second program: %v, mode %v", err, f.Mode())
	}
}

// detach closes the filter and checks that it withholds nothing any more and
// that no descriptor is left.
func detach(t *testing.T, b *bench, before int) {
	t.Helper()
	if n := programs(t); n <= before {
		t.Fatalf("%d descriptors with a filter, %d without: they are not recognised", n, before)
	}
	for range 2 {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err := b.Totals()
	if err == nil || b.Flows(func(Flow) bool { return true }) == nil || b.Filter.Learn(Key{}, true) == nil {
		t.Error("a closed filter answers")
	}
	if n := programs(t); n != before {
		t.Errorf("%d descriptors left", n-before)
	}
	in, out := capturing(t, "v1", nil), packetSocket(t, "v0", nil)
	receive(t, in)
	for range 10 {
		send(t, out, tcpFrame(t, 554, 40000, 99))
	}
	if n := len(receive(t, in)); n != 10 {
		t.Errorf("%d of 10 frames arrived without a filter", n)
	}
}

func TestGeneric(t *testing.T) {
	before := programs(t)
	b := live(t, true)
	if err := b.attach(link.XDPGenericMode, ModeGeneric); err != nil {
		t.Fatal(err)
	}
	exchange(t, b, capturing(t, "v1", nil))
	detach(t, b, before)
}

// TestFallback: an interface whose driver knows no XDP gets the generic one.
func TestFallback(t *testing.T) {
	namespace(t)
	f, err := Load(Config{Interface: "lo", Dedicated: true, Flows: 64})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Attach(); err != nil {
		t.Fatal(err)
	}
	if f.Mode() != ModeGeneric || f.Fallback() == nil {
		t.Errorf("mode %v, fallback %v", f.Mode(), f.Fallback())
	}
}

// TestSocket: the filter on the capture's socket decides and counts as XDP does,
// and other sockets see everything.
func TestSocket(t *testing.T) {
	before := programs(t)
	b := live(t, false)
	other := capturing(t, "v1", nil)
	in := capturing(t, "v1", func(fd int) {
		if err := b.AttachSocket(fd); err != nil {
			t.Fatal(err)
		}
	})
	exchange(t, b, in)
	if n, want := len(receive(t, other)), 3*len(samples(t)); n != want {
		t.Errorf("another socket saw %d frames, want %d", n, want)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if n := programs(t); n != before {
		t.Errorf("%d descriptors left", n-before)
	}
}
