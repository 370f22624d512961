//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/cilium/ebpf"

	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
)

// TestProgram has the program in the kernel write frames, which are those that are
// written in user space, and those have the numbers that are their turn.
func TestProgram(t *testing.T) {
	ringtest.Namespace(t)
	turns := append(handshakes(3), exchanges(20)...)
	s, err := newStream(plant, turns, 1e9)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	var want []byte
	for i := range 4 * len(turns) {
		x, round := &turns[i%len(turns)], uint32(i/len(turns))
		want = x.write(want, round)
		o := ebpf.RunOptions{Data: make([]byte, frameRoom), DataOut: make([]byte, frameRoom)}
		if _, err := s.program.Run(&o); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(o.DataOut, want) {
			t.Fatalf("frame %d\n got %x\nwant %x", i, o.DataOut, want)
		}
		if n := binary.BigEndian.Uint32(want[atSequence:]); n != x.sequence+round*x.sent {
			t.Errorf("frame %d has the sequence number %d", i, n)
		}
	}
}

// TestSensorSeesAll has a sensor see the plant: each request is answered, nothing is
// defective and nothing else is there. So what the measurement finds missing was
// lost.
func TestSensorSeesAll(t *testing.T) {
	for _, mode := range modes {
		for name, send := range map[string]func() (uint64, error){"kernel": fromKernel, "user": fromUser} {
			t.Run(mode+" "+name, func(t *testing.T) {
				ringtest.Namespace(t)
				o, sent := seen(t, mode, send)
				h := &o.Health
				if sent != 2*o.Answered || o.Others+o.Defects+h.Conflicts+h.Duplicates+h.Blind+h.NotCaptured != 0 {
					t.Errorf("%d frames sent, of which is seen %+v", sent, o)
				}
				if r := (sensorRun{outcome: o, sent: sent}); r.lost() != 0 {
					t.Errorf("%v %% are told to be lost", r.lost())
				}
			})
		}
	}
}

// few connections are enough here.
const few = 50

func fromKernel() (uint64, error) {
	s, err := newStream(plant, exchanges(few), 100000)
	if err != nil {
		return 0, err
	}
	defer s.close()
	n, _, err := s.run(2 * few * 50)
	return n, err
}

func fromUser() (uint64, error) {
	s, err := newSteady(plant, exchanges(few))
	if err != nil {
		return 0, err
	}
	defer s.close()
	_, err = s.run(10000, 2*few*10)
	return 2 * few * 10, err
}

// seen runs a sensor while the plant sends.
func seen(t *testing.T, mode string, send func() (uint64, error)) (o outcome, sent uint64) {
	t.Helper()
	end, err := passing(mode != "native")
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	c, err := sensorConfig(port, mode)
	if err != nil {
		t.Fatal(err)
	}
	m, err := openSensor(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		var err error
		o, err = m.run(ctx)
		ended <- err
	}()
	err = (&settings{flows: few}).connect()
	if err == nil {
		sent, err = send()
	}
	cancel()
	if err := errors.Join(err, <-ended); err != nil {
		t.Fatal(err)
	}
	return o, sent
}

func TestMedian(t *testing.T) {
	if f := (figures[float64]{3, 9, 1}); f.median() != 3 || f.text("%.0f") != "3 (9)" {
		t.Errorf("%v, %s", f.median(), f.text("%.0f"))
	}
}
