package capture_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"testing"
	"testing/iotest"

	"github.com/google/gopacket"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// many is a file of n frames of the given size.
func many(format string, o order, n, size int) []byte {
	if format == "pcap" {
		w := pcapFile(o, microMagic, 65535, 1)
		for i := range n {
			w.record(uint32(i), 5, uint32(size), payload(i, size))
		}
		return w.b
	}
	w := ngFile(o).description(1, 0, 0)
	for i := range n {
		w.enhanced(0, uint64(i)*1000, uint32(size), payload(i, size))
	}
	return w.b
}

// TestAllocations: once under way, a reader allocates nothing for a frame, in any
// format and by any way of decoding.
func TestAllocations(t *testing.T) {
	const frames = 3000
	simple := ngFile(binary.LittleEndian).description(1, 0, 0)
	for i := range frames {
		simple.simple(60, payload(i, 60))
	}
	files := map[string][]byte{"simple packets": simple.b}
	for name, o := range orders {
		files["pcap, "+name] = many("pcap", o, frames, 74)
		files["pcapng, "+name] = many("pcapng", o, frames, 74)
	}
	for name, b := range files {
		for how, in := range map[string]io.Reader{"plain": bytes.NewReader(b), "gzip": bytes.NewReader(zip(t, b))} {
			r, err := capture.NewReader(in, name)
			if err != nil {
				t.Fatal(err)
			}
			var f capture.Frame
			if n := testing.AllocsPerRun(frames-100, func() {
				if err := r.Next(&f); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("%s, %s: %v allocations a frame", name, how, n)
			}
		}
	}
}

// TestMemory: whatever a file says of its lengths, a reader takes no more memory
// than its bounds add up to.
func TestMemory(t *testing.T) {
	const most = 3 << 20 // twice what a reader and its 1024 interfaces need
	for name, w := range soundFiles() {
		for at := 0; at+4 <= len(w.b); at += 4 {
			for _, v := range []uint32{0xFFFFFFFF, 0x7FFFFFFC, 0x10000000, 262144} {
				b := bytes.Clone(w.b)
				w.PutUint32(b[at:], v)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				read(t, b)
				runtime.ReadMemStats(&after)
				if n := after.TotalAlloc - before.TotalAlloc; n > most {
					t.Fatalf("%s, octet %d set to %#x: %d octets allocated", name, at, v, n)
				}
			}
		}
	}
}

// TestLargest reads a frame of the largest size, with the largest options there
// may be, and refuses the next size.
func TestLargest(t *testing.T) {
	for name, o := range orders {
		data := payload(1, capture.MaxFrame)
		w := pcapFile(o, microMagic, capture.MaxFrame, 1).record(1, 0, capture.MaxFrame, data).record(2, 0, 60, payload(2, 60))
		checkFrames(t, name, readWell(t, w.b), []capture.Frame{
			frame(1, 1_000_000_000, 0, 1, capture.MaxFrame, data), frame(2, 2_000_000_000, 0, 1, 60, payload(2, 60))})
		options := make([]byte, capture.MaxFrame-32) // of code 0 and so the end of options
		c := ngFile(o).description(1, 0, 0)
		c.block(6, c.body().u32(0, 0, 1_000_000, capture.MaxFrame, capture.MaxFrame).octets(data).octets(options).b)
		c.enhanced(0, 2_000_000, 60, payload(2, 60))
		want := []capture.Frame{frame(1, 1_000_000_000, 0, 1, capture.MaxFrame, data), frame(2, 2_000_000_000, 0, 1, 60, payload(2, 60))}
		r, err := capture.NewReader(iotest.HalfReader(bytes.NewReader(c.b)), "x")
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAll(r)
		if err != io.EOF {
			t.Fatal(err)
		}
		checkFrames(t, name+", pcapng", got, want)
	}
}

// FuzzReader: whatever the file, reading ends, gives frames within bounds, and the
// same ones whether the file is in memory or comes octet by octet. Where pcapgo
// reads a pcap file by itself, it reads the same.
func FuzzReader(f *testing.F) {
	for _, w := range soundFiles() {
		f.Add(w.b)
		f.Add(zip(f, w.b))
	}
	f.Add(pcapFile(binary.LittleEndian, nanoMagic, 10, 1).record(1, 4_000_000_000, 20, payload(1, 60)).b)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 4096 {
			return // in gzip, these can be a thousand times as much
		}
		got, err := read(t, b)
		checkError(t, err, "in memory")
		checkInvariants(t, got)
		r, again := capture.NewReader(iotest.OneByteReader(bytes.NewReader(b)), "x.pcap")
		var frames []capture.Frame
		if again == nil {
			frames, again = readAll(r)
		}
		checkFrames(t, "octet by octet", frames, got)
		if again.Error() != err.Error() {
			t.Fatalf("octet by octet: %v, in memory: %v", again, err)
		}
		checkPcapgo(t, b, got)
	})
}

func checkInvariants(t *testing.T, frames []capture.Frame) {
	t.Helper()
	var number uint64
	for _, f := range frames {
		if f.Number <= number || int(f.CapLen) != len(f.Data) || f.CapLen > capture.MaxFrame || f.WireLen < f.CapLen {
			t.Fatalf("%+v", f)
		}
		number = f.Number
	}
}

