package account

import (
	"errors"

	"github.com/banken-ot/banken/sensor/lang"
)

// What can be wrong, for errors.Is.
var (
	ErrSignIn   = errors.New("account: name or password is wrong")
	ErrWait     = errors.New("account: too many attempts")
	ErrBusy     = errors.New("account: too many at once")
	ErrPassword = errors.New("account: no good password")
	ErrName     = errors.New("account: no good name")
	ErrRole     = errors.New("account: no such role")
	ErrTaken    = errors.New("account: the name is taken")
	ErrNobody   = errors.New("account: nobody has this name")
	ErrRight    = errors.New("account: not permitted")
	ErrLast     = errors.New("account: the last administrator")
	ErrToken    = errors.New("account: the token is not valid")
	ErrSetUp    = errors.New("account: it is set up already")
	ErrDisabled = errors.New("account: the person is disabled")
	ErrFull     = errors.New("account: too many people")
)

// Fault is an error that a person can do something about.
type Fault struct {
	Reason error // one of the above
	Text   lang.Text
}

// Error tells the fault in English.
func (f *Fault) Error() string { return f.Text.EN }

// In tells the fault in a language.
func (f *Fault) In(l lang.Language) string { return f.Text.In(l) }

// Unwrap returns what errors.Is looks at.
func (f *Fault) Unwrap() error { return f.Reason }
