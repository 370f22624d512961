//go:build linux

package ring_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/capture/ring"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
)

func TestIdle(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Wait = 50 * time.Millisecond
	r := open(t, c)
	var f capture.Frame
	for range 3 {
		start := time.Now()
		if err := r.Next(&f); err != ring.ErrIdle {
			t.Fatalf("error is %v", err)
		}
		if took := time.Since(start); took < c.Wait || took > time.Second {
			t.Errorf("waited %v, want %v", took, c.Wait)
		}
	}
	send(t, request.TCP(1, nil))
	if err := r.Next(&f); err != nil {
		t.Error(err)
	}
}

// TestSoon checks that a lone frame is delivered well within a second, with the
// defaults.
func TestSoon(t *testing.T) {
	ringtest.Namespace(t)
	r := open(t, ring.Config{Interface: ringtest.Port, Wait: 5 * time.Second})
	s := ringtest.NewSender(t, ringtest.Plant)
	for range 5 {
		start := time.Now()
		if err := s.Send(request.TCP(1, nil)); err != nil {
			t.Fatal(err)
		}
		var f capture.Frame
		if err := r.Next(&f); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 250*time.Millisecond {
			t.Errorf("a frame took %v", took)
		}
	}
}

func TestStopDrains(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Retire = time.Second // so that the last block is not yet passed over
	r := open(t, c)
	sent := manyFrames(200)
	send(t, sent...)
	if got := rest(t, r); len(got) != len(sent) {
		t.Errorf("%d frames, want %d", len(got), len(sent))
	}
	var f capture.Frame
	send(t, sent...)
	if err := r.Next(&f); err != io.EOF {
		t.Errorf("error after the end is %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if err := r.Next(&f); !errors.Is(err, ring.ErrClosed) {
		t.Errorf("error after closing is %v", err)
	}
	r.Stop()
	if s := r.Stats(); s.Received != uint64(len(sent)) {
		t.Errorf("after closing %d received, want %d", s.Received, len(sent))
	}
}

func TestStopWakes(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Wait = time.Minute
	r := open(t, c)
	done := make(chan error)
	go func() {
		var f capture.Frame
		done <- r.Next(&f)
	}()
	time.Sleep(50 * time.Millisecond)
	start := time.Now()
	r.Stop()
	select {
	case err := <-done:
		if err != io.EOF {
			t.Errorf("error is %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("not woken")
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("woken after %v", took)
	}
}

// TestStopUnderLoad stops while frames come without end: what comes after does
// not keep the reader from its end.
func TestStopUnderLoad(t *testing.T) {
	ringtest.Namespace(t)
	r := open(t, small())
	s := ringtest.NewSender(t, ringtest.Plant)
	frames := manyFrames(0)
	stop, sender := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-stop:
				sender <- nil
				return
			default:
				if err := s.Send(frames...); err != nil {
					sender <- err
					return
				}
			}
		}
	}()
	var f capture.Frame
	for range 1000 {
		if err := r.Next(&f); err != nil {
			t.Fatal(err)
		}
	}
	r.Stop()
	for start := time.Now(); ; {
		err := r.Next(&f)
		if err == io.EOF {
			break
		}
		if err != nil || time.Since(start) > 10*time.Second {
			t.Fatalf("no end, %v", err)
		}
	}
	close(stop)
	if err := <-sender; err != nil {
		t.Fatal(err)
	}
	if s := r.Stats(); s.Delivered != s.Received {
		t.Errorf("%d of %d frames were delivered", s.Delivered, s.Received)
	}
}

// next reads until there is something else than silence.
func next(t *testing.T, r *ring.Ring, f *capture.Frame) error {
	t.Helper()
	for start := time.Now(); time.Since(start) < 10*time.Second; {
		if err := r.Next(f); err != ring.ErrIdle {
			return err
		}
	}
	t.Fatal("nothing came")
	return nil
}

