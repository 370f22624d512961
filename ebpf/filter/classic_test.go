package filter

import (
	"bytes"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// classicKeeps says what Classic is documented to hand on, on sensor/packet.
func classicKeeps(frame []byte, ports map[uint16]bool) bool {
	p, c := classify(frame)
	switch {
	case c == ClassARP:
		return p.EtherType == 0x0806
	case c == ClassLLDP, c == ClassProfinet:
		return true
	case c != ClassIPv4 && c != ClassIPv6:
		return false
	case p.Fragment, p.IPVersion == 4 && p.Protocol == 1, p.IPVersion == 6 && p.Protocol == 58:
		return true
	}
	return p.TCPFlags&7 != 0 || ports[p.SrcPort] || ports[p.DstPort]
}

// plain reports whether a frame has no more tags and headers than Classic steps
// over: two tags, no SNAP, and none of IPv4's or IPv6's extension headers.
func plain(frame []byte) bool {
	at, tags := 12, 0
	for ; bytes.Equal(frame[at:at+2], []byte{0x81, 0}) || bytes.Equal(frame[at:at+2], []byte{0x88, 0xA8}) ||
		bytes.Equal(frame[at:at+2], []byte{0x91, 0}); at += 4 {
		tags++
	}
	if tags > 2 || frame[at] < 6 {
		return false
	}
	if !bytes.Equal(frame[at:at+2], []byte{0x86, 0xDD}) {
		return !bytes.Equal(frame[at:at+2], []byte{8, 0}) || frame[at+2+9] != 51
	}
	switch frame[at+2+6] {
	case 6, 17, 58, 50, 59:
		return true
	}
	return false
}

func TestClassic(t *testing.T) {
	list := DefaultPorts()
	ports := map[uint16]bool{}
	for _, p := range list {
		ports[p] = true
	}
	program, err := classic(list)
	if err != nil {
		t.Fatal(err)
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	kept, looked := 0, 0
	for _, frame := range samples(t) {
		if !plain(frame) {
			continue
		}
		looked++
		n, err := vm.Run(frame)
		if err != nil {
			t.Fatal(err)
		}
		want := classicKeeps(frame, ports)
		if (n > 0) != want {
			t.Fatalf("kept %v, want %v: % x", n > 0, want, frame)
		}
		if want {
			kept++
		}
	}
	if kept == 0 || kept == looked {
		t.Errorf("%d of %d kept: the test shows nothing", kept, looked)
	}
}

// TestClassicExtension: IPv6 packets with an extension header are handed on,
// and no frame of any length upsets the filter.
func TestClassicExtension(t *testing.T) {
	program, err := classic(nil)
	if err != nil {
		t.Fatal(err)
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	frame := serialize(t, ethernet(0x86DD), ipv6(60), extension(6, 1), tcp(1, 2))
	if n, err := vm.Run(frame); err != nil || n != len(frame) && n != classicSnap {
		t.Errorf("extension header: %d octets, %v", n, err)
	}
	for n := range frame {
		if _, err := vm.Run(frame[:n]); err != nil {
			t.Errorf("%d octets: %v", n, err)
		}
	}
}

func TestClassicPorts(t *testing.T) {
	if _, err := Classic(make([]uint16, MaxClassicPorts+1)); err != ErrPorts {
		t.Errorf("too many ports: %v", err)
	}
	ports := make([]uint16, MaxClassicPorts)
	for i := range ports {
		ports[i] = uint16(10000 + i)
	}
	program, err := Classic(ports)
	if err != nil || len(program) > 4096 {
		t.Fatalf("%d instructions, %v", len(program), err)
	}
}

// TestClassicSocket: the kernel takes the largest filter, which keeps a packet
// of its last port and withholds another.
func TestClassicSocket(t *testing.T) {
	namespace(t)
	ports := make([]uint16, MaxClassicPorts)
	for i := range ports {
		ports[i] = uint16(10000 + i)
	}
	program, err := Classic(ports)
	if err != nil {
		t.Fatal(err)
	}
	in := capturing(t, "v1", func(fd int) {
		f := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
		if err := unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &f); err != nil {
			t.Fatal(err)
		}
	})
	out := packetSocket(t, "v0", nil)
	last := tcpFrame(t, 40000, 10000+MaxClassicPorts-1, 4)
	send(t, out, tcpFrame(t, 40000, 10000+MaxClassicPorts, 4))
	send(t, out, last)
	send(t, out, tcpFrame(t, 9999, 40000, 4))
	if got := receive(t, in); len(got) != 1 || !bytes.Equal(got[0], last) {
		t.Errorf("%d frames arrived: % x", len(got), got)
	}
}
