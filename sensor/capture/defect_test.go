package capture_test

import (
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/capture"
)

// TestDefects reads files that are wrong in a way that can be put right.
func TestDefects(t *testing.T) {
	for name, o := range orders {
		for _, c := range []struct {
			name string
			file *file
			want capture.Frame
			defs capture.Defects
		}{
			{"shorter on the wire", pcapFile(o, microMagic, 0, 1).record(1, 2, 20, payload(1, 60)),
				frame(1, 1_000_002_000, 0, 1, 60, payload(1, 60)), capture.Defects{Lengths: 1}},
			{"longer than the snap length", pcapFile(o, microMagic, 59, 1).record(1, 2, 60, payload(1, 60)),
				frame(1, 1_000_002_000, 0, 1, 60, payload(1, 60)), capture.Defects{SnapLength: 1}},
			{"fraction of more than a second", pcapFile(o, microMagic, 0, 1).record(5, 1_000_001, 60, payload(1, 60)),
				frame(1, 6_000_001_000, 0, 1, 60, payload(1, 60)), capture.Defects{Times: 1}},
			{"largest fraction", pcapFile(o, microMagic, 0, 1).record(0xFFFFFFFE, 1_999_999, 60, payload(1, 60)),
				frame(1, 4_294_967_295_999_999_000, 0, 1, 60, payload(1, 60)), capture.Defects{Times: 1}},
			{"enhanced, shorter on the wire", ngFile(o).description(1, 0, 0).enhanced(0, 7, 20, payload(1, 60)),
				frame(1, 7_000, 0, 1, 60, payload(1, 60)), capture.Defects{Lengths: 1}},
			{"enhanced, longer than the snap length", ngFile(o).description(1, 59, 0).enhanced(0, 7, 60, payload(1, 60)),
				frame(1, 7_000, 0, 1, 60, payload(1, 60)), capture.Defects{SnapLength: 1}},
			{"no time", ngFile(o).description(1, 0, 0).simple(60, payload(1, 60)),
				frame(1, 0, 0, 1, 60, payload(1, 60)), capture.Defects{NoTime: 1}},
			{"simple, cut by the snap length", ngFile(o).description(1, 42, 0).simple(60, payload(1, 42)),
				frame(1, 0, 0, 1, 60, payload(1, 42)), capture.Defects{NoTime: 1}},
			{"simple, longer than the snap length", ngFile(o).description(1, 42, 0).simple(60, payload(1, 60)),
				frame(1, 0, 0, 1, 60, payload(1, 60)), capture.Defects{NoTime: 1, SnapLength: 1}},
			{"simple, shorter than all lengths", ngFile(o).description(1, 0, 0).simple(60, payload(1, 40)),
				frame(1, 0, 0, 1, 60, payload(1, 40)), capture.Defects{NoTime: 1}},
			{"time beyond 2262", ngFile(o).description(1, 0, 0).enhanced(0, 1<<63, 60, payload(1, 60)),
				frame(1, 0, 0, 1, 60, payload(1, 60)), capture.Defects{Times: 1}},
			{"statistics of no interface", withBlock(ngFile(o).description(1, 0, 0), 5, func(c *file) { c.u32(9, 0, 0) }),
				frame(1, 7_000, 0, 1, 60, payload(1, 60)), capture.Defects{Statistics: 1}},
			{"option longer than the block", withBlock(ngFile(o), 1, func(c *file) { c.u16(1, 0).u32(0).u16(2, 9).u32(0) }),
				frame(1, 7_000, 0, 1, 60, payload(1, 60)), capture.Defects{Options: 1}},
		} {
			r, err := capture.NewBytes(c.file.b, "x.pcap")
			if err != nil {
				t.Fatalf("%s, %s: %v", name, c.name, err)
			}
			got, err := readAll(r)
			if err != io.EOF {
				t.Fatalf("%s, %s: %v", name, c.name, err)
			}
			checkFrames(t, name+", "+c.name, got, []capture.Frame{c.want})
			if r.Defects() != c.defs {
				t.Errorf("%s, %s: %+v, want %+v", name, c.name, r.Defects(), c.defs)
			}
		}
	}
}

// withBlock adds a block and a frame after it.
func withBlock(w *file, typ uint32, content func(*file)) *file {
	c := w.body()
	content(c)
	return w.block(typ, c.b).enhanced(0, 7, 60, payload(1, 60))
}

// TestUnaligned: a length that is no multiple of four is rounded up, as Wireshark
// does.
func TestUnaligned(t *testing.T) {
	for name, o := range orders {
		w := ngFile(o).description(1, 0, 0)
		for i := range 2 {
			at := len(w.b)
			w.enhanced(0, 7, 61, payload(1, 61))
			n := w.Uint32(w.b[at+4:])
			w.PutUint32(w.b[at+4:], n-3)
			w.PutUint32(w.b[len(w.b)-4:], n-3)
			if i == 0 {
				w.enhanced(0, 8, 62, payload(2, 62))
			}
		}
		checkFrames(t, name, readWell(t, w.b), []capture.Frame{frame(1, 7_000, 0, 1, 61, payload(1, 61)),
			frame(2, 8_000, 0, 1, 62, payload(2, 62)), frame(3, 7_000, 0, 1, 61, payload(1, 61))})
	}
}

