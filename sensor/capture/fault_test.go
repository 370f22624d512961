package capture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/capture"
)

// soundFiles are the files the tests below cut and damage.
func soundFiles() map[string]*file {
	out := map[string]*file{}
	for name, o := range orders {
		out["pcap, "+name] = pcapFile(o, microMagic, 65535, 1).record(1, 2, 60, payload(1, 60)).
			record(2, 3, 0, nil).record(3, 4, 90, payload(2, 61))
		out["pcapng, "+name] = mixed(o)
	}
	return out
}

// boundaries are the octets at which a file may end: after a record or block.
func boundaries(w *file) map[int]bool {
	out := map[int]bool{len(w.b): true}
	if magic := w.Uint32(w.b); magic == microMagic {
		for at := 24; at < len(w.b); at += 16 + int(w.Uint32(w.b[at+8:])) {
			out[at] = true
		}
		return out
	}
	for at := 0; at < len(w.b); at += int(w.Uint32(w.b[at+4:])) {
		out[at] = true
	}
	return out
}

// TestCut cuts files at every octet. Every frame before the cut is delivered; then
// comes the end of the file at a boundary, and anywhere else an error that says
// where the record or block cut short begins.
func TestCut(t *testing.T) {
	for name, w := range soundFiles() {
		whole := readWell(t, w.b)
		bounds := boundaries(w)
		for n := 1; n <= len(w.b); n++ {
			checkCut(t, fmt.Sprintf("%s cut at %d", name, n), w, whole, bounds, n)
		}
		if _, err := read(t, nil); err == nil {
			t.Error("an empty file opens")
		} else {
			fault(t, err, capture.ErrEmpty)
		}
	}
}

func checkCut(t *testing.T, name string, w *file, whole []capture.Frame, bounds map[int]bool, n int) {
	t.Helper()
	got, err := read(t, w.b[:n])
	want := 0
	for want < len(w.ends) && w.ends[want] <= n {
		want++
	}
	checkFrames(t, name, got, whole[:want])
	if bounds[n] {
		if err != io.EOF {
			t.Errorf("%s: %v, want the end", name, err)
		}
		return
	}
	e := fault(t, err, capture.ErrCut)
	begin := n
	for begin > 0 && !bounds[begin] {
		begin--
	}
	if e.Offset != int64(begin) || e.Gzip || e.File != "x.pcap" || !strings.Contains(e.Error(), fmt.Sprintf("%d left", n-begin)) {
		t.Errorf("%s: %v, want octet %d and %d left", name, e, begin, n-begin)
	}
	if want > 0 && (e.Frame < uint64(want) || !strings.Contains(e.Error(), fmt.Sprintf("everything up to frame %d is valid", e.Frame))) {
		t.Errorf("%s: %v", name, e)
	}
}

// TestCutGzip cuts a file in gzip at every octet: the frames delivered are the
// first, and the end is never taken for a clean one.
func TestCutGzip(t *testing.T) {
	w := pcapFile(binary.LittleEndian, microMagic, 65535, 1)
	for i := range 50 {
		w.record(uint32(i), 0, 60, payload(i*7, 60+i))
	}
	whole, zipped := readWell(t, w.b), zip(t, w.b)
	delivered := 0
	for n := 2; n < len(zipped); n++ {
		got, err := read(t, zipped[:n])
		checkFrames(t, "gzip", got, whole[:len(got)])
		e := fault(t, err, capture.ErrCut)
		delivered += len(got)
		if len(got) > 0 && !strings.Contains(e.Error(), "unzipped") {
			t.Errorf("cut at %d: %v", n, e)
		}
	}
	if delivered == 0 {
		t.Error("no frame of a file cut short was delivered")
	}
	zipped[len(zipped)-5] ^= 1 // the length at the end
	got, err := read(t, zipped)
	checkFrames(t, "gzip", got, whole[:len(got)])
	fault(t, err, capture.ErrDamaged)
}

