package recorder

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"
)

// BenchmarkRecord records to the disk of the test's folder, with Run, fsync and
// limits; a frame for which there is no room in the queue is offered again.
func BenchmarkRecord(b *testing.B) {
	for _, size := range []int{60, 300, 1400} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			c := Config{Dir: b.TempDir(), MaxOctets: 512 << 20, Interfaces: interfaces, Reserve: 1}
			r, err := Open(c)
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			stop := running(b, r)
			f := stamped(1, 1, max(0, size-54-8))
			k := keyOf(&f)
			b.SetBytes(int64(enhancedSize(len(f.Data))))
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				f.Time++
				k.APort = uint16(f.Time % 1000)
				for r.Write(&f, k) != nil {
					runtime.Gosched()
				}
			}
			stop()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "frames/s")
		})
	}
}

// BenchmarkWrite is what a worker spends for a frame.
func BenchmarkWrite(b *testing.B) {
	r, _ := opened(b, Config{Dir: b.TempDir(), MaxOctets: 512 << 20, Interfaces: interfaces, Reserve: 1})
	f := stamped(1, 1, 60)
	k := keyOf(&f)
	b.ReportAllocs()
	for range b.N {
		if r.Write(&f, k) != nil {
			r.queue.release(r.queue.take())
		}
	}
}

// BenchmarkExtract extracts one of a thousand flows, ten seconds of a quarter of
// an hour.
func BenchmarkExtract(b *testing.B) {
	r, _ := opened(b, Config{Dir: b.TempDir(), MaxOctets: 512 << 20, Interfaces: interfaces, Reserve: 1})
	f := stamped(1, 1, 60)
	k := keyOf(&f)
	start := epoch.UnixNano()
	for n := range int64(1_500_000) { // 1,700 frames a second
		f.Time = start + n*600_000
		a := segmentOf(v4(1, uint16(1+n*7919%1000)), v4(200, 502), 0, f.Data[54:])
		f.Data = a
		k = keyOf(&f)
		for r.Write(&f, k) != nil {
			r.step()
		}
	}
	r.step()
	s := r.Stats()
	b.Logf("%d octets in %d segments", s.Octets, s.Segments)
	for _, want := range []struct {
		name string
		Selection
	}{{"flow", Flow(k)}, {"all", All()}} {
		b.Run(want.name, func(b *testing.B) {
			from := time.Unix(0, start).Add(450 * time.Second)
			for range b.N {
				var out bytes.Buffer
				if x, err := r.Extract(b.Context(), want.Selection, from, from.Add(10*time.Second), &out); err != nil || x.Frames == 0 {
					b.Fatalf("%+v, %v", x, err)
				}
			}
		})
	}
}
