package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/sensor/lang"
)

func defineConformance(o options) work {
	dir := o.text("o", "conformance", optionSet)
	return func(_ context.Context, s streams, names []string) error {
		if len(names) > 0 {
			return wrong(tooMuch, quoted(names[0]))
		}
		if err := conformance.Write(*dir); err != nil {
			return err
		}
		fmt.Fprintln(s.out, s.say(setWritten, len(conformance.Set()), *dir, filepath.Join(*dir, "messages.jsonl")))
		return nil
	}
}

// maxFaults is how many faults are printed without --all.
const maxFaults = 20

func defineScore(o options) work {
	all := o.on("all", optionAll)
	return func(_ context.Context, s streams, names []string) error {
		if len(names) != 2 {
			return wrong(wantsTwoFiles)
		}
		want, err := os.Open(names[0])
		if err != nil {
			return err
		}
		defer want.Close()
		got, err := os.Open(names[1])
		if err != nil {
			return err
		}
		defer got.Close()
		return score(s, want, got, *all)
	}
}

// score prints the faults, a form for comparing that has no language, and the
// score by protocol.
func score(s streams, want, got io.Reader, all bool) error {
	faults := 0
	scores, err := conformance.Compare(want, got, func(x conformance.Fault) {
		if faults++; all || faults <= maxFaults {
			fmt.Fprintln(s.out, x)
		}
	})
	if err != nil {
		return err
	}
	if !all && faults > maxFaults {
		fmt.Fprintln(s.out, s.say(scoreMore, faults-maxFaults))
	}
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		x := scores[name]
		fmt.Fprintln(s.out, s.say(scoreLine, lang.Pad(name, 7), x.Found, x.Messages, x.Extra, x.Right, x.Items, x.Wrong, x.Missing))
	}
	return nil
}