func TestDownAndUp(t *testing.T) {
	for _, rings := range []int{1, 2} {
		ringtest.Namespace(t)
		c := small()
		group, err := ring.OpenGroup(c, rings)
		if err != nil {
			t.Fatal(err)
		}
		s := ringtest.NewSender(t, ringtest.Plant)
		if err := s.Send(request.TCP(1, nil)); err != nil {
			t.Fatal(err)
		}
		ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "down")
		frames := 0
		for _, r := range group {
			var f capture.Frame
			err := next(t, r, &f)
			for ; err == nil; err = next(t, r, &f) {
				frames++
			}
			if !errors.Is(err, ring.ErrDown) || !strings.Contains(err.Error(), "ip link set dev port0 up") {
				t.Errorf("error is %v", err)
			}
			if err := r.Next(&f); err != ring.ErrIdle {
				t.Errorf("told again: %v", err)
			}
		}
		if frames != 1 {
			t.Errorf("%d frames before it went down, want 1", frames)
		}
		ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "up")
		for i := range 64 {
			flow := ringtest.Between(fmt.Sprintf("10.0.0.1:%d", 1000+i), "10.0.0.2:502")
			if err := s.Send(flow.TCP(uint32(i), nil)); err != nil {
				t.Fatal(err)
			}
		}
		frames = 0
		for i, r := range group {
			n := len(rest(t, r))
			if n == 0 {
				t.Errorf("ring %d of %d got nothing after it came up", i, rings)
			}
			frames += n
			r.Close()
		}
		if frames != 64 {
			t.Errorf("%d frames after it came up, want 64", frames)
		}
	}
}

func TestRemoved(t *testing.T) {
	ringtest.Namespace(t)
	r := open(t, small())
	send(t, request.TCP(1, nil), request.TCP(2, nil))
	ringtest.Run(t, "ip", "link", "del", "dev", ringtest.Plant)
	ringtest.Pair(t) // another interface of the same name
	frames := 0
	var f capture.Frame
	err := next(t, r, &f)
	for ; err == nil || errors.Is(err, ring.ErrDown); err = next(t, r, &f) {
		if err == nil {
			frames++
		}
	}
	if !errors.Is(err, ring.ErrGone) || frames != 2 {
		t.Errorf("%d frames, and error %v", frames, err)
	}
	if again := r.Next(&f); again != err {
		t.Errorf("the second time the error is %v", again)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	r = open(t, small())
	send(t, request.TCP(3, nil))
	if got := rest(t, r); len(got) != 1 {
		t.Errorf("%d frames after opening again", len(got))
	}
}

// TestRemovedWhenDown removes an interface that is down already.
func TestRemovedWhenDown(t *testing.T) {
	ringtest.Namespace(t)
	ringtest.Run(t, "ip", "link", "set", "dev", ringtest.Port, "down")
	r := open(t, small())
	var f capture.Frame
	if err := r.Next(&f); !errors.Is(err, ring.ErrDown) {
		t.Errorf("of an interface that is down when opened: %v", err)
	}
	ringtest.Run(t, "ip", "link", "del", "dev", ringtest.Plant)
	if err := next(t, r, &f); !errors.Is(err, ring.ErrGone) {
		t.Errorf("error is %v", err)
	}
}

// TestRemovedWhileReading removes the interface under frames and a blocked reader.
func TestRemovedWhileReading(t *testing.T) {
	ringtest.Namespace(t)
	c := small()
	c.Wait = 20 * time.Millisecond
	r := open(t, c)
	done := make(chan error)
	go func() {
		var f capture.Frame
		for {
			if err := r.Next(&f); errors.Is(err, ring.ErrGone) {
				done <- nil
				return
			} else if err != nil && err != ring.ErrIdle && !errors.Is(err, ring.ErrDown) {
				done <- err
				return
			}
		}
	}()
	s := ringtest.NewSender(t, ringtest.Plant)
	go func() {
		for s.Send(request.TCP(1, nil)) == nil {
		}
	}()
	time.Sleep(50 * time.Millisecond)
	ringtest.Run(t, "ip", "link", "del", "dev", ringtest.Port)
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("removal was not told")
	}
}
