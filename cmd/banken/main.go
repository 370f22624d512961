// Command banken is the sensor and the operator's tool. Each subcommand is one
// file; `banken help` lists them.
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
)

// Exit statuses.
const (
	exitOK    = 0
	exitFault = 1 // the work could not be done, or not to its end
	exitUsage = 2 // the command line is wrong
)

// streams are the standard streams of a command.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is one subcommand. run returns what is to be told to the user; flags
// are parsed from args by it.
type command struct {
	name, arguments, summary string
	run                      func(ctx context.Context, s streams, args []string) error
}

func commands() []command {
	return []command{
		{"decode", "[flags] FILE...", "one record a transaction, from capture files", runDecode},
		{"transcript", "FILE", "one line a message, the form tests compare", runTranscript},
		{"demo", "[-o FOLDER] [-open]", "traffic of a small plant, decoded and assessed", runDemo},
		{"conformance", "[-o FOLDER]", "write the conformance set: captures with the records to expect", runConformance},
		{"score", "[-all] EXPECTED RECORDS", "score a tool's records of the conformance set", runScore},
		{"assess", "FILE... [-o report.html]", "one page about a capture: who is there, who talks to whom, what was changed, what to do first", runAssess},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
	stop()
	os.Exit(status)
}

// run executes the command named by args and returns the exit status.
func run(ctx context.Context, s streams, args []string) int {
	if len(args) == 0 {
		usage(s.err)
		return exitUsage
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		usage(s.out)
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return status(s, c, c.run(ctx, s, args[1:]))
		}
	}
	fmt.Fprintf(s.err, "banken: there is no command %q; `banken help` lists them\n", args[0])
	return exitUsage
}

// errUsage wraps what is wrong with a command line.
var errUsage = errors.New("usage")

func usagef(format string, a ...any) error {
	return fmt.Errorf("%w: %s", errUsage, fmt.Sprintf(format, a...))
}

// status turns what a command returned into an exit status, and says it.
func status(s streams, c command, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprintf(s.err, "banken %s: %v\nusage: banken %s %s\n", c.name, err, c.name, c.arguments)
		return exitUsage
	}
	fmt.Fprintf(s.err, "banken: %v\n", err)
	return exitFault
}

// flags returns an empty set of flags for a command.
func flags(s streams, name string) *flag.FlagSet {
	f := flag.NewFlagSet("banken "+name, flag.ContinueOnError)
	f.SetOutput(s.err)
	f.Usage = func() {
		for _, c := range commands() {
			if c.name == name {
				fmt.Fprintf(s.err, "usage: banken %s %s\n%s\n", name, c.arguments, c.summary)
			}
		}
		f.PrintDefaults()
	}
	return f
}

// parse parses args, in which flags and names may be mixed, and returns the
// names. A wrong flag is an error of usage.
func parse(f *flag.FlagSet, args []string) (names []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, fmt.Errorf("%w: %v", errUsage, err)
		}
		if f.NArg() == 0 {
			return names, nil
		}
		rest := f.Args()
		if len(rest) < len(args) && args[len(args)-len(rest)-1] == "--" {
			return append(names, rest...), nil
		}
		names = append(names, rest[0])
		args = rest[1:]
	}
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Banken watches industrial control networks: Modbus, DNP3 and OPC UA.\n\nusage: banken COMMAND [flags] [arguments]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-12s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\n`banken COMMAND -h` explains a command. Exit status: 0 done, 1 fault, 2 usage.\n")
}