// TestDamage overwrites every octet with several values. Nothing panics, and the
// frames that lie before the damage are delivered as they were.
func TestDamage(t *testing.T) {
	for name, w := range soundFiles() {
		whole := readWell(t, w.b)
		for at := range w.b {
			for _, v := range []byte{0x00, 0xFF, w.b[at] ^ 1, w.b[at] ^ 0x80, w.b[at] + 4} {
				b := bytes.Clone(w.b)
				b[at] = v
				got, err := read(t, b)
				want := 0
				for want < len(w.ends) && w.ends[want] <= at {
					want++
				}
				if len(got) < want {
					t.Fatalf("%s, octet %d set to %#x: %d frames, want %d at least: %v", name, at, v, len(got), want, err)
				}
				checkFrames(t, name, got[:want], whole[:want])
				checkError(t, err, fmt.Sprintf("%s, octet %d set to %#x", name, at, v))
			}
		}
	}
}

// checkError: whatever the fault, it is io.EOF or an Error that says something.
func checkError(t testing.TB, err error, name string) {
	t.Helper()
	var e *capture.Error
	if err == io.EOF {
		return
	}
	if !errors.As(err, &e) || e.Problem == "" || e.Kind == nil || e.Detail.Reason == 0 || !strings.HasPrefix(e.Error(), "capture: x.pcap: ") {
		t.Fatalf("%s: %#v", name, err)
	}
	if strings.Contains(e.Error(), "pcapgo") {
		t.Fatalf("%s: pcapgo was given what it cannot decode: %v", name, e)
	}
}

// TestLengths: each length that can be wrong, and what is said of it.
func TestLengths(t *testing.T) {
	o := binary.LittleEndian
	begun := func() *file { return ngFile(o).description(1, 0, 0).enhanced(0, 7, 60, payload(1, 60)) }
	for _, c := range []struct {
		name string
		file *file
		want string
	}{
		{"record", pcapFile(o, microMagic, 0, 1).record(1, 2, 60, payload(1, 60)).u32(1, 2, 262145, 262145),
			"capture: x.pcap: at octet 100: frame 2 says it has 262145 octets, 262144 at most can be: the file is damaged here; copy it again from its source; everything up to frame 1 is valid"},
		{"cut record", pcapFile(o, microMagic, 0, 1).u32(1, 2, 60, 60).octets(payload(1, 12)),
			"capture: x.pcap: at octet 24: frame 1 is cut short (wanted 76 octets, 28 left): the capture was interrupted; no frame before it is whole"},
		{"block too short", begun().u32(6, 8, 8), "at octet 160: frame 2, in the enhanced packet block, says it has 8 octets, 32 at least are needed"},
		{"unknown block too short", begun().u32(77, 8, 8), "the block of type 0x4d says it has 8 octets, 12 at least are needed"},
		{"block too long", begun().u32(6, 0xFFFFFFFF, 8), "says it has 4294967295 octets, 524288 at most can be"},
		{"description too long", begun().u32(1, 0x7FFFFFFF, 8), "the interface description says it has 2147483647 octets, 524288 at most can be"},
		{"unknown block longer than the file", begun().u32(77, 0xFFFFFFFF, 8), "the block of type 0x4d is cut short (wanted 4294967296 octets, 12 left)"},
		{"lengths that differ", begun().u32(77, 16, 8, 20), "the block of type 0x4d says at its start that it has 16 octets and at its end 20"},
		{"packet longer than its block", begun().u32(6, 36, 0, 0, 0, 8, 8, 1, 36), "at octet 160: frame 2 has 8 octets in a block of 36, which cannot hold them"},
		{"packet too long", begun().u32(6, 36, 0, 0, 0, 262145, 8, 1, 36), "frame 2 says it has 262145 octets"},
		{"interface unknown", begun().enhanced(1, 7, 60, payload(1, 60)), "frame 2 is of interface 1, which the section does not describe (it describes 1)"},
		{"simple packet without interface", ngFile(o).simple(60, payload(1, 60)), "frame 1 is of interface 0, which the section does not describe (it describes 0)"},
		{"byte-order magic", begun().u32(0x0A0D0D0A, 28, 0x11223344, 0, 0, 0, 28), "the section header has the byte-order magic 44332211"},
		{"version of a section", begun().u32(0x0A0D0D0A, 28, 0x1A2B3C4D, 7, 0, 0, 28), "pcapng of version 7.0, which is not known"},
		{"version of pcap", (&file{order: o}).u32(microMagic).u16(2, 3).u32(0, 0, 0, 1), "pcap of version 2.3, which is not known: rewrite it with `editcap -F pcap OLD NEW`"},
	} {
		_, err := read(t, c.file.b)
		if err == nil || err == io.EOF || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", c.name, err, c.want)
		}
		checkError(t, err, c.name)
	}
}

