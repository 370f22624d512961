package recorder

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// interfaces are those of the tests.
var interfaces = []capture.Interface{
	{Name: "span0", Description: "mirror of the control network", Link: packet.LinkEthernet, SnapLength: capture.MaxFrame},
	{Name: "span1", Link: packet.LinkEthernet},
	{Name: "any", Link: packet.LinkLinuxSLL2},
}

// epoch is when tests begin.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// small is a configuration with as little as there can be.
func small(dir string) Config {
	return Config{Dir: dir, MaxOctets: 64 << 20, SegmentOctets: MinSegmentOctets, SegmentTime: time.Minute,
		QueueOctets: MinQueueOctets, Reserve: 1, Interfaces: interfaces}
}

// testClock is a clock the test sets.
type testClock struct{ time.Time }

func (c *testClock) now() time.Time { return c.Time }

// opened opens a recorder whose steps the test makes, without Run.
func opened(t testing.TB, c Config) (*Recorder, *testClock) {
	t.Helper()
	r, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	clock := &testClock{epoch}
	r.now = clock.now
	return r, clock
}

// closed ends the recording of one without Run.
func closed(t testing.TB, r *Recorder) {
	t.Helper()
	r.end()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// running runs a recorder; the function returned ends it.
func running(t testing.TB, r *Recorder) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	for deadline := time.Now().Add(10 * time.Second); r.Stats().State == Stopped; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("does not run")
		}
	}
	return func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
}

// host is an address and port of the plant.
type host struct {
	a    [16]byte
	port uint16
}

func v4(last byte, port uint16) host {
	return host{[16]byte{10: 0xff, 11: 0xff, 12: 10, 13: 0, 14: 0, 15: last}, port}
}

func v6(last byte, port uint16) host {
	return host{[16]byte{0: 0x20, 1: 0x01, 2: 0x0d, 3: 0xb8, 15: last}, port}
}

// segmentOf returns an Ethernet frame with a TCP segment and some payload.
func segmentOf(src, dst host, vlan uint16, payload []byte) []byte {
	tcp := binary.BigEndian.AppendUint16(nil, src.port)
	tcp = binary.BigEndian.AppendUint16(tcp, dst.port)
	tcp = append(tcp, 0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x18, 0x10, 0, 0, 0, 0, 0)
	return ethernet(vlan, src, dst, packet.ProtocolTCP, 0, append(tcp, payload...))
}

// ethernet returns an Ethernet frame with an IP packet; fragment is the field of
// IPv4 with the flags and the offset.
func ethernet(vlan uint16, src, dst host, protocol byte, fragment uint16, b []byte) []byte {
	f := []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	if vlan != 0 {
		f = binary.BigEndian.AppendUint16(append(f, 0x81, 0), vlan)
	}
	if src.a[0] != 0 {
		f = append(f, 0x86, 0xdd, 0x60, 0, 0, 0)
		f = append(binary.BigEndian.AppendUint16(f, uint16(len(b))), protocol, 64)
		return append(append(append(f, src.a[:]...), dst.a[:]...), b...)
	}
	f = append(f, 8, 0, 0x45, 0)
	f = binary.BigEndian.AppendUint16(f, uint16(20+len(b)))
	f = binary.BigEndian.AppendUint16(append(f, 0, 7), fragment)
	f = append(f, 64, protocol, 0, 0)
	return append(append(append(f, src.a[12:]...), dst.a[12:]...), b...)
}

// traffic makes frames of a plant: many flows, fragments, frames without IP,
// truncated ones.
type traffic struct {
	*rand.Rand
	at    int64
	flows int
}

func newTraffic(seed uint64) *traffic {
	return &traffic{rand.New(rand.NewPCG(seed, 1)), epoch.UnixNano(), 30}
}

func (g *traffic) octets(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return b
}

// size is mostly that of a control message, at times any a frame can have.
func (g *traffic) size() int {
	switch g.IntN(200) {
	case 0:
		return g.IntN(60_000)
	case 1, 2, 3:
		return g.IntN(1400)
	}
	return g.IntN(120)
}

func (g *traffic) ends() (src, dst host) {
	n := byte(g.IntN(g.flows))
	client, server := v4(10+n%5, 40000+uint16(n)), v4(200+n%3, 502)
	if n%4 == 0 {
		client, server = v6(10+n%5, 40000+uint16(n)), v6(200+n%3, 20000)
	}
	if g.IntN(2) == 0 {
		return server, client
	}
	return client, server
}

