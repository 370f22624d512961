package recorder

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

func TestParseSelection(t *testing.T) {
	key := func(protocol uint8, version uint8, a, b string) flow.Key {
		x, y := netip.MustParseAddrPort(a), netip.MustParseAddrPort(b)
		p := packet.Packet{IPVersion: version, Protocol: protocol, Src: x.Addr().As16(), Dst: y.Addr().As16(), SrcPort: x.Port(), DstPort: y.Port()}
		k, _ := flow.KeyOf(&p)
		return k
	}
	tcp := key(packet.ProtocolTCP, 4, "192.0.2.20:502", "192.0.2.10:49152")
	udp := key(packet.ProtocolUDP, 6, "[2001:db8::1]:1024", "[2001:db8::2]:20000")
	for text, want := range map[string][2]bool{ // of tcp and udp
		"":                                    {true, true},
		"192.0.2.10":                          {true, false},
		"192.0.2.11":                          {false, false},
		"192.0.2.20:502":                      {true, false},
		"192.0.2.10:502":                      {false, false},
		"192.0.2.10:49152-192.0.2.20:502":     {true, false},
		" 192.0.2.20:502 - 192.0.2.10:49152 ": {true, false},
		"udp 192.0.2.10:49152-192.0.2.20:502": {false, false},
		"udp [2001:db8::1]:1024-[2001:db8::2]:20000": {false, true},
		"2001:db8::2": {false, true},
	} {
		s, err := ParseSelection(text)
		if got := [2]bool{s.has(&tcp), s.has(&udp)}; err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"plc", "192.0.2.10:502:1", "192.0.2.10-192.0.2.20", "192.0.2.10:1-[::1]:2", "-", "192.0.2.10:70000"} {
		if s, err := ParseSelection(text); err == nil {
			t.Errorf("%q is %+v", text, s)
		}
	}
}

// TestOpenStopped: a folder is read as it is, whatever its size; one that is not
// there is not made.
func TestOpenStopped(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenStopped(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStopped(file); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a file: %v", err)
	}
	r, err := OpenStopped(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStopped(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("one in use: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}
