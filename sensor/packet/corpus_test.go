package packet_test

import (
	"io"
	"testing"

	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/packet"
)

// permitted are the divergences from gopacket that occur in captures of real
// networks. Of each, TestParse has a case with what is right.
var permitted = map[divergence]bool{
	version: true, // frames of EtherType 0x0800 that are no IPv4
}

// TestCorpus compares every frame of every capture with gopacket, field by field.
func TestCorpus(t *testing.T) {
	why, unsupported := map[divergence]int{}, map[packet.LinkType]int{}
	frames := 0
	for _, file := range wiretest.Captures(t) {
		r, err := capture.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		var f capture.Frame
		for {
			if err := r.Next(&f); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			frames++
			if !f.Link.Supported() {
				unsupported[f.Link]++
				continue
			}
			why[compare(t, file, f.Link, f.Data, int(f.WireLen))]++
			if t.Failed() {
				t.Fatalf("%s: frame %d", file, f.Number)
			}
		}
		r.Close()
	}
	t.Logf("%d frames: %v; link types not supported: %v", frames, why, unsupported)
	for d, n := range why {
		if d != same && !permitted[d] {
			t.Errorf("%d frames: %s", n, d)
		}
	}
	if n := frames - why[same]; n > frames/1000 {
		t.Errorf("%d of %d frames not compared", n, frames)
	}
}
