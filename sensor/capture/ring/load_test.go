//go:build linux

package ring_test

import (
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/packet"
)

// TestStalledReader lets the ring run full: what was lost is counted, and what
// was received is delivered.
func TestStalledReader(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Blocks = 4
	r := open(t, c)
	frame := request.TCP(1, make([]byte, 1000))
	sent := make([][]byte, 2000) // 2 MB into a ring of 256 KiB
	for i := range sent {
		sent[i] = frame
	}
	send(t, sent...)
	got := rest(t, r)
	s := r.Stats()
	if s.Dropped == 0 || s.Received+s.Dropped != uint64(len(sent)) || s.Received != uint64(len(got)) || s.Freezes == 0 {
		t.Errorf("%d sent, %d delivered: %+v", len(sent), len(got), s)
	}
	if len(got) < 150 {
		t.Errorf("%d frames of 1 KiB fitted into 256 KiB", len(got))
	}
}

// TestLosingBlocks has frames lost before a block is passed over.
func TestLosingBlocks(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Blocks = 2
	r := open(t, c)
	s := ringtest.NewSender(t, ringtest.Plant)
	frame := request.TCP(1, make([]byte, 1000))
	for range 500 {
		if err := s.Send(frame); err != nil {
			t.Fatal(err)
		}
	}
	var f capture.Frame
	for r.Next(&f) == nil {
	}
	if err := s.Send(frame); err != nil {
		t.Fatal(err)
	}
	rest(t, r)
	if s := r.Stats(); s.LosingBlocks == 0 {
		t.Errorf("no block is marked: %+v", s)
	}
}

// TestStatsMeanwhile asks for the counters all the time.
func TestStatsMeanwhile(t *testing.T) {
	ringtest.Namespace(t)
	r := open(t, small())
	stop, done := make(chan struct{}), make(chan bool)
	go func() {
		var last ring.Stats
		ok := true
		for {
			s := r.Stats()
			ok = ok && s.Received >= last.Received && s.Delivered >= last.Delivered && s.Dropped >= last.Dropped
			last = s
			select {
			case <-stop:
				done <- ok
				return
			default:
			}
		}
	}()
	const n = 500
	for range 4 {
		send(t, manyFrames(n)...)
		var f capture.Frame
		for r.Next(&f) == nil {
		}
	}
	rest(t, r)
	close(stop)
	if !<-done {
		t.Error("a counter went back")
	}
	if s := r.Stats(); s.Received+s.Dropped != uint64(4*len(manyFrames(n))) || s.Delivered != s.Received {
		t.Errorf("%+v", s)
	}
}

// TestMerged sends a frame that is longer than the MTU was when the ring was
// opened, as GRO would make it.
func TestMerged(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Plant, "mtu", "9000")
	r := open(t, small())
	long := request.TCP(1, make([]byte, 1500-40))
	send(t, long, ringtest.Tagged(long, 0x88a8, 2))
	got := rest(t, r)
	if s := r.Stats(); len(got) != 2 || s.Merged != 0 {
		t.Fatalf("%d frames of the longest kind there is: %+v", len(got), s)
	}
	r = open(t, small())
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "mtu", "9000")
	send(t, request.TCP(1, make([]byte, 4000)))
	got = rest(t, r)
	if s := r.Stats(); len(got) != 1 || len(got[0].octets) != 4054 || s.Merged != 1 {
		t.Fatalf("%d frames; a frame longer than the wire allowed: %+v", len(got), s)
	}
}

func TestNoAllocation(t *testing.T) {
	ringtest.Namespace(t)
	r := open(t, ring.Config{Interface: ringtest.Port, Wait: time.Millisecond, Retire: time.Millisecond})
	s := ringtest.NewSender(t, ringtest.Plant)
	frames := manyFrames(200)
	var f capture.Frame
	n := testing.AllocsPerRun(20, func() {
		if err := s.Send(frames...); err != nil {
			t.Error(err)
		}
		for got := 0; got < len(frames); {
			if err := r.Next(&f); err == nil {
				got++
			} else if err != ring.ErrIdle {
				t.Fatal(err)
			}
		}
	})
	if n != 0 {
		t.Errorf("%v allocations for %d frames", n, len(frames))
	}
}

// BenchmarkRing has the kernel send b.N frames of a Modbus request, of 1024
// flows, as fast as it can, and reads them while they come; ns/op is thus the
// time of the slower side. reader-ns/frame is the processor time of the reading
// thread alone, the kernel's part of it included. Generator, with what the kernel
// does to receive, and reader are each kept on a processor of their own.
func BenchmarkRing(b *testing.B) {
	for _, parse := range []bool{false, true} {
		name := map[bool]string{false: "Next", true: "NextAndParse"}[parse]
		b.Run(name, func(b *testing.B) { benchmark(b, parse) })
	}
}

func benchmark(b *testing.B, parse bool) {
	ringtest.Namespace(b)
	flood := ringtest.NewFlood(b, request.TCP(1, make([]byte, 24)), 1024)
	r := open(b, ring.Config{Interface: ringtest.Port, Promiscuous: true})
	type result struct {
		frames, octets int
		cpu            time.Duration
		err            error
	}
	done := make(chan result)
	ready := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		pin(b, 1)
		close(ready)
		before := threadTime()
		var got result
		var f capture.Frame
		var p packet.Packet
		for {
			err := r.Next(&f)
			if err == io.EOF {
				break
			} else if err == ring.ErrIdle {
				continue
			} else if err != nil {
				got.err = err
				break
			}
			if parse {
				if got.err = f.Parse(&p); got.err != nil {
					break
				}
				got.octets += len(p.Payload)
			}
			got.frames++
		}
		got.cpu = threadTime() - before
		done <- got
	}()
	<-ready
	pin(b, 0)
	b.ReportAllocs()
	b.ResetTimer()
	if err := flood.Run(b.N); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	r.Stop()
	got := <-done
	if got.err != nil {
		b.Fatal(got.err)
	}
	s := r.Stats()
	if s.Received+s.Dropped == 0 || uint64(got.frames) != s.Received || s.Merged != 0 {
		b.Fatalf("%d frames delivered: %+v", got.frames, s)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mframes/s")
	b.ReportMetric(float64(got.cpu.Nanoseconds())/float64(got.frames), "reader-ns/frame")
	b.ReportMetric(100*(1-float64(got.frames)/float64(b.N)), "lost%")
}
