package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/banken-ot/banken/sensor/account"
	"github.com/banken-ot/banken/sensor/control"
)

// maxSecret bounds a password that is read, octets: more than the rules let pass.
const maxSecret = 8 * account.MostPassword

// secret reads a new password: from a file, "-" being standard input, or twice from the
// terminal, which does not show it. It is never part of a command line, which other users
// of the system can see.
func (v *visit) secret(name, file string) (string, error) {
	if file != "" {
		return v.secretFile(file)
	}
	t, ok := v.s.in.(*os.File)
	if !ok || !term.IsTerminal(int(t.Fd())) {
		return "", wrong(wantsPasswordFile)
	}
	first, err := v.typed(t, v.s.say(askPassword, name, account.LeastPassword))
	if err != nil {
		return "", err
	}
	again, err := v.typed(t, v.s.say(askAgain))
	if err == nil && first != again {
		err = said(control.Invalid, faultNotSame)
	}
	return first, err
}

// secretFile reads the one line of a file.
func (v *visit) secretFile(name string) (string, error) {
	in := v.s.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, maxSecret))
	if err != nil {
		return "", err
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r"), nil
}

// typed reads a line of the terminal without showing it. An interrupt leaves the
// terminal as it was.
func (v *visit) typed(t *os.File, question string) (string, error) {
	fmt.Fprint(v.s.err, question+" ")
	defer fmt.Fprintln(v.s.err)
	before, err := term.GetState(int(t.Fd()))
	if err != nil {
		return "", err
	}
	type line struct {
		text []byte
		err  error
	}
	read := make(chan line, 1)
	go func() {
		b, err := term.ReadPassword(int(t.Fd()))
		read <- line{b, err}
	}()
	select {
	case l := <-read:
		return string(l.text), l.err
	case <-v.ctx.Done():
		_ = term.Restore(int(t.Fd()), before) // the program ends
		return "", v.ctx.Err()
	}
}
