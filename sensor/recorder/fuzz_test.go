package recorder

import (
	"bytes"
	"os"
	"testing"
	"time"
)

// FuzzSegment opens a folder with any octets as its last segment, or the one
// before, and any as its index: nothing panics, what is extracted is a pcapng,
// and recording goes on.
func FuzzSegment(f *testing.F) {
	segment := fileHeader(interfaces)
	g := newTraffic(100)
	for range 5 {
		frame, _ := g.next()
		segment = appendEnhanced(segment, &frame)
	}
	x := newIndex(MinSegmentOctets)
	s := summary{sequence: 1, octets: int64(len(segment)), min: x.min, max: x.max}
	f.Add(segment, s.append(nil), true)
	f.Add(segment[:len(segment)-7], []byte{}, false)
	f.Add([]byte{}, []byte{}, true)
	f.Fuzz(func(t *testing.T, segment, index []byte, last bool) {
		dir := t.TempDir()
		base := dir + "/" + baseName(1, epoch)
		write(t, base+segmentSuffix, segment)
		if len(index) > 0 {
			write(t, base+indexSuffix, index)
		}
		if !last {
			write(t, dir+"/"+baseName(2, epoch)+segmentSuffix, fileHeader(interfaces))
		}
		r, _ := opened(t, small(dir))
		for seg, ok := r.unindexed(0); ok; seg, ok = r.unindexed(seg.sequence + 1) {
			_ = r.mend(seg, false)
		}
		newTraffic(101).record(t, r)
		r.step()
		var b bytes.Buffer
		_, _ = r.Extract(t.Context(), All(), time.Time{}, time.Time{}, &b)
		if list, _ := read(t, b.Bytes()); len(list) == 0 || r.Stats().Recorded != 1 {
			t.Errorf("%d frames, %+v", len(list), r.Stats())
		}
		r.Close()
	})
}

func write(t *testing.T, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