// next returns a frame and the key of its flow.
func (g *traffic) next() (capture.Frame, flow.Key) {
	g.at += int64(g.IntN(20_000_000))
	f := capture.Frame{Time: g.at, Interface: uint32(g.IntN(2)), Link: packet.LinkEthernet}
	src, dst := g.ends()
	switch g.IntN(20) {
	case 0:
		f.Data = append([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x88, 0x92}, g.octets(g.size())...)
	case 1:
		f.Data = ethernet(0, src, dst, packet.ProtocolTCP, 0x2000|uint16(g.IntN(100)), g.octets(24+g.IntN(200)))
	case 2:
		f.Interface, f.Link = 2, packet.LinkLinuxSLL2
		head := []byte{8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0}
		if src.a[0] != 0 {
			head[0], head[1] = 0x86, 0xdd
		}
		f.Data = append(head, segmentOf(src, dst, 0, g.octets(g.size()))[14:]...)
	case 3:
		f.Data = segmentOf(src, dst, 0, nil)
		f.Data = f.Data[:g.IntN(len(f.Data)+1)]
	default:
		f.Data = segmentOf(src, dst, uint16(g.IntN(2)*g.IntN(20)), g.octets(g.size()))
	}
	f.CapLen = uint32(len(f.Data))
	f.WireLen = f.CapLen + uint32(g.IntN(2)*g.IntN(100))
	return f, keyOf(&f)
}

func keyOf(f *capture.Frame) flow.Key {
	var p packet.Packet
	_ = f.Parse(&p)
	k, _ := flow.KeyOf(&p)
	return k
}

// record is a frame that was written, kept by the test.
type record struct {
	capture.Frame
	key flow.Key
}

func (g *traffic) record(t testing.TB, r *Recorder) record {
	t.Helper()
	f, k := g.next()
	if err := r.Write(&f, k); err != nil {
		t.Fatalf("%d octets: %v", len(f.Data), err)
	}
	return record{f, k}
}

// files returns the names in a folder that end so, in order.
func files(t testing.TB, dir, suffix string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// onDisk returns the octets of all files in a folder.
func onDisk(t testing.TB, dir string) (n int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}

// read reads a pcapng to its end; names are those of the interface of each frame.
func read(t testing.TB, b []byte) (list []capture.Frame, names []string) {
	t.Helper()
	r, err := capture.NewBytes(b, "memory")
	if err != nil {
		t.Fatal(err)
	}
	for {
		var f capture.Frame
		if err := r.Next(&f); err == io.EOF {
			return list, names
		} else if err != nil {
			t.Fatal(err)
		}
		in, ok := r.Interface(f.Interface)
		if !ok {
			t.Fatalf("frame %d has no interface", f.Number)
		}
		list, names = append(list, f), append(names, in.Name)
	}
}

// readAll reads the segments of a folder.
func readAll(t testing.TB, dir string) (list []capture.Frame, names []string) {
	t.Helper()
	for _, name := range files(t, dir, segmentSuffix) {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		l, n := read(t, b)
		list, names = append(list, l...), append(names, n...)
	}
	return list, names
}

// same compares frames read with those written.
func same(t testing.TB, got []capture.Frame, names []string, want []record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d frames, want %d", len(got), len(want))
	}
	for i := range got {
		g, w := &got[i], &want[i]
		if g.Time != w.Time || g.WireLen != w.WireLen || g.CapLen != w.CapLen || g.Link != w.Link || !bytes.Equal(g.Data, w.Data) {
			t.Fatalf("frame %d of %d: %+v, want %+v", i, len(want), g, w)
		}
		if name := interfaces[w.Interface].Name; names[i] != name {
			t.Fatalf("frame %d is of interface %q, want %q", i, names[i], name)
		}
	}
}

// extract extracts and reads.
func extract(t testing.TB, r *Recorder, s Selection, from, to time.Time) ([]capture.Frame, []string, Extracted) {
	t.Helper()
	var b bytes.Buffer
	x, err := r.Extract(context.Background(), s, from, to, &b)
	if err != nil {
		t.Fatal(err)
	}
	list, names := read(t, b.Bytes())
	if x.Frames != uint64(len(list)) || x.Octets != int64(b.Len()) {
		t.Fatalf("%+v, but %d frames in %d octets", x, len(list), b.Len())
	}
	return list, names, x
}

// mustBe fails unless an error is of a kind.
func mustBe(t testing.TB, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error %v, want %v", err, kind)
	}
}

func contains(s string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(s, p) {
			return false
		}
	}
	return true
}
