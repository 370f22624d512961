package judge

import (
	"container/heap"

	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols/wire"
)

// sortWindow is how far events may come out of order, ns: a request that is never
// answered is told when its time is over.
const sortWindow = 180e9

// sorter puts the lab's events in the order in which a sensor would tell them: when
// they were complete. It owns what waits.
type sorter struct {
	heap  waiting
	free  []*kept
	seq   uint64
	late  int // events that came later than the window allows
	last  int64
	yield func(*synth.Event)
}

// kept is an event with its own copies of what it refers to.
type kept struct {
	event  synth.Event
	points []wire.Point
	octets []byte
	seq    uint64
	end    int64 // when it was complete
}

type waiting []*kept

func (w waiting) Len() int { return len(w) }
func (w waiting) Less(i, j int) bool {
	return w[i].end < w[j].end || w[i].end == w[j].end && w[i].seq < w[j].seq
}
func (w waiting) Swap(i, j int) { w[i], w[j] = w[j], w[i] }
func (w *waiting) Push(x any)   { *w = append(*w, x.(*kept)) }
func (w *waiting) Pop() any {
	old := *w
	x := old[len(old)-1]
	*w = old[:len(old)-1]
	return x
}

// add takes an event, and hands on those that nothing can come before any more.
func (s *sorter) add(e *synth.Event) {
	k := s.room()
	s.seq++
	k.copy(e, s.seq)
	heap.Push(&s.heap, k)
	for s.heap[0].end < k.end-sortWindow {
		s.pop()
	}
}

func (s *sorter) room() *kept {
	if n := len(s.free); n > 0 {
		k := s.free[n-1]
		s.free = s.free[:n-1]
		return k
	}
	return &kept{}
}

func (s *sorter) pop() {
	k := heap.Pop(&s.heap).(*kept)
	if k.end < s.last {
		s.late++
	}
	s.last = max(s.last, k.end)
	s.yield(&k.event)
	s.free = append(s.free, k)
}

// flush hands on all that waits.
func (s *sorter) flush() {
	for len(s.heap) > 0 {
		s.pop()
	}
}

func (k *kept) copy(e *synth.Event, seq uint64) {
	k.event, k.seq, k.end = *e, seq, e.Time+max(e.Latency, 0)
	k.points = append(k.points[:0], e.Points...)
	n := 0
	for i := range k.points {
		n += len(k.points[i].Name) + len(k.points[i].Value.Raw)
	}
	if cap(k.octets) < n {
		k.octets = make([]byte, 0, 2*n)
	}
	k.octets = k.octets[:0]
	for i := range k.points {
		k.own(&k.points[i].Name)
		k.own(&k.points[i].Value.Raw)
	}
	k.event.Points = k.points
}

func (k *kept) own(b *[]byte) {
	if len(*b) == 0 {
		return
	}
	n := len(k.octets)
	k.octets = append(k.octets, *b...)
	*b = k.octets[n:len(k.octets):len(k.octets)]
}
