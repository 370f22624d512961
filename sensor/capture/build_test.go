package capture_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// order is an order of octets that can both write and append.
type order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// file builds captures, sound or not.
type file struct {
	order
	b []byte
	// ends are where frames end: ends[i] is the octet after the i-th frame.
	ends []int
}

func (w *file) u16(v ...uint16) *file {
	for _, v := range v {
		w.b = w.AppendUint16(w.b, v)
	}
	return w
}

func (w *file) u32(v ...uint32) *file {
	for _, v := range v {
		w.b = w.AppendUint32(w.b, v)
	}
	return w
}

func (w *file) u64(v uint64) *file {
	w.b = w.AppendUint64(w.b, v)
	return w
}

func (w *file) octets(b []byte) *file { w.b = append(w.b, b...); return w }

// pcapFile begins a pcap file.
func pcapFile(o order, magic, snap, link uint32) *file {
	w := &file{order: o}
	return w.u32(magic).u16(2, 4).u32(0, 0, snap, link)
}

const (
	microMagic = 0xA1B2C3D4
	nanoMagic  = 0xA1B23C4D
)

// record adds a packet record.
func (w *file) record(seconds, fraction, wire uint32, data []byte) *file {
	w.u32(seconds, fraction, uint32(len(data)), wire).octets(data)
	w.ends = append(w.ends, len(w.b))
	return w
}

// block adds a pcapng block.
func (w *file) block(typ uint32, body []byte) *file {
	body = append(bytes.Clone(body), make([]byte, -len(body)&3)...)
	n := uint32(12 + len(body))
	return w.u32(typ, n).octets(body).u32(n)
}

// body collects the content of a block.
func (w *file) body() *file { return &file{order: w.order} }

// option adds an option to the content of a block.
func (w *file) option(code uint16, value []byte) *file {
	w.u16(code, uint16(len(value))).octets(value)
	return w.octets(make([]byte, -len(value)&3))
}

func ngFile(o order) *file {
	w := &file{order: o}
	return w.section()
}

func (w *file) section() *file {
	return w.block(0x0A0D0D0A, w.body().u32(0x1A2B3C4D).u16(1, 0).u32(0xFFFFFFFF, 0xFFFFFFFF).
		option(4, []byte("a program")).u32(0).b)
}

// description adds an interface without options but its resolution; 0 leaves
// that out.
func (w *file) description(link uint16, snap uint32, resolution byte) *file {
	c := w.body().u16(link, 0).u32(snap)
	if resolution != 0 {
		c.option(9, []byte{resolution}).u32(0)
	}
	return w.block(1, c.b)
}

func (w *file) enhanced(id uint32, stamp uint64, wire uint32, data []byte) *file {
	c := w.body().u32(id, uint32(stamp>>32), uint32(stamp), uint32(len(data)), wire).octets(data)
	w.block(6, c.b)
	w.ends = append(w.ends, len(w.b))
	return w
}

// obsolete adds a packet block of the first version of pcapng.
func (w *file) obsolete(id uint16, stamp uint64, wire uint32, data []byte) *file {
	c := w.body().u16(id, 3).u32(uint32(stamp>>32), uint32(stamp), uint32(len(data)), wire).octets(data)
	w.block(2, c.b)
	w.ends = append(w.ends, len(w.b))
	return w
}

func (w *file) simple(wire uint32, data []byte) *file {
	w.block(3, w.body().u32(wire).octets(data).b)
	w.ends = append(w.ends, len(w.b))
	return w
}

// payload is n octets that differ from place to place.
func payload(seed, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(seed*31 + i)
	}
	return b
}

// mixed is a pcapng file in which there is everything that is read.
func mixed(o order) *file {
	w := ngFile(o).description(1, 0, 0).description(276, 64, 9)
	w.enhanced(0, 1_700_000_000_000_001, 60, payload(1, 60))
	w.block(0x4, w.body().u16(0, 0).b) // name resolution
	w.enhanced(1, 1_700_000_000_000_000_002, 1500, payload(2, 64))
	w.block(0xBAD, w.body().u32(32473).octets([]byte("custom")).b)
	w.simple(61, payload(3, 61))
	w.obsolete(1, 1_700_000_001_000_000_003, 62, payload(4, 62))
	w.block(0x12345678, payload(5, 33))
	w.block(5, w.body().u32(0, 0x60A24, 0x1A2B3C4D).option(4, w.body().u64(1000).b).option(5, w.body().u64(7).b).u32(0).b)
	w.section().description(101, 0, 0x94)
	w.enhanced(0, 1_700_000_002<<20|1, 63, payload(6, 63))
	return w
}

func zip(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readAll reads every frame, copied, and the error at the end.
func readAll(r *capture.Reader) (frames []capture.Frame, err error) {
	for {
		var f capture.Frame
		if err := r.Next(&f); err != nil {
			return frames, err
		}
		f.Data = bytes.Clone(f.Data)
		frames = append(frames, f)
	}
}

// read opens b in memory and reads all there is.
func read(t testing.TB, b []byte) ([]capture.Frame, error) {
	t.Helper()
	r, err := capture.NewBytes(b, "x.pcap")
	if err != nil {
		return nil, err
	}
	return readAll(r)
}

// readWell reads a file that must be sound.
func readWell(t testing.TB, b []byte) []capture.Frame {
	t.Helper()
	frames, err := read(t, b)
	if err != io.EOF {
		t.Fatalf("%v after %d frames", err, len(frames))
	}
	return frames
}

// fault returns the *capture.Error in err, or fails.
func fault(t testing.TB, err error, kind error) *capture.Error {
	t.Helper()
	var e *capture.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("error %v, want one of %v", err, kind)
	}
	if e.Detail.Reason == 0 || e.Detail.Reason >= capture.Reasons {
		t.Errorf("error %v has no reason", err)
	}
	return e
}

func sameFrame(a, b capture.Frame) bool {
	return bytes.Equal(a.Data, b.Data) && a.Time == b.Time && a.Number == b.Number && a.Interface == b.Interface &&
		a.Link == b.Link && a.WireLen == b.WireLen && a.CapLen == b.CapLen
}

func checkFrames(t testing.TB, name string, got, want []capture.Frame) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if !sameFrame(got[i], want[i]) {
			t.Fatalf("%s: frame %d:\n%+v, want\n%+v", name, i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d frames, want %d", name, len(got), len(want))
	}
}

// frame is what a test expects.
func frame(number uint64, time int64, id uint32, link packet.LinkType, wire uint32, data []byte) capture.Frame {
	return capture.Frame{Number: number, Time: time, Interface: id, Link: link, WireLen: wire, CapLen: uint32(len(data)), Data: data}
}
