package replay

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
	"github.com/google/gopacket/pcapgo"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/capture"
)

// noon is when the captures of the tests begin.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// film is a capture in the making.
type film struct {
	b   bytes.Buffer
	w   *pcapgo.Writer
	now time.Time
}

func newFilm(t testing.TB) *film {
	t.Helper()
	f := &film{now: noon}
	f.w = pcapgo.NewWriterNanos(&f.b)
	if err := f.w.WriteFileHeader(65535, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	return f
}

// frame adds a frame, a millisecond after the one before, of which cut octets were
// not captured.
func (f *film) frame(t testing.TB, b []byte, cut int) {
	t.Helper()
	f.now = f.now.Add(time.Millisecond)
	n := len(b) - cut
	if err := f.w.WritePacket(gopacket.CaptureInfo{Timestamp: f.now, CaptureLength: n, Length: len(b)}, b[:n]); err != nil {
		t.Fatal(err)
	}
}

// mac is the interface of a host.
func mac(n byte) []byte { return []byte{2, 0, 0, 0, 0, n} }

// segment returns a TCP segment between two hosts of 10.0.0.0/8.
func segment(from, to uint32, fromMAC byte, fromPort, toPort uint16, flags byte, seq, ack uint32, payload ...byte) []byte {
	b := append(append(mac(0xfe), mac(fromMAC)...), 8, 0)
	b = append(b, 0x45, 0, 0, 0, 0, 1, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0)
	binary.BigEndian.PutUint16(b[16:], uint16(40+len(payload)))
	binary.BigEndian.PutUint32(b[26:], 10<<24|from)
	binary.BigEndian.PutUint32(b[30:], 10<<24|to)
	b = append(binary.BigEndian.AppendUint16(b, fromPort), byte(toPort>>8), byte(toPort))
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, seq), ack)
	return append(append(b, 5<<4, flags, 32, 0, 0, 0, 0, 0), payload...)
}

// claim returns an ARP request.
func claim(who uint32, by byte) []byte {
	b := append(append(bytes.Repeat([]byte{255}, 6), mac(by)...), 8, 6, 0, 1, 8, 0, 6, 4, 0, 1)
	b = binary.BigEndian.AppendUint32(append(b, mac(by)...), 10<<24|who)
	return append(b, make([]byte, 10)...)
}

// busy returns a capture in which everything happens that is told: the conformance
// set, a scan, ARP, a change of interface, pauses, a clock set back, frames cut
// short, one-sided flows.
func busy(t testing.TB) []byte {
	t.Helper()
	f := newFilm(t)
	r := rand.New(rand.NewPCG(1, 2))
	for _, e := range conformance.Set() {
		frames, err := e.Frames()
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range frames {
			f.frame(t, b, 0)
			switch n := r.Uint32N(100); {
			case n < 30:
				f.frame(t, segment(9, r.Uint32N(1<<16), 9, 50000, uint16(r.Uint32N(1000)), 2, r.Uint32(), 0), 0)
			case n < 33:
				f.frame(t, claim(r.Uint32N(20), byte(r.Uint32N(3))), 0)
			case n < 36:
				f.frame(t, segment(77, 78, byte(n), 50000, 502, 0x10, 1, 1, 1, 2, 3, 4), 0)
			case n == 40:
				f.now = f.now.Add(3500 * time.Millisecond)
			case n == 41:
				f.frame(t, segment(9, 8, 9, 50000, 502, 0x10, 1, 1, make([]byte, 100)...), 20)
			}
		}
		if r.Uint32N(20) == 0 {
			f.now = f.now.Add(-time.Duration(r.Uint32N(4000)) * time.Millisecond)
		}
	}
	// The last frame ends a connection, and with it a request that waits, while
	// contacts wait for their outcome.
	f.frame(t, segment(5, 6, 5, 50000, 502, 0x18, 1, 1, []byte("\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00\x00\x01")...), 0)
	f.frame(t, segment(9, 7, 9, 50000, 81, 2, 1, 0), 0)
	f.frame(t, segment(6, 5, 6, 502, 50000, 4, 1, 13), 0)
	return f.b.Bytes()
}

// script is an Output that takes everything, as lines.
type script struct {
	lines   []string
	flows   map[uint64]Flow
	contact []baseline.Contact
	ticks   []int64
	sight   []baseline.Visibility
}

func (s *script) say(format string, x ...any) error {
	s.lines = append(s.lines, fmt.Sprintf(format, x...))
	return nil
}

func (s *script) Transaction(t *wire.Transaction) error {
	return s.say("transaction %s", t.AppendJSON(nil))
}
func (s *script) Message(line []byte) error { return s.say("message %s", line) }
func (s *script) Flow(f *Flow) error {
	if s.flows == nil {
		s.flows = map[uint64]Flow{}
	}
	s.flows[f.ID] = *f
	return s.say("flow %x %s > %s", f.ID, f.Client, f.Server)
}
func (s *script) Contact(c *baseline.Contact) error {
	s.contact = append(s.contact, *c)
	return s.say("contact %+v", *c)
}
func (s *script) Binding(b *baseline.Binding) error { return s.say("binding %+v", *b) }
func (s *script) Visibility(v *baseline.Visibility) error {
	s.sight = append(s.sight, *v)
	return s.say("visibility %+v", *v)
}
func (s *script) Tick(now int64) error {
	s.ticks = append(s.ticks, now)
	return s.say("tick %d", now)
}

// count returns how many lines begin with a text.
func (s *script) count(prefix string) (n int) {
	for _, line := range s.lines {
		if strings.HasPrefix(line, prefix) {
			n++
		}
	}
	return n
}

// play replays a capture.
func play(t testing.TB, b []byte, workers int, out Output) Totals {
	t.Helper()
	r, err := capture.NewBytes(b, "test")
	if err != nil {
		t.Fatal(err)
	}
	total, err := Run(context.Background(), r, Options{Protocols: protocols.All, Workers: workers, Transcript: true}, out)
	if err != nil {
		t.Fatal(err)
	}
	return total
}

func differ(t *testing.T, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s: line %d\n got %s\nwant %s", what, i, got[i], want[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(got), len(want))
}
