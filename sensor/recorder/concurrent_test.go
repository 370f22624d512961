package recorder

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
)

// stamped is a frame of a writer, with its number at the end.
func stamped(writer byte, n uint64, size int) capture.Frame {
	data := segmentOf(v4(writer, 40000), v4(200, 502), 0, binary.BigEndian.AppendUint64(make([]byte, size), n))
	return capture.Frame{Time: time.Now().UnixNano(), Link: interfaces[0].Link, Data: data}
}

// TestConcurrent: workers write while others extract and old segments are deleted.
// What an extraction begun after a Write has is that frame, and those of each
// worker in order.
func TestConcurrent(t *testing.T) {
	c := small(t.TempDir())
	c.MaxOctets = 3 << 20
	r, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	stop := running(t, r)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	var group sync.WaitGroup
	for worker := range byte(2) {
		group.Go(func() { flood(ctx, r, worker) })
	}
	for worker := range byte(2) {
		group.Go(func() { ask(ctx, t, r, 10+worker) })
	}
	group.Wait()
	stop()
	if s := r.Stats(); s.Deleted == 0 || s.Recorded == 0 || s.Octets > c.MaxOctets || s.Octets != onDisk(t, c.Dir) {
		t.Errorf("%+v", s)
	}
}

// flood writes frames of any size, as fast as it can.
func flood(ctx context.Context, r *Recorder, worker byte) {
	for n := uint64(0); ctx.Err() == nil; {
		f := stamped(worker, n, int(n%1300))
		if r.Write(&f, keyOf(&f)) == nil {
			n++
		}
		if n%64 == 0 {
			r.Stats()
			runtime.Gosched()
		}
	}
}

// ask writes a frame now and then, and extracts it.
func ask(ctx context.Context, t *testing.T, r *Recorder, worker byte) {
	asked := 0
	for n := uint64(1); ctx.Err() == nil; n++ {
		f := stamped(worker, n, 10)
		if r.Write(&f, keyOf(&f)) != nil {
			continue
		}
		asked++
		var b bytes.Buffer
		if _, err := r.Extract(t.Context(), Flow(keyOf(&f)), time.Time{}, time.Time{}, &b); err != nil {
			t.Errorf("extract: %v", err)
			return
		}
		if first, last := numbers(t, b.Bytes()); last != n && !outrun(r, first, last) {
			t.Errorf("the last of the frames is %d, want %d", last, n)
			return
		}
		if _, err := r.Extract(t.Context(), All(), time.Now().Add(-50*time.Millisecond), time.Time{}, io.Discard); err != nil {
			t.Errorf("extract: %v", err)
			return
		}
	}
	if asked == 0 {
		t.Error("no frame was taken")
	}
}

// outrun reports whether a frame may have been deleted, by a flood that fills the
// whole limit, before it was extracted: then nothing at all of its flow is left.
func outrun(r *Recorder, first, last uint64) bool {
	return first == 0 && last == 0 && r.Stats().Deleted > 0
}

// numbers returns the first and the last number of frames, which must ascend.
func numbers(t *testing.T, b []byte) (first, last uint64) {
	list, _ := read(t, b)
	for i := range list {
		n := binary.BigEndian.Uint64(list[i].Data[len(list[i].Data)-8:])
		if n <= last {
			t.Errorf("frame %d comes after %d", n, last)
		}
		if last = n; first == 0 {
			first = n
		}
	}
	return first, last
}

// TestAllocations: nothing is allocated for a frame, by the worker or by the
// writer.
func TestAllocations(t *testing.T) {
	c := small(t.TempDir())
	c.MaxOctets = 8 << 20
	r, _ := opened(t, c)
	f := stamped(1, 1, 60)
	k := keyOf(&f)
	put := func() {
		f.Time++
		if err := r.Write(&f, k); err != nil {
			t.Fatal(err)
		}
		r.step()
	}
	put()
	if n := testing.AllocsPerRun(2000, put); n != 0 {
		t.Errorf("%v allocations for a frame", n)
	}
	f.Interface = 99
	if n := testing.AllocsPerRun(100, func() { r.Write(&f, k) }); n != 0 {
		t.Errorf("%v allocations for a frame that is refused", n)
	}
	f.Interface = 0
	for r.Write(&f, k) == nil {
	}
	if n := testing.AllocsPerRun(100, func() { r.Write(&f, k) }); n != 0 {
		t.Errorf("%v allocations for a frame that is dropped", n)
	}
}
