package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/banken-ot/banken/sensor/lang"
)

// options are the options of a command, and the language they are told in. They
// are defined as flags are; what a command line says is taken apart here, where
// what is wrong with it can be said in every language.
type options struct {
	*flag.FlagSet
	s streams
}

func newOptions(s streams) options {
	f := flag.NewFlagSet("", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return options{f, s}
}

func (o options) text(name, value string, m message) *string {
	return o.String(name, value, o.s.say(m))
}

func (o options) number(name string, value int, m message) *int {
	return o.Int(name, value, o.s.say(m))
}

func (o options) on(name string, m message) *bool { return o.Bool(name, false, o.s.say(m)) }

// parse takes args apart, in which options and names may be mixed, and returns
// the names. It returns flag.ErrHelp when help is asked for.
func (o options) parse(args []string) (names []string, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			return append(names, args...), nil
		case len(arg) < 2 || arg[0] != '-':
			names = append(names, arg)
		default:
			if args, err = o.set(arg, args); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}

// set sets the option that arg names, and returns what of rest was not its value.
func (o options) set(arg string, rest []string) ([]string, error) {
	name, value, given := strings.Cut(optionName(arg), "=")
	f := o.Lookup(name)
	switch {
	case f == nil && (name == "h" || name == "help"):
		return nil, flag.ErrHelp
	case f == nil:
		return nil, wrong(wrongOption, arg)
	case given:
	case isSwitch(f):
		value = "true"
	case len(rest) == 0:
		return nil, wrong(wantsValue, dashed(name))
	default:
		value, rest = rest[0], rest[1:]
	}
	if err := f.Value.Set(value); err != nil {
		if isSwitch(f) {
			return nil, wrong(wrongSwitch, dashed(name), quoted(value))
		}
		return nil, wrong(wrongNumber, dashed(name), quoted(value))
	}
	return rest, nil
}

// optionName takes the one or two dashes away.
func optionName(arg string) string { return strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-") }

// dashed is how an option is told of: -o, --format.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// isSwitch reports whether an option needs no value.
func isSwitch(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// print lists the options.
func (o options) print(w io.Writer) {
	const column = 13 // cells of the longest name and a space
	o.VisitAll(func(f *flag.Flag) {
		value := ""
		if !isSwitch(f) && f.DefValue != "" {
			value = o.s.say(defaultValue, f.DefValue)
		}
		fmt.Fprintf(w, "  %s%s%s\n", lang.Pad(dashed(f.Name)+" ", column), f.Usage, value)
	})
	fmt.Fprintf(w, "  %s%s\n", lang.Pad("--lang", column), o.s.say(aboutLang))
}

// chooseLanguage takes --lang out of args, wherever before "--" it stands.
func chooseLanguage(s streams, args []string) (streams, []string, error) {
	var rest []string
	for i := 0; i < len(args); i++ {
		name, value, given := strings.Cut(optionName(args[i]), "=")
		switch {
		case args[i] == "--":
			return s, append(rest, args[i:]...), nil
		case name != "lang" || args[i][0] != '-':
			rest = append(rest, args[i])
			continue
		case given:
		case i+1 == len(args):
			return s, nil, wrong(wantsValue, "--lang")
		default:
			i++
			value = args[i]
		}
		l, ok := lang.Parse(value)
		if !ok {
			return s, nil, wrong(wrongLanguage, quoted(value))
		}
		s.lang, s.chosen = l, true
	}
	return s, rest, nil
}

// usageError is what is wrong with a command line.
type usageError struct{ text lang.Text }

// Error says it in English.
func (e *usageError) Error() string { return e.text.EN }

// wrong returns what is wrong with a command line.
func wrong(m message, args ...any) error { return &usageError{messages[m].Fill(args...)} }

// quoted is how what a user wrote is told.
func quoted(s string) string { return fmt.Sprintf("%q", s) }

func isUsage(err error) bool {
	var e *usageError
	return errors.As(err, &e)
}
