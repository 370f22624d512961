package modbus

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// english is text as mail, logs and pages have it.
const english = `The pump in hall 3 was switched off at 14:05 because the level in basin B had
reached 2.4 m; the night shift noted: "valve V12 stuck at 40 %, see order 4711".
From: control room <control@plant.example>
Date: Tue, 24 Nov 2026 10:15:00 +0000
Content-Length: 103
Time:0a:1b:2c:3d:4e:5f is the address of the panel: 10 03 00 00 00 01.
:deadbeef is no frame, nor is :0103, nor :zzzz.
GET /status?unit=17&function=3 HTTP/1.1
220 ftp.plant.example ready
EHLO control.plant.example
SSH-2.0-OpenSSH_9.6
It was a bright cold day in April, and the clocks were striking thirteen times an hour.`

// others makes segments of what is not Modbus.
type others struct{ r *rand.Rand }

func (o *others) random(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(o.r.Uint32())
	}
	return b
}

// text is English from an arbitrary letter on.
func (o *others) text() []byte {
	at := o.r.IntN(len(english) - 20)
	return []byte(english[at : at+20+o.r.IntN(len(english)-at-19)])
}

// words are words in an arbitrary order.
func (o *others) words() []byte {
	list := strings.Fields(english)
	var b strings.Builder
	for b.Len() < 20 {
		b.WriteString(list[o.r.IntN(len(list))] + " ")
	}
	return []byte(b.String())
}

// tls is a record of TLS 1.0 to 1.3: its first octets are those of an RTU frame
// for unit 20 to 23, function 3.
func (o *others) tls() []byte {
	length := 16 + o.r.IntN(200)
	return append([]byte{byte(20 + o.r.IntN(4)), 3, byte(1 + o.r.IntN(3)), byte(length >> 8), byte(length)}, o.random(length)...)
}

// http is a request and what a server says.
func (o *others) http() []byte {
	if o.r.IntN(2) == 0 {
		return append([]byte("GET /"), o.words()...)
	}
	return append([]byte("HTTP/1.1 200 OK\r\nDate: "), o.words()...)
}

// TestProbeRefusesOthers: what is not Modbus is hardly ever taken for it, though
// it comes to its port: less than once in ten thousand segments. Certain, which is
// enough on any port, is ten times rarer.
func TestProbeRefusesOthers(t *testing.T) {
	const n = 200_000
	o := &others{rand.New(rand.NewPCG(7, 7))}
	for _, kind := range []struct {
		name string
		make func() []byte
	}{
		{"random octets", func() []byte { return o.random(1 + o.r.IntN(200)) }},
		{"8 random octets", func() []byte { return o.random(8) }},
		{"English text", o.text}, {"words", o.words}, {"TLS", o.tls}, {"HTTP", o.http},
	} {
		var count [wire.Certain + 1]int
		for i := range n {
			count[probe(wire.Transport(i&1), wire.Direction(i>>1&1), kind.make())]++
		}
		wrong := count[wire.Plausible] + count[wire.Certain]
		t.Logf("%s: of %d, %d taken for Modbus, %d of them for certain; %d too short to say", kind.name, n, wrong, count[wire.Certain], count[wire.Short])
		if wrong >= n/10_000 || count[wire.Certain] >= n/100_000 {
			t.Errorf("%s: %d of %d taken for Modbus, %d for certain", kind.name, wrong, n, count[wire.Certain])
		}
	}
}
