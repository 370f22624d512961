package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Name is that of the file in the folder which the configuration names.
const Name = "banken.db"

// Options are how a store is opened. The zero value is usable.
type Options struct {
	// MaxOctets bounds the file, without its log; 0 for as much as the disk has.
	// Writes beyond it fail with ErrFull.
	MaxOctets int64
	// Reserve is how much of the disk is set aside, to be given back when it is full; 0 for
	// nothing.
	Reserve int64
	// Closed are the states in which an incident may go. Without any, none goes.
	Closed []string
	// Unverified opens a store whose chain of baseline versions is broken, so that
	// what it holds can be examined.
	Unverified bool
	// Now is the clock; nil for time.Now.
	Now func() time.Time
}

// Store is a store that is open for writing. It may be used by any number of
// goroutines.
type Store struct {
	View
	options Options
	lock    *os.File
	read    *sql.DB
	write   *sql.DB
	conn    *sql.Conn // the only one that writes
	queue   queue

	keepings []keeping
	room     room
}

// Open opens a store, which it makes where there is none. It takes the file for
// itself, checks its integrity, and brings its schema up to date. The folder must
// be there.
func Open(file string, o Options) (*Store, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{options: o, keepings: slices.Clone(keepings[:])}
	s.queue.init()
	if s.lock, err = lock(file); err != nil {
		return nil, reason(file, err)
	}
	if err := s.open(file); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// open opens the connections of a store whose file is locked.
func (s *Store) open(file string) (err error) {
	if err := create(file); err != nil {
		return reason(file, err)
	}
	s.file, s.write, s.read = file, connect(file, writing), connect(file, reading)
	if s.conn, err = s.write.Conn(context.Background()); err != nil {
		return s.fault(err)
	}
	if err := s.prepare(&View{file: file, q: s.conn}); err != nil {
		return s.fault(err)
	}
	s.q = s.read
	if err := s.setAside(s.options.Reserve); err != nil { // a store can be opened on a full disk
		s.room.short(s.options.Now(), 1, reason(file, err))
	}
	if _, err := s.Versions(); err != nil && !s.options.Unverified {
		return err
	}
	return nil
}

// prepare checks the file and brings it up to date. Nothing is changed in one that
// is no store, of a newer program, or damaged.
func (s *Store) prepare(v *View) error {
	scripts, err := migrations()
	if err != nil {
		return err
	}
	version, err := v.identify(len(scripts))
	if err != nil {
		return err
	}
	if err := v.quickCheck(context.Background()); err != nil {
		return err
	}
	if err := settle(s.conn, version); err != nil {
		return err
	}
	if err := migrate(s.conn, scripts, version); err != nil {
		return err
	}
	return s.limit()
}

// limit sets how large the file may grow. SQLite takes no limit below what there
// is already.
func (s *Store) limit() error {
	if s.options.MaxOctets <= 0 {
		return nil
	}
	var page int64
	if err := s.conn.QueryRowContext(context.Background(), "PRAGMA page_size").Scan(&page); err != nil {
		return err
	}
	_, err := s.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA max_page_count=%d", max(1, s.options.MaxOctets/page)))
	return err
}

// Close waits for what is being written, and closes the store. What is written
// later fails with ErrClosed.
func (s *Store) Close() error {
	if !s.queue.close() {
		return nil
	}
	errs := []error{s.queue.finish()}
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.write != nil { // last, so that the log ends up in the file
		errs = append(errs, s.write.Close())
	}
	s.hold()
	return errors.Join(append(errs, s.lock.Close())...)
}
