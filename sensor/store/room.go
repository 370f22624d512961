package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

const (
	// Reserve is how much of the disk a sensor sets aside: enough to write a state, and
	// incidents for weeks, on a disk that others have filled.
	Reserve = 32 << 20
	// reserveSuffix is that of the file which holds the place.
	reserveSuffix = ".reserve"
	// relief is how much of the file is made free when there is no room: incidents of an
	// hour, whatever happens.
	relief = 2 << 20
)

// errSpared is what was not tried to be written, so that there is room for more.
var errSpared = errors.New("given up until there is room")

// Condition is whether there is room for what is to be written.
type Condition struct {
	Full  bool
	Since time.Time // of Full
	// GivenUp are the tables that are not written, in the order in which they were given
	// up. What people decide, and what they are told, is written for as long as there is any
	// room.
	GivenUp []string
	// Reserve is how much is set aside.
	Reserve int64
	// Text says what is the matter and what to do; empty while there is room.
	Text lang.Text
}

// room is what a store does about a lack of it. Its fields but the mutex's belong to who
// has the turn to write.
type room struct {
	mu    sync.Mutex // of what follows
	full  bool
	since time.Time
	order int // of the tables that are given up; 0: none
	why   error
	kept  int64 // set aside
}

// Condition returns whether there is room.
func (s *Store) Condition() Condition {
	r := &s.room
	r.mu.Lock()
	defer r.mu.Unlock()
	c := Condition{Full: r.full, Since: r.since, Reserve: r.kept}
	for i := range s.keepings {
		if k := &s.keepings[i]; k.spare && k.order <= r.order {
			c.GivenUp = append(c.GivenUp, k.table)
		}
	}
	if f := new(Fault); r.full && errors.As(r.why, &f) {
		c.Text = f.Text
	}
	return c
}

// spared fails when a table is not written because there is no room. What is kept of
// others is worth more.
func (t *Tx) spared(table string) bool {
	r := &t.store.room
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range t.store.keepings {
		if k := &t.store.keepings[i]; k.table == table && k.order <= r.order {
			t.fail(&Fault{Reason: ErrFull, Text: spared.Fill(t.file, table), Err: errSpared})
			return true
		}
	}
	return false
}

// short notes that there is no room, and gives up the tables up to an order.
func (r *room) short(now time.Time, order int, why error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.full {
		r.full, r.since, r.why = true, now, why
	}
	r.order = max(r.order, order)
}

// squeezes is how often a request that finds no room is tried again: more does not help.
const squeezes = 4

// squeeze carries out a request that found no room, once there is some.
func (s *Store) squeeze(r *request) {
	for range squeezes {
		if errors.Is(r.err, errSpared) || !errors.Is(r.err, ErrFull) || !s.makeRoom(r.err) {
			return
		}
		s.single(r)
	}
}

// makeRoom makes some room: what was set aside is given back, the log is emptied into the
// file so that its place is used again, and the oldest lines of the tables go that are worth
// least. It reports whether anything came of it. Where enough of the file is free, it is the
// log that finds no place, and to delete more would not help.
func (s *Store) makeRoom(why error) (some bool) {
	s.room.short(s.options.Now(), 1, why)
	some = s.giveBack()
	some = s.empty() || some
	if s.giveWay() {
		s.empty()
		some = true
	}
	return some
}

// empty copies the log into the file, as far as nobody reads what is there. It reports
// whether any of it was.
func (s *Store) empty() bool {
	var busy, frames, copied int
	err := s.conn.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &copied)
	return err == nil && copied > 0
}

// giveWay deletes lines until some of the file is free. It reports whether any went.
func (s *Store) giveWay() (some bool) {
	v := &View{file: s.file, q: s.conn}
	for i := range s.keepings {
		k := &s.keepings[i]
		for k.order > 0 {
			if size, err := v.Size(); err != nil || size.Free >= relief {
				return some
			}
			gone, err := s.dropNow(k)
			if err != nil {
				return some
			}
			if gone == 0 {
				break
			}
			some = true
			s.room.short(s.options.Now(), k.order, nil)
		}
	}
	return some
}

