// Command banken is the sensor and the operator's tool. Each subcommand is one
// file; `banken help` lists them. What it says is in the user's language.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/banken-ot/banken/sensor/lang"
)

// Exit statuses.
const (
	exitOK    = 0
	exitFault = 1 // the work could not be done, or not to its end
	exitUsage = 2 // the command line is wrong
)

// streams are the standard streams of a command, and the language that is spoken
// on them.
type streams struct {
	in       io.Reader
	out, err io.Writer
	lang     lang.Language
	chosen   bool // by --lang, not by the environment
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	s := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, lang: lang.FromEnvironment(os.Getenv)}
	status := run(ctx, s, os.Args[1:])
	stop()
	os.Exit(status)
}

// run executes the command named by args and returns the exit status.
func run(ctx context.Context, s streams, args []string) int {
	s, args, err := chooseLanguage(s, args)
	switch {
	case err != nil:
		return status(s, nil, err)
	case len(args) == 0:
		usage(s, s.err)
		return exitUsage
	case args[0] == "help" && len(args) > 1:
		args = []string{args[1], "-h"}
	case args[0] == "help" || args[0] == "-h" || args[0] == "--help":
		usage(s, s.out)
		return exitOK
	}
	if c := find(args[0]); c != nil {
		return status(s, c, c.execute(ctx, s, args[1:]))
	}
	return status(s, nil, wrong(wrongCommand, quoted(args[0])))
}

// status turns what a command returned into an exit status, and says it. c is
// nil when no command was found.
func status(s streams, c *command, err error) int {
	var elsewhere exitStatus
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &elsewhere):
		return int(elsewhere)
	case !isUsage(err):
		for _, line := range faults(err) {
			fmt.Fprintf(s.err, "banken: %s\n", line.In(s.lang))
		}
		return exitFault
	}
	var e *usageError
	errors.As(err, &e)
	if c == nil {
		fmt.Fprintf(s.err, "banken: %s\n", e.text.In(s.lang))
	} else {
		fmt.Fprintf(s.err, "banken %s: %s\n%s\n", c.name, e.text.In(s.lang), c.usage(s))
	}
	return exitUsage
}
