package store

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"github.com/banken-ot/banken/sensor/lang"
)

// What can be wrong, for errors.Is.
var (
	ErrNewer    = errors.New("store: of a newer program")
	ErrOlder    = errors.New("store: of an older program")
	ErrForeign  = errors.New("store: the file is none")
	ErrDamaged  = errors.New("store: damaged")
	ErrChain    = errors.New("store: a chain of hashes is broken")
	ErrFull     = errors.New("store: no room")
	ErrInUse    = errors.New("store: in use")
	ErrDenied   = errors.New("store: not permitted")
	ErrNotFound = errors.New("store: there is none")
	ErrClosed   = errors.New("store: closed")
	ErrRefused  = errors.New("store: refused")
)

// Fault is an error that a person must act on.
type Fault struct {
	Reason error     // one of the above
	Text   lang.Text // what is wrong with which file, and what to do
	Err    error     // what led to it; nil when there is no more to tell
	What   string    // of ErrChain, the line that is not as it was: "audit line 7"
}

// Error tells the fault in English.
func (f *Fault) Error() string { return "store: " + f.Text.In(lang.English) }

// In tells the fault in a language.
func (f *Fault) In(l lang.Language) string { return f.Text.In(l) }

// Unwrap returns what errors.Is looks at.
func (f *Fault) Unwrap() []error {
	if f.Err == nil {
		return []error{f.Reason}
	}
	return []error{f.Reason, f.Err}
}

// cause is what an error of SQLite or the system means.
type cause struct {
	reason error
	text   lang.Text
}

// causes are those of SQLite's codes which a person can do something about.
func causes() map[sqlite3.ErrNo]cause {
	return map[sqlite3.ErrNo]cause{
		sqlite3.ErrCorrupt:  {ErrDamaged, damaged},
		sqlite3.ErrNotADB:   {ErrForeign, foreign},
		sqlite3.ErrFull:     {ErrFull, full},
		sqlite3.ErrBusy:     {ErrInUse, inUse},
		sqlite3.ErrLocked:   {ErrInUse, inUse},
		sqlite3.ErrReadonly: {ErrDenied, denied},
		sqlite3.ErrPerm:     {ErrDenied, denied},
		sqlite3.ErrCantOpen: {ErrDenied, denied},
		sqlite3.ErrIoErr:    {ErrDamaged, failing},
	}
}

// systemCauses are those of the system.
func systemCauses() []cause {
	return []cause{{fs.ErrNotExist, missing}, {fs.ErrPermission, denied}, {syscall.ENOSPC, full}, {syscall.EROFS, denied}, {ErrInUse, inUse}}
}

// reason makes a fault of an error about a file where a person can do something
// about it; others it returns as they are.
func reason(file string, err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	var e sqlite3.Error
	if errors.As(err, &e) {
		if e.SystemErrno == syscall.ENOSPC { // of the file that readers and writers share
			e.Code = sqlite3.ErrFull
		}
		if c, ok := causes()[e.Code]; ok {
			return &Fault{Reason: c.reason, Text: c.text.Fill(file, err), Err: err}
		}
		return err
	}
	for _, c := range systemCauses() {
		if errors.Is(err, c.reason) {
			return &Fault{Reason: kind(c.reason), Text: c.text.Fill(file, err), Err: err}
		}
	}
	return err
}

// kind is the reason of this package for one of the system.
func kind(err error) error {
	switch err {
	case fs.ErrNotExist:
		return ErrNotFound
	case syscall.ENOSPC:
		return ErrFull
	case fs.ErrPermission, syscall.EROFS:
		return ErrDenied
	}
	return err
}
