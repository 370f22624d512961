//go:build linux

package ring_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
)

// TestNextBatch: in batches come the frames that come one by one, in their order and
// with their numbers, all valid together.
func TestNextBatch(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.ID = 7
	r := open(t, c)
	sent := manyFrames(500)
	send(t, sent...)
	r.Stop()
	var got []taken
	var fs [32]capture.Frame
	batches, most := 0, 0
	for {
		n, err := r.NextBatch(fs[:])
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("after %d frames: %v", len(got), err)
		}
		for i := range fs[:n] {
			got = append(got, taken{fs[i], bytes.Clone(fs[i].Data)})
			if fs[i].Number != uint64(len(got)) {
				t.Fatalf("frame %d has number %d", len(got), fs[i].Number)
			}
		}
		batches, most = batches+1, max(most, n)
	}
	same(t, sent, got)
	if most != len(fs) || batches >= len(sent)/4 {
		t.Errorf("%d frames in %d batches, %d at most", len(got), batches, most)
	}
}
