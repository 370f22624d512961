package synth

// entry is something that comes up at a time; those of the same time come up in
// the order they were put in.
type entry[T any] struct {
	at    int64 // UTC ns
	order uint64
	what  T
}

// queue hands out what is next in time: a binary heap.
type queue[T any] struct {
	heap  []entry[T]
	order uint64
}

func (q *queue[T]) less(i, j int) bool {
	a, b := &q.heap[i], &q.heap[j]
	return a.at < b.at || a.at == b.at && a.order < b.order
}

// put adds what comes up at a time.
func (q *queue[T]) put(at int64, what T) {
	q.order++
	q.heap = append(q.heap, entry[T]{at, q.order, what})
	for i := len(q.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if !q.less(i, up) {
			return
		}
		q.heap[i], q.heap[up] = q.heap[up], q.heap[i]
		i = up
	}
}

// next returns when the first comes up; ok is false when there is none.
func (q *queue[T]) next() (at int64, ok bool) {
	if len(q.heap) == 0 {
		return 0, false
	}
	return q.heap[0].at, true
}

// take removes the first, which there must be.
func (q *queue[T]) take() (int64, T) {
	first, last := q.heap[0], len(q.heap)-1
	q.heap[0] = q.heap[last]
	q.heap[last] = entry[T]{}
	q.heap = q.heap[:last]
	q.down()
	return first.at, first.what
}

func (q *queue[T]) down() {
	for i := 0; ; {
		small := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q.heap); child++ {
			if q.less(child, small) {
				small = child
			}
		}
		if small == i {
			return
		}
		q.heap[i], q.heap[small] = q.heap[small], q.heap[i]
		i = small
	}
}
