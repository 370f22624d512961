package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// maxBatch is how many functions share a transaction at most: a commit that comes
// after so many is no longer what takes the time.
const maxBatch = 512

// Tx is a transaction. It is valid until the function it was given to returns.
// After its first failure all its writing methods return that error.
type Tx struct {
	View
	store *Store
	err   error
}

// request is a function that waits to be carried out.
type request struct {
	f        func(*Tx) error
	done     chan struct{}
	err      error
	panicked any
}

// queue is who waits, and whose turn it is.
type queue struct {
	turn chan struct{} // holds one who writes
	gone chan struct{} // closed once nobody will have the turn again

	mu         sync.Mutex
	waiting    []*request
	closed     bool
	statements map[string]*sql.Stmt // of the writing connection; belongs to who has the turn
}

func (q *queue) init() {
	q.turn, q.gone, q.statements = make(chan struct{}, 1), make(chan struct{}), map[string]*sql.Stmt{}
}

// hold takes the turn, for something other than what waits. release gives it back.
func (q *queue) hold(ctx context.Context) (release func(), err error) {
	if q.isClosed() {
		return nil, ErrClosed
	}
	select {
	case q.turn <- struct{}{}:
		return func() { <-q.turn }, nil
	case <-q.gone:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// add puts a request at the end. It reports whether the store is still open.
func (q *queue) add(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.waiting = append(q.waiting, r)
	return true
}

// take takes the requests from the front.
func (q *queue) take() []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), maxBatch)
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return batch
}

// close lets no more in, and takes the turn for good once all are done that were
// in before. It reports whether this is the first time; later it does nothing.
func (q *queue) close() (first bool) {
	q.mu.Lock()
	first = !q.closed
	left := q.waiting
	q.closed = true
	q.mu.Unlock()
	for _, r := range left {
		<-r.done
	}
	if first {
		q.turn <- struct{}{}
		close(q.gone)
	}
	return first
}

// finish closes the statements, without which the connection would stay open.
func (q *queue) finish() error {
	var errs []error
	for _, st := range q.statements {
		errs = append(errs, st.Close())
	}
	return errors.Join(errs...)
}

// isClosed reports whether no more is let in.
func (q *queue) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

// Write runs f in a transaction. When it returns nil, and so does Write, all that
// f wrote is on the disk; otherwise nothing of it is there. f must have no effects
// elsewhere, for it may run twice, and must not call methods of the Store, which
// would wait for themselves. It may run in another goroutine.
func (s *Store) Write(f func(*Tx) error) error {
	r := &request{f: f, done: make(chan struct{})}
	if !s.queue.add(r) {
		return ErrClosed
	}
	for {
		select {
		case <-r.done:
			if r.panicked != nil {
				panic(r.panicked)
			}
			return r.err
		case s.queue.turn <- struct{}{}:
			s.carryOut(s.queue.take())
			<-s.queue.turn
		}
	}
}

// carryOut carries out requests, together if that is possible. Where it is not,
// each by itself, so that one too many fails alone.
func (s *Store) carryOut(batch []*request) {
	if len(batch) == 0 {
		return
	}
	if err := s.together(batch); err != nil {
		for _, r := range batch {
			s.single(r)
		}
	}
	for _, r := range batch {
		s.squeeze(r)
		close(r.done)
	}
}

// single carries out one request by itself.
func (s *Store) single(r *request) {
	if err := s.together([]*request{r}); err != nil {
		r.err = s.fault(err)
	}
}

// together carries out requests in one transaction. The error is why nothing was
// committed; what a request itself failed with is in the request.
func (s *Store) together(batch []*request) error {
	if err := s.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, r := range batch {
		if err := s.alone(r); err != nil {
			return s.rollback(err)
		}
	}
	if err := s.exec("COMMIT"); err != nil {
		return s.rollback(err)
	}
	return nil
}

// alone carries out one request in a transaction that was begun. The error is that
// the whole transaction cannot go on.
func (s *Store) alone(r *request) error {
	if err := s.exec("SAVEPOINT one"); err != nil {
		return err
	}
	t := &Tx{View: View{file: s.file, q: s.conn}, store: s}
	if r.panicked, r.err = t.run(r.f); r.err != nil || r.panicked != nil {
		if err := s.exec("ROLLBACK TO one"); err != nil {
			return errors.Join(r.err, err) // SQLite has undone everything
		}
	}
	return s.exec("RELEASE one")
}

// run calls f. A panic is that of who asked for it.
func (t *Tx) run(f func(*Tx) error) (panicked any, err error) {
	defer func() { panicked = recover() }()
	if err = f(t); err == nil {
		err = t.err
	}
	return nil, t.fault(err)
}

func (s *Store) exec(command string) error {
	st, err := s.statement(command)
	if err == nil {
		_, err = st.ExecContext(context.Background())
	}
	return err
}

// rollback takes a transaction back, if SQLite has not already.
func (s *Store) rollback(err error) error {
	_, _ = s.conn.ExecContext(context.Background(), "ROLLBACK")
	return err
}

// statement returns a prepared command of the writing connection.
func (s *Store) statement(command string) (*sql.Stmt, error) {
	if st, ok := s.queue.statements[command]; ok {
		return st, nil
	}
	st, err := s.conn.PrepareContext(context.Background(), command)
	if err == nil {
		s.queue.statements[command] = st
	}
	return st, err
}

// exec carries out a command of the transaction.
func (t *Tx) exec(command string, args ...any) (changed int64) {
	if t.err != nil {
		return 0
	}
	st, err := t.store.statement(command)
	if err != nil {
		t.fail(err)
		return 0
	}
	result, err := st.ExecContext(context.Background(), args...)
	if err != nil {
		t.fail(err)
		return 0
	}
	changed, err = result.RowsAffected()
	t.fail(err)
	return changed
}

// fail notes the first failure, and returns it.
func (t *Tx) fail(err error) error {
	if t.err == nil {
		t.err = t.fault(err)
	}
	return t.err
}

// refuse fails because of what was to be written.
func (t *Tx) refuse(format string, args ...any) error {
	return t.fail(fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(format, args...)))
}
