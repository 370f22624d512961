package modbus

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// TestProbeRefusesOthers: what is not Modbus is hardly ever taken for it, though
// it comes to its port. The bound is one in ten thousand.
func TestProbeRefusesOthers(t *testing.T) {
	const n = 200_000
	r := rand.New(rand.NewPCG(7, 7))
	random := func() []byte {
		b := make([]byte, 8+r.IntN(200))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	words := strings.Fields("GET POST HTTP/1.1 Host: the quick brown fox : jumps over lazy dog USER PASS 220 ftp ready EHLO :03 :11 SSH-2.0-OpenSSH")
	text := func() []byte {
		var b strings.Builder
		for b.Len() < 20 {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		return []byte(b.String())
	}
	tls := func() []byte { return append([]byte{22, 3, byte(1 + r.IntN(3)), 0, byte(r.Uint32())}, random()...) }
	for name, make := range map[string]func() []byte{"random octets": random, "text": text, "TLS": tls} {
		wrong := 0
		for range n {
			for _, dir := range []wire.Direction{wire.ToServer, wire.ToClient} {
				if m := probe(wire.Stream, dir, make()); m >= wire.Plausible {
					wrong++
				}
			}
		}
		t.Logf("%s: %d of %d taken for Modbus", name, wrong, 2*n)
		if wrong > 2*n/10_000 {
			t.Errorf("%s: %d of %d taken for Modbus", name, wrong, 2*n)
		}
	}
}
