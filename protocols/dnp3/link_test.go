package dnp3

import (
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestCRC: the published check value of CRC-16/DNP, and blocks of every length
// against the generator's bit by bit.
func TestCRC(t *testing.T) {
	if got := crc([]byte("123456789")); got != 0xea82 {
		t.Errorf("check value %#x", got)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for n := range blockSize + 1 {
		b := make([]byte, n)
		for range 50 {
			for i := range b {
				b[i] = byte(random.Uint32())
			}
			if got, want := crc(b), dnp3gen.CRC(b); got != want {
				t.Fatalf("%x: %#x, want %#x", b, got, want)
			}
		}
	}
}

// TestFrameSize: every length gives the size of the frame the generator makes.
func TestFrameSize(t *testing.T) {
	for n := range maxUserData + 1 {
		if got, want := frameSize(byte(minLength+n)), len(dnp3gen.Frame(0xc4, 1, 2, make([]byte, n))); got != want {
			t.Errorf("%d octets of data: frame of %d, want %d", n, got, want)
		}
	}
	if frameSize(255) != MaxFrame {
		t.Errorf("the longest frame is %d", frameSize(255))
	}
}

// TestEveryBit: whatever bit of a frame is wrong, header or block is not sound.
func TestEveryBit(t *testing.T) {
	frame := dnp3gen.Frame(0xc4, 10, 1, []byte("a fragment over more than one block"))
	for bit := range len(frame) * 8 {
		b := append([]byte(nil), frame...)
		b[bit/8] ^= 1 << (bit % 8)
		var data [maxBlocks * blockSize]byte
		if bit < headerSize*8 {
			if starts(b) && soundHeader(b) {
				t.Errorf("bit %d: the header is taken for sound", bit)
			}
			continue
		}
		block := (bit/8 - headerSize) / (blockSize + crcSize)
		if got := len(unblock(&data, b, 35)); got != block*blockSize {
			t.Errorf("bit %d: %d octets trusted, want %d", bit, got, block*blockSize)
		}
	}
}

func TestProbe(t *testing.T) {
	master := dnp3gen.Frame(0xc4, 10, 1, []byte{0xc0, 0xc0, 1})
	outstation := dnp3gen.Frame(0x44, 1, 10, []byte{0xc0, 0xc0, 129, 0, 0})
	wrong := append([]byte(nil), master...)
	wrong[9] ^= 1
	short := []byte{0x05, 0x64, 4, 0xc4, 10, 0, 1, 0}
	sum := dnp3gen.CRC(short)
	short = append(short, byte(sum), byte(sum>>8))
	for _, c := range []struct {
		name          string
		octets        []byte
		to, from, any wire.Match
	}{
		{"master", master, wire.Certain, wire.NoMatch, wire.Certain},
		{"outstation", outstation, wire.NoMatch, wire.Certain, wire.Certain},
		{"header only", master[:headerSize], wire.Certain, wire.NoMatch, wire.Certain},
		{"cut", master[:headerSize-1], wire.Short, wire.Short, wire.Short},
		{"first octet", master[:1], wire.Short, wire.Short, wire.Short},
		{"wrong CRC", wrong, wire.NoMatch, wire.NoMatch, wire.NoMatch},
		{"length 4", short, wire.NoMatch, wire.NoMatch, wire.NoMatch},
		{"other", []byte("GET / HTTP/1.1\r\n"), wire.NoMatch, wire.NoMatch, wire.NoMatch},
		{"nothing", nil, wire.NoMatch, wire.NoMatch, wire.NoMatch},
	} {
		for _, tr := range []wire.Transport{wire.Stream, wire.Datagram} {
			if got := probe(tr, wire.ToServer, c.octets); got != c.to {
				t.Errorf("%s to the outstation: %d, want %d", c.name, got, c.to)
			}
			if got := probe(tr, wire.ToClient, c.octets); got != c.from {
				t.Errorf("%s to the master: %d, want %d", c.name, got, c.from)
			}
			if got := resume(tr, wire.ToClient, c.octets); got != c.any {
				t.Errorf("%s to go on with: %d, want %d", c.name, got, c.any)
			}
		}
	}
}

// TestLinkLengths: waiting never goes beyond the frame.
func TestLinkLengths(t *testing.T) {
	d := newDecoder(wire.Stream, &wire.Buffers{})
	m := &wire.Message{}
	frame := dnp3gen.Frame(0xc4, 10, 1, append([]byte{0xc0, 0xc0, 1}, dnp3gen.All(60, 2)...))
	for n := range len(frame) {
		if n == 0 {
			continue
		}
		m.Begin(0, 0)
		if got, err := d.Decode(m, wire.ToServer, frame[:n]); got != 0 || err != wire.ErrShort {
			t.Errorf("%d octets: %d, %v", n, got, err)
		}
	}
	m.Begin(0, 0)
	if got, err := d.Decode(m, wire.ToServer, append(frame, 1, 2)); got != len(frame) || err != nil {
		t.Errorf("whole frame: %d, %v", got, err)
	}
}