// checkPcapgo compares with pcapgo as long as that goes on. It is asked about
// small pcap files only: of others it may allocate what they say.
func checkPcapgo(t *testing.T, b []byte, want []capture.Frame) {
	t.Helper()
	r, err := pcapgo.NewReader(bytes.NewReader(b))
	if err != nil || r.Snaplen() > 1<<20 {
		return
	}
	for i := range want {
		data, info, err := r.ReadPacketData()
		if err != nil {
			return
		}
		got := frame(want[i].Number, info.Timestamp.UnixNano(), 0, want[i].Link, uint32(info.Length), data)
		if (want[i].Time-got.Time)%(1<<32) == 0 {
			got.Time = want[i].Time // pcapgo has fractions of more than 2^32 ns overflow
		}
		checkFrames(t, fmt.Sprintf("pcapgo, frame %d", i), []capture.Frame{got}, want[i:i+1])
	}
}

// BenchmarkReader reads frames; ns/op is a frame. "pcapgo" is the library alone,
// with a buffer of the same size and nothing checked.
func BenchmarkReader(b *testing.B) {
	for _, size := range []int{74, 1400} {
		for _, format := range []string{"pcap", "pcapng"} {
			for name, o := range orders {
				octets := many(format, o, 20000, size)
				run := fmt.Sprintf("%s/%d/%s", format, size, name)
				b.Run(run+"/memory", func(b *testing.B) {
					benchmark(b, size, func() func() error { return ours(b)(capture.NewBytes(octets, "x")) })
				})
				b.Run(run+"/stream", func(b *testing.B) {
					benchmark(b, size, func() func() error { return ours(b)(capture.NewReader(bytes.NewReader(octets), "x")) })
				})
				b.Run(run+"/pcapgo", func(b *testing.B) {
					benchmark(b, size, func() func() error { return theirs(b, format, octets) })
				})
			}
		}
	}
}

// benchmark reads b.N frames, opening the file anew at its end.
func benchmark(b *testing.B, size int, open func() func() error) {
	b.SetBytes(int64(size))
	b.ReportAllocs()
	next := open()
	for b.Loop() {
		err := next()
		if err == io.EOF {
			next = open()
		} else if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mframes/s")
}

// BenchmarkReadAndParse reads TCP segments and parses them; ns/op is a frame.
func BenchmarkReadAndParse(b *testing.B) {
	for _, format := range []string{"pcap", "pcapng"} {
		w := pcapFile(binary.LittleEndian, microMagic, 65535, 1)
		if format == "pcapng" {
			w = ngFile(binary.LittleEndian).description(1, 0, 0)
		}
		for i := range 20000 {
			if format == "pcapng" {
				w.enhanced(0, uint64(i), 74, segment)
			} else {
				w.record(uint32(i), 5, 74, segment)
			}
		}
		for how, open := range map[string]func() (*capture.Reader, error){
			"memory": func() (*capture.Reader, error) { return capture.NewBytes(w.b, "x") },
			"stream": func() (*capture.Reader, error) { return capture.NewReader(bytes.NewReader(w.b), "x") },
		} {
			b.Run(format+"/"+how, func(b *testing.B) { benchmark(b, 74, func() func() error { return parsed(b, open) }) })
		}
	}
}

// segment is an Ethernet frame with a Modbus request.
var segment = []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" +
	"\x45\x00\x00\x3C\x00\x01\x40\x00\x40\x06\x00\x00\x0A\x00\x00\x01\x0A\x00\x00\x02" +
	"\xC0\x00\x01\xF6\x00\x00\x00\x01\x00\x00\x00\x01\x80\x18\x20\x00\x00\x00\x00\x00" +
	"\x01\x01\x08\x0A\x00\x00\x00\x01\x00\x00\x00\x02" +
	"\x00\x01\x00\x00\x00\x02\x01\x07")

func parsed(b *testing.B, open func() (*capture.Reader, error)) func() error {
	r, err := open()
	if err != nil {
		b.Fatal(err)
	}
	var f capture.Frame
	var p packet.Packet
	return func() error {
		if err := r.Next(&f); err != nil {
			return err
		}
		return f.Parse(&p)
	}
}

func ours(b *testing.B) func(*capture.Reader, error) func() error {
	return func(r *capture.Reader, err error) func() error {
		if err != nil {
			b.Fatal(err)
		}
		var f capture.Frame
		return func() error { return r.Next(&f) }
	}
}

func theirs(b *testing.B, format string, octets []byte) func() error {
	in := bufio.NewReaderSize(bytes.NewReader(octets), 2*capture.MaxFrame)
	var source gopacket.ZeroCopyPacketDataSource
	if format == "pcap" {
		r, err := pcapgo.NewReader(in)
		if err != nil {
			b.Fatal(err)
		}
		source = r
	} else {
		r, err := pcapgo.NewNgReader(in, pcapgo.NgReaderOptions{WantMixedLinkType: true})
		if err != nil {
			b.Fatal(err)
		}
		source = r
	}
	return func() error {
		_, _, err := source.ZeroCopyReadPacketData()
		return err
	}
}