// described is a file with descriptions and statistics, and options among them
// that pcapgo stumbles over.
func described(o order) []byte {
	w := ngFile(o)
	c := w.body().u16(1, 0).u32(96)
	c.option(2, []byte("eth0")).option(3, []byte("to the plant")).option(11, []byte("\x00tcp port 502")).
		option(12, []byte("Linux")).option(2, nil).option(9, []byte{0xBF}).option(9, nil).option(14, []byte{1}).
		option(1, []byte(strings.Repeat("x", 65535))).option(9, []byte{9}).u32(0)
	w.block(1, c.b)
	w.description(101, 0, 0)
	w.enhanced(0, 1_700_000_000_000_000_009, 60, payload(1, 60))
	counters := func(id uint32, received, dropped, system uint64) {
		w.block(5, w.body().u32(id, 0, 0).option(4, w.body().u64(received).b).option(5, w.body().u64(dropped).b).
			option(7, w.body().u64(system).b).option(4, []byte{1}).u32(0).b)
	}
	counters(0, 100, 3, 1)
	counters(0, 200, 5, 2)
	counters(1, 1, 10, 0)
	w.enhanced(1, 9, 60, payload(2, 60))
	w.section().description(1, 0, 0)
	w.block(5, w.body().u32(0, 0, 0).b)
	return w.enhanced(0, 9, 60, payload(3, 60)).b
}

// nextOf reads the next frame, which there must be.
func nextOf(t *testing.T, r *capture.Reader) (f capture.Frame) {
	t.Helper()
	if err := r.Next(&f); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestInterface: what descriptions and statistics say is known once they are read,
// and forgotten with their section, but for the sum of the frames dropped.
func TestInterface(t *testing.T) {
	for name, o := range orders {
		r, err := capture.NewBytes(described(o), "x.pcapng")
		if err != nil {
			t.Fatal(err)
		}
		if f := nextOf(t, r); f.Time != 1_700_000_000_000_000_009 {
			t.Errorf("%s: the last resolution does not count: %d", name, f.Time)
		}
		if n, ok := r.Dropped(); n != 0 || ok {
			t.Errorf("%s: %d dropped before statistics", name, n)
		}
		nextOf(t, r)
		got, ok := r.Interface(0)
		want := capture.Interface{Name: "eth0", Description: "to the plant", Filter: "tcp port 502", OS: "Linux",
			Link: 1, SnapLength: 96, Statistics: true, Received: 200, Dropped: 7}
		if !ok || got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		nextOf(t, r)
		if n, ok := r.Dropped(); n != 17 || !ok {
			t.Errorf("%s: %d dropped, want 17", name, n)
		}
		if _, ok := r.Interface(1); ok {
			t.Errorf("%s: an interface of the section before is still there", name)
		}
		if got, ok := r.Interface(2); !ok || got != (capture.Interface{Link: 1, Statistics: true}) {
			t.Errorf("%s: %+v", name, got)
		}
		if _, ok := r.Interface(3); ok {
			t.Errorf("%s: an interface that is not there", name)
		}
	}
}

// TestRepeatedOptions: texts without end are cut, repeated ones left out once there
// is no room.
func TestRepeatedOptions(t *testing.T) {
	for name, o := range orders {
		w := ngFile(o)
		c := w.body().u16(1, 0).u32(0)
		for range 20 {
			c.option(2, []byte(strings.Repeat("n", 1000)))
		}
		w.block(1, c.b).enhanced(0, 7, 60, payload(1, 60))
		w.block(1, w.body().u16(1, 0).u32(0).octets([]byte{1, 2, 3, 4}).b).enhanced(1, 7, 60, payload(2, 60))
		r, err := capture.NewBytes(w.b, "x.pcapng")
		if err != nil {
			t.Fatal(err)
		}
		nextOf(t, r)
		if got, _ := r.Interface(0); got.Name != strings.Repeat("n", 256) {
			t.Errorf("%s: name of %d octets", name, len(got.Name))
		}
		if nextOf(t, r); r.Defects() != (capture.Defects{Options: 1}) {
			t.Errorf("%s: %+v", name, r.Defects())
		}
	}
}

// TestPcapInterface: a pcap file has one interface.
func TestPcapInterface(t *testing.T) {
	r, err := capture.NewBytes(pcapFile(binary.BigEndian, microMagic, 96, 276).b, "x.pcap")
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := r.Interface(0); !ok || got != (capture.Interface{Link: 276, SnapLength: 96}) {
		t.Errorf("%+v %v", got, ok)
	}
	if _, ok := r.Interface(1); ok {
		t.Error("a second interface")
	}
}
