package packet_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// compare parses a frame, of which wire octets were on the wire, and checks it
// against gopacket. It returns why it could not, or same.
func compare(t *testing.T, name string, link packet.LinkType, frame []byte, wire int) divergence {
	t.Helper()
	o := reference(link, frame)
	p := packet.Packet{WireLen: uint32(wire), CapLen: uint32(len(frame))}
	err := p.Parse(link, frame)
	if o.why != same {
		return o.why
	}
	if headless := o.open && err == packet.ErrShort; err != nil && !headless {
		t.Errorf("%s: %v: % x", name, err, frame)
		return same
	}
	o.want.WireLen, o.want.CapLen = p.WireLen, p.CapLen
	o.want.Missing = o.missing(wire, len(frame))
	if d := diff(p, o.want); d != "" {
		t.Errorf("%s: %s: % x", name, d, frame)
	}
	return same
}

// TestOracleBuilt compares every built combination of layers. The only ones
// gopacket cannot be asked about are named here.
func TestOracleBuilt(t *testing.T) {
	why := map[divergence]int{}
	all := samples(t)
	for _, s := range all {
		why[compare(t, s.name, s.link, s.frame, len(s.frame))]++
	}
	t.Logf("%d frames: %v", len(all), why)
	for d := range why {
		switch d {
		case same, mobility:
		default:
			t.Errorf("%d frames not compared: %s", why[d], d)
		}
	}
	if why[same] < len(all)*3/4 {
		t.Errorf("only %d of %d frames compared", why[same], len(all))
	}
}

// mutate returns a frame with a few octets changed, cut short or extended.
func mutate(r *rand.Rand, frame []byte) []byte {
	b := bytes.Clone(frame)
	for range r.IntN(4) {
		if len(b) > 0 {
			b[r.IntN(min(len(b), 120))] = byte(r.Uint32())
		}
	}
	for range r.IntN(2) {
		if len(b) > 0 {
			b[r.IntN(min(len(b), 80))] ^= 1 << r.IntN(8)
		}
	}
	switch r.IntN(4) {
	case 0:
		b = b[:r.IntN(len(b)+1)]
	case 1:
		b = append(b, make([]byte, r.IntN(40))...)
	}
	return b
}

// TestOracleMutated compares damaged frames. Where gopacket decodes one without
// error into layers Parse knows too, they agree.
func TestOracleMutated(t *testing.T) {
	const rounds = 30
	r := rand.New(rand.NewPCG(1, 2))
	why := map[divergence]int{}
	all := samples(t)
	for _, s := range all {
		for range rounds {
			frame := mutate(r, s.frame)
			wire := len(frame) + r.IntN(2)*r.IntN(1000)
			why[compare(t, s.name, s.link, frame, wire)]++
			if t.Failed() {
				t.FailNow()
			}
		}
	}
	t.Logf("%d frames: %v", len(all)*rounds, why)
	if n := len(all) * rounds; why[same] < n/3 {
		t.Errorf("only %d of %d frames compared", why[same], n)
	}
}

// TestCut parses every built frame cut at every octet. What is parsed of the
// head is what is parsed of the whole, less the octets not captured, and those
// are counted.
func TestCut(t *testing.T) {
	for _, s := range samples(t) {
		whole := packet.Packet{WireLen: uint32(len(s.frame))}
		if err := whole.Parse(s.link, s.frame); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		for n := range min(len(s.frame), 200) {
			checkCut(t, s, whole, n)
		}
	}
}

func checkCut(t *testing.T, s sample, whole packet.Packet, n int) {
	t.Helper()
	p := packet.Packet{WireLen: uint32(len(s.frame))}
	err := p.Parse(s.link, s.frame[:n])
	if err != nil {
		if err != packet.ErrShort {
			t.Errorf("%s cut at %d: %v", s.name, n, err)
		}
		return
	}
	if !bytes.HasPrefix(whole.Payload, p.Payload) || len(p.Payload)+int(p.Missing) != len(whole.Payload) {
		t.Errorf("%s cut at %d: payload of %d and %d missing, want %d together",
			s.name, n, len(p.Payload), p.Missing, len(whole.Payload))
	}
	if !bytes.HasPrefix(whole.Options, p.Options) {
		t.Errorf("%s cut at %d: options %x of %x", s.name, n, p.Options, whole.Options)
	}
	p.Payload, p.Missing, p.Options = whole.Payload, whole.Missing, whole.Options
	if d := diff(p, whole); d != "" {
		t.Errorf("%s cut at %d: %s", s.name, n, d)
	}
}
