package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// backupPages is how many pages are copied before a backup looks whether it is to
// stop: some MiB.
const backupPages = 1024

// Backup writes the store, as it is at this moment, into one file, while others
// read and write. A file of that name is replaced once the new one is complete,
// checked and on the disk.
func (v *View) Backup(ctx context.Context, file string) error {
	db, ok := v.q.(*sql.DB)
	file, err := filepath.Abs(file)
	if err != nil || !ok || file == v.file {
		return fmt.Errorf("%w: a backup needs a file of its own, and no transaction: %w", ErrRefused, errors.Join(err))
	}
	part := file + ".part"
	if err := backup(ctx, db, part); err != nil {
		return errors.Join(reason(part, err), remove(part))
	}
	if err := os.Rename(part, file); err != nil {
		return errors.Join(reason(file, err), remove(part))
	}
	return reason(file, syncFile(filepath.Dir(file)))
}

// backup copies, checks, and makes durable.
func backup(ctx context.Context, from *sql.DB, part string) error {
	if err := errors.Join(remove(part), create(part)); err != nil {
		return err
	}
	to := connect(part, copying)
	err := copyPages(ctx, from, to)
	if err == nil { // one file, without a log beside it
		_, err = to.ExecContext(ctx, "PRAGMA journal_mode=DELETE")
	}
	if err == nil {
		err = (&View{file: part, q: to}).quickCheck(ctx)
	}
	if err := errors.Join(err, to.Close()); err != nil {
		return err
	}
	return syncFile(part)
}

// remove deletes a file that was not completed, with what SQLite put beside it.
func remove(part string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(part + suffix); !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// copyPages copies all pages, in a transaction, so that they belong together.
func copyPages(ctx context.Context, from, to *sql.DB) error {
	source, err := from.Conn(ctx)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := to.Conn(ctx)
	if err != nil {
		return err
	}
	defer target.Close()
	tx, err := source.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n); err != nil { // begins to read
		return err
	}
	return raw(source, func(s *sqlite3.SQLiteConn) error {
		return raw(target, func(t *sqlite3.SQLiteConn) error { return steps(ctx, s, t) })
	})
}

// raw lends the driver's own connection.
func raw(c *sql.Conn, f func(*sqlite3.SQLiteConn) error) error {
	return c.Raw(func(x any) error { return f(x.(*sqlite3.SQLiteConn)) })
}

// steps copies pages until there are none left.
func steps(ctx context.Context, source, target *sqlite3.SQLiteConn) error {
	b, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	for done := false; err == nil && !done; {
		if err = ctx.Err(); err == nil {
			done, err = b.Step(backupPages)
		}
	}
	return errors.Join(err, b.Finish())
}

// syncFile makes a file, or the names in a folder, durable.
func syncFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