// TestManyInterfaces: descriptions without end are a fault, not memory.
func TestManyInterfaces(t *testing.T) {
	w := ngFile(binary.LittleEndian)
	for range 1024 {
		w.description(1, 0, 0)
	}
	w.enhanced(1023, 7, 60, payload(1, 60))
	if got := readWell(t, w.b); len(got) != 1 || got[0].Interface != 1023 {
		t.Errorf("%v", got)
	}
	_, err := read(t, w.description(1, 0, 0).b)
	if e := fault(t, err, capture.ErrDamaged); !strings.Contains(e.Error(), "more than 1024 interfaces") {
		t.Error(e)
	}
}

// TestForeign: files that are no captures, and what they are said to be.
func TestForeign(t *testing.T) {
	for begin, want := range map[string]string{
		"%PDF-1.7\n": "a PDF document", "\x7FELF\x02\x01": "an ELF program", "PK\x03\x04\x14\x00": "a ZIP archive",
		"snoop\x00\x00\x00\x00\x00\x00\x02": "a snoop capture, not a capture that is read here: captures are pcap or pcapng, plain or in gzip; `editcap -F pcapng OLD NEW` makes one of it",
		"GMBU\x00\x02":                      "a Network Monitor 2 capture", "RTSS\x01\x01": "a Network Monitor 1 capture",
		"\x28\xB5\x2F\xFD\x04": "compressed with zstd", "\xFD7zXZ\x00\x00": "compressed with xz",
		"time,source\n1,10.0.0.1\n": "text", "Messwerte für Pumpe 3\n": "text",
		"version https://git-lfs.github.com/spec/v1\n":                             "git lfs pull",
		"\x34\xCD\xB2\xA1\x02\x00\x04\x00":                                         "Kuznetsov",
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00":                                     "nothing but zeros",
		"\x01\x02\x03\x04\xFF\xFE\x00":                                             "it begins with 01 02 03 04 ff fe 00",
		"\x00\x00\x00\x00\x00\x00\x00\x65\x02\x04\x00\x50\x00\x00\x00\x3C\x00\x00": "perhaps an Endace ERF",
		"\xD4":     "the header of the file is cut short (wanted 24 octets, 1 left)",
		"\x0A\x0D": "the header of the file is cut short",
	} {
		_, err := read(t, []byte(begin))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", begin, err, want)
		}
		checkError(t, err, begin)
	}
	_, err := read(t, zip(t, zip(t, []byte("x"))))
	if e := fault(t, err, capture.ErrForeign); !strings.Contains(e.Error(), "gzip within gzip") {
		t.Error(e)
	}
}

// TestUnreadable: faults of files, rather than in them.
func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	_, err := capture.Open(filepath.Join(dir, "none.pcap"))
	if e := fault(t, err, capture.ErrUnreadable); !errors.Is(e, os.ErrNotExist) {
		t.Error(e)
	}
	_, err = capture.Open(dir)
	fault(t, err, capture.ErrForeign)

	broken := errors.New("input/output error")
	b := pcapFile(binary.LittleEndian, microMagic, 0, 1).record(1, 2, 60, payload(1, 60)).b
	r, err := capture.NewReader(io.MultiReader(bytes.NewReader(b), failing{broken}), "x.pcap")
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(r)
	if e := fault(t, err, capture.ErrUnreadable); len(got) != 1 || !errors.Is(e, broken) || e.Frame != 1 {
		t.Errorf("%v after %d frames", e, len(got))
	}
	if again := r.Next(&capture.Frame{}); again != err {
		t.Errorf("the second time: %v", again)
	}
	_, err = capture.NewReader(failing{broken}, "x.pcap")
	fault(t, err, capture.ErrUnreadable)
	_, err = capture.NewReader(failing{}, "x.pcap")
	if e := fault(t, err, capture.ErrUnreadable); !errors.Is(e, io.ErrNoProgress) {
		t.Error(e)
	}
}

// failing gives nothing but its error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
