package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

const (
	// fileMode lets the group read: the console is another user.
	fileMode = 0o640
	// readers is how many questions may be answered at once.
	readers = 4
	// applicationID marks the file as a store: "BNKN".
	applicationID = 0x424e4b4e
)

// mode is how a file is opened.
type mode struct {
	parameters  string
	pragmas     string
	connections int
	keepLog     bool // when the last connection closes: a user who may not write could not make it again
}

// The modes. synchronous=FULL makes each commit durable; recursive_triggers lets
// the triggers see what INSERT OR REPLACE deletes; a wait of 5 s is far longer than
// any transaction takes.
var (
	writing = mode{parameters: "mode=rw", connections: 1, keepLog: true, pragmas: `
		PRAGMA busy_timeout=5000;
		PRAGMA foreign_keys=ON;
		PRAGMA recursive_triggers=ON;
		PRAGMA trusted_schema=OFF;
		PRAGMA cell_size_check=ON;
		PRAGMA synchronous=FULL;
		PRAGMA cache_size=-8192;`}
	reading = mode{parameters: "mode=ro", connections: readers, keepLog: true, pragmas: `
		PRAGMA busy_timeout=5000;
		PRAGMA query_only=ON;
		PRAGMA trusted_schema=OFF;
		PRAGMA cell_size_check=ON;
		PRAGMA cache_size=-2048;`}
	copying = mode{parameters: "mode=rw", connections: 1, pragmas: `
		PRAGMA cell_size_check=ON;
		PRAGMA synchronous=FULL;`}
)

// What a file is made, beside its schema: before the first table, one that can
// give room back; whenever it is opened, one with a write-ahead log of which no
// more than some MiB are kept. The latter writes nothing where it is so already:
// a store can be opened on a full disk.
const (
	founding   = "PRAGMA auto_vacuum=INCREMENTAL"
	settlement = "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=8388608"
)

// connector opens connections with the pragmas of a mode.
type connector struct {
	driver sqlite3.SQLiteDriver
	dsn    string
}

// Connect implements driver.Connector.
func (c *connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return &c.driver }

// connect returns the connections to a file, none of which is open yet.
func connect(file string, m mode) *sql.DB {
	name := url.URL{Scheme: "file", Path: file, OmitHost: true, RawQuery: m.parameters}
	db := sql.OpenDB(&connector{dsn: name.String(), driver: sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if _, err := c.Exec(m.pragmas, nil); err != nil || !m.keepLog {
			return err
		}
		return c.SetFileControlInt("main", sqlite3.SQLITE_FCNTL_PERSIST_WAL, 1)
	}}})
	db.SetMaxOpenConns(m.connections)
	db.SetMaxIdleConns(m.connections)
	return db
}

// settle makes a file of a version what it is to be beside its schema.
func settle(c *sql.Conn, version int) error {
	commands := settlement
	if version == 0 {
		commands = founding + "; " + settlement
	}
	if _, err := c.ExecContext(context.Background(), commands); err != nil {
		return err
	}
	var journal string
	if err := c.QueryRowContext(context.Background(), "PRAGMA journal_mode").Scan(&journal); err != nil {
		return err
	}
	if journal != "wal" {
		return fmt.Errorf("store: the file system allows no write-ahead log (journal_mode is %s)", journal)
	}
	return nil
}

// create makes an empty file where there is none. An existing one is not touched:
// closing it would drop the locks that SQLite holds on it in this process.
func create(file string) error {
	if err := regular(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, fileMode)
	if err != nil {
		return err
	}
	return f.Close()
}

// regular checks that there is a file of the ordinary sort: SQLite tells little
// about others.
func regular(file string) error {
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		err = &Fault{Reason: ErrForeign, Text: foreign.Fill(file, info.Mode().String())}
	}
	return err
}

// lock takes a file for this process, until the lock is closed. It is a file of
// its own, for the reason told at create.
func lock(file string) (*os.File, error) {
	f, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, fileMode)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if err == syscall.EWOULDBLOCK {
			err = ErrInUse
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
