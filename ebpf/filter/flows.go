package filter

import (
	"errors"
	"fmt"
	"time"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

// Flow is what was counted of a flow since it was entered. It is owned.
type Flow struct {
	Key   Key
	Sides [2]Side // what A sent, what B sent
}

// Side is one direction of a flow.
type Side struct {
	Packets, Octets uint64
	First, Last     int64 // UTC nanoseconds since 1970 of the first and last packet; 0 when there was none
	Flags           uint8 // of TCP, all that were seen
}

// firstBatch flows are read at once; a bucket of the kernel's table holds a few.
const firstBatch = 1024

// reader holds the room for a batch of flows.
type reader struct {
	keys   []rawKey
	values []filterFlow // by flow, by processor
	cpus   int
}

func (r *reader) grow(n int) error {
	if r.cpus == 0 {
		cpus, err := ebpf.PossibleCPU()
		if err != nil {
			return err
		}
		r.cpus = cpus
	}
	if len(r.keys) < n {
		r.keys, r.values = make([]rawKey, n), make([]filterFlow, n*r.cpus)
	}
	return nil
}

// Flows calls yield for every flow in the kernel's table, in no order, until it
// returns false. The traffic goes on meanwhile: counters of one flow may be a
// packet apart, and flows that come or go may be missing. yield must not call
// methods of f.
func (f *Filter) Flows(yield func(Flow) bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.read.grow(firstBatch); err != nil {
		return fmt.Errorf("filter: reading flows: %w", err)
	}
	offset, err := clockOffset()
	if err != nil {
		return err
	}
	var cursor ebpf.MapBatchCursor
	for {
		n, err := f.batch(&cursor)
		if err != nil && !errors.Is(err, ebpf.ErrKeyNotExist) {
			return fmt.Errorf("filter: reading flows: %w", err)
		}
		for i := range n {
			if !yield(f.read.flow(i, offset)) {
				return nil
			}
		}
		if err != nil {
			return nil
		}
	}
}

// batch reads the next flows. The kernel hands out whole buckets, and says
// ENOSPC when one does not fit.
func (f *Filter) batch(cursor *ebpf.MapBatchCursor) (int, error) {
	for {
		n, err := f.objects.Maps[filterMapFlows].BatchLookup(cursor, f.read.keys, f.read.values, nil)
		if !errors.Is(err, unix.ENOSPC) || len(f.read.keys) >= f.config.Flows {
			return n, err
		}
		if err := f.read.grow(2 * len(f.read.keys)); err != nil {
			return 0, err
		}
	}
}

// flow puts together what the processors counted of flow i.
func (r *reader) flow(i int, offset int64) Flow {
	out := Flow{Key: r.keys[i].Key}
	for _, v := range r.values[i*r.cpus : (i+1)*r.cpus] {
		for side := range v.Sides {
			s, o := &v.Sides[side], &out.Sides[side]
			if s.Packets == 0 {
				continue
			}
			first, last := int64(s.First)+offset, int64(s.Last)+offset
			if o.Packets == 0 || first < o.First {
				o.First = first
			}
			o.Last = max(o.Last, last)
			o.Packets += s.Packets
			o.Octets += s.Octets
			o.Flags |= s.Flags
		}
	}
	return out
}

// clockOffset returns what makes a time of the monotonic clock one of UTC. The
// clocks are read one after the other: it is exact to a microsecond or so.
func clockOffset() (int64, error) {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &t); err != nil {
		return 0, fmt.Errorf("filter: reading the clock: %w", err)
	}
	return time.Now().UnixNano() - t.Nano(), nil
}
