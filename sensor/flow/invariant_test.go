package flow

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/banken-ot/banken/protocols/wire"
)

// strict is a consumer that checks what every consumer may rely on.
type strict struct {
	fault string
}

// strictState is what strict keeps with a flow.
type strictState struct {
	last [2]uint64
}

func (s *strict) fail(format string, args ...any) {
	if s.fault == "" {
		s.fault = fmt.Sprintf(format, args...)
	}
}

func (s *strict) seen(f *Flow, dir wire.Direction, p Position) {
	if f.ended || !f.live() {
		s.fail("callback for a flow that has ended")
	}
	if f.State == nil {
		f.State = &strictState{}
	}
	st, side := f.State.(*strictState), f.side(dir)
	if f.direction(side) != dir {
		s.fail("side %d sends %v", side, f.direction(side))
	}
	if p.Frame < st.last[side] {
		s.fail("frame %d after %d", p.Frame, st.last[side])
	}
}

func (s *strict) Octets(f *Flow, dir wire.Direction, p Position, b []byte) {
	s.seen(f, dir, p)
	f.State.(*strictState).last[f.side(dir)] = p.Frame
	if len(b) == 0 {
		s.fail("no octets")
	}
}

func (s *strict) Gap(f *Flow, dir wire.Direction, p Position, n int) {
	s.seen(f, dir, p)
	if n < 0 || n > UnknownJump {
		s.fail("gap of %d", n)
	}
}

func (s *strict) Datagram(f *Flow, dir wire.Direction, p Position, b []byte) { s.seen(f, dir, p) }

func (s *strict) Conflict(f *Flow, dir wire.Direction, p Position, o Overlap) {
	s.seen(f, dir, p)
	if len(o.Kept) == 0 || len(o.Refused) == 0 || o.Kept[0] == o.Refused[0] {
		s.fail("conflict of %q and %q", o.Kept, o.Refused)
	}
}

func (s *strict) End(f *Flow, p Position, why Ending) {
	if !f.live() {
		s.fail("end of a flow that is not there")
	}
	if why > Flushed {
		s.fail("ending %d", why)
	}
}

// check returns what is wrong inside a table, or nothing.
func check(t *Table) string {
	var count [classes]int
	blocks := 0
	for class := range classes {
		for n, ok := t.order.front(uint32(class)); ok; n, ok = t.order.links[n].next, t.order.links[n].next < t.order.nodes {
			f := t.flow(n)
			count[class]++
			if f.class != class || f.ended != (class == closed) {
				return "flow in the wrong class"
			}
			k, fault := checkFlow(t, f)
			if fault != "" {
				return fault
			}
			blocks += k
		}
		if count[class] != t.count[class] || count[class] > t.bound[class] {
			return fmt.Sprintf("class %d: %d flows counted %d, bound %d", class, count[class], t.count[class], t.bound[class])
		}
	}
	g := &t.fragments
	if g.blocks > fragmentBlocks || g.count > FragmentDatagrams {
		return "fragments beyond their bounds"
	}
	if blocks += int(g.blocks); blocks != t.pool.used || t.pool.used > t.pool.limit {
		return fmt.Sprintf("%d blocks in use, %d taken, limit %d", blocks, t.pool.used, t.pool.limit)
	}
	return ""
}

// checkFlow returns the blocks of a flow, and what is wrong with it.
func checkFlow(t *Table, f *Flow) (blocks int, fault string) {
	var u usage
	for side := range f.half {
		h := &f.half[side]
		for b := h.pending.head; b != nil; b = b.next {
			u.add(b)
			if before(b.seq, h.next) || b.next != nil && before(b.next.seq, b.end()) {
				return 0, "waiting segments out of order"
			}
		}
		for b := h.stray.head; b != nil; b = b.next {
			u.add(b)
		}
		if h.kept.n > KeptSegments {
			return 0, "too much kept"
		}
		blocks += int(h.kept.n)
		waits := h.pending.head != nil
		if waits && (!h.anyWait.on || f.timer > h.anyWait.since+int64(HoleTime)) {
			return 0, "a hole is not waited for"
		}
	}
	if u != f.usage || u.blocks > FlowSegments || u.octets > FlowOctets {
		return 0, fmt.Sprintf("usage %+v, counted %+v", f.usage, u)
	}
	if f.ended && (blocks > 0 || u.blocks > 0) {
		return 0, "an ended flow holds blocks"
	}
	return blocks + int(u.blocks), ""
}

// TestSizes holds the layout that the speed of a table with many flows depends
// on.
func TestSizes(t *testing.T) {
	if unsafe.Sizeof(uintptr(0)) != 8 {
		t.Log("laid out for 64 bits")
		return
	}
	for name, size := range map[string]uintptr{
		"flow": unsafe.Sizeof(Flow{}), "half": unsafe.Sizeof(half{}), "block": unsafe.Sizeof(block{}),
		"start of the halves":    unsafe.Offsetof(Flow{}.half),
		"start of recent":        unsafe.Offsetof(half{}.recent),
		"end of Packets, Octets": unsafe.Offsetof(half{}.count) + 16,
	} {
		if size%64 != 0 {
			t.Errorf("%s: %d octets are no whole number of cache lines", name, size)
		}
	}
	if size := unsafe.Sizeof(block{}); size != blockSize {
		t.Errorf("a block has %d octets", size)
	}
}