// dropNow deletes lines of a table. The caller has the turn to write.
func (s *Store) dropNow(k *keeping) (gone int64, err error) {
	r := &request{f: func(t *Tx) error { gone = k.drop(t, int64(k.batch)); return t.err }}
	if s.single(r); r.panicked != nil {
		r.err = fmt.Errorf("store: %v", r.panicked)
	}
	return gone, r.err
}

// Recover looks whether there is room again. Where there is, all is written again, and
// some is set aside.
func (s *Store) Recover(ctx context.Context) error {
	release, err := s.queue.hold(ctx)
	if err != nil {
		return err
	}
	defer release()
	if !s.Condition().Full && s.room.kept >= s.options.Reserve {
		return nil
	}
	enough, err := s.enough()
	if err != nil || !enough {
		if err == nil && s.Condition().Full {
			s.giveWay()
		}
		return err
	}
	if err := s.setAside(s.options.Reserve); err != nil {
		return nil // somebody was faster: it is tried again
	}
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	s.room.full, s.room.order, s.room.why = false, 0, nil
	return nil
}

// enough reports whether there is room: on the disk for what is set aside and as much
// again, and in the file up to its limit.
func (s *Store) enough() (bool, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(s.file), &disk); err != nil {
		return false, s.fault(err)
	}
	size, err := (&View{file: s.file, q: s.conn}).Size()
	if err != nil {
		return false, err
	}
	if m := s.options.MaxOctets; m > 0 && m-size.Octets+size.Free < relief {
		return false, nil
	}
	return int64(disk.Bavail)*disk.Bsize >= 2*(s.options.Reserve-s.room.kept)+relief, nil
}

// setAside takes room on the disk for later: all that is wanted, or with an error what was
// taken before.
func (s *Store) setAside(octets int64) error {
	if octets <= 0 {
		return nil
	}
	name := s.file + reserveSuffix
	before, err := os.Stat(name)
	kept := int64(0)
	if err == nil {
		kept = before.Size()
	}
	if err = allocate(name, octets); err == nil {
		kept = octets
	} else if kept == 0 {
		err = errors.Join(err, dismiss(name))
	} else {
		err = errors.Join(err, os.Truncate(name, kept))
	}
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	s.room.kept = kept
	return err
}

// smallest is what is worth being set aside: the log of some decisions.
const smallest = 128 << 10

// hold takes what the store leaves on a full disk when it is closed, so that it is there
// when it is opened again.
func (s *Store) hold() {
	for n := s.options.Reserve; n >= smallest && s.Condition().Full; n /= 2 {
		if s.setAside(n) == nil {
			return
		}
	}
}

// giveBack gives back what was set aside. It reports whether there was any.
func (s *Store) giveBack() bool {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	if s.room.kept == 0 || dismiss(s.file+reserveSuffix) != nil {
		return false
	}
	s.room.kept = 0
	return true
}

func dismiss(name string) error {
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// allocate makes a file of a size that has its place on the disk.
func allocate(name string, octets int64) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, fileMode)
	if err != nil {
		return err
	}
	err = syscall.Fallocate(int(f.Fd()), 0, 0, octets)
	if errors.Is(err, syscall.EOPNOTSUPP) {
		err = zeros(f, octets)
	}
	return errors.Join(err, f.Truncate(octets), f.Close())
}

// zeros fills a file, where the file system cannot set room aside otherwise.
func zeros(f *os.File, octets int64) error {
	block := make([]byte, 1<<20)
	for at := int64(0); at < octets; at += int64(len(block)) {
		if _, err := f.WriteAt(block[:min(int64(len(block)), octets-at)], at); err != nil {
			return err
		}
	}
	return f.Sync()
}
