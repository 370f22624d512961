package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// querier is what questions are asked: the connections of readers, or the one of a
// transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// View has the reading methods. That of a Store or Reader sees what is committed,
// each call by itself; that of a Tx sees what the transaction has written too.
type View struct {
	file string
	q    querier
}

// Reader is a store that is open for reading alone. It may be used by any number
// of goroutines, while a sensor writes.
type Reader struct {
	View
	db *sql.DB
}

// OpenReadOnly opens a store that a sensor has made. It writes nothing, and needs
// no right to.
func OpenReadOnly(file string) (*Reader, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if err := regular(file); err != nil {
		return nil, reason(file, err)
	}
	db := connect(file, reading)
	r := &Reader{View: View{file: file, q: db}, db: db}
	if err := r.current(); err != nil {
		return nil, errors.Join(r.fault(err), db.Close())
	}
	return r, nil
}

// Close closes the store.
func (r *Reader) Close() error { return r.db.Close() }

// current checks that a store is of this program's version.
func (v *View) current() error {
	list, err := migrations()
	if err != nil {
		return err
	}
	version, err := v.identify(len(list))
	if err != nil {
		return err
	}
	if version < len(list) {
		return &Fault{Reason: ErrOlder, Text: older.Fill(v.file, fmt.Sprint(version), fmt.Sprint(len(list)))}
	}
	return nil
}

// identify returns the version of a file's schema, 0 for an empty one; it is at
// most that which is known.
func (v *View) identify(known int) (version int, err error) {
	var id, tables int
	ctx := context.Background()
	if err := v.q.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return 0, err
	}
	if err := v.q.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	if err := v.q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	switch {
	case id != applicationID && (tables > 0 || id != 0 || version != 0):
		return 0, &Fault{Reason: ErrForeign, Text: foreign.Fill(v.file, fmt.Sprintf("application_id %#x", id))}
	case version > known:
		return 0, &Fault{Reason: ErrNewer, Text: newer.Fill(v.file, fmt.Sprint(version), fmt.Sprint(known))}
	}
	return version, nil
}

// fault says what an error means for the file.
func (v *View) fault(err error) error { return reason(v.file, err) }

// scanner is a row.
type scanner interface{ Scan(into ...any) error }

// list returns what a question yields, row by row.
func list[T any](v *View, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	var all []T
	err := v.each(context.Background(), func(row scanner) error {
		x, err := scan(row)
		all = append(all, x)
		return err
	}, query, args...)
	return all, err
}

// each calls f with each row.
func (v *View) each(ctx context.Context, f func(scanner) error, query string, args ...any) error {
	rows, err := v.q.QueryContext(ctx, query, args...)
	if err != nil {
		return v.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return v.fault(err)
		}
	}
	return v.fault(rows.Err())
}

// one returns what a question yields; ErrNotFound when it is nothing.
func one[T any](v *View, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	x, err := scan(v.q.QueryRowContext(context.Background(), query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return x, v.fault(err)
}

// stamp and moment turn times into those of the file and back: UTC ns, 0 for the
// zero time.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// Size is how large a file is.
type Size struct {
	Octets int64 // of the file, without its log
	Free   int64 // of these, not in use
}

// Size returns how large the file is.
func (v *View) Size() (s Size, err error) {
	var page, pages, free int64
	for query, into := range map[string]*int64{"PRAGMA page_size": &page, "PRAGMA page_count": &pages, "PRAGMA freelist_count": &free} {
		if err := v.q.QueryRowContext(context.Background(), query).Scan(into); err != nil {
			return s, v.fault(err)
		}
	}
	return Size{Octets: page * pages, Free: page * free}, nil
}
