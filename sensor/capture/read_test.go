package capture_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// orders are the orders of octets a file may have.
var orders = map[string]order{"little-endian": binary.LittleEndian, "big-endian": binary.BigEndian}

func TestPcap(t *testing.T) {
	for name, o := range orders {
		w := pcapFile(o, microMagic, 65535, 1).record(1_700_000_000, 123_456, 60, payload(1, 60)).
			record(4_294_967_295, 999_999, 1500, payload(2, 61)).record(0, 0, 0, nil)
		checkFrames(t, name, readWell(t, w.b), []capture.Frame{
			frame(1, 1_700_000_000_123_456_000, 0, 1, 60, payload(1, 60)),
			frame(2, 4_294_967_295_999_999_000, 0, 1, 1500, payload(2, 61)),
			frame(3, 0, 0, 1, 0, nil),
		})
		n := pcapFile(o, nanoMagic, 0, 276|4<<28|1<<26).record(1_700_000_000, 123_456_789, 60, payload(1, 60))
		checkFrames(t, name+", nanoseconds", readWell(t, n.b), []capture.Frame{
			frame(1, 1_700_000_000_123_456_789, 0, packet.LinkLinuxSLL2, 60, payload(1, 60)),
		})
	}
}

// wantMixed are the frames of mixed.
var wantMixed = []capture.Frame{
	frame(1, 1_700_000_000_000_001_000, 0, 1, 60, payload(1, 60)),
	frame(2, 1_700_000_000_000_000_002, 1, 276, 1500, payload(2, 64)),
	// 3 is the custom block.
	frame(4, 1_700_000_000_000_000_002, 0, 1, 61, payload(3, 61)), // simple: the time of the one before
	frame(5, 1_700_000_001_000_000_003, 1, 276, 62, payload(4, 62)),
	frame(6, 1_700_000_002_000_000_953, 2, 101, 63, payload(6, 63)), // 2^-20 s is 953.67 ns
}

// TestPcapng reads everything there can be in pcapng, in both orders and with a
// section of either after one of the other.
func TestPcapng(t *testing.T) {
	for name, o := range orders {
		checkFrames(t, name, readWell(t, mixed(o).b), wantMixed)
	}
	both := append(mixed(binary.LittleEndian).b, mixed(binary.BigEndian).b...)
	want := wantMixed
	for _, f := range wantMixed {
		f.Number += 6
		f.Interface += 3
		want = append(want[:len(want):len(want)], f)
	}
	checkFrames(t, "one after the other", readWell(t, both), want)
}

// TestWays reads one capture in every way there is.
func TestWays(t *testing.T) {
	for name, b := range map[string][]byte{
		"pcap":   pcapFile(binary.LittleEndian, microMagic, 65535, 1).record(1, 2, 60, payload(1, 60)).record(2, 3, 61, payload(2, 61)).b,
		"pcapng": mixed(binary.LittleEndian).b,
	} {
		want := readWell(t, b)
		zipped := zip(t, b)
		checkFrames(t, name+" in gzip in memory", readWell(t, zipped), want)
		twice := append(zip(t, b[:50]), zip(t, b[50:])...)
		checkFrames(t, name+" in two gzip members", readWell(t, twice), want)
		for how, in := range map[string]io.Reader{
			"stream":                  bytes.NewReader(b),
			"octet by octet":          iotest.OneByteReader(bytes.NewReader(b)),
			"data with EOF":           iotest.DataErrReader(bytes.NewReader(b)),
			"in gzip, octet by octet": iotest.OneByteReader(bytes.NewReader(zipped)),
		} {
			r, err := capture.NewReader(in, "x")
			if err != nil {
				t.Fatal(err)
			}
			got, err := readAll(r)
			if err != io.EOF {
				t.Fatalf("%s, %s: %v", name, how, err)
			}
			checkFrames(t, name+", "+how, got, want)
		}
		checkFiles(t, name, b, zipped, want)
	}
}

func checkFiles(t *testing.T, name string, b, zipped []byte, want []capture.Frame) {
	t.Helper()
	for _, c := range []struct {
		octets []byte
		size   int64
	}{{b, int64(len(b))}, {zipped, 0}} {
		path := filepath.Join(t.TempDir(), "x.pcap")
		if err := os.WriteFile(path, c.octets, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := capture.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAll(r)
		if err != io.EOF {
			t.Fatal(err)
		}
		checkFrames(t, name+" from a file", got, want)
		part, ok := r.Progress()
		if r.Size() != c.size || r.Offset() != int64(len(b)) || part != 1 || !ok || r.Count() != want[len(want)-1].Number {
			t.Errorf("%s: size %d, offset %d, progress %v, count %d", name, r.Size(), r.Offset(), part, r.Count())
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.Next(&capture.Frame{}); err != io.EOF {
			t.Errorf("after Close at the end: %v", err)
		}
	}
}

// TestStandardInput reads "-" in place of a file, and leaves it open.
func TestStandardInput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(path, mixed(binary.LittleEndian).b, 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	before := os.Stdin
	os.Stdin = in
	defer func() { os.Stdin = before }()
	r, err := capture.Open("-")
	if err != nil {
		t.Fatal(err)
	}
	got, err := readAll(r)
	if err != io.EOF {
		t.Fatal(err)
	}
	checkFrames(t, "-", got, wantMixed)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := in.Stat(); err != nil {
		t.Errorf("standard input was closed: %v", err)
	}
}

// TestClosed: a reader closed before the end says so.
func TestClosed(t *testing.T) {
	r, err := capture.NewBytes(mixed(binary.LittleEndian).b, "x.pcap")
	if err != nil {
		t.Fatal(err)
	}
	var f capture.Frame
	if err := r.Next(&f); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	fault(t, r.Next(&f), capture.ErrClosed)
}

// TestWritten reads what pcapgo writes.
func TestWritten(t *testing.T) {
	times := []time.Time{time.Unix(1_700_000_000, 1_000), time.Unix(1_700_000_000, 123_456_789), time.Unix(0, 0)}
	info := func(i int) gopacket.CaptureInfo {
		return gopacket.CaptureInfo{Timestamp: times[i], CaptureLength: 60 + i, Length: 60 + 10*i}
	}
	var want []capture.Frame
	for i := range times {
		want = append(want, frame(uint64(i+1), times[i].UnixNano(), 0, 1, uint32(60+10*i), payload(i, 60+i)))
	}
	var classic, ng bytes.Buffer
	p := pcapgo.NewWriterNanos(&classic)
	if err := p.WriteFileHeader(100, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	n, err := pcapgo.NewNgWriter(&ng, layers.LinkTypeEthernet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range times {
		if err := p.WritePacket(info(i), payload(i, 60+i)); err != nil {
			t.Fatal(err)
		}
		if err := n.WritePacket(info(i), payload(i, 60+i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.Flush(); err != nil {
		t.Fatal(err)
	}
	checkFrames(t, "pcap", readWell(t, classic.Bytes()), want)
	checkFrames(t, "pcapng", readWell(t, ng.Bytes()), want)
}

// TestParse: a frame parses with the fields of the capture in the packet.
func TestParse(t *testing.T) {
	f := frame(7, 8, 9, packet.LinkEthernet, 100, segment)
	var p packet.Packet
	if err := f.Parse(&p); err != nil {
		t.Fatal(err)
	}
	if p.Frame != 7 || p.Time != 8 || p.Interface != 9 || p.WireLen != 100 || p.CapLen != uint32(len(segment)) {
		t.Errorf("%+v", p)
	}
	if p.DstPort != 502 || len(p.Payload) != 8 {
		t.Errorf("%+v", p)
	}
}
