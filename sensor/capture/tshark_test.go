package capture_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/capture"
)

// line is what tshark says of a frame.
type line struct {
	number      uint64
	time        int64
	timed       bool // the frame has a time
	wire, count uint32
}

// needTshark is the program; without it the test fails in CI and is skipped
// elsewhere.
func needTshark(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("tshark")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("tshark is needed and not installed")
	}
	if err != nil {
		t.Skip("tshark is not installed")
	}
	return path
}

// tshark lists the frames of a file.
func tshark(t *testing.T, program, file string) []line {
	t.Helper()
	cmd := exec.Command(program, "-n", "-r", file, "-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch",
		"-e", "frame.len", "-e", "frame.cap_len")
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: tshark: %v: %s", file, err, errors.Bytes())
	}
	var lines []line
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		lines = append(lines, parseLine(t, s.Text()))
	}
	return lines
}

func parseLine(t *testing.T, s string) line {
	t.Helper()
	c := strings.Split(s, "\t")
	if len(c) != 4 {
		t.Fatalf("tshark: %q", s)
	}
	number := func(s string) uint64 {
		v, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("tshark: %q: %v", s, err)
		}
		return v
	}
	l := line{number: number(c[0]), wire: uint32(number(c[2])), count: uint32(number(c[3]))}
	if seconds, fraction, ok := strings.Cut(c[1], "."); ok {
		// The fraction is in nanoseconds; of one that is more than a second,
		// tshark prints all the digits.
		l.timed = true
		l.time = int64(number(seconds))*1_000_000_000 + int64(number(fraction))
	}
	return l
}

// checkTshark compares a file with what tshark says of it. Records tshark numbers
// and the reader only counts may be missing.
func checkTshark(t *testing.T, program, file string) (compared int) {
	t.Helper()
	lines := tshark(t, program, file)
	r, err := capture.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f capture.Frame
	for _, l := range lines {
		if f.Number < l.number {
			if err := r.Next(&f); err != nil {
				t.Fatalf("%s: frame %d: %v", file, l.number, err)
			}
		}
		if f.Number > l.number {
			continue
		}
		compared++
		wire := max(l.wire, l.count)
		if f.Number != l.number || f.WireLen != wire || f.CapLen != l.count || (l.timed && f.Time != l.time) {
			t.Fatalf("%s: %+v, tshark says %+v", file, f, l)
		}
	}
	if err := r.Next(&f); err != io.EOF {
		t.Fatalf("%s: after the last frame: %v", file, err)
	}
	if n := uint64(len(lines)); r.Count() != n {
		t.Fatalf("%s: %d frames, tshark has %d", file, r.Count(), n)
	}
	return compared
}

// TestTshark compares files of our own making with tshark: all kinds of blocks,
// both orders, clocks of every kind, in gzip.
func TestTshark(t *testing.T) {
	program := needTshark(t)
	dir := t.TempDir()
	compare := func(name string, b []byte, frames int) {
		t.Helper()
		path := filepath.Join(dir, strings.ReplaceAll(name, " ", "_"))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if n := checkTshark(t, program, path); n != frames {
			t.Errorf("%s: %d frames compared, want %d", name, n, frames)
		}
	}
	for name, o := range orders {
		compare("mixed "+name, mixed(o).b, 5)
		compare("gzip "+name, zip(t, mixed(o).b), 5)
		compare("micro "+name, pcapFile(o, microMagic, 9, 1).record(4_000_000_000, 1_999_999, 61, payload(1, 60)).b, 1)
		compare("nano "+name, pcapFile(o, nanoMagic, 9, 1).record(1_700_000_000, 999_999_999, 61, payload(1, 60)).b, 1)
		// Of powers of two from about 2^-35 on, tshark gives a wrong fraction,
		// because it calculates in 64 bits; see TestClock.
		w := ngFile(o)
		for _, resolution := range []byte{1, 3, 6, 9, 10, 0x80, 0x81, 0x8A, 0x94, 0xA0} {
			w.description(1, 0, resolution)
		}
		for id, stamp := range []uint64{17_000_000_009, 1_700_000_000_123, 1, 1_700_000_000_123_456_789, 17_000_000_000_999_999_999,
			1_700_000_000, 3_400_000_001, 1_740_800_000_001, 1<<50 + 12345, 1<<62 + 987654321} {
			w.enhanced(uint32(id), stamp, 60, payload(id, 60))
		}
		for _, typ := range []uint32{0x204, 0x216, 0x221} { // as Sysdig writes an event
			w.block(typ, w.body().u16(0).u64(1000).u64(1).u32(22).u16(5).u32(0, 0, 0).b)
		}
		w.block(9, []byte("__REALTIME_TIMESTAMP=1480000000000000\nMESSAGE=x\n"))
		w.block(0x40000BAD, w.body().u32(32473, 1).b)
		w.block(0x0A, w.body().u32(0x544C534B, 4, 1).b) // decryption secrets
		w.block(0x80000001, payload(1, 20))
		w.enhanced(2, 1_700_000_000_000_000, 60, payload(1, 60))
		compare("clocks "+name, w.b, 11)
	}
}
