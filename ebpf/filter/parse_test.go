package filter

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/google/gopacket"
)

// What XDP programs return (linux/bpf.h, enum xdp_action).
const (
	xdpDrop = 1
	xdpPass = 2
)

func runOptions(frame []byte) *ebpf.RunOptions { return &ebpf.RunOptions{Data: frame} }

// wide is a configuration in which no flow is evicted and no rate reached.
func wide() Config {
	return Config{Dedicated: true, Flows: 1 << 16, FirstPackets: 2, Rate: 1 << 31, Resample: -1}
}

// TestParse compares every combination of headers with sensor/packet.
func TestParse(t *testing.T) {
	b := newBench(t, wide())
	b.cyclic(t)
	for range 3 {
		for _, frame := range samples(t) {
			b.both(t, frame)
		}
	}
	b.compare(t)
}

// TestTruncated cuts every combination at every octet.
func TestTruncated(t *testing.T) {
	b := newBench(t, wide())
	b.cyclic(t)
	for i, frame := range samples(t) {
		if testing.Short() && i%7 != 0 {
			continue
		}
		for n := 14; n < len(frame); n++ {
			b.both(t, frame[:n])
		}
	}
	b.compare(t)
}

// TestEveryOctet gives every octet of some frames' headers every value.
func TestEveryOctet(t *testing.T) {
	b := newBench(t, wide())
	b.cyclic(t)
	for _, frame := range [][]byte{
		serialize(t, ethernet(0x0800), ipv4(17), udp(5004, 5004), payload(13)),
		tcpFrame(t, 554, 40000, 13),
		serialize(t, ethernet(0x8100), tag(42, 0x86DD), ipv6(60), extension(17, 1), udp(5004, 5004), payload(13)),
		serialize(t, ethernet(0x0800), ipv4(51), authentication(1), payload(13)),
		serialize(t, ethernet(0), gopacket.Payload{0xAA, 0xAA, 3, 0, 0, 0, 0x88, 0x92, 0xFC, 1}),
	} {
		f := bytes.Clone(frame)
		for i := 12; i < len(f); i++ {
			for v := range 256 {
				f[i] = byte(v)
				b.both(t, f)
			}
			f[i] = frame[i]
		}
	}
	b.compare(t)
}

// TestMutated compares frames with octets changed, cut off and added.
func TestMutated(t *testing.T) {
	b := newBench(t, wide())
	b.cyclic(t)
	all := samples(t)
	for _, seed := range []uint64{0x4b876f1d31014920, rand.Uint64()} {
		t.Logf("seed %#x", seed)
		r := rand.New(rand.NewPCG(seed, 0))
		for range 30000 {
			b.both(t, mutate(r, all[r.IntN(len(all))]))
		}
		b.compare(t)
	}
}

func mutate(r *rand.Rand, frame []byte) []byte {
	f := bytes.Clone(frame)
	for range 1 + r.IntN(3) {
		at := r.IntN(len(f))
		if r.IntN(2) == 0 { // headers are more telling than payload
			at = 12 + r.IntN(min(60, len(f)-12))
		}
		switch r.IntN(3) {
		case 0:
			f[at] = byte(r.Uint32())
		case 1:
			f[at] ^= 1 << r.IntN(8)
		case 2:
			f[at] = []byte{0, 6, 17, 43, 44, 51, 60, 0x45, 0x60, 0x81, 0xFF}[r.IntN(11)]
		}
	}
	switch r.IntN(4) {
	case 0:
		return f[:14+r.IntN(len(f)-14)]
	case 1:
		return append(f, payload(r.IntN(40))...)
	}
	return f
}

// TestRandom gives the program octets that are no frame at all.
func TestRandom(t *testing.T) {
	b := newBench(t, wide())
	b.cyclic(t)
	r := rand.New(rand.NewPCG(1, 2))
	types := [][2]byte{{8, 0}, {0x86, 0xDD}, {0x81, 0}, {0x88, 0xA8}, {0, 40}}
	for range 20000 {
		f := make([]byte, 14+r.IntN(200))
		for i := range f {
			f[i] = byte(r.Uint32())
		}
		copy(f[12:], types[r.IntN(len(types))][:])
		b.both(t, f)
	}
	b.compare(t)
}

// TestLarge gives the program a frame longer than a page, which lies in pieces,
// and one whose header begins behind what is looked into.
func TestLarge(t *testing.T) {
	b := newBench(t, wide())
	b.both(t, tcpFrame(t, 1, 2, 9000))
	b.compare(t)
	frame := serialize(t, ethernet(0x86DD), ipv6(60), extension(60, 256), extension(6, 256), tcp(1, 502), payload(9))
	if !b.run(t, frame) {
		t.Error("frame beyond the first page was withheld")
	}
	totals, err := b.Totals()
	if err != nil {
		t.Fatal(err)
	}
	if n := totals.Classes[ClassBeyond] + totals.Classes[ClassIPv6]; n != 1 {
		t.Errorf("classes %v", totals.Classes)
	}
}
