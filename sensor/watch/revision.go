package watch

import (
	"context"
	"sync"
)

// revision counts the changes people may want to see at once: of incidents, and of
// what people decided.
type revision struct {
	mu     sync.Mutex
	number uint64
	next   chan struct{} // closed by the next change; nil while nobody waits
}

// bump notes a change.
func (r *revision) bump() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.number++
	if r.next != nil {
		close(r.next)
		r.next = nil
	}
}

// look returns the present number, and what is closed by the next change.
func (r *revision) look() (uint64, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == nil {
		r.next = make(chan struct{})
	}
	return r.number, r.next
}

// Changed waits until the site has changed since a revision, or ctx is done, and
// returns the present revision. Revisions count from 1 at each start: one that is
// larger than the present is of an earlier start, and has changed.
func (s *Site) Changed(ctx context.Context, since uint64) uint64 {
	for {
		now, next := s.revision.look()
		if now != since {
			return now
		}
		select {
		case <-next:
		case <-ctx.Done():
			return now
		}
	}
}
