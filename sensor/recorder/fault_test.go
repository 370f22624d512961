package recorder

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"syscall"
	"testing"
	"time"
)

// disk fails where the test wants it to.
type disk struct {
	write, sync, truncate, create error
	part                          int // octets that are written of a write that fails
	logs                          bytes.Buffer
	states                        []State
}

type faultyFile struct {
	*os.File
	disk *disk
}

func (f faultyFile) WriteAt(b []byte, at int64) (int, error) {
	if f.disk.write != nil {
		n, _ := f.File.WriteAt(b[:min(len(b), f.disk.part)], at)
		return n, f.disk.write
	}
	return f.File.WriteAt(b, at)
}

func (f faultyFile) Sync() error {
	if f.disk.sync != nil {
		return f.disk.sync
	}
	return f.File.Sync()
}

func (f faultyFile) Truncate(n int64) error {
	if f.disk.truncate != nil {
		return f.disk.truncate
	}
	return f.File.Truncate(n)
}

// onFaulty opens a recorder whose disk can be made to fail.
func onFaulty(t *testing.T) (*Recorder, *testClock, *disk) {
	d := &disk{}
	c := small(t.TempDir())
	c.Log = logTo(&d.logs)
	c.Changed = func(s State, err error) { d.states = append(d.states, s) }
	r, clock := opened(t, c)
	r.create = func(name string) (file, error) {
		if d.create != nil {
			return nil, d.create
		}
		f, err := createFile(name)
		if err != nil {
			return nil, err
		}
		return faultyFile{f.(*os.File), d}, nil
	}
	return r, clock, d
}

// TestDiskFault: an error of the disk is a state, said once, and tried again at
// longer and longer intervals.
func TestDiskFault(t *testing.T) {
	r, clock, d := onFaulty(t)
	g := newTraffic(60)
	list := keep(t, r, g, 100, nil)
	d.write, d.part = syscall.EIO, 77
	var tries []time.Duration
	for at := clock.Time; len(tries) < 9; clock.Time = clock.Add(time.Second) {
		before := r.sequence
		list = keep(t, r, g, 2, list)
		if r.sequence != before {
			tries = append(tries, clock.Sub(at))
			at = clock.Time
		}
	}
	if fmt.Sprint(tries) != "[1s 2s 4s 8s 16s 32s 1m0s 1m0s 1m0s]" {
		t.Errorf("tried after %v", tries)
	}
	if s := r.Stats(); s.State != Failed || s.Err == nil || len(list) != 100 || bytes.Count(d.logs.Bytes(), []byte("has stopped")) != 1 {
		t.Errorf("%+v: %s", s, d.logs.Bytes())
	}
	d.write = nil
	clock.Time = clock.Add(lastRetry)
	if list = keep(t, r, g, 100, list); len(list) != 200 || fmt.Sprint(d.states) != "[recording error recording]" {
		t.Errorf("%d recorded, %v", len(list), d.states)
	}
	check(t, r, list)
}

// TestDiskFaults: with faults of every kind at random, everything counted as
// recorded is there, and nothing else; and the counters add up.
func TestDiskFaults(t *testing.T) {
	for seed := range uint64(6) {
		r, clock, d := onFaulty(t)
		g := newTraffic(70 + seed)
		list := keep(t, r, g, 1, nil)
		for range 400 {
			d.write, d.sync, d.truncate, d.create, d.part = nil, nil, nil, nil, g.IntN(500)
			fault := []*error{&d.write, &d.sync, &d.truncate, &d.create}[g.IntN(4)]
			if g.IntN(3) == 0 {
				*fault = []error{syscall.EIO, syscall.ENOSPC, syscall.EROFS, io.ErrShortWrite}[g.IntN(4)]
				d.truncate = *fault
			}
			clock.Time = clock.Add(time.Duration(g.IntN(3000)) * time.Millisecond)
			list = keep(t, r, g, g.IntN(20), list)
		}
		d.write, d.sync, d.truncate, d.create = nil, nil, nil, nil
		clock.Time = clock.Add(lastRetry)
		r.step()
		for seg, ok := r.unindexed(0); ok; seg, ok = r.unindexed(0) {
			if err := r.mend(seg, false); err != nil {
				t.Fatal(err)
			}
		}
		s := r.Stats()
		if s.Recorded != uint64(len(list)) || s.DroppedState == 0 || s.Recorded < 500 || s.State != Recording || s.Octets != onDisk(t, r.config.Dir) {
			t.Errorf("%d in the list, %d on disk, %+v", len(list), onDisk(t, r.config.Dir), s)
		}
		check(t, r, list)
		readAll(t, r.config.Dir)
	}
}

// TestDeleteFails: when old segments cannot be deleted, nothing new is written
// beyond the limit.
func TestDeleteFails(t *testing.T) {
	r, clock, d := onFaulty(t)
	r.config.MaxOctets = 2 << 20
	g := newTraffic(80)
	keep(t, r, g, 4000, nil)
	// A folder that is not empty, in the place of an index, cannot be removed.
	first := r.path(r.segments[0].base, indexSuffix)
	for _, err := range []error{os.Remove(first), os.Mkdir(first, 0o700), os.WriteFile(first+"/x", nil, 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		keep(t, r, g, 2000, nil)
		clock.Time = clock.Add(10 * time.Second)
	}
	if s := r.Stats(); s.State != Failed || s.Octets > r.config.MaxOctets || s.DroppedState == 0 || d.logs.Len() == 0 {
		t.Errorf("%+v", s)
	}
	if err := os.RemoveAll(first); err != nil {
		t.Fatal(err)
	}
	clock.Time = clock.Add(lastRetry)
	r.step()
	if s := r.Stats(); s.State != Recording || s.Deleted == 0 {
		t.Errorf("%+v", s)
	}
}
